/* SPDX-License-Identifier: MIT */
/* The three functions of the engine's interface that lead to the driver of the request: the only calls through a
 * pointer. */
#include "../engine/pipit_engine.h"

void pipit_open_ack(pipit_t *client) {
    if (pipit_i_opened(client)) client->driver->write(client);
}

void pipit_tx_ack(pipit_t *client, size_t n) {
    if (pipit_i_sent(client, n)) client->driver->write(client);
}

bool pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    return client->driver->turn(client, now_ms, event);
}
