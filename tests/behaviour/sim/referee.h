/* SPDX-License-Identifier: MIT */
/* Watches one stream client in a simulated world and knows what has to come out: nothing lost that arrived, nothing
 * twice, nothing invented, in order; waits and connects as X allows; a timer always; counters that add up. */
#ifndef REFEREE_H
#define REFEREE_H

#include "pipit/pipit.h"
#include "pipit_sim_x.h"

#define REFEREE_POSTS 65536u /* so many of the last Posts are remembered */
#define REFEREE_LINES 8192u  /* so many lines may be on their way */

/* What the world is about; fixed for its life. */
typedef struct {
    bool dedupe;       /* pipit_seen_use() */
    bool recovers;     /* every Post of the last 5 minutes must be asked for at a reconnect */
    bool selects;      /* lines are selections */
    uint32_t line_max; /* longer lines are oversize */
    uint8_t jitter_percent;
    uint32_t budget_wait_ms; /* the longest wait for the connect budget alone */
    uint32_t uptime_ms;
    bool kills;     /* pipit_recovery_t.kill_stale */
    bool forbidden; /* backfill that was asked for by number is refused, and that is the end */
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
    pipit_port_t port; /* below the referee's */

    char failure[512]; /* empty: all is well */
    uint64_t failure_ms;

    /* Posts */
    uint8_t delivered[REFEREE_POSTS]; /* how often */
    uint64_t first_owed;              /* none before this one */
    uint64_t opened_from;             /* what the present stream begins with */
    uint64_t forgotten;               /* Posts before this one were told of so long ago that they are not remembered */
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
    uint32_t duplicates_before; /* that the client had counted when this attempt began */
    bool restless;              /* the clock or the program was not in step: waits cannot be judged */
    uint64_t dialled_ms;
    uint64_t opened_ms;
    uint64_t due_ms; /* not before this the next open */
    bool waiting;
    uint64_t heard_ms;         /* the last byte of a stream */
    uint64_t away_ms;          /* the last time that the program came back */
    uint64_t idle_clock_steps; /* steps of the clock when the client last had nothing to do */
    uint64_t clock_steps;      /* the same, before the last byte of a stream */

    /* ladders */
    uint32_t network, server, rate, conflict, short_lives;

    /* counted */
    uint64_t events[16];
    uint64_t bytes;
    uint64_t duplicates;
    uint64_t posts;
    uint64_t oversize;
    uint64_t recovered; /* came after their connection had begun */
    uint64_t checked_backfills;
    uint32_t longest_wait_ms;
} referee_t;

/* Begin. @return the port that the client has to use. */
pipit_port_t referee_init(referee_t *referee, const referee_rules_t *rules, pipit_sim_x_t *x, pipit_t *client,
                          pipit_sim_link_t *link, pipit_port_t port);

/* For pipit_sim_x_config_t: io is the referee. */
void referee_sent(void *io, pipit_sim_link_t *link, uint64_t post, uint64_t end_byte);
void referee_opened(void *io, pipit_sim_link_t *link, uint64_t from_post);

/* The application has started or restarted its stream. */
void referee_started(referee_t *referee);
/* The application stops it: what has arrived may be left. */
void referee_stopped(referee_t *referee);
/* The program was away. */
void referee_away(referee_t *referee);
/* pipit_poll() returned this. */
void referee_event(referee_t *referee, const pipit_event_t *event);
void referee_idle(referee_t *referee, uint32_t wait_ms);
/* The counters of pipit_stats(). */
void referee_count(referee_t *referee);

bool referee_failed(const referee_t *referee);
void referee_fail(referee_t *referee, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
