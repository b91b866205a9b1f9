/* SPDX-License-Identifier: MIT */
/* Prints a callback as a line of stdout that is one JSON object. */
#ifndef EVENT_JSON_H
#define EVENT_JSON_H

#include "../app/app.h"

/* Begins an object with its name, its time, and its connection if there are several. */
void event_begin(app_t *app, pipit_t *client, const char *event);
/* An absent value is null. */
void event_member(const char *name, pipit_str_t value);
void event_text(const char *name, const char *text);
void event_end(void);

/* Prints a message that is not a Post: like, compliance, label, activity; nothing for other messages. */
void event_message(app_t *app, pipit_t *client, pipit_event_t *event);

#endif
