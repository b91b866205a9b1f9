/* SPDX-License-Identifier: MIT */
/* What follows the end of an attempt: another one, when, or the end of the request. */
#ifndef PIPIT_POLICY_H
#define PIPIT_POLICY_H

#include "pipit/client.h"

/* What pipit_t.counts counts: how far each ladder was climbed, and refusals that are forgiven a few times. */
enum {
    PIPIT_I_LADDER_NETWORK,
    PIPIT_I_LADDER_SERVER,
    PIPIT_I_LADDER_RATE,
    PIPIT_I_LADDER_CONFLICT,
    PIPIT_I_LADDER_PROVISIONING,
    PIPIT_I_LADDER_SHORT,
    PIPIT_I_LADDERS,
    PIPIT_I_COUNT_CERTIFICATE = PIPIT_I_LADDERS,
    PIPIT_I_COUNT_AUTH
};

uint32_t pipit_i_ladder_wait(pipit_t *client, uint8_t ladder);
uint32_t pipit_i_jittered(pipit_t *client, uint32_t wait_ms);
/* One more failure in a row. */
void pipit_i_failure_count(pipit_t *client);
/* How long to wait after a failure; it is counted. */
uint32_t pipit_i_failure_wait(pipit_t *client);
/* Does waiting not heal this cause? */
bool pipit_i_is_final(pipit_t *client);
bool pipit_i_retries_used_up(const pipit_t *client);
/* Another attempt is made: once more, and why. */
void pipit_i_policy_count(pipit_t *client);

#endif
