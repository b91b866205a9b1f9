/* SPDX-License-Identifier: MIT */
/* The text inside JSON strings and numbers, RFC 8259 sections 6 and 7. */
#include "pipit/config.h"
#include "pipit_int.h"
#include <string.h>

#define REPLACEMENT_CHARACTER 0xfffdu
#define WORD_ONES ((size_t)-1 / 255u)
#define WORD_HIGHS (WORD_ONES * 128u)

static unsigned hex_value(char c) {
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a') + 10u;
}

static uint32_t hex4(const char *text) {
    return hex_value(text[0]) << 12 | hex_value(text[1]) << 8 | hex_value(text[2]) << 4 | hex_value(text[3]);
}

static size_t utf8_put(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0u | c >> 6);
        out[1] = (char)(0x80u | (c & 63u));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0u | c >> 12);
        out[1] = (char)(0x80u | (c >> 6 & 63u));
        out[2] = (char)(0x80u | (c & 63u));
        return 3;
    }
    out[0] = (char)(0xf0u | c >> 18);
    out[1] = (char)(0x80u | (c >> 12 & 63u));
    out[2] = (char)(0x80u | (c >> 6 & 63u));
    out[3] = (char)(0x80u | (c & 63u));
    return 4;
}

static size_t unescape_unicode(const char *text, size_t len, char out[4], size_t *out_len) {
    uint32_t c = hex4(text + 2);
    size_t used = 6;
    if (c >= 0xd800 && c < 0xdc00 && len >= 12 && text[6] == '\\' && text[7] == 'u') {
        uint32_t low = hex4(text + 8);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000u + ((c - 0xd800u) << 10) + (low - 0xdc00u);
            used = 12;
        }
    }
    if (c >= 0xd800 && c < 0xe000) c = REPLACEMENT_CHARACTER;
    *out_len = utf8_put(c, out);
    return used;
}

/* One character of a string's content, escaped or not. @return how much of the text it took. */
size_t pipit_i_unescape_one(const char *text, size_t len, char out[4], size_t *out_len) {
    static const char from[] = "bfnrt";
    static const char to[] = "\b\f\n\r\t";
    *out_len = 1;
    out[0] = text[0];
    if (text[0] != '\\' || len < 2) return 1;
    if (text[1] == 'u' && len >= 6) return unescape_unicode(text, len, out, out_len);
    out[0] = text[1];
    for (size_t i = 0; from[i] != '\0'; i++) {
        if (text[1] == from[i]) out[0] = to[i];
    }
    return 2;
}

size_t pipit_unescape(char *text, size_t len) {
    char *first = memchr(text, '\\', len);
    if (!first) return len;
    size_t in = (size_t)(first - text);
    size_t out = in;
    while (in < len) {
        char one[4];
        size_t n = 0;
        in += pipit_i_unescape_one(text + in, len - in, one, &n);
        memcpy(text + out, one, n);
        out += n;
    }
    return out;
}

static bool is_continuation(unsigned char c) {
    return (c & 0xc0u) == 0x80u;
}

/* RFC 3629 section 4. @return the length of the well-formed multi-byte character at text, 0 if there is none. */
static size_t utf8_character(const unsigned char *text, size_t len) {
    unsigned char c = text[0];
    if (len >= 2 && c >= 0xc2 && c <= 0xdf) return is_continuation(text[1]) ? 2 : 0;
    if (len >= 3 && c >= 0xe0 && c <= 0xef) {
        bool second = is_continuation(text[1]) && !(c == 0xe0 && text[1] < 0xa0) && !(c == 0xed && text[1] > 0x9f);
        return second && is_continuation(text[2]) ? 3 : 0;
    }
    if (len >= 4 && c >= 0xf0 && c <= 0xf4) {
        bool second = is_continuation(text[1]) && !(c == 0xf0 && text[1] < 0x90) && !(c == 0xf4 && text[1] > 0x8f);
        return second && is_continuation(text[2]) && is_continuation(text[3]) ? 4 : 0;
    }
    return 0;
}

/* How many bytes from the beginning are printable ASCII and are surely so, in steps of a machine word. */
static size_t ascii_words(const char *text, size_t len) {
    size_t i = 0;
#if PIPIT_CFG_WORD_SCAN
    while (len - i >= sizeof(size_t)) {
        size_t word;
        memcpy(&word, text + i, sizeof word);
        /* A byte below 0x20 borrows into its high bit; a byte above 0x7f has it. */
        if (((word - WORD_ONES * 0x20u) | word) & WORD_HIGHS) break;
        i += sizeof word;
    }
#else
    (void)text;
    (void)len;
#endif
    return i;
}

static size_t scan(const char *text, size_t len, unsigned char lowest) {
    size_t i = 0;
    while (i < len) {
        unsigned char c = (unsigned char)text[i];
        if (c < lowest) return i;
        if (c < 0x80) {
            i++;
            continue;
        }
        size_t n = utf8_character((const unsigned char *)text + i, len - i);
        if (n == 0) return i;
        i += n;
    }
    return i;
}

/* How much of a string's content is what may stand there; len if all of it. */
size_t pipit_i_string_scan(const char *text, size_t len) {
    size_t i = ascii_words(text, len);
    return i + scan(text + i, len - i, 0x20);
}

bool pipit_utf8_valid(const char *text, size_t len) {
    return scan(text, len, 0) == len;
}

static size_t digits(const char *text, size_t len, size_t at) {
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at;
}

/* RFC 8259 section 6. */
bool pipit_i_number_valid(const char *text, size_t len) {
    size_t begin = len > 0 && text[0] == '-' ? 1 : 0;
    size_t at = digits(text, len, begin);
    if (at == begin || (text[begin] == '0' && at != begin + 1)) return false;
    if (at < len && text[at] == '.') {
        begin = at + 1;
        at = digits(text, len, begin);
        if (at == begin) return false;
    }
    if (at < len && (text[at] == 'e' || text[at] == 'E')) {
        begin = at + 1;
        if (begin < len && (text[begin] == '+' || text[begin] == '-')) begin++;
        at = digits(text, len, begin);
        if (at == begin) return false;
    }
    return at == len;
}

bool pipit_i_str_is(pipit_str_t s, const char *text) {
    size_t len = strlen(text);
    return s.ptr != NULL && s.len == len && memcmp(s.ptr, text, len) == 0;
}
