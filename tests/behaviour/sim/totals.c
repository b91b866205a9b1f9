/* SPDX-License-Identifier: MIT */
#include "world.h"
#include <stdio.h>

#define YEAR_MS 31557600000.0

static uint64_t greater(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

/* All members are uint64_t; all except three are sums. */
void totals_add(totals_t *to, const totals_t *from) {
    const totals_t before = *to;
    uint64_t *sum = (uint64_t *)to;
    const uint64_t *more = (const uint64_t *)from;
    for (size_t i = 0; i < sizeof *to / sizeof *sum; i++)
        sum[i] += more[i];
    to->longest_wait_ms = greater(before.longest_wait_ms, from->longest_wait_ms);
    to->stack_bytes = greater(before.stack_bytes, from->stack_bytes);
}

static void row(const char *name, uint64_t count) {
    printf("  %-34s %14llu\n", name, (unsigned long long)count);
}

static void injected_print(const totals_t *totals) {
    puts("injected");
    for (uint8_t fault = 0; fault < PIPIT_SIM_FAULTS; fault++)
        row(pipit_sim_fault_name(fault), totals->faults[fault]);
    for (uint8_t trouble = 0; trouble < PIPIT_SIM_X_TROUBLES; trouble++)
        row(pipit_sim_x_trouble_name(trouble), totals->troubles[trouble]);
    row("program away", totals->away);
    row("stream stopped and started", totals->stops);
}

static void outcome_print(const totals_t *totals) {
    puts("came out");
    row("streams opened", totals->events[PIPIT_EV_CONNECT]);
    row("Posts, each once", totals->posts);
    row("Posts longer than the buffer", totals->oversize);
    row("duplicates dropped", totals->duplicates);
    row("keep-alives", totals->events[PIPIT_EV_KEEP_ALIVE]);
    row("ends in order", totals->events[PIPIT_EV_CLOSED]);
    row("connection errors", totals->events[PIPIT_EV_CONNECTION_ERROR]);
    row("request errors", totals->events[PIPIT_EV_REQUEST_ERROR]);
    row("waits", totals->events[PIPIT_EV_RETRY]);
    row("gaps told", totals->events[PIPIT_EV_GAP]);
    row("stale connections killed", totals->events[PIPIT_EV_KILL]);
    row("requests over", totals->events[PIPIT_EV_DISCONNECT]);
    row("rules calls answered", totals->calls_done);
    row("backfills that had to be complete", totals->backfills);
    row("bytes", totals->bytes);
    row("longest wait, ms", totals->longest_wait_ms);
    row("stack of a pipit_next(), bytes", totals->stack_bytes);
    row("allocations", totals->allocations);
}

void totals_print(const totals_t *totals) {
    injected_print(totals);
    outcome_print(totals);
    printf("%llu worlds, %.1f years\n", (unsigned long long)totals->worlds, (double)totals->simulated_ms / YEAR_MS);
}
