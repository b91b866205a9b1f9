/* SPDX-License-Identifier: MIT */
/* The inputs for Eva: bytes, lengths and positions with any value. */
#ifndef EVA_H
#define EVA_H

#include "__fc_builtin.h"
#include <stddef.h>
#include <stdint.h>

#define EVA_BYTES 64u

static inline void eva_fill(void *bytes, size_t len) {
    Frama_C_make_unknown((char *)bytes, len);
}

static inline size_t eva_upto(size_t most) {
    return (size_t)Frama_C_unsigned_int_interval(0, (unsigned)most);
}

#endif
