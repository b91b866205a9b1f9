/* SPDX-License-Identifier: MIT */
/* What follows the end of an attempt: another one, when, or the end of the request. */
#ifndef PIPIT_POLICY_H
#define PIPIT_POLICY_H

#include "pipit/client.h"

/* Not errors of the table: "try again", and "end the stale connections first". */
#define PIPIT_I_AGAIN ((pipit_err_t)1)
#define PIPIT_I_KILL ((pipit_err_t)2)

/* What pipit_t.counts counts: how far each ladder was climbed, and refusals that are forgiven a few times. */
enum {
    PIPIT_I_LADDER_NETWORK,
    PIPIT_I_LADDER_SERVER,
    PIPIT_I_LADDER_RATE,
    PIPIT_I_LADDER_CONFLICT,
    PIPIT_I_LADDER_PROVISIONING,
    PIPIT_I_LADDER_SHORT,
    PIPIT_I_COUNT_CERTIFICATE,
    PIPIT_I_COUNT_AUTH
};

void pipit_i_policy_reset(pipit_t *client);

/* How long the server itself asks to wait, 0 if it does not. */
uint32_t pipit_i_policy_server_wait(const pipit_head_t *head);

/* The budget of connects, as time: each answered stream request takes what has to pass between two of them, and no
 * more is saved up than for half of them at once; so no window of 15 minutes sees more than connects_max. */
uint32_t pipit_i_policy_budget(const pipit_t *client);
void pipit_i_policy_budget_advance(pipit_t *client, uint32_t passed_ms);
void pipit_i_policy_budget_take(pipit_t *client);
uint32_t pipit_i_policy_budget_wait(const pipit_t *client);

/* Another attempt is made: once more, and why. */
void pipit_i_policy_count(pipit_t *client);

/* @return PIPIT_I_AGAIN and the wait, PIPIT_I_KILL, or the reason why the request ends. */
pipit_err_t pipit_i_policy_decide(pipit_t *client, uint32_t *wait_ms);

#endif
