/* SPDX-License-Identifier: MIT */
/* OWN_FRAME: the function is not inlined, so its locals are not on the stack of its caller's other branches, and its
 * code is there once. INLINE: it is always inlined and has no frame. COPY: memcpy() of one object, which becomes a load
 * and a store, also in a freestanding build, where gcc would call memcpy(). */
#ifndef PIPIT_COMPILE_H
#define PIPIT_COMPILE_H

#if defined(__GNUC__)
#define PIPIT_I_OWN_FRAME __attribute__((noinline)) static
#define PIPIT_I_INLINE __attribute__((always_inline)) static inline
#define PIPIT_I_COPY(to, from, bytes) __builtin_memcpy(to, from, bytes)
#else
#define PIPIT_I_OWN_FRAME static
#define PIPIT_I_INLINE static inline
#define PIPIT_I_COPY(to, from, bytes) memcpy(to, from, bytes)
#endif

#endif
