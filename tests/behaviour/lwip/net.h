/* SPDX-License-Identifier: MIT */
/* The host's loopback as the network of an lwIP in this process: libslirp behind one Ethernet interface, with a lane
 * for each direction in which frames can be lost, delayed and reordered. lwIP has 10.0.2.15; 10.0.2.2 is 127.0.0.1 of
 * the host, fec0::2 is its ::1; nothing leaves the host. The name server is 10.0.2.2 too, at net_dns_port (lwipopts.h).
 */
#ifndef NET_H
#define NET_H

#include "impairment.h"

/* Start lwIP and the network, once; later calls do nothing. PIPIT_IMPAIRMENT in the environment may say how bad it is.
 */
void net_start(void);

/* A pipit_lwip_turn_t: sleeps until lwIP was given a frame, the waker's descriptor is readable, or `max_ms` have
 * passed; lwIP's timers run meanwhile. */
void net_turn(void *ctx, uint32_t max_ms);

/* From now on; what is on its way arrives unharmed. */
void net_impair(const impairment_t *how);

/* The host's address as lwIP sees it: for "127.0.0.1" and "::1". NULL: for none other. */
const char *net_address(const char *of_host);

/* A descriptor that ends the sleep when it is readable; -1: none. The caller empties it. */
void net_wake_by(int descriptor);

/* Let both stacks' clocks run on for so long without waiting. */
void net_skip_ms(uint32_t ms);

/* The lanes, for what happened in them. */
extern lane_t net_to_host, net_to_lwip;

/* Frames for lwIP that found no free pbuf. */
extern uint32_t net_dropped;

#endif
