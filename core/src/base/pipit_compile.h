/* SPDX-License-Identifier: MIT */
/* Where the stack is deep. OWN_FRAME: the function is not inlined, so its locals are not on the stack of its caller's
 * other branches. INLINE: it is always inlined and has no frame. */
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
