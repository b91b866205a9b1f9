/* SPDX-License-Identifier: MIT */
/** @file
 *  The network card of virtual machines: virtio-net behind virtio-mmio version 2 (Virtual I/O Device 1.1, sections 2.6,
 *  4.2 and 5.1), found in one of the machine's eight slots. Frames live in RAM: virtio_net.c has the buffers. */
#ifndef VIRTIO_NET_H
#define VIRTIO_NET_H

#include <stdbool.h>

/** Is a received frame waiting? */
bool virtio_net_waiting(void);

/** The number of its interrupt at the PLIC; 0 while there is no card. */
unsigned virtio_net_interrupt(void);

/** Take back the interrupt. Frames that wait stay where they are. */
void virtio_net_acknowledge(void);

#endif
