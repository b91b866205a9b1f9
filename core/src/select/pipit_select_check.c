/* SPDX-License-Identifier: MIT */
/* Strings that are kept, and have arrived completely: the end is found and everything is checked in one pass. */
#include "../base/pipit_scan.h"
#include "pipit_select_int.h"
#if PIPIT_CFG_WORD_SCAN

#define UNIT_LENGTH 6 /* of \\u and four digits */

/* The part of a string in which there are bytes of 0x80 and more. It may end some bytes after the string: if these are
 * wrong, the text is only checked once more. */
typedef struct {
    const uint8_t *from; /* NULL: none */
    const uint8_t *to;
} high_t;

static bool is_hex(uint8_t c) {
    return (uint8_t)(c - '0') <= 9 || (uint8_t)((c | 0x20) - 'a') <= 5;
}

/* @return the length of the escape at `at`; 0: it is not valid, or not far enough from `end` to tell. */
static size_t escape_length(const uint8_t *at, const uint8_t *end) {
    if (end - at < UNIT_LENGTH) return 0;
    switch (at[1]) {
    case 'u': return is_hex(at[2]) && is_hex(at[3]) && is_hex(at[4]) && is_hex(at[5]) ? UNIT_LENGTH : 0;
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return 2;
    default: return 0;
    }
}

PIPIT_I_INLINE void high_add(high_t *high, const uint8_t *from, const uint8_t *to) {
    if (!high->from) high->from = from;
    high->to = to;
}

/* @return the first quote, backslash or control character; `end` if there is none. */
PIPIT_I_INLINE const uint8_t *mark_find(const uint8_t *at, const uint8_t *end, high_t *high) {
#if PIPIT_I_VECTOR
    for (; (size_t)(end - at) >= PIPIT_I_VECTOR_BYTES; at += PIPIT_I_VECTOR_BYTES) {
        const pipit_i_vector_t bytes = pipit_i_vector_load(at);
        const uint64_t highs = pipit_i_vector_mask(bytes);
        const uint64_t marks = pipit_i_vector_mask(pipit_i_vector_is(bytes, '"') | pipit_i_vector_is(bytes, '\\') |
                                                   pipit_i_vector_below(bytes, ' '));
        const uint64_t before = (marks & (0u - marks)) - 1u; /* all, if there is no mark */
        if ((highs & before) != 0) high_add(high, at, at + PIPIT_I_VECTOR_BYTES);
        if (marks != 0) return at + pipit_i_mask_first(marks);
    }
#else
    for (size_t word; (size_t)(end - at) >= sizeof word; at += sizeof word) {
        PIPIT_I_COPY(&word, at, sizeof word);
        const size_t marks = pipit_i_zero_bytes(word ^ PIPIT_I_WORD_ONES * '"') |
                             pipit_i_zero_bytes(word ^ PIPIT_I_WORD_ONES * '\\') |
                             ((word - PIPIT_I_WORD_ONES * ' ') & ~word & PIPIT_I_WORD_HIGHS);
        if (marks != 0) break;
        if ((word & PIPIT_I_WORD_HIGHS) != 0) high_add(high, at, at + sizeof word);
    }
#endif
    for (; at < end && *at != '"' && *at != '\\' && *at >= ' '; at++) {
        if (*at >= 0x80) high_add(high, at, at + 1);
    }
    return at;
}

const uint8_t *pipit_i_select_string_check(pipit_select_scan_t *s, const uint8_t *from, const uint8_t *end, int *size) {
    const uint8_t *at = from;
    high_t high = {NULL, NULL};
    *size = PIPIT_I_SIZE_DECODED;
    for (;;) {
        at = mark_find(at, end, &high);
        if (at == end) return NULL;
        if (*at == '"') break;
        const size_t escape = *at == '\\' ? escape_length(at, end) : 0;
        if (escape == 0) return NULL;
        *size = PIPIT_I_SIZE_VALUE;
        at += escape;
    }
    if (high.from && !pipit_utf8_valid((const char *)high.from, (size_t)(high.to - high.from))) s->unchecked = true;
    return at;
}
#endif
