/* SPDX-License-Identifier: MIT */
#ifndef OPTIONS_CHECK_H
#define OPTIONS_CHECK_H

#include "options.h"

/* Turns the texts into what they mean; ends the program with one clear line if they do not fit together. */
void options_check(options_t *options);

#endif
