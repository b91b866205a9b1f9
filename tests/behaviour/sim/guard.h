/* SPDX-License-Identifier: MIT */
/* How much stack a pipit_next() takes: the linker leads its calls here (--wrap). */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* A pipit_next() on x86-64 takes no more. (On a Cortex-M3 256 bytes, tests/cost/size.) */
#define GUARD_STACK_BYTES 1024u

/* The most stack that a pipit_next() took; every 61st runs on one that is looked at afterwards. 0: not measured, as
 * under the sanitizers. */
size_t guard_stack_bytes(void);

#endif
