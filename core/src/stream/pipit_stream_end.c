/* SPDX-License-Identifier: MIT */
/* Decides, after an attempt of a stream has ended, whether there is another one, and after which delay. */
#include "../base/pipit_compile.h"
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../x/pipit_policy.h"
#include "pipit/backoff.h"
#include "pipit_stream_int.h"
#include <string.h>

#define STATUS_OK 200u
#define LIFE_UNITS 256u

PIPIT_I_OWN_FRAME void ladders_reset(pipit_t *client) {
    client->failures = 0;
    memset(client->counts, 0, sizeof client->counts);
}

/* A stream that ended early is a failure; but those before it do not count any more when all of them were open for
 * uptime_ms together. */
static void life_count(pipit_t *client) {
    const uint32_t unit_ms = client->config.uptime_ms / LIFE_UNITS + 1u;
    const uint32_t life = client->counts[PIPIT_I_COUNT_LIFE] + client->http.in.uptime_ms / unit_ms;
    if (life >= LIFE_UNITS) client->failures = 0;
    client->counts[PIPIT_I_COUNT_LIFE] = (uint8_t)life;
    pipit_i_failure_count(client);
}

/* @return the delay after a stream that was open: 0 if it was open for uptime_ms, and after the first one that was not;
 * longer after more short-lived streams. */
static uint32_t drop_wait(pipit_t *client) {
    if (client->http.in.uptime_ms >= client->config.uptime_ms) {
        ladders_reset(client);
        return 0;
    }
    life_count(client);
    client->counts[PIPIT_I_LADDER_NETWORK] = 0;
    if (client->fruitful) {
        memset(client->counts, 0, PIPIT_I_LADDER_SHORT);
        client->counts[PIPIT_I_COUNT_NOT_X] = 0;
        client->counts[PIPIT_I_COUNT_AUTH] = 0;
    }
    uint32_t wait_ms = pipit_i_ladder_wait(client, PIPIT_I_LADDER_SHORT);
    if (client->fruitful && wait_ms > PIPIT_BACKOFF_SHORT_LIVED_MAX_MS) wait_ms = PIPIT_BACKOFF_SHORT_LIVED_MAX_MS;
    return pipit_i_jittered(client, wait_ms);
}

/* @return the delay after a stream that was open, or after an attempt that failed; never less than the budget allows.
 */
static uint32_t stream_wait(pipit_t *client) {
    const bool dropped = client->status == STATUS_OK && client->cause != PIPIT_E_ENCODING;
    const uint32_t least_ms = pipit_i_budget_wait(client);
    const uint32_t wait_ms = dropped ? drop_wait(client) : pipit_i_failure_wait(client);
    return wait_ms > least_ms ? wait_ms : least_ms;
}

void pipit_i_stream_retry(pipit_t *client, pipit_event_t *event) {
    event->kind = PIPIT_EV_RETRY;
    event->err = client->cause;
    event->attempt = client->failures;
    pipit_i_policy_count(client);
    pipit_i_again(client, event->wait_ms);
}

static void disconnect(pipit_t *client, pipit_event_t *event, pipit_err_t reason) {
    event->kind = PIPIT_EV_DISCONNECT;
    event->err = reason;
    pipit_i_over(client);
}

void pipit_i_stream_closed(pipit_t *client, pipit_event_t *event) {
    if (pipit_i_is_final(client)) {
        disconnect(client, event, client->cause);
        return;
    }
    event->wait_ms = stream_wait(client);
    if (pipit_i_retries_used_up(client))
        disconnect(client, event, PIPIT_E_RETRIES);
    else
        pipit_i_stream_retry(client, event);
}
