/* SPDX-License-Identifier: MIT */
/* What the benchmark's files share: the input, what every reader must find in it, and how a reader is driven. */
#ifndef PIPIT_BENCH_H
#define PIPIT_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same room for every reader. */
#define BENCH_LINE_BYTES 32768
#define BENCH_TOKENS 2048

/* Bytes as a socket delivers them. */
typedef struct {
    char *bytes;
    size_t len;
    size_t head_len; /* of the response head at the beginning */
    uint64_t messages;
} bench_wire_t;

enum { BENCH_SMALL, BENCH_MEDIUM, BENCH_LARGE, BENCH_SIZES };
extern const char *const bench_size_names[BENCH_SIZES];

/* A response head and `messages` generated Posts in chunks; the same seed gives the same bytes. Allocates. */
void bench_wire_make(bench_wire_t *wire, int size, uint64_t messages, uint64_t seed);

/* What was read. Two readers that agree here did the same work. */
typedef struct {
    uint64_t messages;
    uint64_t ids;       /* sum of the Posts' ids, modulo 2^64 */
    uint64_t text;      /* sum of the texts' lengths, decoded */
    uint64_t last_byte; /* sum of the texts' last bytes: the decoded text has to be there, not only its length */
    uint64_t rules;     /* sum of the matching rules' ids */
} bench_found_t;

/* A reader. open() begins a new connection; feed() gets the next bytes as a call of recv() would give them. */
typedef struct {
    const char *name;
    bool complete; /* finds ids, text and rules; false: only counts messages */
    void (*open)(void);
    void (*feed)(const char *bytes, size_t len);
    void (*close)(void);
} bench_reader_t;

extern const bench_reader_t bench_pipit, bench_http_jsmn, bench_http_cjson, bench_lines;
extern bench_found_t bench_found;

/* Helpers of the readers made from parts. */
uint64_t bench_number(const char *digits, size_t len);
void bench_text(const char *decoded, size_t len);
void bench_fail(const char *what);

/* Lines out of a chunked response, by http-parser; a whole line inside one chunk is used where it lies. */
typedef void (*bench_line_fn)(const char *line, size_t len);
void bench_http_open(bench_line_fn on_line);
void bench_http_feed(const char *bytes, size_t len);
void bench_http_close(void);

/* Calls of malloc, calloc and realloc since the program began. */
uint64_t bench_allocations(void);
void *bench_counted_malloc(size_t bytes);

#endif
