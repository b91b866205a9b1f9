/* SPDX-License-Identifier: MIT */
/** @file
 *  What every driver of an Ethernet controller does in the same way: the interface as lwIP wants it, and a received
 *  frame into pbufs. */
#ifndef ETHERNET_DRIVER_H
#define ETHERNET_DRIVER_H

#include "lwip/netif.h"

/** The longest frame, without its check sequence. */
#define ETHERNET_DRIVER_FRAME_MAX 1514u

/** Fill in `netif`: MAC address, MTU, flags, ARP. `send` is the driver's. @return ERR_OK */
err_t ethernet_driver_init(struct netif *netif, const uint8_t mac[6], netif_linkoutput_fn send);

/** A received frame in the driver's memory, given to lwIP as a copy. Dropped if lwIP has no pbuf left, or if it is
 * longer than ETHERNET_DRIVER_FRAME_MAX: the peer sends again. */
void ethernet_driver_receive(struct netif *netif, const void *frame, size_t len);

/** The frame that lwIP wants to send, as one piece in the driver's memory.
 *  @return its length; 0 if it is longer than `size` */
size_t ethernet_driver_gather(const struct pbuf *p, void *frame, size_t size);

#endif
