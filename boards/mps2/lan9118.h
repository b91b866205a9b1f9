/* SPDX-License-Identifier: MIT */
/** @file
 *  SMSC LAN9118/LAN9220 Ethernet controller at LAN9118_BASE, polled, for lwIP. Implements board_netif_init() and
 *  board_netif_poll(). */
#ifndef LAN9118_H
#define LAN9118_H

#include <stdbool.h>

/** Tell whether a received frame is in the FIFO. */
bool lan9118_frame_waits(void);

#endif
