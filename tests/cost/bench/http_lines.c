/* SPDX-License-Identifier: MIT */
/* http-parser decodes chunked coding, memchr() finds lines: the first half of a reader that is made of libraries. */
#include "bench.h"
#include <arpa/inet.h>
#include <http_parser.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static http_parser parser;
static http_parser_settings settings;
static bench_line_fn deliver;
static bool over_socket;
static char received[BENCH_LINE_BYTES]; /* the buffer for recv() */
static char cut[BENCH_LINE_BYTES];      /* the beginning of a line that is not complete */
static size_t cut_len;

static void line_take(const char *line, size_t len) {
    if (len > 0 && line[len - 1] == '\r') len--;
    if (len > 0) deliver(line, len);
}

static void cut_append(const char *bytes, size_t len) {
    if (len > sizeof cut - cut_len) bench_fail("a line longer than the buffer");
    memcpy(cut + cut_len, bytes, len);
    cut_len += len;
}

void bench_lines_open(bench_line_fn on_line) {
    deliver = on_line;
    cut_len = 0;
}

void bench_lines_body(const char *bytes, size_t len) {
    for (;;) {
        const char *end = memchr(bytes, '\n', len);
        if (end == NULL) break;
        size_t line = (size_t)(end - bytes);
        if (cut_len > 0) {
            cut_append(bytes, line);
            line_take(cut, cut_len);
            cut_len = 0;
        } else {
            line_take(bytes, line);
        }
        bytes += line + 1;
        len -= line + 1;
    }
    if (len > 0) cut_append(bytes, len);
}

static int on_body(http_parser *p, const char *at, size_t len) {
    (void)p;
    bench_lines_body(at, len);
    return 0;
}

static int on_headers_complete(http_parser *p) {
    if (over_socket) bench_begin();
    return p->status_code == 200 ? 0 : -1;
}

static void parse(size_t len) {
    if (http_parser_execute(&parser, &settings, received, len) != len) bench_fail("http-parser refused the input");
}

void bench_http_open(bench_line_fn on_line) {
    http_parser_init(&parser, HTTP_RESPONSE);
    http_parser_settings_init(&settings);
    settings.on_body = on_body;
    settings.on_headers_complete = on_headers_complete;
    over_socket = false;
    bench_lines_open(on_line);
}

void bench_http_feed(const char *bytes, size_t len) {
    memcpy(received, bytes, len);
    parse(len);
}

void bench_http_close(void) {}

static int dial(uint16_t port) {
    static const char request[] = "GET /2/tweets/search/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                  "Authorization: Bearer token\r\nAccept-Encoding: identity\r\n\r\n";
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0 ||
        send(fd, request, sizeof request - 1, 0) != (ssize_t)(sizeof request - 1)) {
        bench_fail("no connection to the sender");
    }
    return fd;
}

void bench_http_stream(bench_line_fn on_line, uint16_t port) {
    int fd = dial(port);
    ssize_t n;
    bench_http_open(on_line);
    over_socket = true;
    while ((n = recv(fd, received, sizeof received, 0)) > 0)
        parse((size_t)n);
    (void)close(fd);
}
