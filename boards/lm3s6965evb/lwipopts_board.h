/* SPDX-License-Identifier: MIT */
/* Two segments in each direction. Pbufs are small: a full segment is a chain of them, and the many short segments of a
   stream do not need the memory of a full frame each. */
#ifndef LWIPOPTS_BOARD_H
#define LWIPOPTS_BOARD_H

#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define PBUF_POOL_SIZE 15
#define PBUF_POOL_BUFSIZE 256
#define MEM_SIZE 1984
#define MEMP_NUM_TCP_PCB 3
/* The padding is where the controller has its two bytes of length. */
#define ETH_PAD_SIZE 2

#endif
