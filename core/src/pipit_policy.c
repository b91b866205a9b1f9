/* SPDX-License-Identifier: MIT */
/* X's reconnect rules (facts 4) with the guard that its clients lack: a server that takes every connection and ends it
 * at once is answered by a ladder, not by a hot loop. */
#include "pipit_policy.h"
#include "pipit/backoff.h"
#include "pipit_int.h"
#include "pipit_state.h"

#define STATUS_OK 200u
#define CERTIFICATE_TRIES 3u
#define SERVER_WAIT_MAX_S 901u

void pipit_i_policy_reset(pipit_t *client) {
    client->failures = 0;
    client->network_failures = 0;
    client->server_failures = 0;
    client->rate_failures = 0;
    client->short_lives = 0;
    client->certificate_refusals = 0;
    client->auth_refusals = 0;
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

static uint32_t count(uint8_t *counter) {
    uint32_t n = *counter;
    if (*counter < UINT8_MAX) (*counter)++;
    return n;
}

static uint32_t jittered(pipit_t *client, uint32_t wait_ms) {
    return pipit_backoff_jitter(wait_ms, client->config.jitter_percent, &client->random);
}

/* The server's own word, when it asks for more than the ladder, is exact. */
static uint32_t at_least_asked(pipit_t *client, uint32_t ladder_ms) {
    return ladder_ms < client->reset_wait_ms ? client->reset_wait_ms : jittered(client, ladder_ms);
}

static uint32_t rate_wait(pipit_t *client) {
    uint32_t n = count(&client->rate_failures);
    return at_least_asked(client, pipit_backoff_double(n, PIPIT_BACKOFF_RATE_FIRST_MS, PIPIT_BACKOFF_RATE_MAX_MS));
}

static uint32_t conflict_wait(pipit_t *client) {
    uint32_t n = count(&client->rate_failures) + 1u;
    return jittered(client, pipit_backoff_linear(n, PIPIT_BACKOFF_CONFLICT_STEP_MS, PIPIT_BACKOFF_CONFLICT_MAX_MS));
}

static uint32_t server_wait(pipit_t *client) {
    uint32_t n = count(&client->server_failures);
    return at_least_asked(client, pipit_backoff_double(n, PIPIT_BACKOFF_SERVER_FIRST_MS, PIPIT_BACKOFF_SERVER_MAX_MS));
}

static uint32_t network_wait(pipit_t *client) {
    uint32_t n = count(&client->network_failures);
    return jittered(client, pipit_backoff_linear(n, PIPIT_BACKOFF_NETWORK_STEP_MS, PIPIT_BACKOFF_NETWORK_MAX_MS));
}

/* A stream that was open has ended. A healthy one is replaced at once; of short-lived ones only the first. */
static uint32_t drop_wait(pipit_t *client) {
    bool productive = (client->flags & PIPIT_I_FLAG_RESULT) != 0;
    if (client->uptime_ms >= client->config.uptime_ms) {
        pipit_i_policy_reset(client);
        return 0;
    }
    client->network_failures = 0;
    if (productive) {
        client->failures = 0;
        client->server_failures = 0;
        client->rate_failures = 0;
    } else if (client->failures < UINT16_MAX) {
        client->failures++;
    }
    uint32_t n = count(&client->short_lives);
    uint32_t max_ms = productive ? PIPIT_BACKOFF_SHORT_LIVED_MAX_MS : PIPIT_BACKOFF_SERVER_MAX_MS;
    return n == 0 ? 0 : jittered(client, pipit_backoff_double(n - 1u, PIPIT_BACKOFF_SERVER_FIRST_MS, max_ms));
}

static uint32_t failure_wait(pipit_t *client) {
    if (client->failures < UINT16_MAX) client->failures++;
    switch (client->cause) {
    case PIPIT_E_RATE_LIMIT: return rate_wait(client);
    case PIPIT_E_TOO_MANY_CONNECTIONS: return conflict_wait(client);
    case PIPIT_E_PROVISIONING: return jittered(client, PIPIT_BACKOFF_PROVISIONING_MS);
    default: break;
    }
    switch (pipit_err_family(client->cause)) {
    case PIPIT_FAMILY_LINK:
    case PIPIT_FAMILY_PROXY:
    case PIPIT_FAMILY_TLS: return network_wait(client);
    default: return server_wait(client);
    }
}

static bool is_final(pipit_t *client) {
    pipit_err_t cause = client->cause;
    if (cause == PIPIT_E_AUTH && client->auth_refusals < client->config.auth_retries) {
        client->auth_refusals++;
        return false;
    }
    if (cause == PIPIT_E_TLS_CERT) return ++client->certificate_refusals >= CERTIFICATE_TRIES;
    if (cause == PIPIT_E_PROXY_AUTH || cause == PIPIT_E_TLS_CA) return true;
    uint8_t family = pipit_err_family(cause);
    return family == PIPIT_FAMILY_CALLER || family == PIPIT_FAMILY_API_STOP || family == PIPIT_FAMILY_NONE;
}

static bool retries_used_up(const pipit_t *client) {
    int32_t limit = client->config.max_retries;
    return limit < 0 ? client->failures > 0 : limit > 0 && client->failures > (uint32_t)limit;
}

pipit_err_t pipit_i_policy_decide(pipit_t *client, uint32_t *wait_ms) {
    bool stream = pipit_i_endpoints[client->request.endpoint].stream;
    if (is_final(client)) return client->cause;
    if (!stream) {
        if (client->cause != PIPIT_E_RATE_LIMIT || !client->config.wait_on_rate_limit) return client->cause;
        *wait_ms = rate_wait(client);
        return PIPIT_I_AGAIN;
    }
    *wait_ms =
        client->status == STATUS_OK && client->cause != PIPIT_E_ENCODING ? drop_wait(client) : failure_wait(client);
    return retries_used_up(client) ? PIPIT_E_RETRIES : PIPIT_I_AGAIN;
}
