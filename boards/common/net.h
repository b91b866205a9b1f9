/* SPDX-License-Identifier: MIT */
/** @file
 *  The only network interface of the board, with lwIP, and the `turn` function that runs lwIP. */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stdint.h>

/** How the interface gets its address. */
typedef enum {
    NET_FIXED, /**< 10.0.2.15/24, gateway and name server as in QEMU's user network; see NET_* in net.c */
    NET_DHCP   /**< from a DHCP server; needs LWIP_DHCP 1 */
} net_address_t;

/** The exit status of the firmware if the network card does not answer. */
#define NET_NO_CARD_STATUS 96

/** Start lwIP and the interface. Call it once, after board_init(). If the card does not answer, the firmware says so on
 *  the console and ends with NET_NO_CARD_STATUS. */
void net_start(net_address_t how);

/** Tell whether the interface has an address. */
bool net_is_up(void);

/** Use this name server (IPv4, in network order) instead of the one that DHCP or net_start() gave. */
void net_name_server(uint32_t address);

/** The pipit_lwip_turn_t for pipit_lwip_port(): sleep for at most `max_ms`, give received frames to lwIP, run lwIP's
 *  timers. The main loop may also call it. `ctx` is not used. */
void net_turn(void *ctx, uint32_t max_ms);

/** Run the network for `ms` milliseconds, so that the last frames (the end of a connection) are sent before the board
 *  stops. */
void net_linger(uint32_t ms);

/** The time in nanoseconds (count.h) in which the processor did not sleep. */
uint64_t net_work_ns(void);

/** The longest time between two turns since the last call of this function, without sleep. lwIP had to wait so long. */
uint64_t net_longest_unpolled_ns(void);

#endif
