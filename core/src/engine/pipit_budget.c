/* SPDX-License-Identifier: MIT */
/* A token bucket, kept as saved time: it limits how often a stream connects. And the delay that the server asks for. */
#include "pipit/backoff.h"
#include "pipit_engine.h"

#define WINDOW_MS 900000u
#define SERVER_WAIT_MAX_S 901u
#define DAY_WAIT_MAX_S 86401u
#define DATES_S 1000000000u /* Retry-After: above it are dates, and PIPIT_HEAD_ABSENT */

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

/* To the end of a window, and a second; by the server's clock. @return seconds, 0 if it is not known. */
PIPIT_I_OWN_FRAME uint32_t left_s(const pipit_head_t *head, uint32_t end_s, uint32_t most_s) {
    if (end_s == PIPIT_HEAD_ABSENT || end_s <= head->date_s || head->date_s == PIPIT_HEAD_ABSENT) return 0;
    const uint32_t wait_s = end_s - head->date_s + 1u;
    return wait_s < most_s ? wait_s : most_s;
}

uint32_t pipit_i_server_wait(const pipit_head_t *head) {
    uint32_t wait_s = head->retry_after_s;
    if (wait_s > DATES_S) wait_s = left_s(head, wait_s, SERVER_WAIT_MAX_S);
    if (wait_s > SERVER_WAIT_MAX_S) wait_s = SERVER_WAIT_MAX_S;
    const uint32_t window_s = head->rate_left ? 0 : left_s(head, head->rate_limit_reset_s, SERVER_WAIT_MAX_S);
    if (wait_s < window_s) wait_s = window_s;
    const uint32_t day_s = head->day_used_up ? left_s(head, head->day_reset_s, DAY_WAIT_MAX_S) : 0;
    if (wait_s < day_s) wait_s = day_s;
    return wait_s * 1000u;
}
