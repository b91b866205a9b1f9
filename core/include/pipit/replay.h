/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  The time range of a replay: X sends the Posts of that time again (pipit_stream_t.replay; Enterprise plans).
 *
 *  Source: X's documentation of recovery and redundancy. */
#ifndef PIPIT_REPLAY_H
#define PIPIT_REPLAY_H

#include "pipit/text.h"
#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A time range. One of the two functions below makes it; its members are private. */
typedef struct pipit_replay {
    char start_time[PIPIT_TIME_BYTES + 1]; /* in X's form; empty: not sent */
    char end_time[PIPIT_TIME_BYTES + 1];
} pipit_replay_t;

/** Make a time range from texts. Legal at any time; does not block.
 *  @param replay     yours.
 *  @param start_time "2026-11-25T12:00:00Z", not needed after the call; NULL: the request has no start.
 *  @param end_time   likewise.
 *  @return PIPIT_OK. PIPIT_E_INVALID: a text is not a time of this form from 1970 to 2106, both are NULL, or the end is
 *  not after the start; *replay is then not changed. */
pipit_err_t pipit_replay_times(pipit_replay_t *replay, const char *start_time, const char *end_time);

/** Make a time range from Unix seconds, for example those of a pipit_gap_t. Legal at any time; does not block.
 *  @param replay          yours.
 *  @param start_s,end_s   Unix seconds; 0: the request has no start or no end.
 *  @return PIPIT_OK. PIPIT_E_INVALID: both are 0, or the end is not after the start; *replay is then not changed. */
pipit_err_t pipit_replay_seconds(pipit_replay_t *replay, uint32_t start_s, uint32_t end_s);

#ifdef __cplusplus
}
#endif

#endif
