/* SPDX-License-Identifier: MIT */
/* Runs one client with the bytes of the input, in memory of the exact size. The conditions that must hold after every
 * step are checked here; the events are in the log. */
#ifndef SESSION_H
#define SESSION_H

#include "pipit/pipit.h"

#define SESSION_TOKEN "FUZZTOKEN"
#define SESSION_LOG_BYTES (1u << 18)

typedef enum { SESSION_WHOLE, SESSION_BYTES, SESSION_RANDOM } session_cut_t;

typedef struct {
    const uint8_t *wire; /* the bytes of all connections, one after another */
    size_t wire_len;
    pipit_config_t config; /* without rx, tokens and bearer_token, which are set here */
    pipit_seen_t *seen;
    bool kill_stale;
    const char *const *paths; /* for pipit_select_use() */
    size_t path_count;
    pipit_err_t (*start)(pipit_t *client, const void *with);
    const void *with;
    session_cut_t cut;
    uint32_t dice; /* random state for SESSION_RANDOM and for a wild run */
    bool wild; /* time jumps, the connection ends at any place, the program stops; otherwise the run ends with the first
                  attempt */
} session_plan_t;

typedef struct {
    size_t len;
    uint32_t events[16]; /* number of events of each kind */
    bool noticed;        /* the peer has announced the end of the stream */
    bool started;        /* false: the parameters were refused */
    char text[SESSION_LOG_BYTES];
} session_log_t;

void session_run(const session_plan_t *plan, session_log_t *log);

/* Compare two logs. If they differ, print both and abort. */
void session_compare(const session_log_t *a, const session_log_t *b);

/* Run `head` and then the bytes: in one piece, byte by byte and with random cuts. All runs must give the same `log`. */
void session_run_cuts(session_plan_t *plan, const char *head, const uint8_t *bytes, size_t len, session_log_t *log);

#endif
