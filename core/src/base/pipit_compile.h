/* SPDX-License-Identifier: MIT */
/* PIPIT_I_OWN_FRAME: never inline the function, so that its locals do not enlarge the frame of its caller, and its code
 * exists once. PIPIT_I_INLINE: always inline it, so that the call needs no frame. PIPIT_I_COPY: memcpy() of one object
 * as a load and a store, also in a freestanding build, where gcc would call memcpy(). PIPIT_I_ALIGNED: the pointer,
 * which is a multiple of `bytes`, so that one load is possible on every machine. */
#ifndef PIPIT_COMPILE_H
#define PIPIT_COMPILE_H

#if defined(__GNUC__)
#define PIPIT_I_OWN_FRAME __attribute__((noinline)) static
#define PIPIT_I_INLINE __attribute__((always_inline)) static inline
#define PIPIT_I_COPY(to, from, bytes) __builtin_memcpy(to, from, bytes)
#define PIPIT_I_ALIGNED(pointer, bytes) __builtin_assume_aligned(pointer, bytes)
#else
#define PIPIT_I_OWN_FRAME static
#define PIPIT_I_INLINE static inline
#define PIPIT_I_COPY(to, from, bytes) memcpy(to, from, bytes)
#define PIPIT_I_ALIGNED(pointer, bytes) (pointer)
#endif

#endif
