/* SPDX-License-Identifier: MIT */
/* All connections of the program, their counters and errors. */
#ifndef APP_H
#define APP_H

#include "../feed/feed.h"
#include "../feed/replay_port.h"
#include "../options/options.h"
#include "pipit/group.h"

typedef struct {
    const options_t *options;
    feed_t *feeds; /* one connection each */
    size_t feed_count;
    pipit_group_t group;
    pipit_posix_t **links;     /* for one wait */
    pipit_posix_waker_t waker; /* ends the wait when a signal arrives */
    pipit_seen_t seen;
    replay_port_t replay;
    uint64_t uptime_ms; /* engine time since the start, when it was `last_ms` */
    uint32_t last_ms;
    uint32_t messages;     /* printed or written */
    uint32_t gaps;         /* reported */
    uint32_t cuts;         /* messages of which --select has lost a part */
    uint32_t without_data; /* lines without `data` that are no notices */
    bool refused;          /* a call: X refused at least one item */
    bool output_failed;    /* and the user was told */
    bool terminal;         /* stdout is a terminal */
    bool colour;
    bool status; /* draw the status line */
} app_t;

/* Engine time since the start. The engine's clock wraps after 49.7 days; this does not, as the loop asks in each turn.
 */
uint64_t app_uptime_ms(app_t *app);

/* Ends all requests. */
void app_stop(app_t *app);

/* For how long no connection has brought a message, in ms. */
uint32_t app_silent_ms(const app_t *app);

/* Counts the messages of a line and stops at the limit. */
void app_count(app_t *app, pipit_event_t *event);

#endif
