/* SPDX-License-Identifier: MIT */
/* X's reconnect rules (facts 4) with the guard that its clients lack: a server that takes every connection and ends it
 * at once is answered by a ladder, not by a hot loop. */
#include "pipit_policy.h"
#include "pipit/backoff.h"
#include "../pipit_int.h"
#include "../stream/pipit_recovery.h"
#include <string.h>

#define STATUS_OK 200u
#define CERTIFICATE_TRIES 3u
#define SERVER_WAIT_MAX_S 901u
#define WINDOW_MS 900000u

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

void pipit_i_policy_reset(pipit_t *client) {
    client->failures = 0;
    memset(client->counts, 0, sizeof client->counts);
}

uint32_t pipit_i_policy_server_wait(const pipit_head_t *head) {
    uint32_t wait_ms = 0;
    bool used_up = head->rate_limit_remaining == 0 || head->rate_limit_remaining == PIPIT_HEAD_ABSENT;
    if (used_up) wait_ms = pipit_backoff_until_reset(head->rate_limit_reset_s, head->date_s);
    if (head->retry_after_s != PIPIT_HEAD_ABSENT) {
        uint32_t seconds = head->retry_after_s < SERVER_WAIT_MAX_S ? head->retry_after_s : SERVER_WAIT_MAX_S;
        if (seconds * 1000u > wait_ms) wait_ms = seconds * 1000u;
    }
    return wait_ms;
}

static uint32_t count(pipit_t *client, uint8_t what) {
    uint32_t n = client->counts[what];
    if (n < UINT8_MAX) client->counts[what]++;
    return n;
}

static uint32_t ladder_wait(pipit_t *client, uint8_t ladder) {
    uint32_t step = count(client, ladder) + ladders[ladder].first;
    uint32_t max_ms = ladders[ladder].max_ms;
    if (!ladders[ladder].doubles || step == 0) return pipit_backoff_linear(step, ladders[ladder].step_ms, max_ms);
    return pipit_backoff_double(step - 1u, ladders[ladder].step_ms, max_ms);
}

static uint32_t jittered(pipit_t *client, uint32_t wait_ms) {
    return pipit_backoff_jitter(wait_ms, client->config.jitter_percent, &client->config.seed);
}

/* A stream that was open has ended. A healthy one is replaced at once; of short-lived ones only the first. */
static uint32_t drop_wait(pipit_t *client) {
    uint8_t short_lives = client->counts[PIPIT_I_LADDER_SHORT];
    if (client->http.in.uptime_ms >= client->config.uptime_ms) {
        pipit_i_policy_reset(client);
        return 0;
    }
    client->counts[PIPIT_I_LADDER_NETWORK] = 0;
    if (client->fruitful) {
        pipit_i_policy_reset(client);
        client->counts[PIPIT_I_LADDER_SHORT] = short_lives;
    } else if (client->failures < UINT16_MAX) {
        client->failures++;
    }
    uint32_t wait_ms = ladder_wait(client, PIPIT_I_LADDER_SHORT);
    if (client->fruitful && wait_ms > PIPIT_BACKOFF_SHORT_LIVED_MAX_MS) wait_ms = PIPIT_BACKOFF_SHORT_LIVED_MAX_MS;
    return jittered(client, wait_ms);
}

static uint8_t ladder_of(pipit_err_t cause) {
    switch (cause) {
    case PIPIT_E_RATE_LIMIT: return PIPIT_I_LADDER_RATE;
    case PIPIT_E_TOO_MANY_CONNECTIONS: return PIPIT_I_LADDER_CONFLICT;
    case PIPIT_E_PROVISIONING: return PIPIT_I_LADDER_PROVISIONING;
    default: return pipit_err_family(cause) <= PIPIT_FAMILY_TLS ? PIPIT_I_LADDER_NETWORK : PIPIT_I_LADDER_SERVER;
    }
}

static uint32_t failure_wait(pipit_t *client) {
    uint8_t ladder = ladder_of(client->cause);
    uint32_t wait_ms = ladder_wait(client, ladder);
    bool listens = ladder == PIPIT_I_LADDER_RATE || ladder == PIPIT_I_LADDER_SERVER;
    if (client->failures < UINT16_MAX) client->failures++;
    /* The server's own word, when it asks for more than the ladder, is exact. */
    uint32_t asked_ms = listens && client->status != 0 ? client->http.in.reset_wait_ms : 0;
    return wait_ms < asked_ms ? asked_ms : jittered(client, wait_ms);
}

static bool is_final(pipit_t *client) {
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

/* ---- the budget of connects ---- */

static uint32_t connects_at_once(const pipit_t *client) {
    return client->config.connects_max / 2u;
}

static uint32_t connect_every_ms(const pipit_t *client) {
    return WINDOW_MS / (client->config.connects_max - connects_at_once(client)) + 1u;
}

uint32_t pipit_i_policy_budget(const pipit_t *client) {
    return connects_at_once(client) * connect_every_ms(client);
}

void pipit_i_policy_budget_advance(pipit_t *client, uint32_t passed_ms) {
    uint32_t missing_ms = pipit_i_policy_budget(client) - client->budget_ms;
    client->budget_ms += passed_ms < missing_ms ? passed_ms : missing_ms;
}

void pipit_i_policy_budget_take(pipit_t *client) {
    uint32_t every_ms = connect_every_ms(client);
    client->budget_ms -= client->budget_ms < every_ms ? client->budget_ms : every_ms;
}

uint32_t pipit_i_policy_budget_wait(const pipit_t *client) {
    uint32_t every_ms = connect_every_ms(client);
    return client->budget_ms < every_ms ? every_ms - client->budget_ms : 0;
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
    if (pipit_i_endpoint_is_stream(client->request.endpoint) && *reconnects < UINT16_MAX) ++*reconnects;
}

static bool retries_used_up(const pipit_t *client) {
    int32_t limit = client->config.max_retries;
    return limit < 0 ? client->failures > 0 : limit > 0 && client->failures > (uint32_t)limit;
}

/* A drop, or a failure; or the end of the request that was to make room for another stream. */
static uint32_t stream_wait(pipit_t *client) {
    bool dropped = client->status == STATUS_OK && client->cause != PIPIT_E_ENCODING;
    uint32_t least_ms = pipit_i_policy_budget_wait(client);
    uint32_t wait_ms = dropped && !client->killing ? drop_wait(client) : failure_wait(client);
#if PIPIT_CFG_RECOVERY
    if (dropped && client->killing) wait_ms = pipit_i_recovery_killed_wait();
#endif
    return wait_ms > least_ms ? wait_ms : least_ms;
}

static pipit_err_t stream_decide(pipit_t *client, uint32_t *wait_ms) {
    if (client->killing && client->cause != PIPIT_E_STOPPED) client->cause = PIPIT_E_TOO_MANY_CONNECTIONS;
#if PIPIT_CFG_RECOVERY
    if (pipit_i_recovery_without_backfill(client)) {
        *wait_ms = pipit_i_policy_budget_wait(client);
        return PIPIT_I_AGAIN;
    }
    if (!client->killing && pipit_i_recovery_kills(client)) return PIPIT_I_KILL;
#endif
    if (is_final(client)) return client->cause;
    *wait_ms = stream_wait(client);
    return retries_used_up(client) ? PIPIT_E_RETRIES : PIPIT_I_AGAIN;
}

static pipit_err_t call_decide(pipit_t *client, uint32_t *wait_ms) {
    if (client->cause != PIPIT_E_RATE_LIMIT || !client->config.wait_on_rate_limit) return client->cause;
    *wait_ms = failure_wait(client);
    return PIPIT_I_AGAIN;
}

pipit_err_t pipit_i_policy_decide(pipit_t *client, uint32_t *wait_ms) {
    bool stream = pipit_i_endpoint_is_stream(client->request.endpoint);
    return stream ? stream_decide(client, wait_ms) : call_decide(client, wait_ms);
}
