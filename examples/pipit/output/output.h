/* SPDX-License-Identifier: MIT */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "../app/app.h"

/* A kind of output: what is done with a line before any callback has decoded something in it (NULL: nothing), and the
 * callbacks; ctx is the app_t, the client is that of a feed_t. */
typedef struct {
    void (*line)(app_t *app, feed_t *feed, pipit_event_t *event);
    const pipit_handlers_t *handlers;
    const pipit_call_handlers_t *call_handlers; /* NULL: it is never told of a call */
} output_t;

#endif
