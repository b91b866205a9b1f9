/* SPDX-License-Identifier: MIT */
/* Chunked coding by http-parser, lines by memchr: the first half of a reader put together from parts. */
#include "bench.h"
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>

static http_parser parser;
static http_parser_settings settings;
static bench_line_fn deliver;
static char *received; /* what recv() would write to */
static size_t received_room;
static char *cut; /* the beginning of a line whose end has not come */
static size_t cut_len, cut_room;

static void line_take(const char *line, size_t len) {
    if (len > 0 && line[len - 1] == '\r') len--;
    if (len > 0) deliver(line, len);
}

static void cut_append(const char *bytes, size_t len) {
    if (cut_len + len > cut_room) {
        cut_room = (cut_len + len) * 2;
        cut = realloc(cut, cut_room);
        if (cut == NULL) bench_fail("no memory");
    }
    memcpy(cut + cut_len, bytes, len);
    cut_len += len;
}

static int on_body(http_parser *p, const char *at, size_t len) {
    (void)p;
    for (;;) {
        const char *end = memchr(at, '\n', len);
        if (end == NULL) break;
        size_t line = (size_t)(end - at);
        if (cut_len > 0) {
            cut_append(at, line);
            line_take(cut, cut_len);
            cut_len = 0;
        } else {
            line_take(at, line);
        }
        at += line + 1;
        len -= line + 1;
    }
    if (len > 0) cut_append(at, len);
    return 0;
}

static int on_headers_complete(http_parser *p) {
    return p->status_code == 200 ? 0 : -1;
}

void bench_http_open(bench_line_fn on_line) {
    http_parser_init(&parser, HTTP_RESPONSE);
    http_parser_settings_init(&settings);
    settings.on_body = on_body;
    settings.on_headers_complete = on_headers_complete;
    deliver = on_line;
    cut_len = 0;
}

void bench_http_feed(const char *bytes, size_t len) {
    if (len > received_room) {
        received = realloc(received, len);
        if (received == NULL) bench_fail("no memory");
        received_room = len;
    }
    memcpy(received, bytes, len);
    if (http_parser_execute(&parser, &settings, received, len) != len) bench_fail("http-parser refused the input");
}

void bench_http_close(void) {
    free(received);
    free(cut);
    received = cut = NULL;
    received_room = cut_len = cut_room = 0;
}
