/* SPDX-License-Identifier: MIT */
/** @file
 *  X's times, "2026-11-25T18:50:32.000Z". Pure. */
#ifndef RFC3339_H
#define RFC3339_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Seconds since 1970 of a time in UTC, 1970 to 2105; fractions are cut off (X sends .000 for Posts).
 *  @return false, *unix_s untouched, if it is none of X's times. */
bool rfc3339_read(const char *text, size_t len, uint32_t *unix_s);

#endif
