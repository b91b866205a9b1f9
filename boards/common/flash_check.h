/* SPDX-License-Identifier: MIT */
/** @file
 *  Has anything written to the flash? Emulated flash is memory like any other: a stray pointer near zero hits the
 *  vector table, and nobody notices. */
#ifndef FLASH_CHECK_H
#define FLASH_CHECK_H

#include <stdbool.h>

/** What the emulator ends with when the flash has changed. */
#define FLASH_CHANGED_STATUS 98

/** Remember the flash as it is. Called by the start-up code. */
void flash_check_begin(void);

/** Is it still the same? */
bool flash_is_intact(void);

#endif
