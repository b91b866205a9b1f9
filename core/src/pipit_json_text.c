/* SPDX-License-Identifier: MIT */
/* The text inside JSON strings and numbers, RFC 8259 sections 6 and 7. */
#include "pipit/config.h"
#include "pipit_int.h"
#include <string.h>

#define REPLACEMENT_CHARACTER 0xfffdu

/* The code unit after "\\u": its validity was checked when the text was parsed. */
static uint32_t unit_read(const char *text) {
    uint32_t value = 0;
    for (const char *c = text + 2; c < text + 6; c++)
        value = value << 4 | (((uint8_t)*c & 15u) + (*c > '9' ? 9u : 0u));
    return value;
}

static size_t utf8_put(uint32_t c, char *out) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    uint32_t lead = n == 1 ? 0u : 0xf0u << (4 - n);
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80u | (c & 0x3fu));
    out[0] = (char)(lead | c);
    return n;
}

/* The backslash and what belongs to it. */
static size_t escape_length(const char *text, size_t len) {
    if (len < 6 || text[1] != 'u') return 2;
    bool pair = (unit_read(text) & 0xfc00u) == 0xd800u && len >= 12 && text[6] == '\\' && text[7] == 'u' &&
                (unit_read(text + 6) & 0xfc00u) == 0xdc00u;
    return pair ? 12 : 6;
}

/* One character of a string's content, escaped or not, which may be written over itself.
 * @return how much of the text it took; *out_len: how much was written. */
size_t pipit_i_unescape_one(const char *text, size_t len, char *out, size_t *out_len) {
    static const char short_escapes[] = "b\bf\fn\nr\rt\t";
    uint32_t c = (uint8_t)text[0];
    size_t used = 1;
    *out_len = 1;
    if (c == '\\' && len > 1) {
        used = escape_length(text, len);
        c = (uint8_t)text[1];
        for (const char *e = short_escapes; *e != '\0'; e += 2) {
            if (text[1] == e[0]) c = (uint8_t)e[1];
        }
        if (used > 2) c = unit_read(text);
        if (used > 6) c = 0x10000u + ((c - 0xd800u) << 10) + (unit_read(text + 6) - 0xdc00u);
        if (used > 2) {
            if (c >= 0xd800 && c < 0xe000) c = REPLACEMENT_CHARACTER;
            *out_len = utf8_put(c, out);
            return used;
        }
    }
    out[0] = (char)c;
    return used;
}

size_t pipit_unescape(char *text, size_t len) {
    const char *first = memchr(text, '\\', len);
    size_t in = first ? (size_t)(first - text) : len;
    size_t out = in;
    while (in < len) {
        size_t n = 1;
        if (text[in] == '\\')
            in += pipit_i_unescape_one(text + in, len - in, text + out, &n);
        else
            text[out] = text[in++];
        out += n;
    }
    return out;
}

static bool is_continuation(uint8_t c) {
    return (c & 0xc0u) == 0x80u;
}

/* RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
 * @return the length of the well-formed character of several bytes at text, 0 if there is none. */
static size_t utf8_character(const uint8_t *text, size_t len) {
    size_t n = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
    if (text[0] < 0xc2 || len < n || !is_continuation(text[1])) return 0;
    uint32_t pair = (uint32_t)text[0] << 8 | text[1];
    if (n == 2) return n;
    if (pair < 0xe0a0 || (pair >= 0xeda0 && pair < 0xee80) || !is_continuation(text[2])) return 0;
    if (n == 3) return n;
    return pair >= 0xf090 && pair < 0xf490 && is_continuation(text[3]) ? n : 0;
}

#if PIPIT_CFG_WORD_SCAN
#define WORD_ONES ((size_t)-1 / 255u)
#define WORD_HIGHS (WORD_ONES * 128u)

/* Is a machine word of printable ASCII here? A byte below 0x20 borrows into its high bit, one above 0x7f has it. */
static bool is_plain_word(const char *text, size_t len) {
    size_t word;
    if (len < sizeof word) return false;
    memcpy(&word, text, sizeof word);
    return (((word - WORD_ONES * 0x20u) | word) & WORD_HIGHS) == 0;
}
#endif

bool pipit_i_utf8_scan(const char *text, size_t len, uint32_t *controls) {
    size_t i = 0;
    *controls = 0;
    while (i < len) {
        size_t n = 1;
#if PIPIT_CFG_WORD_SCAN
        while (is_plain_word(text + i, len - i))
            i += sizeof(size_t);
        if (i == len) break;
#endif
        uint8_t c = (uint8_t)text[i];
        if (c < 0x20) (*controls)++;
        if (c >= 0x80) n = utf8_character((const uint8_t *)text + i, len - i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

bool pipit_utf8_valid(const char *text, size_t len) {
    uint32_t controls;
    return pipit_i_utf8_scan(text, len, &controls);
}

/* At least one digit. @return the place behind them, 0 if there is none. */
static size_t digits_skip(const char *text, size_t len, size_t at) {
    size_t begin = at;
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at > begin ? at : 0;
}

/* RFC 8259 section 6: [-] digits without a leading zero, [. digits], [e [sign] digits]. */
bool pipit_i_number_valid(const char *text, size_t len) {
    size_t begin = text[0] == '-';
    size_t at = digits_skip(text, len, begin);
    if (at == 0 || (text[begin] == '0' && at > begin + 1)) return false;
    if (at < len && text[at] == '.') at = digits_skip(text, len, at + 1);
    if (at > 0 && at < len && (text[at] | 0x20) == 'e') {
        at++;
        if (at < len && (text[at] == '+' || text[at] == '-')) at++;
        at = digits_skip(text, len, at);
    }
    return at == len;
}
