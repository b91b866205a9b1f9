/* SPDX-License-Identifier: MIT */
/* 16 bytes at once, with SSE2 or NEON. PIPIT_I_VECTOR is 1 where a machine has one of them, and PIPIT_CFG_VECTOR is 1.
 */
#ifndef PIPIT_VECTOR_H
#define PIPIT_VECTOR_H

#include "pipit/config.h"
#include "pipit_compile.h"
#include <stdint.h>
#include <string.h>

#if PIPIT_CFG_VECTOR && defined(__GNUC__) && defined(__SSE2__)
#define PIPIT_I_VECTOR 1
#elif PIPIT_CFG_VECTOR && defined(__GNUC__) && defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define PIPIT_I_VECTOR 1
#include <arm_neon.h>
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

/* pipit_i_vector_mask(): the highest bit of each byte, in the order of the bytes. A mask has PIPIT_I_MASK_BITS bits for
 * each byte, of which the lowest counts. pipit_i_block_bits(): the same for the four vectors of a block, one bit a
 * byte.
 */
#ifdef __SSE2__
#define PIPIT_I_MASK_BITS 1u
typedef char pipit_i_chars_t __attribute__((vector_size(PIPIT_I_VECTOR_BYTES)));

PIPIT_I_INLINE uint64_t pipit_i_vector_mask(pipit_i_vector_t bytes) {
    return (uint32_t)__builtin_ia32_pmovmskb128((pipit_i_chars_t)bytes);
}

PIPIT_I_INLINE uint64_t pipit_i_block_bits(pipit_i_block_t block) {
    return pipit_i_vector_mask(block.a) | pipit_i_vector_mask(block.b) << 16 | pipit_i_vector_mask(block.c) << 32 |
           pipit_i_vector_mask(block.d) << 48;
}
#else
#define PIPIT_I_MASK_BITS 4u

PIPIT_I_INLINE uint64_t pipit_i_vector_mask(pipit_i_vector_t bytes) {
    const uint16x8_t highs = vreinterpretq_u16_s8(vshrq_n_s8(vreinterpretq_s8_u8((uint8x16_t)bytes), 7));
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(highs, 4)), 0) & 0x1111111111111111u;
}

/* Only for results of comparisons. Each byte keeps the bit of its place in eight; three sums of neighbours collect
 * them. */
PIPIT_I_INLINE uint64_t pipit_i_block_bits(pipit_i_block_t block) {
    const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t low = vpaddq_u8(vandq_u8((uint8x16_t)block.a, places), vandq_u8((uint8x16_t)block.b, places));
    const uint8x16_t high = vpaddq_u8(vandq_u8((uint8x16_t)block.c, places), vandq_u8((uint8x16_t)block.d, places));
    const uint8x16_t sums = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}
#endif

/* @return the index of the first byte whose bit is set in a mask, which is not 0. */
PIPIT_I_INLINE uint32_t pipit_i_mask_first(uint64_t mask) {
    return (uint32_t)__builtin_ctzll(mask) / PIPIT_I_MASK_BITS;
}
#endif

#endif
