/* SPDX-License-Identifier: MIT */
/* What lwIP's pools and heap hold. */
#ifndef POOLS_H
#define POOLS_H

#include <stdbool.h>
#include <stddef.h>

#define POOLS_MAX 32

typedef struct {
    size_t used[POOLS_MAX]; /* of each memp pool, the heap's bytes last */
    size_t count;
} pools_t;

void pools_read(pools_t *pools);
/* The first that differs, with both numbers, in `text`. @return true when none does */
bool pools_are_equal(const pools_t *before, const pools_t *after, char *text, size_t size);
/* The most that was ever used of each pool and of the heap, on stdout. */
void pools_print(void);

#endif
