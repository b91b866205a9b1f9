/* SPDX-License-Identifier: MIT */
/* The text inside JSON strings and numbers, RFC 8259 sections 6 and 7. */
#include "../base/pipit_scan.h"
#include "pipit/config.h"
#include "pipit_json_int.h"
#include <string.h>

#define REPLACEMENT_CHARACTER 0xfffdu

/* The code unit after "\\u": its validity was checked when the text was parsed. */
/*@ requires \valid_read(text + (0 .. 5));
    assigns \nothing;
    ensures \result <= 0xffff; */
PIPIT_I_OWN_FRAME uint32_t unit_read(const char *text) {
    uint32_t value = 0;
    /*@ loop invariant 2 <= i <= 6;
        loop assigns i, value;
        loop variant 6 - i; */
    for (uint32_t i = 2; i < 6; i++) {
        uint32_t c = (uint8_t)text[i];
        value = value << 4 | ((c > '9' ? c + 9u : c) & 15u); /* the low bits of 'a' and 'A' are 1 */
    }
    return value & 0xffffu;
}

/*@ assigns \nothing;
    ensures \result <= 255; */
static uint32_t short_escape(uint8_t name) {
    static const char names[] = "b\bf\fn\nr\rt\t";
    /*@ loop invariant i <= 10 && i % 2 == 0;
        loop assigns i;
        loop variant 10 - i; */
    for (size_t i = 0; names[i] != '\0'; i += 2) {
        if (name == (uint8_t)names[i]) return (uint8_t)names[i + 1];
    }
    return name;
}

/*@ requires character <= 0x10ffff;
    requires length == 1 || length == 2 || length == 6 || length == 12;
    assigns \nothing;
    ensures \result % 16 == length;
    ensures \result / 16 == character; */
static uint32_t packed(uint32_t character, uint32_t length) {
    return character * 16u + length;
}

/*@ requires len > 0 && \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result % 16 <= len;
    ensures \result % 16 == 1 || \result % 16 == 2 || \result % 16 == 6 || \result % 16 == 12;
    ensures *text == '\\' && \result % 16 == 1 ==> \result / 16 == '\\';
    ensures \result % 16 == 2 ==> \result / 16 <= 255; */
uint32_t pipit_i_character_read(const char *text, size_t len) {
    if (*text != '\\' || len < 2) return packed((uint8_t)*text, 1);
    if (text[1] != 'u' || len < 6) return packed(short_escape((uint8_t)text[1]), 2);
    uint32_t unit = unit_read(text);
    if ((unit & 0xf800u) != 0xd800u) return packed(unit, 6);
    bool pair = unit < 0xdc00u && len >= 12 && text[6] == '\\' && text[7] == 'u';
    uint32_t low = pair ? unit_read(text + 6) : 0;
    if ((low & 0xfc00u) != 0xdc00u) return packed(REPLACEMENT_CHARACTER, 6);
    return packed(0x10000u + unit % 0x400u * 0x400u + low % 0x400u, 12);
}

/*@ requires len > 0 && \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result <= len && \result <= 12; */
uint32_t pipit_i_character_length(const char *text, size_t len) {
    uint8_t c = (uint8_t)*text;
    uint32_t n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c == '\\') n = len > 1 && text[1] == 'u' ? 6 : 2;
    if (n == 6 && len >= 6 && (unit_read(text) & 0xfc00u) == 0xd800u) n = 12;
    return n <= len ? n : 0;
}

/*@ assigns \nothing;
    ensures \result == (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4); */
static size_t utf8_length(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/*@ requires 1 <= n <= 4;
    assigns \nothing; */
static uint8_t utf8_lead(uint32_t c, size_t n) {
    return (uint8_t)((n == 1 ? 0u : 0xf0u << (4 - n)) | c);
}

/*@ requires \valid(out + (0 .. (c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3)));
    assigns out[0 .. (c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3)];
    ensures \result == (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4); */
size_t pipit_i_utf8_put(uint32_t c, char *out) {
    size_t n = utf8_length(c);
    /*@ loop invariant 1 <= i <= n;
        loop assigns i, c, out[1 .. n - 1];
        loop variant i; */
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80u | (c & 0x3fu));
    out[0] = (char)utf8_lead(c, n);
    return n;
}

/* Move bytes before the next escape: all of them, or only the first one. @return how many were moved. */
/*@ requires len > 0 && \valid(out) && \valid_read(in);
    assigns *out;
    ensures \result == 1; */
PIPIT_I_INLINE size_t plain_move(char *out, const char *in, size_t len) {
#if PIPIT_CFG_WORD_SCAN
    const char *escape = memchr(in, '\\', len);
    if (escape) len = (size_t)(escape - in);
    memmove(out, in, len);
    return len;
#else
    (void)len;
    *out = *in;
    return 1;
#endif
}

/*@ requires \valid(text + (0 .. len - 1));
    assigns text[0 .. len - 1];
    ensures \result <= len; */
size_t pipit_unescape(char *text, size_t len) {
    const char *end = text + len;
    const char *in = memchr(text, '\\', len);
    if (!in) return len;
    char *out = text + (in - text);
    /*@ loop invariant \base_addr(in) == \base_addr(text) && \base_addr(out) == \base_addr(text);
        loop invariant text <= out <= in <= end;
        loop assigns in, out, text[0 .. len - 1];
        loop variant end - in; */
    while (in < end) {
        if (*in != '\\') {
            size_t n = plain_move(out, in, (size_t)(end - in));
            out += n;
            in += n;
            continue;
        }
        uint32_t character = pipit_i_character_read(in, (size_t)(end - in));
        in += PIPIT_I_CHARACTER_LENGTH(character);
        out += pipit_i_utf8_put(PIPIT_I_CHARACTER_CODE(character), out);
    }
    return (size_t)(out - text);
}

/*@ assigns \nothing; */
static bool is_continuation(uint8_t c) {
    return (c & 0xc0u) == 0x80u;
}

/* RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
 * @return the length of the well-formed character of two or more bytes at `text`; 0 if there is none. */
/*@ requires len > 0 && \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result <= len && \result <= 4; */
PIPIT_I_INLINE size_t utf8_character(const char *text, size_t len) {
    uint8_t lead = (uint8_t)text[0];
    size_t n = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || len < n || !is_continuation((uint8_t)text[1])) return 0;
    if (n == 2) return n;
    uint32_t pair = (uint32_t)lead << 8 | (uint8_t)text[1];
    if (pair < 0xe0a0 || pair - 0xeda0u < 0xe0u || !is_continuation((uint8_t)text[2])) return 0;
    if (n == 3) return n;
    return pair >= 0xf090 && pair < 0xf490 && is_continuation((uint8_t)text[3]) ? n : 0;
}

#if !PIPIT_CFG_WORD_SCAN
#define WORD_BYTES 4u

/* @return how many bytes of printable ASCII are at `text`, in whole words; 0 if no word begins there. Small machines
 * can only load words from multiples of their length. */
/*@ requires len == 0 || \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result <= len; */
PIPIT_I_INLINE size_t plain_words(const char *text, size_t len) {
    size_t n = 0;
    for (uint32_t word; n + WORD_BYTES <= len && (uintptr_t)(text + n) % WORD_BYTES == 0; n += WORD_BYTES) {
        PIPIT_I_COPY(&word, PIPIT_I_ALIGNED(text + n, WORD_BYTES), WORD_BYTES);
        if ((((word - 0x20202020u) | word) & 0x80808080u) != 0) break;
    }
    return n;
}
#endif

/* @return how many bytes of printable ASCII are at `text`; some of them may be missing in the count. The search by
 * words looks at the highest bit of each byte: a byte below 0x20 gets it by the subtraction, a byte above 0x7f has it.
 */
/*@ requires \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result <= len;
    ensures \result < len ==> (uint8_t)text[\result] < 0x20 || (uint8_t)text[\result] >= 0x80; */
PIPIT_I_INLINE size_t plain_run(const char *text, size_t len) {
    size_t i = 0;
#if PIPIT_CFG_WORD_SCAN
    size_t word;
    for (; len - i >= sizeof word; i += sizeof word) {
        PIPIT_I_COPY(&word, text + i, sizeof word);
        size_t found = ((word - PIPIT_I_WORD_ONES * 0x20u) | word) & PIPIT_I_WORD_HIGHS;
        if (found == 0) continue;
        i += pipit_i_first_byte(found);
        break;
    }
#endif
    /*@ loop invariant 0 <= i <= len;
        loop assigns i;
        loop variant len - i; */
    while (i < len && (uint8_t)text[i] >= 0x20 && (uint8_t)text[i] < 0x80) {
        i++;
#if !PIPIT_CFG_WORD_SCAN
        i += plain_words(text + i, len - i);
#endif
    }
    return i;
}

#if PIPIT_I_LITTLE_ENDIAN_WORDS
/* @return how many bytes of characters of three bytes are at `text`. Others may follow. The four bytes are 1110xxxx
 * 10yxxxxx 10xxxxxx and any: xxxx must not be 0 without y (overlong), nor 13 with y (surrogates). */
static size_t three_byte_run(const char *text, size_t len) {
    size_t i = 0;
    for (uint32_t word; len - i >= sizeof word; i += 3u) {
        PIPIT_I_COPY(&word, text + i, sizeof word);
        if ((word & 0xc0c0f0u) != 0x8080e0u || (word & 0x200fu) == 0 || (word & 0x200fu) == 0x200du) break;
    }
    return i;
}
#endif

/*@ requires \valid_read(text + (0 .. len - 1)) && \valid(controls) && \separated(controls, text + (0 .. len - 1));
    assigns *controls; */
bool pipit_i_utf8_scan(const char *text, size_t len, uint32_t *controls) {
    size_t i = 0;
#if PIPIT_I_VECTOR
    if (len >= PIPIT_I_UTF8_BLOCKS) return pipit_i_utf8_scan_blocks(text, len, controls);
#endif
    *controls = 0;
    /*@ loop invariant 0 <= i <= len;
        loop assigns i, *controls;
        loop variant len - i; */
    for (;;) {
        i += plain_run(text + i, len - i);
        if (i == len) return true;
        if ((uint8_t)text[i] < 0x20) {
            (*controls)++;
            i++;
        }
        /*@ loop invariant \at(i, LoopEntry) <= i <= len;
            loop assigns i;
            loop variant len - i; */
        while (i < len && (uint8_t)text[i] >= 0x80) {
            size_t n = utf8_character(text + i, len - i);
            if (n == 0) return false;
            i += n;
#if PIPIT_I_LITTLE_ENDIAN_WORDS
            i += three_byte_run(text + i, len - i);
#endif
        }
    }
}

/*@ requires \valid_read(text + (0 .. len - 1));
    assigns \nothing; */
bool pipit_utf8_valid(const char *text, size_t len) {
    uint32_t controls;
    return pipit_i_utf8_scan(text, len, &controls);
}

/* Read one digit or more. @return the index after them; 0 if there is none. */
/*@ requires at <= len && \valid_read(text + (0 .. len - 1));
    assigns \nothing;
    ensures \result == 0 || at < \result <= len; */
static size_t digits_skip(const char *text, size_t len, size_t at) {
    size_t begin = at;
    /*@ loop invariant begin <= at <= len;
        loop assigns at;
        loop variant len - at; */
    while (at < len && text[at] >= '0' && text[at] <= '9')
        at++;
    return at > begin ? at : 0;
}

/* RFC 8259 section 6: [-] digits without a leading zero, [. digits], [e [sign] digits]. */
/*@ requires len > 0 && \valid_read(text + (0 .. len - 1));
    assigns \nothing; */
static bool is_number(const char *text, size_t len) {
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

uint8_t pipit_i_primitive_kind(const char *text, size_t len) {
    uint8_t kind = PIPIT_JSON_TRUE;
    if (is_number(text, len)) return PIPIT_JSON_NUMBER;
    for (const char *name = "true\0false\0null\0"; *name != '\0'; name += strlen(name) + 1, kind++) {
        if (strlen(name) == len && memcmp(text, name, len) == 0) return kind;
    }
    return PIPIT_JSON_NONE;
}
