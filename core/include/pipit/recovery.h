/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  Recover the Posts that an interruption of a stream has cost: ask X for the backfill of just that time
 *  (PIPIT_BACKFILL_AUTO, stream.h), report a time range that backfill does not bring (PIPIT_EV_GAP; if the Dates of two
 *  answers are further apart than the clock says, the machine slept, and that time is missing too), end stale
 *  connections (kill_stale), and measure the age of Posts (pipit_stats_t.lag_ms). A stream without it reconnects as
 *  well, and asks for the backfill_minutes that you gave. The code is linked only into a program that calls
 *  pipit_recovery_use().
 *
 *  Source: X's documentation of recovery and redundancy, and of the Connections API. */
#ifndef PIPIT_RECOVERY_H
#define PIPIT_RECOVERY_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Functions that are called while a stream runs; private. */
typedef struct {
    void (*start)(pipit_t *client);
    void (*turn)(pipit_t *client, uint32_t passed_ms, pipit_event_t *event);
    void (*event)(pipit_t *client, pipit_event_t *event);
} pipit_follower_t;

/** The time range of a PIPIT_EV_GAP, in Unix seconds by the clock of the server. Give it to pipit_replay_seconds(), and
 *  start the replay with a second client (or, after the end of a replay, with the same one). */
typedef struct {
    uint32_t start_s; /**< the beginning of the time for which Posts may be missing (see PIPIT_BACKFILL_AUTO), rounded
                         down; of a replay, created_at of its youngest Post */
    uint32_t end_s;   /**< its end: the present connection or its backfill brings what came later, rounded up */
} pipit_gap_t;

/** Recovery of one client, in your memory. Zero it, set what you want, and give it to pipit_recovery_use(). */
typedef struct pipit_recovery {
    const pipit_driver_t *kill_stale; /**< what to do after PIPIT_E_TOO_MANY_CONNECTIONS. NULL: wait 10, 20, then 30 s.
                                           &pipit_kill_stale: at the first in a row, then at every fourth, ask X's
                                           Connections API to end all connections of this app to this endpoint, and
                                           connect again after 1 s (if that fails, wait as with NULL). This also ends
                                           a healthy connection of another program of the same app. A connections_id
                                           that is not as endpoint.h says is a PIPIT_ASSERT */
    uint32_t silent_ms;  /**< read it: time since the last message, in ms, or since the request was started.
                              Empty lines, notices and lines without `data` are no messages: a stream
                              that only sends keep-alives is open, and may bring nothing any more. It
                              stops at UINT32_MAX */
    uint32_t since_ms;   /**< private, like all members that follow: time since `date_s`, by the clock, or as a later
                              created_at shows */
    uint32_t missing_ms; /* for how long lines may be missing */
    uint32_t drained_ms; /* time since the loop last found no bytes: data read now has not waited longer */
    uint32_t quiet_ms;   /* time since the last byte of the stream */
    uint32_t date_s;     /* of the last answer that was a stream; 0: none */
    uint32_t created_s;  /* created_at of the youngest Post of this request; 0: none */
    bool streamed;       /* this request has had an open stream */
    bool is_backfill_refused;
    bool is_killing;       /* the running request is the one that ends stale connections */
    bool is_empty;         /* the input, as far as is known: the loop looked before the last turn, and found no bytes */
    bool heard;            /* at least one byte of this stream */
    bool has_gap;          /* it must be reported */
    uint8_t refusals;      /* TooManyConnections in a row; wraps */
    const pipit_t *client; /* whose it is */
    const pipit_follower_t *follower;
    const pipit_driver_t *driver; /* of the stream, while stale connections are ended */
    pipit_gap_t gap;              /* the last gap */
} pipit_recovery_t;

/** A value of pipit_recovery_t.kill_stale. Its code is linked only into a program that names it. */
extern const pipit_driver_t pipit_kill_stale;

/** Use recovery in all streams that this client starts from now on. With it, PIPIT_BACKFILL_AUTO is accepted,
 *  PIPIT_EV_GAP and PIPIT_EV_KILL can occur, and pipit_stats_t.lag_ms and longest_gap_ms are measured. Legal after
 *  pipit_init() if no request is running. Does not block.
 *  @param client   the client.
 *  @param recovery yours; zero it, then set kill_stale if you want. Each client needs its own. Borrowed until the next
 *                  call of this function or pipit_init(). NULL: no recovery.
 *  @return PIPIT_OK. PIPIT_E_STATE: a request is running, or another client has `recovery`, until that client is given
 *  NULL or another. PIPIT_E_INVALID: the client was not given to pipit_init(). */
pipit_err_t pipit_recovery_use(pipit_t *client, pipit_recovery_t *recovery);

/** Get the time range of a PIPIT_EV_GAP. Legal for any event, until the next pipit_next(); does not block.
 *  @param client the client of the event.
 *  @param event  the event.
 *  @param out    yours, always filled.
 *  @return true: it is a PIPIT_EV_GAP. false: it is another kind, and *out is all zero. */
bool pipit_gap_read(const pipit_t *client, const pipit_event_t *event, pipit_gap_t *out);

#ifdef __cplusplus
}
#endif

#endif
