/* SPDX-License-Identifier: MIT */
/* X's rules for reconnects (X's documentation of reconnecting), and one more: if a server ends every stream at once,
 * the delays become longer, so that there is no busy loop. */
#include "pipit_policy.h"
#include "../base/pipit_compile.h"
#include "pipit/backoff.h"
#include "pipit_x.h"
#include <string.h>

#define NOT_X_TRIES 5u
#define NOT_X_OUTAGE_TRIES 16u /* a CDN answers for X during an outage (5xx), which takes longer: 53 min at least */

#define UNIT_MS 250u /* all delays of the ladders are multiples of it */
#define LADDER(step_ms, max_ms, doubles, first)                                                                        \
    { (step_ms) / UNIT_MS, (max_ms) / UNIT_MS, doubles, first }

/* A ladder is a row of delays: each one is longer than the last by step_units, or twice as long (`doubles`). */
static const struct {
    uint16_t step_units;
    uint16_t max_units;
    bool doubles;
    uint8_t first; /* the number of steps of the first delay */
} ladders[] = {
    [PIPIT_I_LADDER_NETWORK] = LADDER(PIPIT_BACKOFF_NETWORK_STEP_MS, PIPIT_BACKOFF_NETWORK_MAX_MS, false, 0),
    [PIPIT_I_LADDER_SERVER] = LADDER(PIPIT_BACKOFF_SERVER_FIRST_MS, PIPIT_BACKOFF_SERVER_MAX_MS, true, 1),
    [PIPIT_I_LADDER_RATE] = LADDER(PIPIT_BACKOFF_RATE_FIRST_MS, PIPIT_BACKOFF_RATE_MAX_MS, true, 1),
    [PIPIT_I_LADDER_CONFLICT] = LADDER(PIPIT_BACKOFF_CONFLICT_STEP_MS, PIPIT_BACKOFF_CONFLICT_MAX_MS, false, 1),
    [PIPIT_I_LADDER_PROVISIONING] = LADDER(PIPIT_BACKOFF_PROVISIONING_MS, PIPIT_BACKOFF_PROVISIONING_MS, false, 1),
    [PIPIT_I_LADDER_SHORT] = LADDER(PIPIT_BACKOFF_SERVER_FIRST_MS, PIPIT_BACKOFF_SERVER_MAX_MS, true, 0),
};

static uint32_t count(pipit_t *client, uint8_t what) {
    uint32_t n = client->counts[what];
    if (n < UINT8_MAX) client->counts[what]++;
    return n;
}

uint32_t pipit_i_ladder_wait(pipit_t *client, uint8_t ladder) {
    uint32_t step = count(client, ladder) + ladders[ladder].first;
    uint32_t step_ms = ladders[ladder].step_units * UNIT_MS;
    uint32_t max_ms = ladders[ladder].max_units * UNIT_MS;
    if (!ladders[ladder].doubles || step == 0) return pipit_backoff_linear(step, step_ms, max_ms);
    return pipit_backoff_double(step - 1u, step_ms, max_ms);
}

uint32_t pipit_i_jittered(pipit_t *client, uint32_t wait_ms) {
    return pipit_backoff_jitter(wait_ms, client->config.jitter_percent, &client->config.seed);
}

/* The reaction to an error: the ladder of the next delay, and the cause under which the retry is counted. A row holds
 * for the errors from `last` up to, but not including, `last` of the row before it. Errors are negative, in the order
 * of pipit/types.h. */
typedef struct {
    int8_t last;
    uint8_t reaction;
} reaction_t;

#define AGAIN(ladder, cause) (uint8_t)(PIPIT_I_LADDER_##ladder * 16 + PIPIT_RECONNECT_##cause)
#define FINAL (uint8_t)(PIPIT_I_LADDERS * 16) /* waiting does not help */

static const reaction_t reactions[] = {
    {-9, FINAL},
    {PIPIT_E_HEAD_TIMEOUT, AGAIN(NETWORK, LINK)},
    {PIPIT_E_STALL, AGAIN(NETWORK, STALL)},
    {PIPIT_E_CLOSED, AGAIN(NETWORK, CLOSED)},
    {PIPIT_E_PROXY, AGAIN(NETWORK, LINK)},
    {PIPIT_E_PROXY_AUTH, FINAL},
    {PIPIT_E_NOT_X, AGAIN(SERVER, SERVER)},
    {PIPIT_E_PROXY_REFUSED, AGAIN(SERVER, LINK)},
    {-29, AGAIN(NETWORK, LINK)},
    {PIPIT_E_TLS, AGAIN(NETWORK, TLS)},
    {PIPIT_E_TLS_CERT, AGAIN(SERVER, TLS)}, /* the cause may pass: a Wi-Fi login page, a clock that is not set */
    {PIPIT_E_TLS_ENTROPY, AGAIN(NETWORK, TLS)},
    {PIPIT_E_TLS_CONFIG, FINAL},
    {-39, AGAIN(NETWORK, TLS)},
    {PIPIT_E_ENCODING, AGAIN(SERVER, SERVER)},
    {PIPIT_E_TRUNCATED, AGAIN(SERVER, LINK)},
    {-49, AGAIN(SERVER, SERVER)},
    {PIPIT_E_BAD_REQUEST, FINAL},
    {PIPIT_E_AUTH, AGAIN(SERVER, SERVER)},
    {-59, FINAL},
    {PIPIT_E_STATUS, AGAIN(SERVER, SERVER)},
    {PIPIT_E_RATE_LIMIT, AGAIN(RATE, RATE_LIMIT)},
    {PIPIT_E_TOO_MANY_CONNECTIONS, AGAIN(CONFLICT, CONFLICT)},
    {PIPIT_E_PROVISIONING, AGAIN(PROVISIONING, SERVER)},
    {PIPIT_E_NOTICE, AGAIN(SERVER, NOTICE)},
    {-79, AGAIN(SERVER, SERVER)},
    {INT8_MIN, AGAIN(NETWORK, LINK)}, /* an error of the port that types.h does not list */
};

PIPIT_I_OWN_FRAME uint8_t reaction_to(const pipit_t *client) {
    const reaction_t *row = reactions;
    while (client->cause < row->last)
        row++;
    return row->reaction;
}

void pipit_i_failure_count(pipit_t *client) {
    if (client->failures < UINT16_MAX) client->failures++;
}

uint32_t pipit_i_failure_wait(pipit_t *client) {
    uint8_t ladder = reaction_to(client) / 16u;
    uint32_t wait_ms = pipit_i_ladder_wait(client, ladder);
    bool listens = ladder == PIPIT_I_LADDER_RATE || ladder == PIPIT_I_LADDER_SERVER;
    pipit_i_failure_count(client);
    /* The delay that the server asks for gets no jitter, because it is exact. */
    uint32_t asked_ms = listens && client->status != 0 ? client->http.in.reset_wait_ms : 0;
    return wait_ms < asked_ms ? asked_ms : pipit_i_jittered(client, wait_ms);
}

bool pipit_i_is_final(pipit_t *client) {
    switch (client->cause) {
    case PIPIT_E_AUTH: return count(client, PIPIT_I_COUNT_AUTH) >= client->config.auth_retries;
    case PIPIT_E_NOT_X:
    case PIPIT_E_PROXY_REFUSED:
    case PIPIT_E_TLS_CERT:
        return count(client, PIPIT_I_COUNT_NOT_X) + 1u >= (client->status >= 500u ? NOT_X_OUTAGE_TRIES : NOT_X_TRIES);
    default: return reaction_to(client) == FINAL;
    }
}

void pipit_i_policy_count(pipit_t *client) {
    uint16_t *reconnects = &client->stats.reconnects[reaction_to(client) % 16u];
    client->stats.retries++;
    if (*reconnects < UINT16_MAX) ++*reconnects;
}

bool pipit_i_retries_used_up(const pipit_t *client) {
    const int32_t limit = client->config.max_retries;
    return limit != 0 && client->failures > (limit < 0 ? 0 : limit);
}
