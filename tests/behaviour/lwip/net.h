/* SPDX-License-Identifier: MIT */
/* Connects an lwIP in this process to the host's loopback: one Ethernet interface, a lane for each direction in which
 * frames can be lost, delayed and reordered, and libslirp. lwIP has the address 10.0.2.15; 10.0.2.2 is 127.0.0.1 of the
 * host, fec0::2 is its ::1. Nothing leaves the host. The name server is 10.0.2.2 too, at net_dns_port (lwipopts.h). */
#ifndef NET_H
#define NET_H

#include "impairment.h"

/* Start lwIP and the network. Later calls do nothing. The environment variable PIPIT_IMPAIRMENT can impair it. */
void net_start(void);

/* A pipit_lwip_turn_t: it sleeps until lwIP was given a frame, until the descriptor of net_wake_by() is readable, or
 * for `max_ms`. lwIP's timers run meanwhile. */
void net_turn(void *ctx, uint32_t max_ms);

/* Impair all frames that are sent from now on. */
void net_impair(const impairment_t *how);

/* @return lwIP's address for the host's "127.0.0.1" or "::1"; NULL for all other texts. */
const char *net_address(const char *of_host);

/* Set a descriptor that ends the sleep when it is readable; -1: none. The caller must read its bytes. */
void net_wake_by(int descriptor);

/* Advance the clocks of both stacks by this time without waiting. */
void net_skip_ms(uint32_t ms);

/* The lanes, with their counters. */
extern lane_t net_to_host, net_to_lwip;

/* The number of frames that were dropped because lwIP had no free pbuf. */
extern uint32_t net_dropped;

#endif
