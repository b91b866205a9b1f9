/* SPDX-License-Identifier: MIT */
/** @file
 *  The OpenCores 10/100 Mbit/s Ethernet controller. Frames live in the 16 KB of packet memory beside it, not in RAM. */
#ifndef OPEN_ETH_H
#define OPEN_ETH_H

#include <stdbool.h>

/** Is a received frame waiting? */
bool open_eth_waiting(void);

/** Take back the interrupt. Frames that wait stay where they are. */
void open_eth_acknowledge(void);

#endif
