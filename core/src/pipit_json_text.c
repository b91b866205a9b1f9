/* SPDX-License-Identifier: MIT */
/* The text inside JSON strings and numbers, RFC 8259 sections 6 and 7. */
#include "pipit/config.h"
#include "pipit_int.h"
#include <string.h>

#define REPLACEMENT_CHARACTER 0xfffdu

static bool is_surrogate(uint32_t c) {
    return c >= 0xd800 && c < 0xe000;
}

/* Four hexadecimal digits: their validity was checked when the text was parsed. */
static uint32_t hex4(const char *text) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        uint32_t c = (uint8_t)text[i];
        value = value << 4 | ((c & 15u) + (c > '9' ? 9u : 0u));
    }
    return value;
}

static size_t utf8_put(uint32_t c, char out[4]) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    uint32_t lead = n == 1 ? 0u : 0xf0u << (4 - n);
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80u | (c & 0x3fu));
    out[0] = (char)(lead | c);
    return n;
}

static size_t unescape_unicode(const char *text, size_t len, char out[4], size_t *out_len) {
    uint32_t c = hex4(text + 2);
    size_t used = 6;
    if (c >= 0xd800 && c < 0xdc00 && len >= 12 && text[6] == '\\' && text[7] == 'u') {
        uint32_t low = hex4(text + 8) - 0xdc00u;
        if (low < 0x400u) {
            c = 0x10000u + ((c - 0xd800u) << 10) + low;
            used = 12;
        }
    }
    *out_len = utf8_put(is_surrogate(c) ? REPLACEMENT_CHARACTER : c, out);
    return used;
}

/* One character of a string's content, escaped or not. @return how much of the text it took. */
size_t pipit_i_unescape_one(const char *text, size_t len, char out[4], size_t *out_len) {
    static const char short_escapes[] = "b\bf\fn\nr\rt\t";
    *out_len = 1;
    out[0] = text[0];
    if (text[0] != '\\' || len < 2) return 1;
    if (text[1] == 'u' && len >= 6) return unescape_unicode(text, len, out, out_len);
    out[0] = text[1];
    for (size_t i = 0; short_escapes[i] != '\0'; i += 2) {
        if (text[1] == short_escapes[i]) out[0] = short_escapes[i + 1];
    }
    return 2;
}

size_t pipit_unescape(char *text, size_t len) {
    size_t in = 0;
    size_t out = 0;
    while (in < len) {
        const char *escape = memchr(text + in, '\\', len - in);
        size_t plain = (escape ? (size_t)(escape - text) : len) - in;
        size_t n = 0;
        if (in != out) memmove(text + out, text + in, plain);
        in += plain;
        out += plain;
        if (!escape) break;
        char one[4];
        in += pipit_i_unescape_one(escape, len - in, one, &n);
        memcpy(text + out, one, n);
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

static size_t digits(const char *text, size_t len, size_t at) {
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at;
}

/* RFC 8259 section 6: [-] digits without a leading zero, [. digits], [e [sign] digits]. */
bool pipit_i_number_valid(const char *text, size_t len) {
    size_t begin = text[0] == '-' ? 1 : 0;
    size_t at = digits(text, len, begin);
    bool good = at > begin && (text[begin] != '0' || at == begin + 1);
    if (at < len && text[at] == '.') {
        begin = at + 1;
        at = digits(text, len, begin);
        good = good && at > begin;
    }
    if (at < len && (text[at] | 0x20) == 'e') {
        begin = at + 1;
        if (begin < len && (text[begin] == '+' || text[begin] == '-')) begin++;
        at = digits(text, len, begin);
        good = good && at > begin;
    }
    return good && at == len;
}
