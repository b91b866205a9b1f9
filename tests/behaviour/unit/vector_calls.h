/* SPDX-License-Identifier: MIT */
/* The calls that a vector can name, and what their events look like in a log. */
#ifndef VECTOR_CALLS_H
#define VECTOR_CALLS_H

#include "pipit/pipit.h"

/* @return PIPIT_E_ABSENT if there is no call of this name; else as the call. */
pipit_err_t vector_call_start(const char *name, pipit_t *client);

/* Lines for the log, "" if there is nothing to tell; until the next call. */
const char *vector_call_tell(const char *name, pipit_event_t *event);

#endif
