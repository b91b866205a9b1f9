/* SPDX-License-Identifier: MIT */
/* Two segments in each direction. A pbuf takes a segment with one short Post, so that a burst of them takes no more
   room than full segments do: those are chains of four. */
#ifndef LWIPOPTS_BOARD_H
#define LWIPOPTS_BOARD_H

#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define PBUF_POOL_SIZE 14
#define PBUF_POOL_BUFSIZE 448
#define MEM_SIZE 2560
#define MEMP_NUM_TCP_PCB 3

#endif
