/* SPDX-License-Identifier: MIT */
/** @file
 *  UTF-8, and the properties of code points that a screen needs. It uses no hardware. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID 0xfffdu
#define UTF8_JOINER 0x200du

/** Read the code point at `text`, which has `len` > 0 bytes. @return its length in bytes; 1, with *code UTF8_INVALID,
 * if there is no well-formed character. */
size_t utf8_read(const char *text, size_t len, uint32_t *code);

/** Tell whether this code point belongs to the one before it: a combining mark, a variation selector, a skin tone, or
 * an invisible formatting character. */
bool utf8_extends(uint32_t code);

/** Tell whether this code point is one half of a flag. */
bool utf8_is_flag_half(uint32_t code);

#endif
