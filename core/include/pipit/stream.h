/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  Start a stream of X. The parameters are checked before anything is sent.
 *
 *  Sources: the OpenAPI description of X API v2 (2.167); for the powerstream, backfill and replay, X's documentation.
 */
#ifndef PIPIT_STREAM_H
#define PIPIT_STREAM_H

#include "pipit/client.h"
#include "pipit/endpoint.h"
#include "pipit/fields.h"
#include "pipit/replay.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Value of backfill_minutes: after an interruption, ask X for the Posts of the minutes that may be missing, 1 to 5. It
 *  needs pipit_recovery_use(). That time is the sum of
 *  - the time since the last line. Lines in the first uptime_ms of a stream do not count: they can be backfilled Posts,
 *    and the stream can end again before all of them arrived;
 *  - 45 s, for Posts that were on their way when the connection ended, and until X handles the request;
 *  - the age of the last Post when it arrived, at most 5 minutes, if its created_at is known: the stream was that late.
 *
 *  If X refuses a request with this parameter (400 or 403: the plan has no backfill), the stream continues without it.
 *  If more than 5 minutes may be missing, PIPIT_EV_GAP says so. */
#define PIPIT_BACKFILL_AUTO 255u

/** The query parameters of a stream. Lists are X's names joined by commas: "created_at,author_id". Unknown names are
 *  accepted, so that new fields of X need no new Pipit; fields.h has lists whose names the compiler checks. NULL, 0 or
 *  false: the parameter is not sent. pipit_endpoint_t says which parameters a stream accepts. pipit_stream_start()
 *  copies the structure; lists and replay are borrowed until PIPIT_EV_DISCONNECT. */
typedef struct {
    const char *expansions;            /**< expansions: "author_id,attachments.media_keys" */
    const char *media_fields;          /**< media.fields */
    const char *place_fields;          /**< place.fields */
    const char *poll_fields;           /**< poll.fields */
    const char *tweet_fields;          /**< tweet.fields: "created_at,public_metrics" */
    const char *user_fields;           /**< user.fields */
    const char *like_fields;           /**< like_with_tweet_author.fields: "created_at,timestamp_ms" */
    const struct pipit_replay *replay; /**< send the Posts of a time range in the past instead of new Posts (replay.h);
                                            Enterprise plans. NULL: no replay */
    uint8_t partition;                 /**< the part of a stream with partitions, from 1 to their number */
    uint8_t backfill_minutes; /**< 1 to 5: at each connect, X first sends Posts of the last minutes (Enterprise plans);
                                   or PIPIT_BACKFILL_AUTO */
    bool local_dc_only;       /**< powerstream: localDcOnly=true */
} pipit_stream_t;

/** Presets for streams of Posts: initialisers for members of pipit_stream_t. ALL_PUBLIC asks for everything that an
 *  app-only token may see, MINIMAL for author, time, user name and text.
 *  `pipit_stream_t stream = {PIPIT_FIELDS_ALL_PUBLIC, .partition = 1};` (C99; in C++ assign the members). */
#define PIPIT_FIELDS_ALL_PUBLIC                                                                                        \
    .expansions = PIPIT_ALL_EXPANSIONS, .media_fields = PIPIT_ALL_MEDIA_FIELDS,                                        \
    .place_fields = PIPIT_ALL_PLACE_FIELDS, .poll_fields = PIPIT_ALL_POLL_FIELDS,                                      \
    .tweet_fields = PIPIT_ALL_TWEET_FIELDS, .user_fields = PIPIT_ALL_USER_FIELDS
#define PIPIT_FIELDS_MINIMAL                                                                                           \
    .expansions = PIPIT_EXPANSIONS(author_id), .tweet_fields = PIPIT_TWEET_FIELDS(author_id, created_at),              \
    .user_fields = PIPIT_USER_FIELDS(username)
/** The same for streams of likes. */
#define PIPIT_LIKE_FIELDS_ALL_PUBLIC                                                                                   \
    .expansions = PIPIT_ALL_LIKE_EXPANSIONS, .media_fields = PIPIT_ALL_MEDIA_FIELDS,                                   \
    .tweet_fields = PIPIT_ALL_TWEET_FIELDS, .user_fields = PIPIT_ALL_USER_FIELDS, .like_fields = PIPIT_ALL_LIKE_FIELDS
#define PIPIT_LIKE_FIELDS_MINIMAL                                                                                      \
    .like_fields = PIPIT_LIKE_FIELDS(created_at, liked_tweet_author_id, liked_tweet_id, timestamp_ms)

/** Start a stream. It reconnects by itself until pipit_stop() or an error that waiting does not repair
 *  (core/manual/errors.md). A replay ends with PIPIT_E_REPLAY_DONE when X ends it in order, with a PIPIT_EV_GAP before
 *  if that may have been too early; if it is interrupted before, it begins again at its start. Legal after pipit_init()
 * if no request is running. Does not block, sends nothing itself; the first attempt can be delayed if this client has
 * already made many stream requests (connects_max).
 *  @param client   yours; it must stay in its place until PIPIT_EV_DISCONNECT.
 *  @param endpoint one of pipit_endpoint_*, or your own; borrowed until PIPIT_EV_DISCONNECT.
 *  @param stream   copied; its lists and its replay are borrowed until PIPIT_EV_DISCONNECT. NULL: no parameters.
 *  @return PIPIT_OK. PIPIT_E_STATE: a request is running; it continues. PIPIT_E_INVALID, and pipit_offender() says
 *  which argument: a parameter that this stream does not accept; a list that is empty, has an empty or a repeated name,
 *  or a name with other characters than letters, digits, '_' and '.'; a partition that is missing or out of range;
 *  backfill_minutes out of range, or PIPIT_BACKFILL_AUTO without pipit_recovery_use(); an empty replay; no endpoint; a
 * path that does not begin with '/' or has other characters than visible ASCII; no bearer_token; a failed pipit_init().
 * A path that is NULL is a PIPIT_ASSERT. */
pipit_err_t pipit_stream_start(pipit_t *client, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream);

/** Start the filtered stream: pipit_stream_start() with pipit_endpoint_filter. */
pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream);

/** Start the stream of about 1 % of all Posts: pipit_stream_start() with pipit_endpoint_sample. */
pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream);

#ifdef __cplusplus
}
#endif

#endif
