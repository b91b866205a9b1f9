/* SPDX-License-Identifier: MIT */
#include "cortex_m33.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define SHCSR REGISTER(0xE000ED24u)
#define SHCSR_MEMORY_FAULTS (1u << 16)
#define MPU_CONTROL REGISTER(0xE000ED94u)
#define MPU_NUMBER REGISTER(0xE000ED98u)
#define MPU_BASE REGISTER(0xE000ED9Cu)
#define MPU_LIMIT REGISTER(0xE000EDA0u)
#define MPU_ATTRIBUTES REGISTER(0xE000EDC0u)

#define NEVER_EXECUTE 1u
#define READ_WRITE (1u << 1)
#define READ_ONLY (3u << 1)
#define ENABLE 1u

/* Two kinds of memory. 0: normal, not cached. 1: device. */
#define KINDS 0x0044u
#define KIND_NORMAL (0u << 1)
#define KIND_DEVICE (1u << 1)

static uint32_t access_bits(cortex_m33_access_t access) {
    return access == CORTEX_M33_CODE ? READ_ONLY : READ_WRITE | NEVER_EXECUTE;
}

void cortex_m33_protect(const cortex_m33_region_t *regions, size_t count) {
    MPU_CONTROL = 0;
    MPU_ATTRIBUTES = KINDS;
    for (size_t i = 0; i < count; i++) {
        MPU_NUMBER = (uint32_t)i;
        MPU_BASE = regions[i].begin | access_bits(regions[i].access);
        MPU_LIMIT = ((regions[i].end - 1) & ~31u) | ENABLE |
                    (regions[i].access == CORTEX_M33_DEVICE ? KIND_DEVICE : KIND_NORMAL);
    }
    SHCSR |= SHCSR_MEMORY_FAULTS;
    MPU_CONTROL = ENABLE;
    __asm__ volatile("dsb\n isb" ::: "memory");
}
