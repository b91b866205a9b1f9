/* SPDX-License-Identifier: MIT */
/* X's reconnect rules (facts 4) with the guard that its clients lack: a server that takes every connection and ends it
 * at once is answered by a ladder, not by a hot loop. */
#include "pipit_policy.h"
#include "pipit/backoff.h"
#include "pipit_x.h"
#include <string.h>

#define CERTIFICATE_TRIES 3u

/* A wait is so many steps, or doubles with each step. */
static const struct {
    uint32_t step_ms;
    uint32_t max_ms;
    bool doubles;
    uint8_t first; /* the step that the first wait is */
} ladders[] = {
    [PIPIT_I_LADDER_NETWORK] = {PIPIT_BACKOFF_NETWORK_STEP_MS, PIPIT_BACKOFF_NETWORK_MAX_MS, false, 0},
    [PIPIT_I_LADDER_SERVER] = {PIPIT_BACKOFF_SERVER_FIRST_MS, PIPIT_BACKOFF_SERVER_MAX_MS, true, 1},
    [PIPIT_I_LADDER_RATE] = {PIPIT_BACKOFF_RATE_FIRST_MS, PIPIT_BACKOFF_RATE_MAX_MS, true, 1},
    [PIPIT_I_LADDER_CONFLICT] = {PIPIT_BACKOFF_CONFLICT_STEP_MS, PIPIT_BACKOFF_CONFLICT_MAX_MS, false, 1},
    [PIPIT_I_LADDER_PROVISIONING] = {PIPIT_BACKOFF_PROVISIONING_MS, PIPIT_BACKOFF_PROVISIONING_MS, false, 1},
    [PIPIT_I_LADDER_SHORT] = {PIPIT_BACKOFF_SERVER_FIRST_MS, PIPIT_BACKOFF_SERVER_MAX_MS, true, 0},
};

static uint32_t count(pipit_t *client, uint8_t what) {
    uint32_t n = client->counts[what];
    if (n < UINT8_MAX) client->counts[what]++;
    return n;
}

uint32_t pipit_i_ladder_wait(pipit_t *client, uint8_t ladder) {
    uint32_t step = count(client, ladder) + ladders[ladder].first;
    uint32_t max_ms = ladders[ladder].max_ms;
    if (!ladders[ladder].doubles || step == 0) return pipit_backoff_linear(step, ladders[ladder].step_ms, max_ms);
    return pipit_backoff_double(step - 1u, ladders[ladder].step_ms, max_ms);
}

uint32_t pipit_i_jittered(pipit_t *client, uint32_t wait_ms) {
    return pipit_backoff_jitter(wait_ms, client->config.jitter_percent, &client->config.seed);
}

static uint8_t ladder_of(pipit_err_t cause) {
    switch (cause) {
    case PIPIT_E_RATE_LIMIT: return PIPIT_I_LADDER_RATE;
    case PIPIT_E_TOO_MANY_CONNECTIONS: return PIPIT_I_LADDER_CONFLICT;
    case PIPIT_E_PROVISIONING: return PIPIT_I_LADDER_PROVISIONING;
    default: return pipit_err_family(cause) <= PIPIT_FAMILY_TLS ? PIPIT_I_LADDER_NETWORK : PIPIT_I_LADDER_SERVER;
    }
}

uint32_t pipit_i_failure_wait(pipit_t *client) {
    uint8_t ladder = ladder_of(client->cause);
    uint32_t wait_ms = pipit_i_ladder_wait(client, ladder);
    bool listens = ladder == PIPIT_I_LADDER_RATE || ladder == PIPIT_I_LADDER_SERVER;
    if (client->failures < UINT16_MAX) client->failures++;
    /* The server's own word, when it asks for more than the ladder, is exact. */
    uint32_t asked_ms = listens && client->status != 0 ? client->http.in.reset_wait_ms : 0;
    return wait_ms < asked_ms ? asked_ms : pipit_i_jittered(client, wait_ms);
}

bool pipit_i_is_final(pipit_t *client) {
    switch (client->cause) {
    case PIPIT_E_AUTH: return count(client, PIPIT_I_COUNT_AUTH) >= client->config.auth_retries;
    case PIPIT_E_TLS_CERT: return count(client, PIPIT_I_COUNT_CERTIFICATE) + 1u >= CERTIFICATE_TRIES;
    case PIPIT_E_PROXY_AUTH:
    case PIPIT_E_TLS_CA:
    case PIPIT_E_TLS_CONFIG: return true;
    default: break;
    }
    uint8_t family = pipit_err_family(client->cause);
    return family <= PIPIT_FAMILY_CALLER || family == PIPIT_FAMILY_API_STOP;
}

/* ---- why ---- */

static uint8_t reconnect_cause(pipit_err_t cause) {
    switch (cause) {
    case PIPIT_E_CLOSED: return PIPIT_RECONNECT_CLOSED;
    case PIPIT_E_NOTICE: return PIPIT_RECONNECT_NOTICE;
    case PIPIT_E_STALL: return PIPIT_RECONNECT_STALL;
    case PIPIT_E_RATE_LIMIT: return PIPIT_RECONNECT_RATE_LIMIT;
    case PIPIT_E_TOO_MANY_CONNECTIONS: return PIPIT_RECONNECT_CONFLICT;
    case PIPIT_E_TRUNCATED: return PIPIT_RECONNECT_LINK;
    default: break;
    }
    uint8_t family = pipit_err_family(cause);
    if (family <= PIPIT_FAMILY_PROXY) return PIPIT_RECONNECT_LINK;
    return family == PIPIT_FAMILY_TLS ? PIPIT_RECONNECT_TLS : PIPIT_RECONNECT_SERVER;
}

void pipit_i_policy_count(pipit_t *client) {
    uint16_t *reconnects = &client->stats.reconnects[reconnect_cause(client->cause)];
    client->stats.retries++;
    if (*reconnects < UINT16_MAX) ++*reconnects;
}

bool pipit_i_retries_used_up(const pipit_t *client) {
    int32_t limit = client->config.max_retries;
    return limit < 0 ? client->failures > 0 : limit > 0 && client->failures > (uint32_t)limit;
}
