/* SPDX-License-Identifier: MIT */
/** @file
 *  How many instructions the processor has executed. With QEMU's -icount shift=0 each instruction takes one virtual
 *  nanosecond, so the most precise clock of a board counts instructions. */
#ifndef COUNT_H
#define COUNT_H

#include <stdint.h>

/** Nanoseconds since the start, as precise as the board can measure; each start-up file implements it. */
uint64_t count_ns(void);

#endif
