/* SPDX-License-Identifier: MIT */
#include "print.h"
#include "pipit/json.h"
#include <stdio.h>
#include <string.h>

#define SHOWN_BYTES 16 /* the longest form in which one character is printed */

static size_t character(const char *text, size_t len) {
    if ((unsigned char)text[0] < 0x80) return 1;
    for (size_t n = 2; n <= 4 && n <= len; n++) {
        if (pipit_utf8_valid(text, n)) return n;
    }
    return 0;
}

static size_t entity(const char *text, size_t len, char *out) {
    static const char *const names[] = {"&amp;", "&lt;", "&gt;"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(names[i]);
        if (len < n || memcmp(text, names[i], n) != 0) continue;
        *out = "&<>"[i];
        return n;
    }
    return 0;
}

static uint32_t code_of(const char *c, size_t n) {
    static const uint8_t masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code = (uint8_t)c[0] & masks[n];
    for (size_t i = 1; i < n; i++)
        code = code << 6 | ((uint8_t)c[i] & 0x3fu);
    return code;
}

/* The characters that a terminal executes: C0, DEL, C1. */
static bool is_control(uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* The characters that change the order in which text is shown. */
static bool is_bidirectional(uint32_t code) {
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Write the next character of `text` to `out` in a form that is safe on a terminal. @return its length in `text`. */
static size_t shown(const char *text, size_t len, char *out, size_t *out_len) {
    const size_t n = character(text, len);
    const uint32_t code = n > 0 ? code_of(text, n) : 0;
    *out_len = 1;
    if (is_bidirectional(code)) {
        *out_len = (size_t)snprintf(out, SHOWN_BYTES, "<U+%04X>", (unsigned)code);
    } else if (is_control(code)) {
        *out = ' ';
    } else {
        memcpy(out, text, n);
        *out_len = n;
    }
    return n > 0 ? n : 1;
}

static void print_shown(pipit_str_t text, bool decodes) {
    for (size_t at = 0; at < text.len;) {
        char out[SHOWN_BYTES];
        size_t len = 1;
        size_t n = decodes ? entity(text.ptr + at, text.len - at, out) : 0;
        if (n == 0) n = shown(text.ptr + at, text.len - at, out, &len);
        fwrite(out, 1, len, stdout);
        at += n;
    }
}

void print_text(pipit_str_t text) {
    print_shown(text, true);
}

void print_plain(pipit_str_t text) {
    print_shown(text, false);
}

const char *printable(pipit_str_t text, char *buf, size_t size) {
    size_t used = 0;
    for (size_t at = 0; at < text.len;) {
        char out[SHOWN_BYTES];
        size_t len;
        at += shown(text.ptr + at, text.len - at, out, &len);
        if (used + len >= size) break;
        memcpy(buf + used, out, len);
        used += len;
    }
    buf[used] = '\0';
    return buf;
}

/* Print the next character of a JSON string; an unsafe one is printed as an escape, which means the same in JSON.
 * @return its length in `text`. */
static size_t print_escaped(const char *text, size_t len) {
    const size_t n = character(text, len);
    const uint32_t code = n > 0 ? code_of(text, n) : 0;
    if (n == 0)
        fputs("\xef\xbf\xbd", stdout);
    else if (is_control(code) || is_bidirectional(code))
        printf("\\u%04x", (unsigned)code);
    else
        fwrite(text, 1, n, stdout);
    return n > 0 ? n : 1;
}

/* The only control characters that JSON allows between its strings. */
static bool is_space(char c) {
    return c == '\t' || c == '\r' || c == '\n';
}

void print_raw_json(pipit_str_t text, bool to_terminal) {
    if (!to_terminal) {
        fwrite(text.ptr, 1, text.len, stdout);
        return;
    }
    for (size_t at = 0; at < text.len;) {
        const char c = text.ptr[at];
        if (is_space(c)) putchar(c == '\n' ? c : ' ');
        at += is_space(c) ? 1 : print_escaped(text.ptr + at, text.len - at);
    }
}

void print_json(pipit_str_t text) {
    putchar('"');
    for (size_t at = 0; at < text.len;) {
        const char c = text.ptr[at];
        if (c == '"' || c == '\\') putchar('\\');
        at += print_escaped(text.ptr + at, text.len - at);
    }
    putchar('"');
}
