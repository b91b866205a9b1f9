/* SPDX-License-Identifier: MIT */
/** @file
 *  The core as C sees it: sleep, and physical memory protection. Machine mode throughout. */
#ifndef RV32_H
#define RV32_H

#include <stdint.h>

/** Bits of mie. */
#define RV32_INTERRUPT_TIMER (1u << 7)
#define RV32_INTERRUPT_EXTERNAL (1u << 11)

/** Wait until one of `interrupts` is pending. None is taken: mstatus.MIE is clear since the reset. */
void rv32_wait(uint32_t interrupts);

/** Seven regions that follow one another from address 0: where each ends, and what may be done in it. */
#define RV32_REGIONS 7
#define RV32_READ_WRITE 0x03u
#define RV32_READ_EXECUTE 0x05u
#define RV32_NOTHING 0x00u

typedef struct {
    uint32_t end;
    uint32_t access;
} rv32_region_t;

/** Protect memory from machine mode itself, until the next reset. Addresses are multiples of 4. */
void rv32_protect(const rv32_region_t regions[RV32_REGIONS]);

#endif
