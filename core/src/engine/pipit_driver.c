/* SPDX-License-Identifier: MIT */
/* The only calls through pointers below the room loop: to the driver of the request, and to the code that
 * pipit_recovery_use() and pipit_seen_use() have set. So a program links only the code that it uses. */
#include "pipit/recovery.h"
#include "pipit/seen.h"
#include "pipit_engine.h"

void pipit_open_ack(pipit_t *client) {
    if (pipit_i_opened(client)) client->driver->write(client);
}

void pipit_tx_ack(pipit_t *client, size_t n) {
    if (pipit_i_sent(client, n)) client->driver->write(client);
}

bool pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    PIPIT_ASSERT(client && event && client->driver);
    return client->driver->turn(client, now_ms, event);
}

void pipit_i_follow_start(pipit_t *client) {
    if (client->recovery) client->recovery->follower->start(client);
}

void pipit_i_follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event) {
    if (client->recovery) client->recovery->follower->turn(client, passed_ms, event);
}

void pipit_i_follow_event(pipit_t *client, pipit_event_t *event) {
    if (client->recovery) client->recovery->follower->event(client, event);
}

bool pipit_i_seen_drop(pipit_t *client, pipit_event_t *event) {
    if (!client->seen) return false;
    return client->seen->drop(client, event);
}
