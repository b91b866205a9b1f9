/* SPDX-License-Identifier: MIT */
/* The calls that a vector can name, and the lines of their events in a log. */
#ifndef VECTOR_CALLS_H
#define VECTOR_CALLS_H

#include "pipit/pipit.h"

/* @return PIPIT_E_ABSENT if there is no call with this name; else the result of the call. */
pipit_err_t vector_call_start(const char *name, pipit_t *client);

/* @return lines for the log, or ""; valid until the next call. */
const char *vector_call_tell(const char *name, pipit_event_t *event);

#endif
