/* SPDX-License-Identifier: MIT */
/* 16 bytes at once, with SSE2 or NEON. PIPIT_I_VECTOR is 1 where a machine has one of them, and the options of
 * config.h allow it.
 */
#ifndef PIPIT_VECTOR_H
#define PIPIT_VECTOR_H

#include "pipit/config.h"
#include "pipit_compile.h"
#include <stdint.h>
#include <string.h>

#if !PIPIT_CFG_WORD_SCAN || !PIPIT_CFG_VECTOR || !defined(__GNUC__)
#define PIPIT_I_VECTOR 0
#elif defined(__SSE2__)
#define PIPIT_I_VECTOR 1
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define PIPIT_I_VECTOR 1
#else
#define PIPIT_I_VECTOR 0
#endif

#if PIPIT_I_VECTOR
#define PIPIT_I_VECTOR_BYTES 16u
#define PIPIT_I_BLOCK_BYTES (4u * PIPIT_I_VECTOR_BYTES)

/* A comparison gives 0xff for each byte for which it is true, and 0 for the others. */
typedef uint8_t pipit_i_vector_t __attribute__((vector_size(PIPIT_I_VECTOR_BYTES)));

/* 64 bytes, in their order; not an array, which gcc 12 would keep in memory at -O2. */
typedef struct {
    pipit_i_vector_t a, b, c, d;
} pipit_i_block_t;

PIPIT_I_INLINE pipit_i_vector_t pipit_i_vector_load(const uint8_t *from) {
    pipit_i_vector_t bytes;
    PIPIT_I_COPY(&bytes, from, sizeof bytes);
    return bytes;
}

PIPIT_I_INLINE pipit_i_vector_t pipit_i_vector_is(pipit_i_vector_t bytes, uint8_t c) {
    const pipit_i_vector_t all = {c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c};
    return (pipit_i_vector_t)(bytes == all);
}

PIPIT_I_INLINE pipit_i_vector_t pipit_i_vector_below(pipit_i_vector_t bytes, uint8_t c) {
    const pipit_i_vector_t all = {c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c};
    return (pipit_i_vector_t)(bytes < all);
}

/* @return the highest bit of each byte, the lowest for the first one. */
#ifdef __SSE2__
typedef char pipit_i_chars_t __attribute__((vector_size(PIPIT_I_VECTOR_BYTES)));

PIPIT_I_INLINE uint64_t pipit_i_vector_mask(pipit_i_vector_t bytes) {
    return (uint32_t)__builtin_ia32_pmovmskb128((pipit_i_chars_t)bytes);
}
#else
/* Each byte keeps the bit of its place in eight, and the multiplication adds the eight. */
PIPIT_I_INLINE uint64_t pipit_i_vector_mask(pipit_i_vector_t bytes) {
    const pipit_i_vector_t marked = ~pipit_i_vector_below(bytes, 0x80);
    uint64_t halves[2];
    PIPIT_I_COPY(halves, &marked, sizeof halves);
    const uint64_t low = (halves[0] & 0x8040201008040201u) * 0x0101010101010101u >> 56;
    const uint64_t high = (halves[1] & 0x8040201008040201u) * 0x0101010101010101u >> 56;
    return low | high << 8;
}
#endif

/* The same for a block. */
PIPIT_I_INLINE uint64_t pipit_i_block_bits(pipit_i_block_t block) {
    return pipit_i_vector_mask(block.a) | pipit_i_vector_mask(block.b) << 16 | pipit_i_vector_mask(block.c) << 32 |
           pipit_i_vector_mask(block.d) << 48;
}

/* @return the index of the first byte whose bit is set in a mask, which is not 0. */
PIPIT_I_INLINE uint32_t pipit_i_mask_first(uint64_t mask) {
    return (uint32_t)__builtin_ctzll(mask);
}
#endif

#endif
