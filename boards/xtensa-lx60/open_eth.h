/* SPDX-License-Identifier: MIT */
/** @file
 *  The OpenCores 10/100 Mbit/s Ethernet controller. Frames are in its own 16 KB of packet memory, not in RAM. */
#ifndef OPEN_ETH_H
#define OPEN_ETH_H

#include <stdbool.h>

/** Tell whether a received frame is waiting. */
bool open_eth_waiting(void);

/** Acknowledge the interrupt. Waiting frames stay in the packet memory. */
void open_eth_acknowledge(void);

#endif
