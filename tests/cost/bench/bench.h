/* SPDX-License-Identifier: MIT */
/* What the benchmark's files share: the input, what every reader must find in it, and how a reader is driven. */
#ifndef PIPIT_BENCH_H
#define PIPIT_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same room for every reader: for one call of recv() and for a line, and for tokens. */
#define BENCH_LINE_BYTES 32768
#define BENCH_TOKENS 2048
#define BENCH_SEED 1

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
extern bench_found_t bench_found;

/* A reader of bytes in memory has open, feed and close: open() begins a new connection, feed() gets the next bytes as
 * a call of recv() would give them. A reader of a socket has stream(): connect to 127.0.0.1:port, ask, call
 * bench_begin() when the response head is read, and return when the stream is over. */
typedef struct {
    const char *name;
    bool complete; /* finds ids, text and rules; false: only counts messages */
    void (*open)(void);
    void (*feed)(const char *bytes, size_t len);
    void (*close)(void);
    void (*stream)(uint16_t port);
} bench_reader_t;

extern const bench_reader_t bench_pipit, bench_select, bench_raw, bench_http_jsmn, bench_http_cjson, bench_lines;
extern const bench_reader_t bench_pipit_socket, bench_http_jsmn_socket, bench_curl_cjson_socket, bench_select_socket;

/* The measured time begins. Over a socket the sender sends no body before this call. */
void bench_begin(void);

/* All passes of several readers in turns; the reference is the second one of the list. */
#define BENCH_READERS_MAX 6
#define BENCH_ROUNDS_MAX 101
#define BENCH_REFERENCE 1
typedef struct {
    const bench_reader_t *const *readers;
    int count;
    int rounds;
    int size;
    uint64_t messages; /* in one pass */
    size_t feed;       /* 0: over a socket */
    double bytes;      /* of body in one pass, mean */
    double seconds[BENCH_READERS_MAX][BENCH_ROUNDS_MAX];
    uint64_t allocations[BENCH_READERS_MAX]; /* the most in one pass */
    bench_found_t found[BENCH_READERS_MAX];
} bench_cell_t;

/* One pass over everything. @return seconds of CPU time from bench_begin() to the end. */
double bench_pass(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed, uint16_t port,
                  uint64_t *allocations);
void bench_measure(bench_cell_t *cell);

/* The median of one reader's rounds; how many times as fast as the reference: the ratio of the medians, and the
 * smallest and largest ratio of a round. */
typedef struct {
    double seconds;
    double ratio, ratio_low, ratio_high;
} bench_result_t;
bench_result_t bench_result(const bench_cell_t *cell, int reader);

/* What Pipit wants to reach in this cell is said on stderr. @return how much of it is not. */
int bench_bars_missed(const bench_cell_t *cell);

/* Helpers of the readers. */
uint64_t bench_number(const char *digits, size_t len);
void bench_text(const char *decoded, size_t len);
void bench_fail(const char *what);

/* Lines out of a response. A whole line inside one piece is used where it lies. bench_lines_body() wants a body
 * without its chunked coding; the others undo that with http-parser. */
typedef void (*bench_line_fn)(const char *line, size_t len);
void bench_lines_open(bench_line_fn on_line);
void bench_lines_body(const char *bytes, size_t len);
void bench_http_open(bench_line_fn on_line);
void bench_http_feed(const char *bytes, size_t len);
void bench_http_close(void);
void bench_http_stream(bench_line_fn on_line, uint16_t port);

/* A process that serves the wire to one connection after the other. @return its port on 127.0.0.1 */
uint16_t bench_sender_start(const bench_wire_t *wire);
void bench_sender_go(void); /* the body may come */
void bench_sender_stop(void);

/* Calls of malloc, calloc and realloc by this program's own files and static libraries since it began. */
uint64_t bench_allocations(void);

#endif
