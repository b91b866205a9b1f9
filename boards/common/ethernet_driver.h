/* SPDX-License-Identifier: MIT */
/** @file
 *  Parts of every driver of an Ethernet controller: set up the interface for lwIP, copy frames to and from pbufs. */
#ifndef ETHERNET_DRIVER_H
#define ETHERNET_DRIVER_H

#include "lwip/netif.h"
#include <stdbool.h>
#include <stdint.h>

/** The longest frame, without its check sequence. */
#define ETHERNET_DRIVER_FRAME_MAX 1514u

/** The longest time to wait for a card that resets itself, or has to send frames before it takes more. A card needs
 *  microseconds. */
#define ETHERNET_DRIVER_PATIENCE_MS 100u

/** Wait until the bits `mask` of a register are `value`. @return false: not within ETHERNET_DRIVER_PATIENCE_MS */
bool ethernet_driver_wait(const volatile uint32_t *reg, uint32_t mask, uint32_t value);

/** Fill in `netif`: MAC address, MTU, flags, ARP. `send` is the function of the driver. @return ERR_OK */
err_t ethernet_driver_init(struct netif *netif, const uint8_t mac[6], netif_linkoutput_fn send);

/** Give lwIP a copy of a received frame in the driver's memory. The frame is dropped if lwIP has no free pbuf, or if it
 *  is longer than ETHERNET_DRIVER_FRAME_MAX; the peer sends it again. */
void ethernet_driver_receive(struct netif *netif, const void *frame, size_t len);

/** Copy a frame that lwIP sends to one place in the driver's memory.
 *  @return its length; 0 if it is longer than `size` */
size_t ethernet_driver_gather(const struct pbuf *p, void *frame, size_t size);

#endif
