/* SPDX-License-Identifier: MIT */
/* One simulated world: an application with a stream and rules calls, X, and the network between them. */
#ifndef WORLD_H
#define WORLD_H

#include "referee.h"

#define WORLD_EVENTS 16

/* Counters of faults and results, for any number of worlds. */
typedef struct {
    uint64_t worlds;
    uint64_t simulated_ms;
    uint64_t faults[PIPIT_SIM_FAULTS];
    uint64_t troubles[PIPIT_SIM_X_TROUBLES];
    uint64_t away;
    uint64_t stops;
    uint64_t events[WORLD_EVENTS];
    uint64_t posts_written;
    uint64_t posts;
    uint64_t oversize;
    uint64_t duplicates;
    uint64_t backfills; /* reconnects that had to request all of the last 5 minutes */
    uint64_t streams;
    uint64_t bytes;
    uint64_t calls;
    uint64_t calls_done;
    uint64_t longest_wait_ms;
    uint64_t stack_bytes;
    uint64_t allocations;
} totals_t;

/* Print each event. */
extern bool world_trace;

/* Run one world. Its totals are added to *totals. @return false if an invariant did not hold; then why says which. */
bool world_run(uint64_t seed, uint64_t days, totals_t *totals, char *why, size_t why_bytes);

void totals_add(totals_t *to, const totals_t *from);
void totals_print(const totals_t *totals);

#endif
