/* SPDX-License-Identifier: MIT */
/* http-parser and jsmn: a careful reader made of libraries. Lines are used in place, jsmn has its parent links, each
 * object is searched once for all its wanted members, text without escapes is not copied. It checks only what it needs:
 * no grammar beyond that of jsmn, no UTF-8. */
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "bench.h"
#include <string.h>

static jsmntok_t tokens[BENCH_TOKENS];
static char text[BENCH_LINE_BYTES];
static const char *line;
static int count;

static int after(int value) {
    int i = value + 1;
    while (i < count && tokens[i].start < tokens[value].end) {
        i++;
    }
    return i;
}

static bool token_is(int token, const char *name) {
    size_t len = (size_t)(tokens[token].end - tokens[token].start);
    return len == strlen(name) && memcmp(line + tokens[token].start, name, len) == 0;
}

/* Find the values of two members of an object; -1 if a member is absent. */
static void members(int object, const char *first, int *first_value, const char *second, int *second_value) {
    int key = object + 1;
    *first_value = *second_value = -1;
    for (int n = tokens[object].size; n > 0; n--) {
        if (token_is(key, first)) {
            *first_value = key + 1;
        } else if (token_is(key, second)) {
            *second_value = key + 1;
        }
        if (*first_value >= 0 && *second_value >= 0) return;
        key = after(key + 1);
    }
}

static int member(int object, const char *name) {
    int key = object + 1;
    for (int n = tokens[object].size; n > 0; n--) {
        if (token_is(key, name)) return key + 1;
        key = after(key + 1);
    }
    return -1;
}

static uint64_t number(int token) {
    return bench_number(line + tokens[token].start, (size_t)(tokens[token].end - tokens[token].start));
}

static unsigned hex4(const char *from) {
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        unsigned digit = (unsigned char)from[i];
        value = value * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return value;
}

static char *put_utf8(char *to, unsigned c) {
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

/* Decode one escape after its backslash, and move `*from` to the byte after it. */
static char *put_escape(char *to, const char **from) {
    static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
    char c = *(*from)++;
    if (c != 'u') {
        const char *known = strchr(names, c);
        *to++ = known != NULL ? values[known - names] : c;
        return to;
    }
    unsigned code = hex4(*from);
    *from += 4;
    if (code >> 10 == 0xd800 >> 10) {
        code = 0x10000 + ((code & 0x3ff) << 10) + (hex4(*from + 2) & 0x3ff);
        *from += 6;
    }
    return put_utf8(to, code);
}

static void text_decode(int token) {
    const char *from = line + tokens[token].start, *end = line + tokens[token].end;
    const char *escape = memchr(from, '\\', (size_t)(end - from));
    if (escape == NULL) {
        bench_text(from, (size_t)(end - from));
        return;
    }
    char *to = text;
    while (escape != NULL) {
        memcpy(to, from, (size_t)(escape - from));
        to += escape - from;
        from = escape + 1;
        to = put_escape(to, &from);
        escape = memchr(from, '\\', (size_t)(end - from));
    }
    memcpy(to, from, (size_t)(end - from));
    bench_text(text, (size_t)(to + (end - from) - text));
}

static void rules_read(int rules) {
    int rule = rules + 1;
    for (int n = tokens[rules].size; n > 0; n--) {
        int id = member(rule, "id");
        if (id >= 0) bench_found.rules += number(id);
        rule = after(rule);
    }
}

static void on_line(const char *bytes, size_t len) {
    jsmn_parser parser;
    jsmn_init(&parser);
    line = bytes;
    count = jsmn_parse(&parser, bytes, len, tokens, BENCH_TOKENS);
    if (count < 1 || tokens[0].type != JSMN_OBJECT) bench_fail("jsmn refused a line");
    int data, rules, id = -1, body = -1;
    members(0, "data", &data, "matching_rules", &rules);
    if (data >= 0) members(data, "id", &id, "text", &body);
    if (id < 0 || body < 0) bench_fail("jsmn: a line without a Post");
    bench_found.messages++;
    bench_found.ids += number(id);
    text_decode(body);
    if (rules >= 0) rules_read(rules);
}

static void http_jsmn_open(void) {
    bench_http_open(on_line);
}

static void http_jsmn_stream(uint16_t port) {
    bench_http_stream(on_line, port);
}

const bench_reader_t bench_http_jsmn = {"http-parser+jsmn", true, http_jsmn_open, bench_http_feed,
                                        bench_http_close,   NULL};
const bench_reader_t bench_http_jsmn_socket = {"http-parser+jsmn", true, NULL, NULL, NULL, http_jsmn_stream};
