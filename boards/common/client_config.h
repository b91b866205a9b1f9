/* SPDX-License-Identifier: MIT */
/** @file
 *  The configuration of a client from the start words of a test. */
#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H

#include "pipit/client.h"

/** Fill in all of `config` except the buffers. Words: `host=NAME`, `port=N`, `token=T`, `stall_ms=N`, `uptime_ms=N`,
 *  `retries=N`, `exact` (no jitter), `scale=N` (delays are N times shorter; the time-outs of the network stay the
 *  same). The texts are stored in one static place: for one client. */
void client_config(const char *words, pipit_config_t *config);

#endif
