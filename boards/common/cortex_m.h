/* SPDX-License-Identifier: MIT */
/** @file
 *  Code for all Cortex-M boards: start-up (vectors, .data, .bss, thread-local data, painted stack, then main()), faults
 *  (fault.h), the millisecond clock by SysTick, semihosting, and memory protection.
 *
 *  The clock functions board_now_ms() and count_ns() are here; a board calls cortex_m_clock_start() in board_init(). A
 *  board with interrupts defines their vectors, which the linker puts after those of the processor:
 *
 *      const cortex_m_vector_t interrupts[] __attribute__((section(".vectors.interrupts"), used)) = {...}; */
#ifndef CORTEX_M_H
#define CORTEX_M_H

#include <stddef.h>
#include <stdint.h>

typedef void (*cortex_m_vector_t)(void);

/** The vector of interrupts that are never enabled: such an interrupt is a fault. */
void cortex_m_fault(void);

/** Start SysTick, 1,000 times a second, from a processor clock of `hz`. */
void cortex_m_clock_start(uint32_t hz);

/** Sleep until an interrupt is pending; SysTick is one, at the latest after a millisecond. */
void cortex_m_wait_for_interrupt(void);

/** What a region of memory is for. ARMv7-M's AP, XN and memory type as they stand in MPU_RASR. */
#define CORTEX_M_CODE 0x06020000u   /* read and execute */
#define CORTEX_M_RAM 0x13060000u    /* read and write */
#define CORTEX_M_DEVICE 0x13050000u /* read and write, in order */
#define CORTEX_M_NONE 0x10000000u   /* nothing: every access is a fault */

/** A region: `base` is a multiple of its size 2^log2_bytes (at least 32 bytes). `disabled_eighths` has a bit for each
 *  eighth that does not belong to it (regions of 256 bytes and more). Where regions overlap, the later one is valid. */
typedef struct {
    uint32_t base;
    uint32_t access;
    uint8_t log2_bytes;
    uint8_t disabled_eighths;
} cortex_m_region_t;

/** Protect memory (ARMv7-M): addresses outside the regions cannot be accessed; a forbidden access is a fault. At most 8
 *  regions. */
void cortex_m_protect(const cortex_m_region_t *regions, size_t count);

#endif
