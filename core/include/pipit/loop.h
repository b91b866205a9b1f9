/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  The pump: the engine's wishes carried out over a port. Read the 40 lines of pipit_loop.c before writing your own. */
#ifndef PIPIT_LOOP_H
#define PIPIT_LOOP_H

#include "pipit/client.h"
#include "pipit/handlers.h"
#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One bounded, non-blocking turn: close, open, send, receive as wanted, then pipit_next(). A port without one of its
 *  functions (only `wait` may be NULL), or one that says it has sent or received more than it was asked for, is a
 *  PIPIT_ASSERT.
 *  @return as pipit_next(). After false sleep at most event->wait_ms, better in port->wait, which wakes on traffic. */
bool pipit_poll(pipit_t *client, const pipit_port_t *port, pipit_event_t *event);

/** Turn `client` until its request is over, calling `handlers`, sleeping in port->wait. Blocks; other threads or
 *  handlers end it with pipit_stop(). For several clients write the loop yourself: pipit_poll() on each, then one wait
 *  (examples/rules_while_streaming).
 *  @return the reason, as in PIPIT_EV_DISCONNECT; PIPIT_E_STATE when nothing was started, which also
 *  holds for a client that was never given to pipit_init(). */
pipit_err_t pipit_run(pipit_t *client, const pipit_port_t *port, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
