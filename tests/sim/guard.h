/* SPDX-License-Identifier: MIT */
/* What a library without malloc must not do, and how much stack its calls take. The linker leads malloc, calloc,
 * realloc and pipit_next() here (--wrap). */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* A pipit_next() on x86-64 takes no more. (On a Cortex-M3 256 bytes, tests/size.) */
#define GUARD_STACK_BYTES 1024u

/* Allocations of this process since it began. */
unsigned long guard_allocations(void);

/* The most stack that a pipit_next() took; every 61st runs on one that is looked at afterwards. 0: not measured, as
 * under the sanitizers. */
size_t guard_stack_bytes(void);

#endif
