/* SPDX-License-Identifier: MIT */
/** @file
 *  Memory protection of ARMv8-M (Cortex-M23, M33); the rest of such a board is cortex_m.h. */
#ifndef CORTEX_M33_H
#define CORTEX_M33_H

#include <stddef.h>
#include <stdint.h>

/** What a region is for: AP and XN as they stand in MPU_RBAR, and the kind of memory. */
typedef enum { CORTEX_M33_CODE, CORTEX_M33_RAM, CORTEX_M33_DEVICE } cortex_m33_access_t;

/** From `begin` up to, not including, `end`; both are multiples of 32. Regions must not overlap. */
typedef struct {
    uint32_t begin;
    uint32_t end;
    cortex_m33_access_t access;
} cortex_m33_region_t;

/** Protect memory: addresses outside the regions cannot be accessed; a forbidden access is a fault. At most 8 regions.
 */
void cortex_m33_protect(const cortex_m33_region_t *regions, size_t count);

#endif
