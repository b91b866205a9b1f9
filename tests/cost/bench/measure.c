/* SPDX-License-Identifier: MIT */
/* Runs passes of readers, and measures time and allocations. */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bench_found_t bench_found;

static double begun; /* CPU time at the last bench_begin() */
static bool over_socket;

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

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void bench_begin(void) {
    if (over_socket) bench_sender_go();
    begun = cpu_seconds();
}

/* The part that is measured. It is a separate function, so that callgrind can count only this. */
__attribute__((noinline)) void bench_body(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed) {
    const char *at = wire->bytes + wire->head_len, *end = wire->bytes + wire->len;
    while (at < end) {
        size_t len = (size_t)(end - at) < feed ? (size_t)(end - at) : feed;
        reader->feed(at, len);
        at += len;
    }
}

/* The time does not include connecting and the response head, which are rare. Allocations are counted from the start.
 */
double bench_pass(const bench_reader_t *reader, const bench_wire_t *wire, size_t feed, uint16_t port,
                  uint64_t *allocations) {
    double seconds;
    uint64_t before = bench_allocations();
    memset(&bench_found, 0, sizeof bench_found);
    over_socket = reader->stream != NULL;
    if (over_socket) {
        reader->stream(port);
        seconds = cpu_seconds() - begun;
    } else {
        reader->open();
        reader->feed(wire->bytes, wire->head_len);
        bench_begin();
        bench_body(reader, wire, feed);
        seconds = cpu_seconds() - begun;
        reader->close();
    }
    *allocations = bench_allocations() - before;
    return seconds;
}

static void same_or_fail(const bench_cell_t *cell, const bench_wire_t *wire) {
    for (int r = 0; r < cell->count; r++) {
        if (!cell->readers[r]->complete) continue;
        if (memcmp(&cell->found[r], &cell->found[BENCH_REFERENCE], sizeof cell->found[r]) != 0 ||
            cell->found[r].messages != wire->messages) {
            fprintf(stderr, "pipit-bench: %s found something else than %s\n", cell->readers[r]->name,
                    cell->readers[BENCH_REFERENCE]->name);
            exit(1);
        }
    }
}

/* Run every reader once, in each round in another order, so that changes of the machine's speed and the state of the
 * caches have the same effect on all. */
static void round_run(bench_cell_t *cell, const bench_wire_t *wire, uint16_t port, int round) {
    for (int i = 0; i < cell->count; i++) {
        int r = (i + round) % cell->count;
        uint64_t allocations;
        double seconds = bench_pass(cell->readers[r], wire, cell->feed, port, &allocations);
        cell->found[r] = bench_found;
        if (allocations > cell->allocations[r]) cell->allocations[r] = allocations;
        if (round > 0) cell->seconds[r][round - 1] = seconds;
    }
    same_or_fail(cell, wire);
    cell->bytes += (double)(wire->len - wire->head_len) / (cell->rounds + 1);
}

/* In memory each round has other messages, so that the branch prediction of the processor cannot learn them; and few
 * enough to stay in the caches, like bytes that were just received. With 16 MB in a pass, the time to read main memory,
 * which is equal for all, hides a tenth of the differences. Over a socket the messages do not change, because readers
 * get a copy of the kernel. */
static void memory_rounds(bench_cell_t *cell) {
    for (int round = 0; round <= cell->rounds; round++) { /* the first round is only a warm-up */
        bench_wire_t wire;
        bench_wire_make(&wire, cell->size, cell->messages, BENCH_SEED + (uint64_t)round);
        round_run(cell, &wire, 0, round);
        free(wire.bytes);
    }
}

static void socket_rounds(bench_cell_t *cell) {
    bench_wire_t wire;
    bench_wire_make(&wire, cell->size, cell->messages, BENCH_SEED);
    uint16_t port = bench_sender_start(&wire);
    for (int round = 0; round <= cell->rounds; round++)
        round_run(cell, &wire, port, round);
    bench_sender_stop();
    free(wire.bytes);
}

void bench_measure(bench_cell_t *cell) {
    memset(cell->allocations, 0, sizeof cell->allocations);
    cell->bytes = 0;
    if (cell->feed == 0) {
        socket_rounds(cell);
    } else {
        memory_rounds(cell);
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int count) {
    double sorted[BENCH_ROUNDS_MAX];
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    return count % 2 != 0 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

bench_result_t bench_result(const bench_cell_t *cell, int reader) {
    const double *own = cell->seconds[reader], *reference = cell->seconds[BENCH_REFERENCE];
    bench_result_t result = {.seconds = median(own, cell->rounds), .ratio_low = 1e9};
    result.ratio = median(reference, cell->rounds) / result.seconds;
    for (int i = 0; i < cell->rounds; i++) {
        double ratio = reference[i] / own[i];
        if (ratio < result.ratio_low) result.ratio_low = ratio;
        if (ratio > result.ratio_high) result.ratio_high = ratio;
    }
    return result;
}
