/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../x/pipit_x.h"
#include "pipit/loop.h"

static void lost(pipit_t *client, const pipit_port_t *port, int32_t err) {
    pipit_link_lost(client, err, port->detail ? *port->detail : 0);
}

static void turn_open(pipit_t *client, const pipit_port_t *port) {
    int32_t result = port->open(port->io, pipit_host(client), pipit_port(client));
    pipit_open_ack(client);
    if (result < 0) lost(client, port, result);
}

PIPIT_I_OWN_FRAME int32_t link_send(const pipit_t *client, const pipit_port_t *port) {
    size_t len = 0;
    const uint8_t *bytes = pipit_tx_buf(client, &len);
    return port->send(port->io, bytes, len);
}

PIPIT_I_OWN_FRAME int32_t link_receive(pipit_t *client, const pipit_port_t *port) {
    size_t len = 0;
    uint8_t *room = pipit_rx_buf(client, &len);
    return port->recv(port->io, room, len);
}

/* @return true if bytes were sent: it may be possible to send more at once. */
static bool turn_send(pipit_t *client, const pipit_port_t *port) {
    int32_t n = link_send(client, port);
    if (n > 0) pipit_tx_ack(client, (size_t)n);
    if (n < 0) lost(client, port, n);
    return n > 0;
}

/* @return true if bytes were received: more may be waiting inside the port, so the loop must not sleep now. */
static bool turn_receive(pipit_t *client, const pipit_port_t *port) {
    int32_t n = link_receive(client, port);
    if (n > 0) pipit_rx_ack(client, (size_t)n);
    if (n < 0) lost(client, port, n);
    return n > 0;
}

/* @return whether bytes were sent or received, or bytes may be waiting that it has not asked for. */
PIPIT_I_OWN_FRAME bool turn_link(pipit_t *client, const pipit_port_t *port) {
    unsigned want = pipit_want(client);
    bool moved = false;
    if (want & PIPIT_WANT_CLOSE) {
        port->close(port->io);
        pipit_close_ack(client);
    }
    if (want & PIPIT_WANT_OPEN) {
        turn_open(client, port);
        want = pipit_want(client);
    }
    if (want & PIPIT_WANT_SEND) {
        moved = turn_send(client, port);
        want = pipit_want(client);
    }
    if ((want & PIPIT_WANT_RECV) == 0) return moved;
    /* What has arrived is handled first: each question for more costs a call of the system and of the TLS library. The
     * loop must not sleep before it has asked. */
    return (want & PIPIT_WANT_NEXT) != 0 || turn_receive(client, port) || moved;
}

bool pipit_poll(pipit_t *client, const pipit_port_t *port, pipit_event_t *event) {
    PIPIT_ASSERT(port && port->open && port->send && port->recv && port->close && port->now);
    bool moved = turn_link(client, port);
    if (pipit_next(client, port->now(port->io), event)) return true;
    if (moved || (pipit_want(client) & (PIPIT_WANT_OPEN | PIPIT_WANT_CLOSE | PIPIT_WANT_NEXT)) != 0) event->wait_ms = 0;
    return false;
}

pipit_err_t pipit_run(pipit_t *client, const pipit_port_t *port, const pipit_handlers_t *handlers, void *ctx) {
    pipit_event_t event;
    event.err = PIPIT_E_STATE;
    PIPIT_ASSERT(handlers || !pipit_running(client));
    while (pipit_running(client)) {
        if (pipit_poll(client, port, &event)) {
            pipit_dispatch(client, &event, handlers, ctx);
        } else if (event.wait_ms > 0 && port->wait) {
            port->wait(port->io, event.wait_ms);
        }
    }
    return event.err; /* of the last event, PIPIT_EV_DISCONNECT */
}
