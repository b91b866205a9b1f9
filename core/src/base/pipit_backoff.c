/* SPDX-License-Identifier: MIT */
#include "pipit/backoff.h"
#include "pipit/config.h"
#include "pipit/http.h"

#define WINDOW_S 900u
#define JITTER_MAX_PERCENT 255u
#define JITTER_MAX_MS 1000000000u

/*@ assigns \nothing;
    ensures \result <= max_ms;
    ensures n <= max_ms / step_ms && step_ms > 0 ==> \result == n * step_ms; */
uint32_t pipit_backoff_linear(uint32_t n, uint32_t step_ms, uint32_t max_ms) {
    return step_ms == 0 || n <= max_ms / step_ms ? n * step_ms : max_ms;
}

/*@ assigns \nothing;
    ensures \result <= max_ms;
    ensures n == 0 && first_ms <= max_ms ==> \result == first_ms;
    ensures first_ms <= max_ms ==> \result >= first_ms; */
uint32_t pipit_backoff_double(uint32_t n, uint32_t first_ms, uint32_t max_ms) {
    uint32_t wait_ms = first_ms;
    /*@ loop invariant wait_ms <= max_ms || wait_ms == first_ms;
        loop invariant wait_ms >= first_ms || wait_ms >= max_ms;
        loop invariant n == \at(n, Pre) ==> wait_ms == first_ms;
        loop invariant 0 <= n <= \at(n, Pre);
        loop assigns wait_ms, n;
        loop variant n; */
    while (n > 0 && wait_ms < max_ms) {
        wait_ms = wait_ms > max_ms / 2u ? max_ms : wait_ms * 2u;
        n--;
    }
    return wait_ms < max_ms ? wait_ms : max_ms;
}

/*@ requires \valid(random) && percent <= 255 && wait_ms <= 1000000000;
    assigns *random;
    ensures wait_ms <= \result <= wait_ms + wait_ms / 100 * percent + wait_ms % 100 * percent / 100; */
uint32_t pipit_backoff_jitter(uint32_t wait_ms, uint32_t percent, uint32_t *random) {
    PIPIT_ASSERT(random && *random != 0 && percent <= JITTER_MAX_PERCENT && wait_ms <= JITTER_MAX_MS);
    uint32_t r = *random;
    r ^= r << 13;
    r ^= r >> 17;
    r ^= r << 5;
    *random = r;
    uint32_t most_ms = wait_ms / 100u * percent + wait_ms % 100u * percent / 100u;
    return wait_ms + r % (most_ms + 1u);
}

/*@ assigns \nothing;
    ensures \result <= 901000; */
uint32_t pipit_backoff_until_reset(uint32_t reset_s, uint32_t date_s) {
    if (reset_s == PIPIT_HEAD_ABSENT || date_s == PIPIT_HEAD_ABSENT || reset_s <= date_s) return 0;
    uint32_t wait_s = reset_s - date_s;
    return (wait_s < WINDOW_S ? wait_s + 1u : WINDOW_S + 1u) * 1000u;
}
