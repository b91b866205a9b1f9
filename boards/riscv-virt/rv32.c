/* SPDX-License-Identifier: MIT */
#include "rv32.h"

/* These bits apply the region to machine mode too, and let it begin where the region before it ends. */
#define LOCKED 0x80u
#define FROM_PREVIOUS 0x08u

#define CSR_WRITE(name, value)                                                                                         \
    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\tcsrw " name ", %0\n\t.option pop"                        \
                     :                                                                                                 \
                     : "r"(value)                                                                                      \
                     : "memory")

void rv32_wait(uint32_t interrupts) {
    CSR_WRITE("mie", interrupts);
    __asm__ volatile("wfi" : : : "memory");
    CSR_WRITE("mie", 0u);
}

static uint32_t configuration(const rv32_region_t *regions, unsigned count) {
    uint32_t value = 0;
    for (unsigned i = 0; i < count; i++)
        value |= (LOCKED | FROM_PREVIOUS | regions[i].access) << (8u * i);
    return value;
}

void rv32_protect(const rv32_region_t regions[RV32_REGIONS]) {
    CSR_WRITE("pmpaddr0", regions[0].end >> 2);
    CSR_WRITE("pmpaddr1", regions[1].end >> 2);
    CSR_WRITE("pmpaddr2", regions[2].end >> 2);
    CSR_WRITE("pmpaddr3", regions[3].end >> 2);
    CSR_WRITE("pmpaddr4", regions[4].end >> 2);
    CSR_WRITE("pmpaddr5", regions[5].end >> 2);
    CSR_WRITE("pmpaddr6", regions[6].end >> 2);
    CSR_WRITE("pmpcfg1", configuration(regions + 4, RV32_REGIONS - 4));
    CSR_WRITE("pmpcfg0", configuration(regions, 4));
}
