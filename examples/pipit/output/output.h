/* SPDX-License-Identifier: MIT */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "../app/app.h"

/* A kind of output. `line` is called before a callback has decoded anything in the line; it may be NULL. The ctx of the
 * callbacks is the app_t, their client is that of a feed_t. */
typedef struct {
    void (*line)(app_t *app, feed_t *feed, pipit_event_t *event);
    const pipit_handlers_t *handlers;
    const pipit_call_handlers_t *call_handlers; /* NULL: it gets no events of calls */
} output_t;

#endif
