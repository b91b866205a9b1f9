/* SPDX-License-Identifier: MIT */
/* pipit-bench: from wire bytes to id, text and rule ids, several readers side by side in one process. README.md says
 * what is measured and what the columns mean. */
#include "bench.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))
#define CHECK_ROUNDS_MIN 9

static const bench_reader_t *const memory_readers[] = {&bench_pipit, &bench_http_jsmn, &bench_http_cjson,
                                                       &bench_lines, &bench_select,    &bench_raw};
static const bench_reader_t *const socket_readers[] = {&bench_pipit_socket, &bench_http_jsmn_socket,
                                                       &bench_curl_cjson_socket, &bench_select_socket};

static const size_t feeds[] = {1460, 16384, 0}; /* 0: over a socket */
/* For times: about 2 MB in memory, so that they stay in the caches, like bytes that were just received; and 8 MB over a
 * socket. For instruction counts: less. */
static const uint64_t timed_messages[BENCH_SIZES] = {6000, 1000, 250};
#define SOCKET_TIMES 4
static const uint64_t counted_messages[BENCH_SIZES] = {400, 100, 40};

typedef struct {
    int rounds;
    bool json;
    bool check;
} options_t;

static void print_heading(const options_t *options) {
    if (options->json) return;
    printf("CPU time, medians of %d interleaved rounds; ratio: times as fast as %s (low..high: single rounds)\n",
           options->rounds, memory_readers[BENCH_REFERENCE]->name);
    printf("%-19s %-6s %6s %6s %11s %8s %8s %11s %8s\n", "reader", "size", "feed", "ratio", "low..high", "MB/s",
           "us/msg", "allocations", "messages");
}

static void print_cell(const bench_cell_t *cell, bool json) {
    const char *format = json ? "{\"name\":\"%s\",\"size\":\"%s\",\"feed\":%zu,\"ratio\":%.3f,\"ratio_low\":%.3f,"
                                "\"ratio_high\":%.3f,\"mb_s\":%.1f,\"us_per_message\":%.3f,\"allocations\":%" PRIu64
                                ",\"messages\":%" PRIu64 "}\n"
                              : "%-19s %-6s %6zu %6.2f %5.2f..%4.2f %8.1f %8.3f %11" PRIu64 " %8" PRIu64 "\n";
    for (int r = 0; r < cell->count; r++) {
        bench_result_t result = bench_result(cell, r);
        double mb_s = cell->bytes / result.seconds / 1e6;
        double us = result.seconds / (double)cell->messages * 1e6;
        printf(format, cell->readers[r]->name, bench_size_names[cell->size], cell->feed, result.ratio, result.ratio_low,
               result.ratio_high, mb_s, us, cell->allocations[r], cell->messages);
    }
    (void)fflush(stdout);
}

/* @return how many bars were not reached; 0 if they are not checked. */
static int cell_run(const options_t *options, int size, size_t feed) {
    static bench_cell_t cell;
    bool socket = feed == 0;
    cell.readers = socket ? socket_readers : memory_readers;
    cell.count = socket ? COUNT(socket_readers) : COUNT(memory_readers);
    cell.rounds = options->rounds;
    cell.size = size;
    cell.messages = timed_messages[size] * (socket ? SOCKET_TIMES : 1);
    cell.feed = feed;
    bench_measure(&cell);
    print_cell(&cell, options->json);
    return options->check ? bench_bars_missed(&cell) : 0;
}

static int timed(const options_t *options) {
    int missed = 0;
    print_heading(options);
    for (int size = 0; size < BENCH_SIZES; size++) {
        for (int f = 0; f < COUNT(feeds); f++)
            missed += cell_run(options, size, feeds[f]);
    }
    if (options->check) fprintf(stderr, "pipit-bench: %d bars missed\n", missed);
    return missed > 0;
}

static int index_of(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) return i;
    }
    fprintf(stderr, "pipit-bench: unknown name %s\n", name);
    exit(2);
}

/* One pass of one reader over a short input, for valgrind. */
static int count(const char *reader_name, const char *size_name, const char *feed_text) {
    const char *names[COUNT(memory_readers)];
    uint64_t allocations;
    bench_wire_t wire;
    for (int r = 0; r < COUNT(memory_readers); r++) {
        names[r] = memory_readers[r]->name;
    }
    const bench_reader_t *reader = memory_readers[index_of(reader_name, names, COUNT(memory_readers))];
    int size = index_of(size_name, bench_size_names, BENCH_SIZES);
    size_t feed = (size_t)strtoul(feed_text, NULL, 10);
    if (feed == 0 || feed > BENCH_LINE_BYTES / 2) {
        fprintf(stderr, "pipit-bench: feed: 1 to %d\n", BENCH_LINE_BYTES / 2);
        return 2;
    }
    bench_wire_make(&wire, size, counted_messages[size], BENCH_SEED);
    (void)bench_pass(reader, &wire, feed, 0, &allocations);
    printf("{\"name\":\"%s\",\"size\":\"%s\",\"feed\":%zu,\"messages\":%" PRIu64
           ",\"bytes\":%zu,\"allocations\":%" PRIu64 "}\n",
           reader->name, bench_size_names[size], feed, wire.messages, wire.len - wire.head_len, allocations);
    free(wire.bytes);
    return 0;
}

static int dump(const char *size_name, const char *messages) {
    bench_wire_t wire;
    bench_wire_make(&wire, index_of(size_name, bench_size_names, BENCH_SIZES), strtoul(messages, NULL, 10), BENCH_SEED);
    fwrite(wire.bytes, 1, wire.len, stdout);
    free(wire.bytes);
    return 0;
}

static int usage(void) {
    fputs("usage: pipit-bench [--json] [--check] [--rounds N]  times; N from 1 to 101, default 31\n"
          "                   --check: each bar with what was measured, exit 1 if one is missed; at least 9 rounds\n"
          "       pipit-bench --count READER SIZE FEED         one short pass, for valgrind (see instructions.py)\n"
          "       pipit-bench --dump SIZE N                    the input: N messages, small, medium or large\n",
          stderr);
    return 2;
}

int main(int argc, char **argv) {
    options_t options = {.rounds = 31};
    if (argc == 5 && strcmp(argv[1], "--count") == 0) return count(argv[2], argv[3], argv[4]);
    if (argc == 4 && strcmp(argv[1], "--dump") == 0) return dump(argv[2], argv[3]);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            options.json = true;
        } else if (strcmp(argv[i], "--check") == 0) {
            options.check = true;
        } else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) {
            options.rounds = atoi(argv[++i]);
        } else {
            return usage();
        }
    }
    if (options.check && options.rounds < CHECK_ROUNDS_MIN) return usage();
    if (options.rounds < 1 || options.rounds > BENCH_ROUNDS_MAX) return usage();
    return timed(&options);
}
