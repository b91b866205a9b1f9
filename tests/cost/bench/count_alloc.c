/* SPDX-License-Identifier: MIT */
/* Linked with --wrap: every call of malloc, calloc and realloc in this program is counted here. Calls in shared
 * libraries are not; cJSON and libcurl get these functions by their own hooks. */
#include "bench.h"

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);

static uint64_t calls;

uint64_t bench_allocations(void) {
    return calls;
}

void *__wrap_malloc(size_t bytes) {
    calls++;
    return __real_malloc(bytes);
}

void *__wrap_calloc(size_t count, size_t bytes) {
    calls++;
    return __real_calloc(count, bytes);
}

void *__wrap_realloc(void *old, size_t bytes) {
    calls++;
    return __real_realloc(old, bytes);
}
