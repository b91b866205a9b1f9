/* SPDX-License-Identifier: MIT */
/* A limit for all readers: it only finds line ends and copies every line. It does not remove the framing of chunks, and
 * counts lines of any kind. No reader can be much faster. */
#include "bench.h"
#include <string.h>

static char line[BENCH_LINE_BYTES];
static char received[BENCH_LINE_BYTES];
static size_t line_len;

static void lines_open(void) {
    line_len = 0;
}

static void take(const char *bytes, size_t len) {
    if (line_len + len > sizeof line) bench_fail("lines: a line longer than the buffer");
    memcpy(line + line_len, bytes, len);
    line_len += len;
}

static void lines_feed(const char *bytes, size_t len) {
    const char *at = received, *end;
    memcpy(received, bytes, len);
    for (; (end = memchr(at, '\n', len)) != NULL; at = end + 1) {
        take(at, (size_t)(end - at));
        len -= (size_t)(end - at) + 1;
        bench_found.messages++;
        line_len = 0;
    }
    take(at, len);
}

static void lines_close(void) {
    line_len = 0;
}

const bench_reader_t bench_lines = {"lines only (bound)", false, lines_open, lines_feed, lines_close, NULL};
