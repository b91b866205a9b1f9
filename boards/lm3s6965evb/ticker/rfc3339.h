/* SPDX-License-Identifier: MIT */
/** @file
 *  Read times in X's form, "2026-11-25T18:50:32.000Z". It uses no hardware. */
#ifndef RFC3339_H
#define RFC3339_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Convert a time in UTC to seconds since 1970, for 1970 to 2105. Fractions of a second are ignored (X sends .000 for
 *  Posts).
 *  @return false, with *unix_s unchanged, if the text does not have X's form. */
bool rfc3339_read(const char *text, size_t len, uint32_t *unix_s);

#endif
