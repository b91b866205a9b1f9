/* SPDX-License-Identifier: MIT */
/* Used instead of mbedTLS's own allocator, which needs 32 bytes for each of some hundred blocks and does not count
 * failures. */
#include "pipit_tls_parts.h"

#if PIPIT_TLS_HAS_ARENA

#include <mbedtls/platform.h>
#include <string.h>
#if defined(MBEDTLS_THREADING_C)
#include <mbedtls/threading.h>
#endif

/* A block in use begins with its size; the caller's bytes follow. Free blocks are linked in the order of addresses. All
 * sizes, and the addresses of the caller's bytes, are multiples of UNIT. */
typedef struct block {
    size_t bytes;
    struct block *next;
} block_t;

#define REQUESTS_PER_TURN 16u
#define HEADER sizeof(size_t)
#define UNIT sizeof(block_t)

static struct {
    block_t *free_first;
    size_t used;
    size_t peak;
    void (*turn)(void *ctx);
    void *turn_ctx;
    uint32_t requests;
    uint32_t failures;
    bool given;
#if defined(MBEDTLS_THREADING_C)
    mbedtls_threading_mutex_t mutex;
#endif
} arena;

#if defined(MBEDTLS_THREADING_C)
static bool enter(void) {
    return mbedtls_mutex_lock(&arena.mutex) == 0;
}

static void leave(void) {
    (void)mbedtls_mutex_unlock(&arena.mutex);
}

static void lock_make(void) {
    mbedtls_mutex_init(&arena.mutex);
}
#else
static bool enter(void) {
    return true;
}

static void leave(void) {}

static void lock_make(void) {}
#endif

/* ---- blocks ---- */

static block_t *after(block_t *block, size_t bytes) {
    return (block_t *)((uint8_t *)block + bytes);
}

/* @return the link to the first free block that is large enough, or to NULL. */
static block_t **find(size_t bytes) {
    block_t **link = &arena.free_first;
    while (*link && (*link)->bytes < bytes)
        link = &(*link)->next;
    return link;
}

static block_t *take(size_t bytes) {
    block_t **link = find(bytes);
    block_t *block = *link;
    if (!block) return NULL;
    if (block->bytes > bytes) {
        block_t *rest = after(block, bytes);
        rest->bytes = block->bytes - bytes;
        rest->next = block->next;
        *link = rest;
        block->bytes = bytes;
    } else {
        *link = block->next;
    }
    arena.used += bytes;
    if (arena.used > arena.peak) arena.peak = arena.used;
    return block;
}

static void join(block_t *block) {
    if (!block->next || block->next != after(block, block->bytes)) return;
    block->bytes += block->next->bytes;
    block->next = block->next->next;
}

static void give_back(block_t *block) {
    block_t *before = NULL;
    block_t **link = &arena.free_first;
    while (*link && *link < block) {
        before = *link;
        link = &before->next;
    }
    arena.used -= block->bytes;
    block->next = *link;
    *link = block;
    join(block);
    if (before) join(before);
}

/* ---- functions that mbedTLS calls ---- */

static void *arena_calloc(size_t count, size_t size) {
    if (count == 0 || size == 0) return NULL;
    if (arena.turn && ++arena.requests % REQUESTS_PER_TURN == 0) arena.turn(arena.turn_ctx);
    bool overflows = count > (SIZE_MAX - HEADER - UNIT) / size;
    size_t bytes = (count * size + HEADER + UNIT - 1) / UNIT * UNIT;
    if (!enter()) return NULL;
    block_t *block = overflows ? NULL : take(bytes);
    if (!block) arena.failures++;
    leave();
    return block ? memset((uint8_t *)block + HEADER, 0, bytes - HEADER) : NULL;
}

static void arena_free(void *bytes) {
    if (!bytes || !enter()) return;
    give_back((block_t *)((uint8_t *)bytes - HEADER));
    leave();
}

/* ---- functions that the program calls ---- */

void pipit_tls_arena_use_turn(void (*turn)(void *ctx), void *ctx) {
#if defined(MBEDTLS_THREADING_C)
    (void)turn;
    (void)ctx;
#else
    arena.turn = turn;
    arena.turn_ctx = ctx;
#endif
}

pipit_err_t pipit_tls_arena(void *memory, size_t bytes) {
    if (!memory || bytes < PIPIT_TLS_ARENA_MIN) return PIPIT_E_INVALID;
    /* Blocks of the old arena could not be freed. */
    if (arena.given) return PIPIT_E_STATE;
    size_t skipped = (UNIT + UNIT - HEADER - (uintptr_t)memory % UNIT) % UNIT;
    block_t *all = (block_t *)((uint8_t *)memory + skipped);
    all->bytes = (bytes - skipped) / UNIT * UNIT;
    all->next = NULL;
    arena.free_first = all;
    arena.given = true;
    lock_make();
    return mbedtls_platform_set_calloc_free(arena_calloc, arena_free) == 0 ? PIPIT_OK : PIPIT_E_STATE;
}

size_t pipit_tls_arena_used(void) {
    return arena.used;
}

size_t pipit_tls_arena_peak(void) {
    return arena.peak;
}

uint32_t pipit_tls_arena_failures(void) {
    return arena.failures;
}

#else

void pipit_tls_arena_use_turn(void (*turn)(void *ctx), void *ctx) {
    (void)turn;
    (void)ctx;
}

pipit_err_t pipit_tls_arena(void *memory, size_t bytes) {
    return memory && bytes >= PIPIT_TLS_ARENA_MIN ? PIPIT_E_STATE : PIPIT_E_INVALID;
}

size_t pipit_tls_arena_used(void) {
    return 0;
}

size_t pipit_tls_arena_peak(void) {
    return 0;
}

uint32_t pipit_tls_arena_failures(void) {
    return 0;
}

#endif
