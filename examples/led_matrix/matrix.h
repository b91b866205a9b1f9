/* SPDX-License-Identifier: MIT */
/* A square matrix of colour LEDs: matrix_ansi.c draws it in a terminal, boards/esp32/main/matrix_rmt.c uses WS2812
 * LEDs. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdint.h>

enum { MATRIX_SIDE = 5, MATRIX_PIXELS = 25 };

typedef enum { MATRIX_DARK, MATRIX_GREY, MATRIX_YELLOW, MATRIX_GREEN, MATRIX_ORANGE, MATRIX_BLUE } matrix_colour_t;

/* Show a picture: MATRIX_PIXELS colours, row by row from the top. */
void matrix_show(const matrix_colour_t *pixels);

#endif
