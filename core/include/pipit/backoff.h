/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The delay before the next attempt, as pure functions. You can use them without the rest of Pipit. All are legal at
 *  any time and never block; all times are in milliseconds unless the name ends in _s.
 *
 *  Sources: X's documentation of reconnecting gives the delays for network errors, server errors and rate limits (but
 *  no maximum for rate limits). The limit of 900 s and the delays for conflicts and for short-lived streams are
 *  Pipit's own. */
#ifndef PIPIT_BACKOFF_H
#define PIPIT_BACKOFF_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_BACKOFF_NETWORK_STEP_MS 250u /**< network errors, linear: 0, 250, 500 ms and so on */
#define PIPIT_BACKOFF_NETWORK_MAX_MS 16000u
#define PIPIT_BACKOFF_SERVER_FIRST_MS 5000u /**< server errors, doubling: 5, 10, 20 .. 320 s */
#define PIPIT_BACKOFF_SERVER_MAX_MS 320000u
#define PIPIT_BACKOFF_RATE_FIRST_MS 60000u    /**< rate limit, doubling: 60, 120, 240 .. 900 s */
#define PIPIT_BACKOFF_RATE_MAX_MS 900000u     /**< one rate-limit window; a longer delay is never needed */
#define PIPIT_BACKOFF_CONFLICT_STEP_MS 10000u /**< too many connections, linear: 10, 20, 30, 30 .. s */
#define PIPIT_BACKOFF_CONFLICT_MAX_MS 30000u
#define PIPIT_BACKOFF_PROVISIONING_MS 60000u    /**< 503 "try again in a minute": the same delay each time */
#define PIPIT_BACKOFF_SHORT_LIVED_MAX_MS 20000u /**< for streams that deliver lines but end early */

/** Compute a delay that grows linearly.
 *  @param n       number of the attempt, from 0.
 *  @param step_ms growth for each attempt.
 *  @param max_ms  longest delay.
 *  @return n * step_ms, at most max_ms. */
uint32_t pipit_backoff_linear(uint32_t n, uint32_t step_ms, uint32_t max_ms);

/** Compute a delay that doubles with each attempt.
 *  @param n        number of the attempt, from 0.
 *  @param first_ms delay for n = 0.
 *  @param max_ms   longest delay.
 *  @return first_ms * 2^n, at most max_ms. */
uint32_t pipit_backoff_double(uint32_t n, uint32_t first_ms, uint32_t max_ms);

/** Lengthen a delay by a random part.
 *  @param wait_ms 0 to 1000000000; more is a PIPIT_ASSERT.
 *  @param percent largest random part, in percent of wait_ms; 0 to 255; more is a PIPIT_ASSERT.
 *  @param random  state of the random number generator (xorshift), owned by you and changed by each call. It must not
 *  be 0 before the first call, which is a PIPIT_ASSERT; it never becomes 0.
 *  @return wait_ms plus 0 .. percent % of it, so never less than wait_ms; 0 if wait_ms is 0. */
uint32_t pipit_backoff_jitter(uint32_t wait_ms, uint32_t percent, uint32_t *random);

/** Compute how long to wait until a rate-limit window ends. Only the server's clock is used, not the device's.
 *  @param reset_s end of the window in Unix seconds (x-rate-limit-reset), or PIPIT_HEAD_ABSENT.
 *  @param date_s  the server's time in Unix seconds (Date), or PIPIT_HEAD_ABSENT.
 *  @return (reset_s - date_s + 1) seconds in milliseconds, at most 901000 (one window and one second); 0 if one of them
 *  is PIPIT_HEAD_ABSENT, or if reset_s is not later than date_s. */
uint32_t pipit_backoff_until_reset(uint32_t reset_s, uint32_t date_s);

#ifdef __cplusplus
}
#endif

#endif
