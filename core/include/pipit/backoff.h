/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  How long to wait before the next attempt: X's published ladders (facts 4.1) as pure functions. Usable alone. */
#ifndef PIPIT_BACKOFF_H
#define PIPIT_BACKOFF_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_BACKOFF_NETWORK_STEP_MS 250u /**< linear: 0, 250, 500 and so on */
#define PIPIT_BACKOFF_NETWORK_MAX_MS 16000u
#define PIPIT_BACKOFF_SERVER_FIRST_MS 5000u /**< doubling: 5, 10, 20 .. 320 s */
#define PIPIT_BACKOFF_SERVER_MAX_MS 320000u
#define PIPIT_BACKOFF_RATE_FIRST_MS 60000u    /**< doubling: 60, 120, 240 .. s */
#define PIPIT_BACKOFF_RATE_MAX_MS 900000u     /**< one rate-limit window: longer is never needed */
#define PIPIT_BACKOFF_CONFLICT_STEP_MS 10000u /**< too many connections: 10, 20, 30, 30 .. s */
#define PIPIT_BACKOFF_CONFLICT_MAX_MS 30000u
#define PIPIT_BACKOFF_PROVISIONING_MS 60000u    /**< "try again in a minute", each time */
#define PIPIT_BACKOFF_SHORT_LIVED_MAX_MS 20000u /**< a stream that brings data but never lives long */

/** Linear: n * step, at most max. `n` counts from 0. */
uint32_t pipit_backoff_linear(uint32_t n, uint32_t step_ms, uint32_t max_ms);

/** Doubling: first * 2^n, at most max. `n` counts from 0. */
uint32_t pipit_backoff_double(uint32_t n, uint32_t first_ms, uint32_t max_ms);

/** `wait_ms` plus 0 .. `percent` % of it, chosen by `*random`, which is advanced (xorshift, never 0). Never shorter
 *  than X's number; 0 stays 0. `wait_ms` up to 1000000000, `percent` up to 255. */
uint32_t pipit_backoff_jitter(uint32_t wait_ms, uint32_t percent, uint32_t *random);

/** Milliseconds until a rate-limit window ends, by the server's own clock: (reset - date + 1) seconds.
 *  0 when either is absent (PIPIT_HEAD_ABSENT) or the reset is not in the future; at most one window and a second. */
uint32_t pipit_backoff_until_reset(uint32_t reset_s, uint32_t date_s);

#ifdef __cplusplus
}
#endif

#endif
