/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  What an interruption of a stream has cost, and how it comes back: backfill for as long as the stream was away, a
 *  message about what backfill cannot bring, an end for stale connections, the age of the last Post. Without it a
 * stream reconnects as well, and asks for the backfill_minutes that it was given. A program that does not name
 *  pipit_recovery_use() has no code of it. */
#ifndef PIPIT_RECOVERY_H
#define PIPIT_RECOVERY_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is called while a stream runs; private. */
typedef struct {
    void (*start)(pipit_t *client);
    void (*turn)(pipit_t *client, uint32_t passed_ms, pipit_event_t *event);
    void (*event)(pipit_t *client, pipit_event_t *event);
} pipit_follower_t;

/** PIPIT_EV_GAP: what backfill did not bring. */
typedef struct {
    uint32_t start_s; /**< Unix seconds by the server's clock: since then something may be missing (see
                           PIPIT_BACKFILL_AUTO) */
    uint32_t end_s;   /**< up to when nothing is known; both are ready for pipit_replay_seconds() and a second client */
} pipit_gap_t;

/** Recovery of one client, in your memory. Zero it, set what you want, and give it to pipit_recovery_use(). */
typedef struct pipit_recovery {
    const pipit_driver_t *kill_stale; /**< what to do when X says TooManyConnections. &pipit_kill_stale: end the
                                           connections of this endpoint through X's connections API (all of this app,
                                           also a healthy one of yours elsewhere), then connect again after a second.
                                           NULL: wait 10, 20, 30 s. A connections_id of an endpoint of
                                           yours that is not as endpoint.h says is a PIPIT_ASSERT */
    bool streamed;                    /**< private, as are all that follow: this request has had an open stream */
    bool is_backfill_refused;
    bool is_killing;       /* the request on the wire is the one that ends stale connections */
    bool had_event;        /* in the last turn */
    bool received;         /* bytes that no turn has read yet */
    bool heard;            /* bytes of this stream at all */
    bool has_gap;          /* it is to be told */
    const pipit_t *client; /* whose it is */
    const pipit_follower_t *follower;
    const pipit_driver_t *driver; /* of the stream, while stale connections are ended */
    uint32_t missing_ms;          /* lines of a stream may be missing since then */
    uint32_t drained_ms;          /* since there was nothing to read: what is read now is not older */
    uint32_t quiet_ms;            /* since the last byte of the stream */
    pipit_gap_t gap;              /* the last one */
} pipit_recovery_t;

/** A value of pipit_recovery_t.kill_stale. Its code is in a program only if the program names it. */
extern const pipit_driver_t pipit_kill_stale;

/** From the next stream of this client on, recover what an interruption has cost; NULL: no longer. Then
 *  PIPIT_BACKFILL_AUTO may be asked for, PIPIT_EV_GAP and PIPIT_EV_KILL may come, and pipit_stats_t.lag_ms and
 *  longest_gap_ms are measured. Legal after pipit_init() while no request is running. `recovery` is the client's until
 *  another call takes its place; one for each client. Does not block.
 *  @return PIPIT_OK; PIPIT_E_STATE if a request is running, or another client has `recovery`, until that one is given
 *  NULL or another; PIPIT_E_INVALID if the client was not given to pipit_init(). */
pipit_err_t pipit_recovery_use(pipit_t *client, pipit_recovery_t *recovery);

/** Read a PIPIT_EV_GAP. Legal until the next pipit_next().
 *  @param client the client that the event came from.
 *  @param event  the event.
 *  @param out    yours, always filled.
 *  @return false if the event is of another kind; then *out is all zero. */
bool pipit_gap_read(const pipit_t *client, const pipit_event_t *event, pipit_gap_t *out);

#ifdef __cplusplus
}
#endif

#endif
