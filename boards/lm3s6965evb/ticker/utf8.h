/* SPDX-License-Identifier: MIT */
/** @file
 *  UTF-8 and the few properties of code points that matter on a screen. Pure. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID 0xfffdu
#define UTF8_JOINER 0x200du

/** Read the code point at `text`, `len` > 0 bytes. @return how many bytes it took; 1 with *code UTF8_INVALID for a byte
 *  that begins no well-formed character. */
size_t utf8_read(const char *text, size_t len, uint32_t *code);

/** Does this code point belong to the one before it: a combining mark, a variation selector, a skin tone, an invisible
 *  formatting character? */
bool utf8_extends(uint32_t code);

/** One half of a flag? */
bool utf8_is_flag_half(uint32_t code);

#endif
