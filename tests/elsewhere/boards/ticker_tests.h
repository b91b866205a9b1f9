/* SPDX-License-Identifier: MIT */
/** @file
 *  Shared by the unit tests of the ticker. */
#ifndef TICKER_TESTS_H
#define TICKER_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/** A pseudo-random number; the same seed gives the same numbers. */
static inline uint32_t test_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/** A copy in memory of the exact size, so that AddressSanitizer detects a read after it. */
static inline char *test_copy(const char *bytes, size_t len) {
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    if (len > 0) memcpy(copy, bytes, len);
    return copy;
}

static inline void test_copy_free(char *copy) {
    free(copy);
}

#endif
