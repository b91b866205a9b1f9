/* SPDX-License-Identifier: MIT */
/* What follows the end of an attempt: another one, when, or the end of the request. */
#ifndef PIPIT_POLICY_H
#define PIPIT_POLICY_H

#include "pipit/client.h"

/* Not an error of the table: "try again". */
#define PIPIT_I_AGAIN ((pipit_err_t)1)

void pipit_i_policy_reset(pipit_t *client);

/* How long the server itself asks to wait, 0 if it does not. */
uint32_t pipit_i_policy_server_wait(const pipit_head_t *head);

/* @return PIPIT_I_AGAIN and the wait, or the reason why the request ends. */
pipit_err_t pipit_i_policy_decide(pipit_t *client, uint32_t *wait_ms);

#endif
