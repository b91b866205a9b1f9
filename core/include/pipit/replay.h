/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  The time of a replay (X's recovery and redundancy features, Enterprise): pipit_stream_t.replay. */
#ifndef PIPIT_REPLAY_H
#define PIPIT_REPLAY_H

#include "pipit/text.h"
#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** From when to when; made by one of the two functions below. Its members are private. */
typedef struct pipit_replay {
    char start_time[PIPIT_TIME_BYTES + 1]; /* as X wants it; empty: not sent */
    char end_time[PIPIT_TIME_BYTES + 1];
} pipit_replay_t;

/** Prepare a replay from texts, "2026-11-25T12:00:00Z"; NULL: without this end. Nothing is kept of the texts.
 *  @return PIPIT_OK; PIPIT_E_INVALID if a text is no time of this form from 1970 to 2106, both are NULL, or the end is
 * not after the start; then *replay is not changed. */
pipit_err_t pipit_replay_times(pipit_replay_t *replay, const char *start_time, const char *end_time);

/** The same from Unix seconds, as pipit_gap_t has them; 0: without this end.
 *  @return PIPIT_OK; PIPIT_E_INVALID if both are 0, or the end is not after the start; then *replay is not changed. */
pipit_err_t pipit_replay_seconds(pipit_replay_t *replay, uint32_t start_s, uint32_t end_s);

#ifdef __cplusplus
}
#endif

#endif
