/* SPDX-License-Identifier: MIT */
/* Ask X to end stale connections: a separate request between two attempts of the stream. */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../x/pipit_x.h"
#include "pipit/recovery.h"
#include "pipit_stream_int.h"

#define KILLED_WAIT_MS 1000u
#define STATUS_OK 200u
#define STATUS_TOO_MANY 429u

static void kill_write(pipit_t *client) {
    pipit_i_tx_begin(client);
    pipit_i_put(client, "DELETE ");
    pipit_i_put(client, pipit_i_path_connections);
    pipit_i_put_byte(client, '/');
    pipit_i_put(client, client->request.of.stream.endpoint->connections_id);
    pipit_i_put_headers(client);
    pipit_i_put_bearer(client);
    pipit_i_put(client, "\r\nConnection: close\r\n\r\n");
    (void)pipit_i_tx_end(client);
}

/* Continue with the stream: status and cause of its refusal are restored, and decide about its next attempt. */
static void kill_over(pipit_t *client, pipit_event_t *event) {
    const bool was_killed = client->status == STATUS_OK && client->cause == PIPIT_OK;
    const uint32_t least_ms = pipit_i_budget_wait(client);
    client->recovery->is_killing = false;
    client->driver = client->recovery->driver;
    client->status = STATUS_TOO_MANY;
    if (client->cause != PIPIT_E_STOPPED) client->cause = PIPIT_E_TOO_MANY_CONNECTIONS;
    pipit_i_stream_closed(client, event);
    if (event->kind != PIPIT_EV_RETRY || !was_killed) return;
    event->wait_ms = least_ms > KILLED_WAIT_MS ? least_ms : KILLED_WAIT_MS;
    pipit_i_again(client, event->wait_ms);
}

/* Called twice: after the connection of the refused stream is closed, and after the one of this request is closed. */
static void kill_closed(pipit_t *client, pipit_event_t *event) {
    if (client->recovery->is_killing || client->cause == PIPIT_E_STOPPED) {
        kill_over(client, event);
        return;
    }
    client->recovery->is_killing = true;
    pipit_i_reopen(client);
}

PIPIT_I_OWN_FRAME void kill_step(pipit_t *client, pipit_event_t *event, uint8_t step) {
    if (step == PIPIT_I_STEP_CLOSED) {
        kill_closed(client, event);
    } else if (step == PIPIT_I_STEP_ANSWERED) {
        event->status = client->status;
        (void)pipit_i_end(client, event, PIPIT_EV_KILL, PIPIT_OK);
    } else if (event->kind != PIPIT_EV_NONE) {
        event->kind = PIPIT_EV_KILL;
    }
}

static bool kill_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    uint8_t step = PIPIT_I_STEP_MORE;
    pipit_i_stream_begin(client, now_ms, event);
    while (event->kind == PIPIT_EV_NONE && step) {
        step = pipit_i_step(client, event);
        kill_step(client, event, step);
    }
    return pipit_i_turn_end(client, event);
}

const pipit_driver_t pipit_kill_stale = {kill_turn, kill_write};
