/* SPDX-License-Identifier: MIT */
/* Measures the stack of pipit_next(): the linker redirects its calls to this file (--wrap). */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* The limit for one pipit_next() on x86-64. (On a Cortex-M3 it is 256 bytes: tests/cost/size.) */
#define GUARD_STACK_BYTES 1024u

/* @return the largest stack that a pipit_next() has used. Every 61st call runs on a stack that is checked afterwards.
 * 0: not measured, for example with sanitizers. */
size_t guard_stack_bytes(void);

#endif
