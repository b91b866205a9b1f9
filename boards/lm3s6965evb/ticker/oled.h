/* SPDX-License-Identifier: MIT */
/** @file
 *  The panel: 128 x 64 pixels with 16 greys, written as pairs of pixels into a window. There is no frame buffer.
 *  oled_ssd0323.c implements it for the board; the tests have their own implementation. */
#ifndef OLED_H
#define OLED_H

#include <stdint.h>

#define OLED_WIDTH 128
#define OLED_HEIGHT 64

/** Switch the panel on and make it black. */
void oled_init(void);

/** The next bytes go to this rectangle, row by row from its top left. `x` and `width` are even. */
void oled_window(uint8_t x, uint8_t y, uint8_t width, uint8_t height);

/** `count` bytes of two pixels each, the left one in the high nibble. */
void oled_write(const uint8_t *pairs, uint8_t count);

#endif
