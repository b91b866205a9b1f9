/* SPDX-License-Identifier: MIT */
#include "pipit_tls.h"

#if PIPIT_TLS_HAS_ARENA

#include <mbedtls/memory_buffer_alloc.h>

/* mbedTLS would clear an arena that is in use, and tell nobody. */
static bool given;

pipit_err_t pipit_tls_arena(void *memory, size_t bytes) {
    if (!memory || bytes < PIPIT_TLS_ARENA_MIN) return PIPIT_E_INVALID;
    if (given) return PIPIT_E_STATE;
    given = true;
    mbedtls_memory_buffer_alloc_init(memory, bytes);
    return PIPIT_OK;
}

size_t pipit_tls_arena_peak(void) {
    size_t used = 0;
#if defined(MBEDTLS_MEMORY_DEBUG)
    size_t blocks = 0;
    if (given) mbedtls_memory_buffer_alloc_max_get(&used, &blocks);
#endif
    return used;
}

#else

pipit_err_t pipit_tls_arena(void *memory, size_t bytes) {
    return memory && bytes >= PIPIT_TLS_ARENA_MIN ? PIPIT_E_STATE : PIPIT_E_INVALID;
}

size_t pipit_tls_arena_peak(void) {
    return 0;
}

#endif
