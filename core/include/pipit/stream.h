/* SPDX-License-Identifier: MIT */
/** @file
 *  X's streams: what to ask for, checked before anything is sent. */
#ifndef PIPIT_STREAM_H
#define PIPIT_STREAM_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Query parameters of a stream (facts 1.1). Lists are X's own words joined by commas, "created_at,author_id"; unknown
 *  names pass, so that future fields need no new Pipit. NULL or 0: not sent. */
typedef struct {
    const char *expansions;   /**< expansions: "author_id,attachments.media_keys" */
    const char *media_fields; /**< media.fields */
    const char *place_fields; /**< place.fields */
    const char *poll_fields;  /**< poll.fields */
    const char *tweet_fields; /**< tweet.fields: "created_at,public_metrics" */
    const char *user_fields;  /**< user.fields */
    uint8_t backfill_minutes; /**< backfill_minutes, 1 to 5: Posts missed so recently come first (Enterprise plans) */
} pipit_stream_t;

/** Start the filtered stream, GET /2/tweets/search/stream: Posts that match the rules of this app (rules.h).
 *  It reconnects by itself until pipit_stop() or an error that waiting does not heal.
 *  @param stream its parameters or NULL for none. Copied; the texts are borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK; PIPIT_E_STATE if a request is running (it goes on untouched); PIPIT_E_INVALID if a parameter is
 *  not acceptable: backfill_minutes out of range; a list that is empty, has an empty or repeated entry, or holds a
 *  character that no name has (names are made of letters, digits, '_' and '.'). pipit_offender() says which. */
pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream);

/** Start the 1 % sample, GET /2/tweets/sample/stream. Everything else as pipit_filter(). */
pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream);

#ifdef __cplusplus
}
#endif

#endif
