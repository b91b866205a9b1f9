/* SPDX-License-Identifier: MIT */
/** @file
 *  The start words of an emulated board, for example `port=8443 report`. Views are valid as long as `words`. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "pipit/types.h"

/** The value of `name=value`; empty for the word `name` without a value; absent if there is neither. */
pipit_str_t argument_text(const char *words, const char *name);

/** Tell whether the word is there, with or without a value. */
bool argument_given(const char *words, const char *name);

/** The value as a decimal number, or `otherwise` if it is absent or not a number. */
uint32_t argument_number(const char *words, const char *name, uint32_t otherwise);

/** The value copied to `out` with a terminating zero, cut at `size`; `otherwise` if it is absent. @return out, or
 *  `otherwise`. */
const char *argument_copy(const char *words, const char *name, const char *otherwise, char *out, size_t size);

#endif
