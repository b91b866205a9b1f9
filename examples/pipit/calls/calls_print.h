/* SPDX-License-Identifier: MIT */
#ifndef CALLS_PRINT_H
#define CALLS_PRINT_H

#include "../app/app.h"
#include "pipit/rules.h"

/* Print the answers of calls for people. */
void print_rule(const pipit_rule_t *rule);
void print_counts(const pipit_event_t *event);
void print_connection(pipit_event_t *event);
void print_kills(app_t *app, pipit_event_t *event);
void print_subscription(app_t *app, pipit_event_t *event);
void print_token(app_t *app, pipit_event_t *event);

#endif
