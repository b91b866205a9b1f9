/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Several clients in one loop, each with its own port: all partitions of a stream, two redundant connections (with one
 *  filter against duplicates for both, seen.h), or rules calls while a stream runs. One thread uses a group and all its
 *  clients. Nothing is allocated.
 *
 *  Cost: lines that arrive together cost the same in a group of any size. After each wait, a client for which nothing
 *  has arrived costs 25 instructions (x86-64) and no system call, if the group knows this (pipit_member_t.quiet).
 *  Otherwise it is polled, which costs about 550. */
#ifndef PIPIT_GROUP_H
#define PIPIT_GROUP_H

#include "pipit/client.h"
#include "pipit/handlers.h"
#include "pipit/port.h"
#include "pipit/stream.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A client and its port. Both are borrowed as long as the group is used. */
typedef struct {
    pipit_t *client;          /**< prepared by pipit_init() */
    const pipit_port_t *port; /**< its connection; no two clients share one */
    const uint8_t *quiet;     /**< is not 0 after a `wait` in which nothing arrived for this client: then the client is
                                   polled again only when one of its times expires. Over port/posix: &tcp.quiet, also
                                   with TLS and a proxy above it. NULL: it is polled after each wait */
} pipit_member_t;

/** A group, yours. Fill the first four members and set the others to 0; what it points to is borrowed as long as the
 *  group is used. */
typedef struct {
    const pipit_member_t *members;           /**< the clients; their ports have the same clock */
    size_t count;                            /**< how many */
    void (*wait)(void *io, uint32_t max_ms); /**< sleeps until one of the connections may be readable or writable, at
                                                  most max_ms. With sockets: pipit_posix_wait_links. With lwIP: the
                                                  port->wait of any member. Only pipit_group_run() calls it; may be
                                                  NULL */
    void *wait_io;                           /**< the first argument of `wait` */
    size_t turn;                             /**< private, like the next five; set them to 0 */
    size_t calls;                            /**< how often the group was polled; wraps */
    size_t left;                             /**< clients that this pipit_group_poll() has not polled yet */
    uint32_t wait_ms;                        /**< the shortest wait of the clients that it has polled */
    uint32_t due_ms;                         /**< when a time of a client expires, on the clock of the first port */
    uint32_t rest_ms;                        /**< the time until then when this pipit_group_poll() began */
} pipit_group_t;

/** Start a stream on every client. If the stream has partitions, each client gets one: the first client partition 1,
 *  and so on; `count` must be the number of partitions, because otherwise a part of the stream would be missing. If it
 *  has none, all clients request the same: redundant connections. Legal if no client of the group runs a request. Does
 *  not block.
 *  @param group    the group.
 *  @param endpoint the stream, borrowed until PIPIT_EV_DISCONNECT.
 *  @param stream   as in pipit_stream_start(), with `partition` 0; may be NULL.
 *  @param refused  receives, on an error, the client for which it was returned; may be NULL.
 *  @return PIPIT_OK. The first error of pipit_stream_start(). PIPIT_E_INVALID: `count` is not the number of partitions.
 *  pipit_offender(*refused) gives the reason. After an error, the clients that this call had started are stopped
 *  again, without an event. */
pipit_err_t pipit_group_start(pipit_group_t *group, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream,
                              const pipit_t **refused);

/** Call pipit_poll() for one client after another until one has an event. The next call begins with this client
 *  again, because more of its bytes may be there; one call in 256 begins with the client after it, so that no client
 *  can keep the others from their turn. Legal at any time; does not block.
 *  @param group  the group.
 *  @param event  yours, always filled; its views are valid until the next call for the same client.
 *  @param client receives the client of the event, or NULL.
 *  @return true: there is an event. false: no client has an event before new I/O; call again at the latest after
 *  event->wait_ms, the shortest wait of all clients. */
bool pipit_group_poll(pipit_group_t *group, pipit_event_t *event, pipit_t **client);

/** Tell whether at least one client runs a request. Legal at any time; does not block. */
bool pipit_group_running(const pipit_group_t *group);

/** Call pipit_stop() for all clients. Legal everywhere, like pipit_stop(): in a callback, an interrupt, another thread.
 */
void pipit_group_stop(const pipit_group_t *group);

/** Run the group and call `handlers` until no client runs a request any more. If one client ends, the others continue.
 *  on_disconnect is called for each. Blocks; it sleeps in `wait` (without one, it does not sleep and uses all processor
 *  time).
 *  @param group    the group, with started clients.
 *  @param handlers the callbacks, borrowed for the call.
 *  @param ctx      the first argument of the callbacks; may be NULL.
 *  @return the first reason other than PIPIT_E_STOPPED; PIPIT_E_STOPPED if there was no other; PIPIT_E_STATE if no
 *  client was running. */
pipit_err_t pipit_group_run(pipit_group_t *group, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
