/* SPDX-License-Identifier: MIT */
/* Every callback as one JSON object a line. */
#ifndef OUTPUT_EVENTS_H
#define OUTPUT_EVENTS_H

#include "output.h"

extern const output_t output_events;

#endif
