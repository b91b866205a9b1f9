/* SPDX-License-Identifier: MIT */
/* Prints Posts for people: author, time, text, and the rules that matched. */
#ifndef OUTPUT_TEXT_H
#define OUTPUT_TEXT_H

#include "output.h"

extern const output_t output_text;

#endif
