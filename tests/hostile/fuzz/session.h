/* SPDX-License-Identifier: MIT */
/* One client of the engine against bytes of the input, in memory of exactly its size. What must hold after every step
 * is checked here; what it said is in the log. */
#ifndef SESSION_H
#define SESSION_H

#include "pipit/pipit.h"

#define SESSION_TOKEN "FUZZTOKEN"
#define SESSION_LOG_BYTES (1u << 18)

typedef enum { SESSION_WHOLE, SESSION_BYTES, SESSION_RANDOM } session_cut_t;

typedef struct {
    const uint8_t *wire; /* of all connections, one after another */
    size_t wire_len;
    pipit_config_t config; /* rx, tokens and bearer_token are made here */
    pipit_seen_t *seen;
    bool kill_stale;
    const char *const *paths; /* for pipit_select_use() */
    size_t path_count;
    pipit_err_t (*start)(pipit_t *client, const void *with);
    const void *with;
    session_cut_t cut;
    uint32_t dice; /* of SESSION_RANDOM, and of a wild run */
    bool wild;     /* time jumps, the link ends anywhere, the program stops; else it ends with the first attempt */
} session_plan_t;

typedef struct {
    size_t len;
    uint32_t events[16]; /* by kind */
    bool noticed;        /* the peer announced an end */
    bool started;        /* false: the parameters were refused */
    char text[SESSION_LOG_BYTES];
} session_log_t;

void session_run(const session_plan_t *plan, session_log_t *log);

/* Did both say the same? Aborts with both if not. */
void session_compare(const session_log_t *a, const session_log_t *b);

/* `head`, then the bytes: whole, byte by byte and at random cuts, which must say the same. `log` has it. */
void session_run_cuts(session_plan_t *plan, const char *head, const uint8_t *bytes, size_t len, session_log_t *log);

#endif
