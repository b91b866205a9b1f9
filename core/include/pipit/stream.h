/* SPDX-License-Identifier: MIT */
/** @file
 *  X's streams: what to ask for, checked before anything is sent. */
#ifndef PIPIT_STREAM_H
#define PIPIT_STREAM_H

#include "pipit/client.h"
#include "pipit/endpoint.h"

#ifdef __cplusplus
extern "C" {
#endif

/** For backfill_minutes: after an interruption ask for as many minutes as were missed (1 to 5); when the plan refuses
 *  that (400, 403), go on without. */
#define PIPIT_BACKFILL_AUTO 255u

/** Query parameters of a stream (facts 1.1). Lists are X's own words joined by commas, "created_at,author_id"; unknown
 *  names pass, so that future fields need no new Pipit. NULL or 0: not sent. Which of them a stream takes stands in its
 *  pipit_endpoint_t. */
typedef struct {
    const char *expansions;   /**< expansions: "author_id,attachments.media_keys" */
    const char *media_fields; /**< media.fields */
    const char *place_fields; /**< place.fields */
    const char *poll_fields;  /**< poll.fields */
    const char *tweet_fields; /**< tweet.fields: "created_at,public_metrics" */
    const char *user_fields;  /**< user.fields */
    const char *like_fields;  /**< like_with_tweet_author.fields: "created_at,timestamp_ms" */
    const char *start_time;   /**< replay from this second on, "2026-11-25T12:00:00Z"; or use start_s */
    const char *end_time;     /**< replay up to this second; or use end_s */
    uint32_t start_s;         /**< the same in Unix seconds; 0: not sent */
    uint32_t end_s;
    uint8_t partition;        /**< which share of a stream that has several, from 1 */
    uint8_t backfill_minutes; /**< 1 to 5: Posts missed so recently come first (Enterprise plans), in each connect; or
                                   PIPIT_BACKFILL_AUTO */
    bool local_dc_only;       /**< powerstream: localDcOnly=true */
} pipit_stream_t;

/** Presets: members of pipit_stream_t that ask for everything an app-only token may see, or for just what a display
 *  needs. `pipit_stream_t stream = {PIPIT_FIELDS_ALL_PUBLIC, .partition = 1};` (C99; in C++ assign the texts). */
#define PIPIT_FIELDS_ALL_PUBLIC                                                                                        \
    .expansions = PIPIT_ALL_EXPANSIONS, .media_fields = PIPIT_ALL_MEDIA_FIELDS,                                        \
    .place_fields = PIPIT_ALL_PLACE_FIELDS, .poll_fields = PIPIT_ALL_POLL_FIELDS,                                      \
    .tweet_fields = PIPIT_ALL_TWEET_FIELDS, .user_fields = PIPIT_ALL_USER_FIELDS
#define PIPIT_FIELDS_MINIMAL                                                                                           \
    .expansions = "author_id", .tweet_fields = "author_id,created_at", .user_fields = "username"
/** The same for the streams of likes. */
#define PIPIT_LIKE_FIELDS_ALL_PUBLIC                                                                                   \
    .expansions = PIPIT_ALL_LIKE_EXPANSIONS, .media_fields = PIPIT_ALL_MEDIA_FIELDS,                                   \
    .tweet_fields = PIPIT_ALL_TWEET_FIELDS, .user_fields = PIPIT_ALL_USER_FIELDS, .like_fields = PIPIT_ALL_LIKE_FIELDS
#define PIPIT_LIKE_FIELDS_MINIMAL .like_fields = "created_at,liked_tweet_author_id,liked_tweet_id,timestamp_ms"

/** All public values (facts 5.3): without the metrics and settings that only a user's own token may see. */
#define PIPIT_ALL_EXPANSIONS                                                                                           \
    "article.cover_media,article.media_entities,attachments.media_keys,attachments.media_source_tweet,"                \
    "attachments.poll_ids,author_id,edit_history_tweet_ids,entities.mentions.username,"                                \
    "entities.note.mentions.username,geo.place_id,in_reply_to_user_id,referenced_tweets.id,"                           \
    "referenced_tweets.id.attachments.media_keys,referenced_tweets.id.author_id"
#define PIPIT_ALL_LIKE_EXPANSIONS "attachments.media_keys,liked_tweet_author_id,liked_tweet_id"
#define PIPIT_ALL_MEDIA_FIELDS                                                                                         \
    "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width"
#define PIPIT_ALL_PLACE_FIELDS "contained_within,country,country_code,full_name,geo,id,name,place_type"
#define PIPIT_ALL_POLL_FIELDS "duration_minutes,end_datetime,id,options,voting_status"
#define PIPIT_ALL_TWEET_FIELDS                                                                                         \
    "article,attachments,author_id,card_uri,community_id,context_annotations,conversation_id,created_at,"              \
    "display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,"                \
    "matched_media_notes,media_metadata,note_request_suggestions,note_tweet,paid_partnership,possibly_sensitive,"      \
    "public_metrics,referenced_tweets,reply_settings,scopes,source,suggested_source_links,"                            \
    "suggested_source_links_with_counts,text,withheld"
#define PIPIT_ALL_USER_FIELDS                                                                                          \
    "affiliation,created_at,description,entities,id,is_identity_verified,location,most_recent_tweet_id,name,parody,"   \
    "pinned_tweet_id,profile_banner_url,profile_image_url,protected,public_metrics,subscription,subscription_type,"    \
    "url,username,verified,verified_followers_count,verified_type,withheld"
#define PIPIT_ALL_LIKE_FIELDS "attachments_media_keys,created_at,id,liked_tweet_author_id,liked_tweet_id,timestamp_ms"

/** Start a stream. It reconnects by itself until pipit_stop() or an error that waiting does not heal. A replay
 *  (start or end given) ends with PIPIT_E_REPLAY_DONE when X has sent all of it; cut before that, it begins again.
 *  @param endpoint one of pipit_endpoint_*, or your own; borrowed until PIPIT_EV_DISCONNECT.
 *  @param stream its parameters or NULL for none. Copied; the lists are borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK; PIPIT_E_STATE if a request is running (it goes on untouched); PIPIT_E_INVALID if a parameter is
 *  not acceptable, pipit_offender() says which: one that this stream does not take; a list that is empty, has an empty
 *  or repeated entry, or holds a character that no name has (names are made of letters, digits, '_' and '.'); a
 *  partition missing or out of range; backfill_minutes out of range; a time that is not "YYYY-MM-DDTHH:mm:ssZ", is
 *  given twice, or an end that is not after the start; a path that is none. */
pipit_err_t pipit_stream_start(pipit_t *client, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream);

/** Start the filtered stream: pipit_stream_start() with pipit_endpoint_filter. */
pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream);

/** Start the 1 % sample: pipit_stream_start() with pipit_endpoint_sample. */
pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream);

/** PIPIT_EV_GAP: what backfill did not bring. */
typedef struct {
    uint32_t start_s; /**< Unix seconds by the server's clock: when the last byte came before the interruption */
    uint32_t end_s;   /**< up to when nothing is known; start_s and end_s are ready for a replay on a second client */
} pipit_gap_t;

/** Read a PIPIT_EV_GAP. @return false if the event is of another kind; then *out is zeroed. */
bool pipit_gap_read(const pipit_event_t *event, pipit_gap_t *out);

#ifdef __cplusplus
}
#endif

#endif
