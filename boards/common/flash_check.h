/* SPDX-License-Identifier: MIT */
/** @file
 *  Check whether anything has written to the flash. Emulated flash is writable memory: without this check, a write
 *  through a wrong pointer near zero would change the vector table without an error. */
#ifndef FLASH_CHECK_H
#define FLASH_CHECK_H

#include <stdbool.h>

/** The exit status of the emulator if the flash has changed. */
#define FLASH_CHANGED_STATUS 98

/** Compute the checksum of the flash. The start-up code calls it. */
void flash_check_begin(void);

/** Tell whether the checksum is still the same. */
bool flash_is_intact(void);

#endif
