/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  A loop over a port (port.h): it does what pipit_want() asks for, and calls pipit_next(). If you write your own loop,
 *  read core/src/loop/pipit_loop.c first: it is less than 100 lines. */
#ifndef PIPIT_LOOP_H
#define PIPIT_LOOP_H

#include "pipit/client.h"
#include "pipit/handlers.h"
#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Make one turn: close, open, send and receive as pipit_want() asks, each at most once, then call pipit_next(). It
 *  receives only if all bytes that had arrived are handled, so once for all lines that arrive together. Legal at any
 * time after pipit_init(). Does not block.
 *  @param client the client.
 *  @param port   its connection, yours; the same port until PIPIT_EV_DISCONNECT. `wait` is not called.
 *  @param event  yours, always overwritten; its views are valid until the next call with this client.
 *  @return true: *event is an event; call again. false: no event; call again at the latest after event->wait_ms (0: at
 *  once; UINT32_MAX: no request is running). Sleep in port->wait if you can: it returns early if there is traffic. */
bool pipit_poll(pipit_t *client, const pipit_port_t *port, pipit_event_t *event);

/** Run `client` until no request is running any more, and call `handlers` for each event. Legal after a request was
 *  started. Blocks: it sleeps in port->wait; if that is NULL, it does not sleep and uses all processor time. A callback
 *  or another thread ends it with pipit_stop(). If on_disconnect starts another request, it runs that one too. For
 *  several clients in one loop see group.h; examples/rules_while_streaming shows a loop of its own.
 *  @param client   the client.
 *  @param port     its connection, yours, borrowed for the call.
 *  @param handlers the callbacks, borrowed for the call.
 *  @param ctx      the first argument of the callbacks; may be NULL.
 *  @return the err of the last PIPIT_EV_DISCONNECT: PIPIT_E_STOPPED after pipit_stop(). PIPIT_E_STATE if no request was
 *  running. */
pipit_err_t pipit_run(pipit_t *client, const pipit_port_t *port, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
