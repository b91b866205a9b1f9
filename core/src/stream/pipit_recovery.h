/* SPDX-License-Identifier: MIT */
/* Recovery beyond reconnecting. With PIPIT_CFG_RECOVERY=0 nothing of it is there, and these say so. */
#ifndef PIPIT_RECOVERY_H
#define PIPIT_RECOVERY_H

#include "pipit/client.h"

#if PIPIT_CFG_RECOVERY
/* For the request that is to go out: how many minutes of backfill to ask for. */
uint8_t pipit_i_recovery_minutes(const pipit_t *client);

/* Refused: because of the backfill that we added? Then it is not added again. */
bool pipit_i_recovery_without_backfill(pipit_t *client);

/* The stream is open again: the seconds missed, if that is more than backfill can bring and a replay can; else 0. */
uint32_t pipit_i_recovery_gap_s(const pipit_t *client);
void pipit_i_recovery_gap_tell(const pipit_t *client, uint32_t gap_s, pipit_event_t *event);

/* Refused because of too many connections: end the stale ones first? And then, how long to wait. */
bool pipit_i_recovery_kills(const pipit_t *client);
uint32_t pipit_i_recovery_killed_wait(void);

/* A message with `data`: is it none that was here before? How old is it? */
bool pipit_i_recovery_is_new(const pipit_t *client, const pipit_json_t *json, pipit_node_t data);
void pipit_i_recovery_lag(pipit_t *client, const pipit_json_t *json, pipit_node_t data);
#endif

#endif
