/* SPDX-License-Identifier: MIT */
/* Draws the matrix in a terminal: two columns for each pixel; letters if NO_COLOR is set. */
#include "matrix.h"
#include <stdio.h>
#include <stdlib.h>

static void pixel_show(matrix_colour_t colour) {
    static const char *const codes[] = {"0", "100", "43", "42", "48;5;208", "44"};
    static const char letters[] = ".xyGoB";
    if (getenv("NO_COLOR"))
        printf("%c ", letters[colour]);
    else
        printf("\033[%sm  \033[0m", codes[colour]);
}

void matrix_show(const matrix_colour_t *pixels) {
    for (int i = 0; i < MATRIX_PIXELS; i++) {
        pixel_show(pixels[i]);
        if (i % MATRIX_SIDE == MATRIX_SIDE - 1) printf("\n");
    }
    printf("\n");
    (void)fflush(stdout);
}
