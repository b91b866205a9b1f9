/* SPDX-License-Identifier: MIT */
/* The required speed of Pipit: one bar (a limit) in each row. */
#include "bench.h"
#include <stdio.h>

/* `reader` must be at least `wanted` times as fast as `against`, for each size. */
typedef struct {
    const bench_reader_t *reader;
    const bench_reader_t *against;
    bool socket;
    double wanted[BENCH_SIZES];
} bar_t;

/* Both http-parser + cJSON and Pipit check what they read. A reader that uses jsmn and checks its work cannot be as
 * fast as jsmn alone, so there is no bar for `pipit` against the reference. */
static const bar_t bars[] = {
    {&bench_raw, &bench_lines, false, {0.55, 0.65, 0.8}},
    {&bench_select, &bench_http_jsmn, false, {0.95, 1.6, 2.4}},
    {&bench_pipit, &bench_http_cjson, false, {1.15, 1.7, 1.8}},
    {&bench_select_socket, &bench_curl_cjson_socket, true, {1.8, 4.0, 7.0}},
};

static int place_of(const bench_cell_t *cell, const bench_reader_t *reader) {
    for (int r = 0; r < cell->count; r++) {
        if (cell->readers[r] == reader) return r;
    }
    bench_fail("bars: a reader that does not take part");
    return 0;
}

static bool bar_met(const bench_cell_t *cell, const bar_t *bar) {
    double reader_s = bench_result(cell, place_of(cell, bar->reader)).seconds;
    double against_s = bench_result(cell, place_of(cell, bar->against)).seconds;
    double wanted = bar->wanted[cell->size];
    bool met = against_s / reader_s >= wanted;
    fprintf(stderr, "%-6s  %-12s against %-19s %-6s feed %5zu: wanted %.2f, measured %.2f\n", met ? "ok" : "MISSED",
            bar->reader->name, bar->against->name, bench_size_names[cell->size], cell->feed, wanted,
            against_s / reader_s);
    return met;
}

static bool allocates(const bench_cell_t *cell, const bench_reader_t *reader) {
    uint64_t count = cell->allocations[place_of(cell, reader)];
    if (count > 0) fprintf(stderr, "MISSED  %s allocates %llu times\n", reader->name, (unsigned long long)count);
    return count > 0;
}

int bench_bars_missed(const bench_cell_t *cell) {
    int missed = 0;
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        if (bars[i].socket != (cell->feed == 0)) continue;
        if (!bar_met(cell, &bars[i])) missed++;
        if (allocates(cell, bars[i].reader)) missed++;
    }
    return missed;
}
