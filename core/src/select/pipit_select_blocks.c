/* SPDX-License-Identifier: MIT */
/* Containers that are discarded, 64 bytes at a time: sets of bits say where quotes, backslashes and brackets are, so
 * that no branch depends on a name, a value or a mark. */
#include "../base/pipit_scan.h"
#include "pipit_select_int.h"
#if PIPIT_I_VECTOR

/* One bit for each byte of a block, the lowest for the first one. */
typedef struct {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t opening;
    uint64_t closing;
} marks_t;

PIPIT_I_INLINE pipit_i_block_t block_load(const uint8_t *from) {
    const size_t n = PIPIT_I_VECTOR_BYTES;
    const pipit_i_block_t block = {pipit_i_vector_load(from), pipit_i_vector_load(from + n),
                                   pipit_i_vector_load(from + 2u * n), pipit_i_vector_load(from + 3u * n)};
    return block;
}

PIPIT_I_INLINE uint64_t bits_of(pipit_i_block_t block, uint8_t c) {
    const pipit_i_block_t equal = {pipit_i_vector_is(block.a, c), pipit_i_vector_is(block.b, c),
                                   pipit_i_vector_is(block.c, c), pipit_i_vector_is(block.d, c)};
    return pipit_i_block_bits(equal);
}

/* '[' and ']' become '{' and '}' by the bit of lower case. */
PIPIT_I_INLINE marks_t marks_find(const uint8_t *from) {
    const pipit_i_block_t block = block_load(from);
    const pipit_i_block_t lower = {block.a | 0x20, block.b | 0x20, block.c | 0x20, block.d | 0x20};
    const marks_t marks = {bits_of(block, '"'), bits_of(block, '\\'), bits_of(lower, '{'), bits_of(lower, '}')};
    return marks;
}

/* @return the bytes after an odd number of backslashes. *escaped: the first byte of the block is one of them;
 * afterwards the same of the next block. */
PIPIT_I_INLINE uint64_t escapes_find(uint64_t backslashes, bool *escaped) {
    const uint64_t odd = 0xaaaaaaaaaaaaaaaau;
    const uint64_t carried = *escaped;
    const uint64_t begins = backslashes & ~carried;
    const uint64_t ends = (((begins << 1) | odd) - begins) ^ odd;
    *escaped = (ends & backslashes) >> 63 != 0;
    return ends ^ (backslashes | carried);
}

/* @return for each bit: whether the number of bits set up to it, and it, is odd. */
PIPIT_I_INLINE uint64_t parities(uint64_t bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    return bits ^ bits << 32;
}

static uint8_t state_of(bool inside, bool escaped) {
    if (!inside) return STATE_SKIP_CONTAINER;
    return escaped ? STATE_SKIP_ESCAPE : STATE_SKIP_STRING;
}

/* Follow the brackets. @return the bit of the one that ends the value; 0: it is in a later block. */
PIPIT_I_INLINE uint64_t end_find(pipit_select_scan_t *s, uint64_t opening, uint64_t closing) {
    for (uint64_t left = opening | closing; left != 0; left &= left - 1u) {
        const uint64_t bit = left & (0u - left);
        s->skipping += (opening & bit) != 0 ? 1u : UINT32_MAX;
        if (s->skipping == 0) return bit;
    }
    return 0;
}

uint32_t pipit_i_select_blocks_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    bool inside = s->state != STATE_SKIP_CONTAINER; /* inside a string */
    bool escaped = s->state == STATE_SKIP_ESCAPE;
    uint32_t at = 0;
    for (; len - at >= PIPIT_I_BLOCK_BYTES; at += PIPIT_I_BLOCK_BYTES) {
        const marks_t marks = marks_find(from + at);
        bool escaped_next = escaped;
        const uint64_t escapes = escapes_find(marks.backslashes, &escaped_next);
        const uint64_t strings = parities(marks.quotes & ~escapes) ^ (inside ? UINT64_MAX : 0);
        if ((marks.backslashes & ~strings) != 0) break; /* outside of strings, where it escapes nothing */
        const uint64_t end = end_find(s, marks.opening & ~strings, marks.closing & ~strings);
        if (end != 0) {
            s->state = STATE_AFTER;
            return at + (uint32_t)__builtin_ctzll(end) + 1u;
        }
        inside = strings >> 63 != 0;
        escaped = escaped_next;
    }
    s->state = state_of(inside, escaped);
    return at;
}
#endif
