/* SPDX-License-Identifier: MIT */
/* A token bucket, kept as saved time: it limits how often a stream connects. And the delay that the server asks for. */
#include "pipit/backoff.h"
#include "pipit_engine.h"

#define WINDOW_MS 900000u
#define SERVER_WAIT_MAX_S 901u

static uint32_t connects_at_once(const pipit_t *client) {
    return client->config.connects_max / 2u;
}

PIPIT_I_OWN_FRAME uint32_t connect_every_ms(const pipit_t *client) {
    return WINDOW_MS / (client->config.connects_max - connects_at_once(client)) + 1u;
}

uint32_t pipit_i_budget(const pipit_t *client) {
    return connects_at_once(client) * connect_every_ms(client);
}

void pipit_i_budget_advance(pipit_t *client, uint32_t passed_ms) {
    uint32_t missing_ms = pipit_i_budget(client) - client->budget_ms;
    client->budget_ms += passed_ms < missing_ms ? passed_ms : missing_ms;
}

void pipit_i_budget_take(pipit_t *client) {
    uint32_t every_ms = connect_every_ms(client);
    client->budget_ms -= client->budget_ms < every_ms ? client->budget_ms : every_ms;
}

uint32_t pipit_i_budget_wait(const pipit_t *client) {
    uint32_t every_ms = connect_every_ms(client);
    return client->budget_ms < every_ms ? every_ms - client->budget_ms : 0;
}

uint32_t pipit_i_server_wait(const pipit_head_t *head) {
    uint32_t wait_ms = 0;
    bool used_up = head->rate_limit_remaining == 0 || head->rate_limit_remaining == PIPIT_HEAD_ABSENT;
    if (used_up) wait_ms = pipit_backoff_until_reset(head->rate_limit_reset_s, head->date_s);
    if (head->retry_after_s != PIPIT_HEAD_ABSENT) {
        uint32_t seconds = head->retry_after_s < SERVER_WAIT_MAX_S ? head->retry_after_s : SERVER_WAIT_MAX_S;
        if (seconds * 1000u > wait_ms) wait_ms = seconds * 1000u;
    }
    return wait_ms;
}
