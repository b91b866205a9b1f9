/* SPDX-License-Identifier: MIT */
/* Two segments in each direction. Small pbufs: a segment is a chain of them, and the many small ones that a stream is
   made of do not take a whole frame's room each. */
#ifndef LWIPOPTS_BOARD_H
#define LWIPOPTS_BOARD_H

#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define PBUF_POOL_SIZE 15
#define PBUF_POOL_BUFSIZE 256
#define MEM_SIZE 1984
#define MEMP_NUM_TCP_PCB 3
/* The controller's two bytes of length lie where this puts them. */
#define ETH_PAD_SIZE 2

#endif
