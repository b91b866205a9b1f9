/* SPDX-License-Identifier: MIT */
/* A callback as one JSON object on a line of stdout. */
#ifndef EVENT_JSON_H
#define EVENT_JSON_H

#include "../app/app.h"

/* Begins an object with its name, its time, and its connection where there are several. */
void event_begin(app_t *app, pipit_t *client, const char *event);
/* An absent value is null. */
void event_member(const char *name, pipit_str_t value);
void event_text(const char *name, const char *text);
void event_end(void);

/* The object for a message that is no Post: like, compliance, label, activity; nothing for others. */
void event_message(app_t *app, pipit_t *client, pipit_event_t *event);

#endif
