/* SPDX-License-Identifier: MIT */
/* Writes the lines of the stream to stdout or to the file of --out. */
#ifndef OUTPUT_LINES_H
#define OUTPUT_LINES_H

#include "output.h"

extern const output_t output_lines;

/* Opens the file of --out, if there is one; ends the program if it cannot be used. */
void output_lines_open(app_t *app);
void output_lines_close(app_t *app);

#endif
