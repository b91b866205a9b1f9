/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  X's streams: what to ask for, checked before anything is sent. */
#ifndef PIPIT_STREAM_H
#define PIPIT_STREAM_H

#include "pipit/client.h"
#include "pipit/endpoint.h"
#include "pipit/fields.h"
#include "pipit/replay.h"

#ifdef __cplusplus
extern "C" {
#endif

/** For backfill_minutes, with pipit_recovery_use(): after an interruption ask for as many minutes as may be missing (1
 * to 5); when the plan refuses that (400, 403), go on without. Missing is what has passed since the last line, 45 s for
 * what was on its way then and until X looks at the request, and, if Posts have created_at, how old the last one was
 * when it came: a stream may lag. Lines of a stream younger than uptime_ms do not count: they bring what was missed
 * before, and may be cut again. */
#define PIPIT_BACKFILL_AUTO 255u

/** Query parameters of a stream (facts 1.1). Lists are X's own words joined by commas, "created_at,author_id"; unknown
 *  names pass, so that future fields need no new Pipit; fields.h makes lists that the compiler checks. NULL or 0: not
 *  sent. Which of them a stream takes stands in its pipit_endpoint_t. */
typedef struct {
    const char *expansions;            /**< expansions: "author_id,attachments.media_keys" */
    const char *media_fields;          /**< media.fields */
    const char *place_fields;          /**< place.fields */
    const char *poll_fields;           /**< poll.fields */
    const char *tweet_fields;          /**< tweet.fields: "created_at,public_metrics" */
    const char *user_fields;           /**< user.fields */
    const char *like_fields;           /**< like_with_tweet_author.fields: "created_at,timestamp_ms" */
    const struct pipit_replay *replay; /**< Posts of a time that is over, instead of those that come now (replay.h);
                                            NULL: none. Borrowed until PIPIT_EV_DISCONNECT */
    uint8_t partition;                 /**< which share of a stream that has several, from 1 */
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
    .expansions = PIPIT_EXPANSIONS(author_id), .tweet_fields = PIPIT_TWEET_FIELDS(author_id, created_at),              \
    .user_fields = PIPIT_USER_FIELDS(username)
/** The same for the streams of likes. */
#define PIPIT_LIKE_FIELDS_ALL_PUBLIC                                                                                   \
    .expansions = PIPIT_ALL_LIKE_EXPANSIONS, .media_fields = PIPIT_ALL_MEDIA_FIELDS,                                   \
    .tweet_fields = PIPIT_ALL_TWEET_FIELDS, .user_fields = PIPIT_ALL_USER_FIELDS, .like_fields = PIPIT_ALL_LIKE_FIELDS
#define PIPIT_LIKE_FIELDS_MINIMAL                                                                                      \
    .like_fields = PIPIT_LIKE_FIELDS(created_at, liked_tweet_author_id, liked_tweet_id, timestamp_ms)

/** Start a stream. It reconnects by itself until pipit_stop() or an error that waiting does not heal. A replay
 *  ends with PIPIT_E_REPLAY_DONE when X has sent all of it; cut before that, it begins again.
 *  @param endpoint one of pipit_endpoint_*, or your own; borrowed until PIPIT_EV_DISCONNECT.
 *  @param stream its parameters or NULL for none. Copied; the lists are borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK; PIPIT_E_STATE if a request is running (it goes on untouched); PIPIT_E_INVALID if a parameter is
 *  not acceptable, pipit_offender() says which: one that this stream does not take; a list that is empty, has an empty
 *  or repeated entry, or holds a character that no name has (names are made of letters, digits, '_' and '.'); a
 *  partition missing or out of range; backfill_minutes out of range, or PIPIT_BACKFILL_AUTO without
 * pipit_recovery_use(); a replay that this stream does not take; `endpoint` is NULL; a path that is none. A path that
 * is NULL is a PIPIT_ASSERT. */
pipit_err_t pipit_stream_start(pipit_t *client, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream);

/** Start the filtered stream: pipit_stream_start() with pipit_endpoint_filter. */
pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream);

/** Start the 1 % sample: pipit_stream_start() with pipit_endpoint_sample. */
pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream);

#ifdef __cplusplus
}
#endif

#endif
