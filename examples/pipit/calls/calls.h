/* SPDX-License-Identifier: MIT */
/* Rules, connections, subscriptions, the token: one short request, or one for each page of a list. */
#ifndef CALLS_H
#define CALLS_H

#include "../output/output.h"

extern const output_t output_call;

/* Starts the call of the command line. */
pipit_err_t call_start(app_t *app);

/* Handles each event of a call before the output. @return true: another request follows, and the output must not get
 * the event. */
bool call_event(app_t *app, feed_t *feed, pipit_event_t *event);

#endif
