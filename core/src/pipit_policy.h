/* SPDX-License-Identifier: MIT */
/* What follows the end of an attempt: another one, when, or the end of the request. */
#ifndef PIPIT_POLICY_H
#define PIPIT_POLICY_H

#include "pipit/client.h"

/* Not an error of the table: "try again". */
#define PIPIT_I_AGAIN ((pipit_err_t)1)

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

/* @return PIPIT_I_AGAIN and the wait, or the reason why the request ends. */
pipit_err_t pipit_i_policy_decide(pipit_t *client, uint32_t *wait_ms);

#endif
