/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_COMPILE_H
#define PIPIT_COMPILE_H

#if defined(__GNUC__)
#define PIPIT_I_OWN_FRAME __attribute__((noinline)) static
#define PIPIT_I_INLINE __attribute__((always_inline)) static inline
#else
#define PIPIT_I_OWN_FRAME static
#define PIPIT_I_INLINE static inline
#endif

#endif
