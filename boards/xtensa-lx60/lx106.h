/* SPDX-License-Identifier: MIT */
/** @file
 *  Functions of the LX106 core: special registers, the attributes of its eight memory regions, sleep. */
#ifndef LX106_H
#define LX106_H

#include <stdint.h>

/** Bits of INTENABLE. */
#define LX106_INTERRUPT_ETHERNET (1u << 1)
#define LX106_INTERRUPT_TIMER (1u << 6)

/** The cycle counter; wraps. */
static inline uint32_t lx106_cycles(void) {
    uint32_t value;
    __asm__ volatile("rsr.ccount %0" : "=r"(value));
    return value;
}

/** Raise the interrupt of the timer when the cycle counter reaches `cycles`, and clear one that is pending. */
static inline void lx106_timer(uint32_t cycles) {
    __asm__ volatile("wsr.ccompare0 %0\n\tesync" : : "r"(cycles) : "memory");
}

/** Mask all interrupts; they stay pending. */
static inline void lx106_mask(void) {
    uint32_t before;
    __asm__ volatile("rsil %0, 3" : "=r"(before) : : "memory");
}

/** Unmask interrupts. */
static inline void lx106_unmask(void) {
    uint32_t before;
    __asm__ volatile("rsil %0, 0" : "=r"(before) : : "memory");
}

/** Wait for one of `interrupts`. Interrupts must be masked before. When one is taken, all are disabled (start.S). */
static inline void lx106_wait(uint32_t interrupts) {
    __asm__ volatile("wsr.intenable %0\n\trsync\n\twaiti 0" : : "r"(interrupts) : "memory");
}

/** The accesses that are allowed in a region (0 to 7), which has 512 MB. */
enum { LX106_READ_WRITE = 0, LX106_EVERYTHING = 2, LX106_NOTHING = 15 };

static inline void lx106_region(uint32_t region, uint32_t attribute) {
    uint32_t address = region << 29;
    __asm__ volatile("wdtlb %0, %1\n\tdsync\n\twitlb %0, %1\n\tisync" : : "r"(attribute), "r"(address) : "memory");
}

#endif
