/* SPDX-License-Identifier: MIT */
/* For people: who, when, what, and which rules matched. */
#ifndef OUTPUT_TEXT_H
#define OUTPUT_TEXT_H

#include "output.h"

extern const output_t output_text;

#endif
