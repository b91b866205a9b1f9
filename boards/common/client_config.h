/* SPDX-License-Identifier: MIT */
/** @file
 *  What the words of a test say about a client. */
#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H

#include "pipit/client.h"

/** Fill in all of `config` but the buffers. Words: `host=NAME`, `port=N`, `token=T`, `stall_ms=N`, `uptime_ms=N`,
 *  `retries=N`, `exact` (no jitter), `scale=N` (the waits of the policy run so much faster; what the network may take
 *  stays as it is). The texts are kept in one static place: one client. */
void client_config(const char *words, pipit_config_t *config);

#endif
