/* SPDX-License-Identifier: MIT */
/* pipit-bench: from wire bytes to id, text and rule ids, several readers side by side in one process. */
#include "bench.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEED 1
#define ROUNDS_MAX 101
#define READERS 4
#define FEEDS 2

static const bench_reader_t *const readers[READERS] = {&bench_pipit, &bench_http_jsmn, &bench_http_cjson, &bench_lines};
#define REFERENCE 1 /* the reader that people would write; ratios are against it */

static const size_t feeds[FEEDS] = {1460, 16384};
/* About 2 MB each for times, little for instruction counts. */
static const uint64_t timed_messages[BENCH_SIZES] = {6000, 1000, 250};
static const uint64_t counted_messages[BENCH_SIZES] = {400, 100, 40};

bench_found_t bench_found;

typedef struct {
    double seconds[READERS][ROUNDS_MAX];
    uint64_t allocations[READERS];
    bench_found_t found[READERS];
} cell_t; /* of the table: one size, one feed */

void bench_fail(const char *what) {
    fprintf(stderr, "pipit-bench: %s\n", what);
    exit(1);
}

uint64_t bench_number(const char *digits, size_t len) {
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (uint64_t)(digits[i] - '0');
    }
    return value;
}

void bench_text(const char *decoded, size_t len) {
    bench_found.text += len;
    if (len > 0) bench_found.last_byte += (unsigned char)decoded[len - 1];
}

/* The part that is measured; a function of its own so that callgrind can be told to count nothing else. */
__attribute__((noinline)) void bench_body(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed) {
    const char *at = wire->bytes + wire->head_len, *end = wire->bytes + wire->len;
    while (at < end) {
        size_t len = (size_t)(end - at) < feed ? (size_t)(end - at) : feed;
        reader->feed(at, len);
        at += len;
    }
}

__attribute__((noinline)) void bench_head(const bench_reader_t *reader, const bench_wire_t *wire) {
    reader->feed(wire->bytes, wire->head_len);
}

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* One pass of one reader. Connecting and the response head are outside of the time: they happen once a day. */
static double pass(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed, uint64_t *allocations) {
    memset(&bench_found, 0, sizeof bench_found);
    reader->open();
    bench_head(reader, wire);
    uint64_t before = bench_allocations();
    double start = cpu_seconds();
    bench_body(reader, wire, feed);
    double seconds = cpu_seconds() - start;
    *allocations = bench_allocations() - before;
    reader->close();
    return seconds;
}

static void same_or_fail(const cell_t *cell, const bench_wire_t *wire) {
    for (int r = 0; r < READERS; r++) {
        if (!readers[r]->complete) continue;
        if (memcmp(&cell->found[r], &cell->found[REFERENCE], sizeof cell->found[r]) != 0 ||
            cell->found[r].messages != wire->messages) {
            fprintf(stderr, "pipit-bench: %s found something else than %s\n", readers[r]->name,
                    readers[REFERENCE]->name);
            exit(1);
        }
    }
}

static void measure(cell_t *cell, const bench_wire_t *wire, size_t feed, int rounds) {
    for (int round = -1; round < rounds; round++) { /* the first one warms up */
        for (int r = 0; r < READERS; r++) {
            double seconds = pass(readers[r], wire, feed, &cell->allocations[r]);
            cell->found[r] = bench_found;
            if (round >= 0) cell->seconds[r][round] = seconds;
        }
    }
    same_or_fail(cell, wire);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

/* How many times as fast as the reference: the median of the rounds' ratios, since the machine's speed drifts. */
static double ratio(const cell_t *cell, int reader, int rounds) {
    double ratios[ROUNDS_MAX];
    for (int i = 0; i < rounds; i++) {
        ratios[i] = cell->seconds[REFERENCE][i] / cell->seconds[reader][i];
    }
    return median(ratios, rounds);
}

static void print_cell(cell_t *cell, const bench_wire_t *wire, const char *size, size_t feed, int rounds, bool json) {
    double ratios[READERS];
    for (int r = 0; r < READERS; r++) {
        ratios[r] = ratio(cell, r, rounds);
    }
    for (int r = 0; r < READERS; r++) {
        double seconds = median(cell->seconds[r], rounds);
        double mb_s = (double)(wire->len - wire->head_len) / seconds / 1e6;
        double us = seconds / (double)wire->messages * 1e6;
        const char *format = json ? "{\"name\":\"%s\",\"size\":\"%s\",\"feed\":%zu,\"ratio\":%.3f,\"mb_s\":%.1f,"
                                    "\"us_per_message\":%.3f,\"allocations\":%" PRIu64 ",\"messages\":%" PRIu64 "}\n"
                                  : "%-20s %-7s %6zu %7.2f %9.1f %9.3f %12" PRIu64 " %9" PRIu64 "\n";
        printf(format, readers[r]->name, size, feed, ratios[r], mb_s, us, cell->allocations[r], wire->messages);
    }
}

static int timed(int rounds, bool json) {
    static cell_t cell;
    int bad = 0;
    if (!json) {
        printf("CPU time, median of %d interleaved rounds; ratio: times as fast as %s\n", rounds,
               readers[REFERENCE]->name);
        printf("%-20s %-7s %6s %7s %9s %9s %12s %9s\n", "reader", "size", "feed", "ratio", "MB/s", "us/msg",
               "allocations", "messages");
    }
    for (int size = 0; size < BENCH_SIZES; size++) {
        bench_wire_t wire;
        bench_wire_make(&wire, size, timed_messages[size], SEED);
        for (int f = 0; f < FEEDS; f++) {
            measure(&cell, &wire, feeds[f], rounds);
            print_cell(&cell, &wire, bench_size_names[size], feeds[f], rounds, json);
            if (cell.allocations[0] != 0) {
                fprintf(stderr, "pipit-bench: pipit allocated %" PRIu64 " times\n", cell.allocations[0]);
                bad = 1;
            }
        }
        free(wire.bytes);
    }
    return bad;
}

static int index_of(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) return i;
    }
    fprintf(stderr, "pipit-bench: unknown name %s\n", name);
    exit(2);
}

/* One reader, one pass over a little: for valgrind. */
static int count(const char *reader_name, const char *size_name, const char *feed_text) {
    const char *names[READERS];
    for (int r = 0; r < READERS; r++) {
        names[r] = readers[r]->name;
    }
    const bench_reader_t *reader = readers[index_of(reader_name, names, READERS)];
    int size = index_of(size_name, bench_size_names, BENCH_SIZES);
    size_t feed = (size_t)strtoul(feed_text, NULL, 10);
    uint64_t allocations;
    bench_wire_t wire;
    if (feed == 0 || feed > BENCH_LINE_BYTES / 2) {
        fprintf(stderr, "pipit-bench: feed: 1 to %d\n", BENCH_LINE_BYTES / 2);
        return 2;
    }
    bench_wire_make(&wire, size, counted_messages[size], SEED);
    pass(reader, &wire, feed, &allocations);
    printf("{\"name\":\"%s\",\"size\":\"%s\",\"feed\":%zu,\"messages\":%" PRIu64 ",\"bytes\":%zu,\"allocations\":%" PRIu64
           "}\n",
           reader->name, bench_size_names[size], feed, wire.messages, wire.len - wire.head_len, allocations);
    free(wire.bytes);
    return 0;
}

static int dump(const char *size_name, const char *messages) {
    bench_wire_t wire;
    bench_wire_make(&wire, index_of(size_name, bench_size_names, BENCH_SIZES), strtoul(messages, NULL, 10), SEED);
    fwrite(wire.bytes, 1, wire.len, stdout);
    free(wire.bytes);
    return 0;
}

static int usage(void) {
    fputs("usage: pipit-bench [--json] [--rounds N]       times, N from 1 to 101, default 11\n"
          "       pipit-bench --count READER SIZE FEED    one short pass, for valgrind (see instructions.py)\n"
          "       pipit-bench --dump SIZE N               the input: N messages of size small, medium or large\n",
          stderr);
    return 2;
}

int main(int argc, char **argv) {
    int rounds = 11;
    bool json = false;
    if (argc == 5 && strcmp(argv[1], "--count") == 0) return count(argv[2], argv[3], argv[4]);
    if (argc == 4 && strcmp(argv[1], "--dump") == 0) return dump(argv[2], argv[3]);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            json = true;
        } else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) {
            rounds = atoi(argv[++i]);
        } else {
            return usage();
        }
    }
    if (rounds < 1 || rounds > ROUNDS_MAX) return usage();
    return timed(rounds, json);
}
