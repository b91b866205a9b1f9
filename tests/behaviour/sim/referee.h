/* SPDX-License-Identifier: MIT */
/* The referee watches one client with a stream in a simulated world, and checks what it must do: deliver every line
 * that has arrived, once, in order, and nothing else; wait and connect as X allows; always have a timer; count
 * correctly. */
#ifndef REFEREE_H
#define REFEREE_H

#include "pipit/pipit.h"
#include "pipit_sim_x.h"

#define REFEREE_POSTS 65536u /* how many of the last Posts are stored */
#define REFEREE_LINES 8192u  /* the largest number of lines that are sent but not delivered */

/* The properties of a world that do not change. */
typedef struct {
    bool dedupe;       /* pipit_seen_use() */
    bool recovers;     /* a reconnect must request every Post of the last 5 minutes */
    bool selects;      /* pipit_select_use() */
    uint32_t line_max; /* longer lines must be PIPIT_EV_OVERSIZE */
    uint8_t jitter_percent;
    uint32_t budget_wait_ms; /* the longest wait for the connect budget alone */
    uint32_t uptime_ms;
    bool kills;     /* pipit_recovery_t.kill_stale */
    bool forbidden; /* X refuses a fixed number of backfill minutes, and this ends the request */
} referee_rules_t;

typedef struct {
    uint64_t post;
    uint64_t end_byte;
} referee_line_t;

typedef struct {
    const referee_rules_t *rules;
    pipit_sim_t *sim;
    pipit_sim_x_t *x;
    pipit_t *client;
    pipit_sim_link_t *link;
    pipit_port_t port; /* the port below the one of the referee */

    char failure[512]; /* the first failure; empty: none */
    uint64_t failure_ms;

    /* Posts */
    uint8_t delivered[REFEREE_POSTS]; /* how often each was delivered */
    uint64_t first_owed;              /* the first Post that must be delivered */
    uint64_t opened_from;             /* the first Post of the present stream */
    uint64_t forgotten;               /* Posts before this one are so old that they are not stored any more */
    referee_line_t lines[REFEREE_LINES];
    uint32_t line_first;
    uint32_t line_count;

    /* the running request */
    bool running;
    bool stopping;
    bool streamed;
    bool open;
    bool answered_200;
    bool brought_line;
    uint32_t duplicates_before; /* the client's counter when this attempt began */
    bool restless;              /* the clock stepped back or the program paused, so delays cannot be checked */
    uint64_t dialled_ms;
    uint64_t opened_ms;
    uint64_t due_ms; /* the earliest time of the next open */
    bool waiting;
    uint64_t heard_ms;         /* when the last byte of a stream arrived */
    uint64_t away_ms;          /* when the last pause of the program ended */
    uint64_t idle_clock_steps; /* number of steps of the clock when the client last had nothing to do */
    uint64_t clock_steps;      /* the same, before the last byte of a stream */

    /* ladders */
    uint32_t network, server, rate, conflict, short_lives;

    /* counters */
    uint64_t events[16];
    uint64_t bytes;
    uint64_t duplicates;
    bool ended_inside; /* the last event was a part of a line */
    uint64_t posts;
    uint64_t oversize;
    uint64_t recovered; /* Posts that are older than the connection that delivered them */
    uint64_t checked_backfills;
    uint32_t longest_wait_ms;
} referee_t;

/* Begin. @return the port that the client has to use. */
pipit_port_t referee_init(referee_t *referee, const referee_rules_t *rules, pipit_sim_x_t *x, pipit_t *client,
                          pipit_sim_link_t *link, pipit_port_t port);

/* The callbacks for pipit_sim_x_config_t; its io is the referee. */
void referee_sent(void *io, pipit_sim_link_t *link, uint64_t post, uint64_t end_byte);
void referee_opened(void *io, pipit_sim_link_t *link, uint64_t from_post);

/* Call this when the application has started or restarted its stream. */
void referee_started(referee_t *referee);
/* Call this before the application stops it; lines that have arrived need not be delivered then. */
void referee_stopped(referee_t *referee);
/* Call this after a pause of the program. */
void referee_away(referee_t *referee);
/* Check an event of pipit_poll(). */
void referee_event(referee_t *referee, const pipit_event_t *event);
void referee_idle(referee_t *referee, uint32_t wait_ms);
/* Check the counters of pipit_stats(). */
void referee_count(referee_t *referee);

bool referee_failed(const referee_t *referee);
void referee_fail(referee_t *referee, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
