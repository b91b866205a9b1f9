/* SPDX-License-Identifier: MIT */
/* What the drivers share: values of which Eva knows nothing but the range. */
#ifndef EVA_H
#define EVA_H

#include "__fc_builtin.h"
#include <stddef.h>
#include <stdint.h>

#define EVA_BYTES 512u

static inline size_t eva_below(size_t n) {
    return (size_t)Frama_C_interval(0, (int)n - 1);
}

static inline _Bool eva_maybe(void) {
    return Frama_C_interval(0, 1) != 0;
}

/* Any bytes. */
static inline void eva_fill(void *bytes, size_t len) {
    Frama_C_make_unknown(bytes, len);
}

#endif
