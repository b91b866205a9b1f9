/* SPDX-License-Identifier: MIT */
/* Prints every callback as a line that is one JSON object. */
#ifndef OUTPUT_EVENTS_H
#define OUTPUT_EVENTS_H

#include "output.h"

extern const output_t output_events;

#endif
