/* SPDX-License-Identifier: MIT */
#ifndef OPTIONS_CHECK_H
#define OPTIONS_CHECK_H

#include "options.h"

/* Makes values from the texts; ends the program with one line if the options do not fit together. */
void options_check(options_t *options);

#endif
