/* SPDX-License-Identifier: MIT */
/* Rules, connections, subscriptions, the token: a short request, or as many as there are pages. */
#ifndef CALLS_H
#define CALLS_H

#include "../output/output.h"

extern const output_t output_call;

/* Begins what the command line asks for. */
pipit_err_t call_start(app_t *app);

/* Looks at each event of a call before the output does. @return whether the output shall not see it: another request
 * follows. */
bool call_event(app_t *app, feed_t *feed, pipit_event_t *event);

#endif
