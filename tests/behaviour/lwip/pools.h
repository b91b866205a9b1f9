/* SPDX-License-Identifier: MIT */
/* How much of lwIP's pools and heap is in use. */
#ifndef POOLS_H
#define POOLS_H

#include <stdbool.h>
#include <stddef.h>

#define POOLS_MAX 32

typedef struct {
    size_t used[POOLS_MAX]; /* for each memp pool; the last one: bytes of the heap */
    size_t count;
} pools_t;

void pools_read(pools_t *pools);
/* Compare. @return true if they are equal; otherwise `text` is the first difference, with both numbers */
bool pools_are_equal(const pools_t *before, const pools_t *after, char *text, size_t size);
/* Print the largest use of each pool and of the heap. */
void pools_print(void);

#endif
