/* SPDX-License-Identifier: MIT */
/* Search text several bytes at a time. */
#ifndef PIPIT_SCAN_H
#define PIPIT_SCAN_H

#include "pipit/config.h"
#include "pipit_compile.h"
#include "pipit_vector.h"
#include <stdint.h>
#include <string.h>

#if PIPIT_CFG_WORD_SCAN && defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define PIPIT_I_LITTLE_ENDIAN_WORDS 1
#else
#define PIPIT_I_LITTLE_ENDIAN_WORDS 0
#endif

#if PIPIT_CFG_WORD_SCAN
#define PIPIT_I_WORD_ONES ((size_t)-1 / 255u)
#define PIPIT_I_WORD_HIGHS (PIPIT_I_WORD_ONES * 128u)

/* Find zero bytes in `word`. @return a word in which the highest bit of the first zero byte is set. Highest bits of
 * later bytes may be set too, without a zero byte there. */
PIPIT_I_INLINE size_t pipit_i_zero_bytes(size_t word) {
    return (word - PIPIT_I_WORD_ONES) & ~word & PIPIT_I_WORD_HIGHS;
}

/* @return the index of the first byte whose highest bit is set in `found`; 0 if the compiler has no fast way to find
 * it. */
PIPIT_I_INLINE uint32_t pipit_i_first_byte(size_t found) {
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && __SIZEOF_SIZE_T__ == __SIZEOF_LONG_LONG__
    return (uint32_t)__builtin_ctzll(found) / 8u;
#else
    (void)found;
    return 0;
#endif
}
#endif

/* @return the first quote or `other`; `end` if there is none. */
PIPIT_I_INLINE const uint8_t *pipit_i_find(const uint8_t *from, const uint8_t *end, uint8_t other) {
#if PIPIT_I_VECTOR
    for (; (size_t)(end - from) >= PIPIT_I_VECTOR_BYTES; from += PIPIT_I_VECTOR_BYTES) {
        const pipit_i_vector_t bytes = pipit_i_vector_load(from);
        const uint64_t found = pipit_i_vector_mask(pipit_i_vector_is(bytes, '"') | pipit_i_vector_is(bytes, other));
        if (found != 0) return from + pipit_i_mask_first(found);
    }
#endif
#if PIPIT_CFG_WORD_SCAN
    size_t word;
    for (; (size_t)(end - from) >= sizeof word; from += sizeof word) {
        PIPIT_I_COPY(&word, from, sizeof word);
        size_t found = pipit_i_zero_bytes(word ^ PIPIT_I_WORD_ONES * '"');
        if (other != '"') found |= pipit_i_zero_bytes(word ^ PIPIT_I_WORD_ONES * other);
        if (found == 0) continue;
        from += pipit_i_first_byte(found);
        break;
    }
#endif
    while (from < end && *from != '"' && *from != other)
        from++;
    return from;
}

#endif
