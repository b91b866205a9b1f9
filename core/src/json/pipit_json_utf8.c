/* SPDX-License-Identifier: MIT */
/* UTF-8, 16 bytes at a time (RFC 3629 section 4). */
#include "../base/pipit_vector.h"
#include "pipit_json_int.h"
#if PIPIT_I_VECTOR

/* A character has at most three bytes after its first one. */
#define CONTINUATIONS 3u

PIPIT_I_INLINE pipit_i_vector_t at_least(pipit_i_vector_t bytes, uint8_t c) {
    return ~pipit_i_vector_below(bytes, c);
}

/* @return the bytes after which the second byte of a character has not all values from 0x80 to 0xbf, or none. */
PIPIT_I_INLINE pipit_i_vector_t are_rare(pipit_i_vector_t lead) {
    return pipit_i_vector_is(lead, 0xe0) | pipit_i_vector_is(lead, 0xed) | at_least(lead, 0xf0) |
           pipit_i_vector_is(lead & 0xfe, 0xc0);
}

/* Overlong forms, surrogates, and what is above U+10FFFF. */
PIPIT_I_INLINE pipit_i_vector_t rare_wrong(pipit_i_vector_t lead, pipit_i_vector_t second) {
    const pipit_i_vector_t high = at_least(second, 0xa0);
    const pipit_i_vector_t above = at_least(second, 0x90);
    return pipit_i_vector_is(lead & 0xfe, 0xc0) | at_least(lead, 0xf5) | (pipit_i_vector_is(lead, 0xe0) & ~high) |
           (pipit_i_vector_is(lead, 0xed) & high) | (pipit_i_vector_is(lead, 0xf0) & ~above) |
           (pipit_i_vector_is(lead, 0xf4) & above);
}

/* `at`: 16 bytes, and the three before them. @return not 0 for each byte that must not be after the bytes before it. */
PIPIT_I_INLINE pipit_i_vector_t wrong_bytes(const uint8_t *at) {
    const pipit_i_vector_t now = pipit_i_vector_load(at);
    const pipit_i_vector_t one = pipit_i_vector_load(at - 1);
    const pipit_i_vector_t two = pipit_i_vector_load(at - 2);
    const pipit_i_vector_t three = pipit_i_vector_load(at - CONTINUATIONS);
    const pipit_i_vector_t due = at_least(one, 0xc0) | at_least(two, 0xe0) | at_least(three, 0xf0);
    const pipit_i_vector_t wrong = due ^ (at_least(now, 0x80) & ~at_least(now, 0xc0));
    return pipit_i_vector_mask(are_rare(one)) == 0 ? wrong : wrong | rare_wrong(one, now);
}

/* @return how many bytes of a mask are marked. */
PIPIT_I_INLINE uint32_t marked(uint64_t mask) {
    uint32_t count = 0;
    for (; mask != 0; mask &= mask - 1u)
        count++;
    return count;
}

PIPIT_I_INLINE uint64_t controls_of(const uint8_t *at) {
    return pipit_i_vector_mask(pipit_i_vector_below(pipit_i_vector_load(at), ' '));
}

bool pipit_i_utf8_scan_blocks(const char *text, size_t len, uint32_t *controls) {
    const uint8_t *bytes = (const uint8_t *)text;
    uint8_t begin[CONTINUATIONS + PIPIT_I_VECTOR_BYTES] = {0};
    PIPIT_ASSERT(len >= sizeof begin);
    memcpy(begin + CONTINUATIONS, bytes, PIPIT_I_VECTOR_BYTES);
    pipit_i_vector_t wrong = wrong_bytes(begin + CONTINUATIONS);
    uint64_t before = pipit_i_vector_mask(pipit_i_vector_load(bytes)); /* 0: ASCII; the same below */
    *controls = marked(controls_of(bytes));
    size_t at = PIPIT_I_VECTOR_BYTES;
    for (; len - at >= PIPIT_I_VECTOR_BYTES; at += PIPIT_I_VECTOR_BYTES) {
        const uint64_t now = pipit_i_vector_mask(pipit_i_vector_load(bytes + at));
        if ((now | before) != 0) wrong |= wrong_bytes(bytes + at);
        before = now;
        *controls += marked(controls_of(bytes + at));
    }
    const uint8_t *last = bytes + len - PIPIT_I_VECTOR_BYTES; /* again, with some bytes of the vector before it */
    const uint64_t again = PIPIT_I_VECTOR_BYTES - (len - at);
    wrong |= wrong_bytes(last);
    if (at < len) *controls += marked(controls_of(last) >> again);
    if (bytes[len - 1u] >= 0xc0 || bytes[len - 2u] >= 0xe0 || bytes[len - 3u] >= 0xf0) return false; /* cut off */
    return pipit_i_vector_mask(wrong) == 0;
}
#endif
