/* SPDX-License-Identifier: MIT */
#include "flash_check.h"
#include <stdint.h>

extern const uint32_t __flash_begin[], __flash_end[]; /* from the linker script */

static uint32_t at_start;

/* FNV-1a over words. Each step is a bijection of the sum, so a change of one word always changes the result. */
static uint32_t sum_of_flash(void) {
    uint32_t sum = 2166136261u;
    for (const uint32_t *word = __flash_begin; word < __flash_end; word++)
        sum = (sum ^ *word) * 16777619u;
    return sum;
}

void flash_check_begin(void) {
    at_start = sum_of_flash();
}

bool flash_is_intact(void) {
    return sum_of_flash() == at_start;
}
