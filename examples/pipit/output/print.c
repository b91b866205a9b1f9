/* SPDX-License-Identifier: MIT */
#include "print.h"
#include "pipit/json.h"
#include <stdio.h>
#include <string.h>

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

static bool is_control(const char *c, size_t n) {
    unsigned char first = (unsigned char)c[0];
    if (n == 1) return first < 0x20 || first == 0x7f;
    return n == 2 && first == 0xc2 && (unsigned char)c[1] < 0xa0;
}

void print_text(pipit_str_t text) {
    size_t at = 0;
    while (at < text.len) {
        char plain;
        size_t n = entity(text.ptr + at, text.len - at, &plain);
        if (n > 0) {
            putchar(plain);
            at += n;
            continue;
        }
        n = character(text.ptr + at, text.len - at);
        if (n == 0 || is_control(text.ptr + at, n))
            putchar(' ');
        else
            fwrite(text.ptr + at, 1, n, stdout);
        at += n > 0 ? n : 1;
    }
}

void print_plain(pipit_str_t text) {
    size_t at = 0;
    while (at < text.len) {
        size_t n = character(text.ptr + at, text.len - at);
        if (n == 0 || is_control(text.ptr + at, n))
            putchar(' ');
        else
            fwrite(text.ptr + at, 1, n, stdout);
        at += n > 0 ? n : 1;
    }
}

const char *printable(pipit_str_t text, char *buf, size_t size) {
    size_t used = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t n = character(text.ptr + at, text.len - at);
        bool shown = n > 0 && !is_control(text.ptr + at, n);
        size_t room = shown ? n : 1;
        if (used + room >= size) break;
        if (shown)
            memcpy(buf + used, text.ptr + at, n);
        else
            buf[used] = ' ';
        used += room;
        at += n > 0 ? n : 1;
    }
    buf[used] = '\0';
    return buf;
}

void print_json(pipit_str_t text) {
    size_t at = 0;
    putchar('"');
    while (at < text.len) {
        char c = text.ptr[at];
        size_t n = character(text.ptr + at, text.len - at);
        if (n == 0)
            fputs("\xef\xbf\xbd", stdout);
        else if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (n == 1 && (unsigned char)c < 0x20)
            printf("\\u%04x", (unsigned)(unsigned char)c);
        else
            fwrite(text.ptr + at, 1, n, stdout);
        at += n > 0 ? n : 1;
    }
    putchar('"');
}
