/* SPDX-License-Identifier: MIT */
/* Rules, connections, subscriptions, the token: a short request, or as many as there are pages. */
#ifndef CALLS_H
#define CALLS_H

#include "../app/app.h"

extern const output_t output_call;

/* Begins what the command line asks for. */
pipit_err_t call_start(app_t *app);

/* Looks at each event of a call before the output does. @return whether the output shall not see it: another request
 * follows. */
bool call_event(app_t *app, feed_t *feed, pipit_event_t *event);

/* The same for `rules sync`, which is many calls. */
pipit_err_t sync_start(app_t *app);
bool sync_event(app_t *app, feed_t *feed, pipit_event_t *event);

/* What the answers say, for people; of rules_counts, connections, subscriptions, tokens. */
void print_rule(const pipit_rule_t *rule);
void print_counts(const pipit_event_t *event);
void print_connection(pipit_event_t *event);
void print_kills(app_t *app, pipit_event_t *event);
void print_subscription(app_t *app, pipit_event_t *event);
void print_token(pipit_event_t *event);

#endif
