/* SPDX-License-Identifier: MIT */
/* Decide what follows the end of an attempt: another attempt, and after which delay; or the end of the request. */
#ifndef PIPIT_POLICY_H
#define PIPIT_POLICY_H

#include "pipit/client.h"

/* Indices of pipit_t.counts: the failures of each ladder (a row of delays), and refusals that are retried a few times.
 */
enum {
    PIPIT_I_LADDER_NETWORK,
    PIPIT_I_LADDER_SERVER,
    PIPIT_I_LADDER_RATE,
    PIPIT_I_LADDER_CONFLICT,
    PIPIT_I_LADDER_PROVISIONING,
    PIPIT_I_LADDER_SHORT,
    PIPIT_I_LADDERS,
    PIPIT_I_COUNT_NOT_X = PIPIT_I_LADDERS, /* a certificate or a page that is not X's, a proxy that refuses */
    PIPIT_I_COUNT_AUTH,
    PIPIT_I_COUNT_LIFE /* for how long short-lived streams were open since the first failure, in 256ths of uptime_ms */
};

/* @return the next delay of a ladder, in ms; it is counted. */
uint32_t pipit_i_ladder_wait(pipit_t *client, uint8_t ladder);
uint32_t pipit_i_jittered(pipit_t *client, uint32_t wait_ms);
/* Count one more failure in a row. */
void pipit_i_failure_count(pipit_t *client);
/* Count a failure. @return the delay after it, in ms. */
uint32_t pipit_i_failure_wait(pipit_t *client);
/* @return whether the request ends with this cause, because waiting does not help. Refusals that are retried are
 * counted here. */
bool pipit_i_is_final(pipit_t *client);
/* @return whether there were more failures in a row than max_retries allows. */
bool pipit_i_retries_used_up(const pipit_t *client);
/* Count another attempt and its cause. */
void pipit_i_policy_count(pipit_t *client);

#endif
