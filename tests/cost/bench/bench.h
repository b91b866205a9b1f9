/* SPDX-License-Identifier: MIT */
/* Shared by the files of the benchmark: the input, the results that every reader must find, the interface of a reader.
 */
#ifndef PIPIT_BENCH_H
#define PIPIT_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same buffer sizes for every reader: for one call of recv(), for a line, and for tokens. */
#define BENCH_LINE_BYTES 32768
#define BENCH_TOKENS 2048
#define BENCH_SEED 1

/* The bytes that a socket delivers. */
typedef struct {
    char *bytes;
    size_t len;
    size_t head_len; /* length of the response head at the beginning */
    uint64_t messages;
} bench_wire_t;

enum { BENCH_SMALL, BENCH_MEDIUM, BENCH_LARGE, BENCH_SIZES };
extern const char *const bench_size_names[BENCH_SIZES];

/* A response head and `messages` generated Posts in chunks; the same seed gives the same bytes. Allocates. */
void bench_wire_make(bench_wire_t *wire, int size, uint64_t messages, uint64_t seed);

/* The results of a reader. If they are equal, two readers have done the same work. */
typedef struct {
    uint64_t messages;
    uint64_t ids;       /* sum of the Posts' ids, modulo 2^64 */
    uint64_t text;      /* sum of the texts' lengths, decoded */
    uint64_t last_byte; /* sum of the last bytes of all texts, so that a reader must decode the texts */
    uint64_t rules;     /* sum of the matching rules' ids */
} bench_found_t;
extern bench_found_t bench_found;

/* A reader of bytes in memory has open, feed and close: open() begins a new connection, feed() gets the next bytes, as
 * from a call of recv(). A reader of a socket has stream(): it connects to 127.0.0.1:port, sends the request, calls
 * bench_begin() after the response head, and returns at the end of the stream. */
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

/* All passes of several readers, which run in turns. The reference is the second reader of the list. */
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
    double bytes;      /* mean number of bytes of the body in one pass */
    double seconds[BENCH_READERS_MAX][BENCH_ROUNDS_MAX];
    uint64_t allocations[BENCH_READERS_MAX]; /* the largest number in one pass */
    bench_found_t found[BENCH_READERS_MAX];
} bench_cell_t;

/* Run one complete pass. @return seconds of CPU time from bench_begin() to the end. */
double bench_pass(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed, uint16_t port,
                  uint64_t *allocations);
void bench_measure(bench_cell_t *cell);

/* The median of the rounds of one reader; and its speed relative to the reference: the ratio of the medians, and the
 * smallest and largest ratio of a round. */
typedef struct {
    double seconds;
    double ratio, ratio_low, ratio_high;
} bench_result_t;
bench_result_t bench_result(const bench_cell_t *cell, int reader);

/* Print the bars of this cell on stderr. @return how many of them Pipit does not reach. */
int bench_bars_missed(const bench_cell_t *cell);

/* Helpers of the readers. */
uint64_t bench_number(const char *digits, size_t len);
void bench_text(const char *decoded, size_t len);
void bench_fail(const char *what);

/* Find the lines of a response. A line that is complete in one piece is used in place. bench_lines_body() needs a body
 * without chunked coding; the other functions decode it with http-parser. */
typedef void (*bench_line_fn)(const char *line, size_t len);
void bench_lines_open(bench_line_fn on_line);
void bench_lines_body(const char *bytes, size_t len);
void bench_http_open(bench_line_fn on_line);
void bench_http_feed(const char *bytes, size_t len);
void bench_http_close(void);
void bench_http_stream(bench_line_fn on_line, uint16_t port);

/* A process that serves the wire to one connection after the other. @return its port on 127.0.0.1 */
uint16_t bench_sender_start(const bench_wire_t *wire);
void bench_sender_go(void); /* let the sender send the body */
void bench_sender_stop(void);

/* @return the number of calls of malloc, calloc and realloc by files and static libraries of this program. */
uint64_t bench_allocations(void);

#endif
