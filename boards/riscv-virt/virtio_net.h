/* SPDX-License-Identifier: MIT */
/** @file
 *  The network card of virtual machines: virtio-net behind virtio-mmio version 2 (Virtual I/O Device 1.1, sections 2.6,
 *  4.2 and 5.1). It is in one of the eight slots of the machine. The frame buffers are in RAM, in virtio_net.c. */
#ifndef VIRTIO_NET_H
#define VIRTIO_NET_H

#include <stdbool.h>

/** Tell whether a received frame is waiting. */
bool virtio_net_waiting(void);

/** The number of its interrupt at the PLIC; 0 if there is no card. */
unsigned virtio_net_interrupt(void);

/** Acknowledge the interrupt. Waiting frames stay in the queue. */
void virtio_net_acknowledge(void);

#endif
