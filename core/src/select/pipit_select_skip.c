/* SPDX-License-Identifier: MIT */
/* Values that are discarded: only quotes and brackets are read, to find the end. */
#include "../base/pipit_scan.h"
#include "pipit_select_int.h"

/* @return whether the byte at `at` is escaped: an odd number of backslashes is before it, not before `begin`. */
PIPIT_I_INLINE bool is_escaped(const uint8_t *begin, const uint8_t *at) {
    bool odd = false;
    while (at > begin && *--at == '\\')
        odd = !odd;
    return odd;
}

/* `begin` is inside a string. @return the quote that ends the string; `end` if there is none. For speed, backslashes
 * are only examined before a quote. */
PIPIT_I_INLINE const uint8_t *string_end_find(const uint8_t *begin, const uint8_t *end) {
    const uint8_t *at = pipit_i_find(begin, end, '"');
    while (at < end && is_escaped(begin, at))
        at = pipit_i_find(at + 1, end, '"');
    return at;
}

PIPIT_I_INLINE bool is_bracket(uint8_t c) {
    return (c | 0x20u) == '{' || (c | 0x20u) == '}';
}

/* `from` is outside a string. @return the first quote or bracket; `end` if there is none. */
PIPIT_I_INLINE const uint8_t *mark_find(const uint8_t *from, const uint8_t *end) {
#if PIPIT_CFG_WORD_SCAN
    size_t word;
    for (; (size_t)(end - from) >= sizeof word; from += sizeof word) {
        PIPIT_I_COPY(&word, from, sizeof word);
        const size_t upper = word | PIPIT_I_WORD_ONES * 0x20u;
        size_t found = pipit_i_zero_bytes(word ^ PIPIT_I_WORD_ONES * '"') |
                       pipit_i_zero_bytes(upper ^ PIPIT_I_WORD_ONES * '{') |
                       pipit_i_zero_bytes(upper ^ PIPIT_I_WORD_ONES * '}');
        if (found == 0) continue;
        from += pipit_i_first_byte(found);
        break;
    }
#endif
    while (from < end && *from != '"' && !is_bracket(*from))
        from++;
    return from;
}

/* `begin` is inside a string. @return the byte after its last quote; NULL: the string continues in the next piece, and
 * s->state says how. */
PIPIT_I_INLINE const uint8_t *string_skip(pipit_select_scan_t *s, const uint8_t *begin, const uint8_t *end) {
    const uint8_t *quote = string_end_find(begin, end);
    if (quote < end) return quote + 1;
    s->state = is_escaped(begin, end) ? STATE_SKIP_ESCAPE : STATE_SKIP_STRING;
    return NULL;
}

/* A shortcut for what follows nearly every string: one mark and the next string. */
PIPIT_I_INLINE bool string_follows(const uint8_t *at, const uint8_t *end) {
    return end - at > 1 && at[1] == '"' && (*at == ',' || *at == ':');
}

PIPIT_I_INLINE uint32_t depth_after(uint32_t depth, uint8_t mark) {
    return mark == '"' ? depth : opens(mark) ? depth + 1u : depth - 1u;
}

/* A string, or a container with its strings. */
PIPIT_I_OWN_FRAME uint32_t nested_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    const uint8_t *const end = from + len;
    const uint8_t *at = from + (s->state == STATE_SKIP_ESCAPE);
    bool inside = s->state != STATE_SKIP_CONTAINER; /* inside a string */
    while (at < end && (inside || s->skipping > 0)) {
        if (inside) {
            at = string_skip(s, at, end);
            if (!at) return len;
            inside = s->skipping > 0 && string_follows(at, end);
            if (inside) at += 2;
        } else {
            at = mark_find(at, end);
            if (at == end) break;
            inside = *at == '"';
            s->skipping = depth_after(s->skipping, *at++);
        }
    }
    s->state = STATE_AFTER;
    if (inside || s->skipping > 0) s->state = inside ? STATE_SKIP_STRING : STATE_SKIP_CONTAINER;
    return (uint32_t)(at - from);
}

/* @return how many bytes were used, like all functions below. */
static uint32_t container_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    uint32_t at = 0;
#if PIPIT_I_VECTOR
    at = pipit_i_select_blocks_skip(s, from, len);
    if (s->state == STATE_AFTER || at == len) return at;
#endif
    return at + nested_skip(s, from + at, len - at);
}

static uint32_t value_begin(pipit_select_scan_t *s, uint8_t c) {
    s->skipping = opens(c);
    if (c == '"')
        s->state = STATE_SKIP_STRING;
    else if (opens(c))
        s->state = STATE_SKIP_CONTAINER;
    else if (!pipit_i_is_space(c))
        s->state = pipit_i_ends_primitive(c) || c == ':' ? STATE_BROKEN : STATE_SKIP_PRIMITIVE;
    return 1;
}

static uint32_t primitive_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    uint32_t i = 0;
    while (i < len && !pipit_i_ends_primitive(from[i]))
        i++;
    if (i < len) s->state = STATE_AFTER;
    return i;
}

uint32_t pipit_i_select_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    switch (s->state) {
    case STATE_SKIP: return value_begin(s, *from);
    case STATE_SKIP_PRIMITIVE: return primitive_skip(s, from, len);
    default: return s->skipping == 0 ? nested_skip(s, from, len) : container_skip(s, from, len);
    }
}
