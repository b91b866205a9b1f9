/* SPDX-License-Identifier: MIT */
/** @file
 *  The board's one network interface under lwIP, and the turn that makes lwIP work. */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stdint.h>

/** How the interface gets its address. */
typedef enum {
    NET_FIXED, /**< 10.0.2.15/24, gateway and name server as in QEMU's user network; see NET_* in net.c */
    NET_DHCP   /**< asks; needs LWIP_DHCP 1 */
} net_address_t;

/** Start lwIP and the interface. Once, after board_init(). */
void net_start(net_address_t how);

/** Has the interface an address? */
bool net_is_up(void);

/** Use this name server (IPv4, in network order) instead of the one that DHCP or net_start() gave. */
void net_name_server(uint32_t address);

/** A turn for pipit_lwip_port() (a pipit_lwip_turn_t): sleep for at most `max_ms`, take received frames, run lwIP's
 *  timers. Also legal on its own from the main loop. `ctx` is not used. */
void net_turn(void *ctx, uint32_t max_ms);

/** Turn for `ms` milliseconds: what was sent last, the end of a connection above all, gets out before the board stops.
 */
void net_linger(uint32_t ms);

/** Work of the processor so far in nanoseconds (count.h), sleep not included. */
uint64_t net_work_ns(void);

/** The most work between two turns since the last call of this function: so long was the network left alone. */
uint64_t net_longest_unpolled_ns(void);

#endif
