/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Several clients in one loop, each with a link of its own: all partitions of a stream, a redundant pair of
 * connections (with a filter against duplicates in both, seen.h), rules beside a stream. One thread; nothing is
 * allocated. */
#ifndef PIPIT_GROUP_H
#define PIPIT_GROUP_H

#include "pipit/client.h"
#include "pipit/handlers.h"
#include "pipit/port.h"
#include "pipit/stream.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A client and its port. */
typedef struct {
    pipit_t *client;
    const pipit_port_t *port;
} pipit_member_t;

/** A group, filled by you; what it points to is borrowed. */
typedef struct {
    const pipit_member_t *members;
    size_t count;
    void (*wait)(void *io, uint32_t max_ms); /**< sleeps until one of the links may move, at most max_ms: with sockets
                                                  pipit_posix_wait_links; with lwIP any member's port->wait. Only
                                                  pipit_group_run() calls it; NULL: it does not sleep */
    void *wait_io;                           /**< the first argument of `wait` */
    size_t turn;                             /**< private, as are the next two; begin with 0 */
    size_t left;                             /**< how many have not had their turn */
    uint32_t wait_ms;                        /**< the shortest wait of those who had it */
} pipit_group_t;

/** Start a stream on every client. On a stream with partitions each takes its own, the first 1, and so on; `count` has
 *  to be their number, or parts would be missing. On others all ask for the same: redundant connections.
 *  @param stream as in pipit_stream_start(), `partition` 0; may be NULL.
 *  @return PIPIT_OK; what pipit_stream_start() returned for one of them; PIPIT_E_INVALID also when `count` is not the
 *  number of partitions. Then pipit_offender() of `*refused` (may be NULL) says why, and nothing is left running that
 *  was not running before. */
pipit_err_t pipit_group_start(pipit_group_t *group, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream,
                              const pipit_t **refused);

/** pipit_poll() on one client after the other until one has an event; fair: the next call begins behind that one.
 *  Never blocks. @return true: *event is filled, *client says whose it is. false: nobody has anything to say before
 *  event->wait_ms, the shortest of all. */
bool pipit_group_poll(pipit_group_t *group, pipit_event_t *event, pipit_t **client);

/** Does any of them still run? */
bool pipit_group_running(const pipit_group_t *group);

/** pipit_stop() on all. Legal from everywhere, as that is. */
void pipit_group_stop(const pipit_group_t *group);

/** Turn the group until no client runs any more, calling `handlers`. One that ends for good leaves the others running;
 *  on_disconnect is called for each. Blocks in `wait`.
 *  @return the first reason that was not PIPIT_E_STOPPED, else that; PIPIT_E_STATE when nothing was started. */
pipit_err_t pipit_group_run(pipit_group_t *group, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
