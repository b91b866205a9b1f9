/* SPDX-License-Identifier: MIT */
/** @file
 *  Functions of the core: sleep, and physical memory protection. The firmware always runs in machine mode. */
#ifndef RV32_H
#define RV32_H

#include <stdint.h>

/** Bits of mie. */
#define RV32_INTERRUPT_TIMER (1u << 7)
#define RV32_INTERRUPT_EXTERNAL (1u << 11)

/** Wait until one of `interrupts` is pending. No interrupt is ever taken, because mstatus.MIE is 0 since the reset. */
void rv32_wait(uint32_t interrupts);

/** One of seven regions, which follow each other from address 0: where it ends, and which accesses are allowed. */
#define RV32_REGIONS 7
#define RV32_READ_WRITE 0x03u
#define RV32_READ_EXECUTE 0x05u
#define RV32_NOTHING 0x00u

typedef struct {
    uint32_t end;
    uint32_t access;
} rv32_region_t;

/** Protect memory, also in machine mode, until the next reset. Addresses are multiples of 4. */
void rv32_protect(const rv32_region_t regions[RV32_REGIONS]);

#endif
