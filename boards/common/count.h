/* SPDX-License-Identifier: MIT */
/** @file
 *  How much work the processor has done. Under QEMU's -icount shift=0 one virtual nanosecond is one instruction, so the
 *  finest clock of a board counts instructions. */
#ifndef COUNT_H
#define COUNT_H

#include <stdint.h>

/** Nanoseconds since the start, as fine as the board can tell; each start-up file implements it. */
uint64_t count_ns(void);

#endif
