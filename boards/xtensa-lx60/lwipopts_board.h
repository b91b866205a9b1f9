/* SPDX-License-Identifier: MIT */
/* Two segments in each direction. One pbuf holds a segment with one short Post; a full segment is a chain of four. So
   many short Posts at once do not need more memory than full segments. */
#ifndef LWIPOPTS_BOARD_H
#define LWIPOPTS_BOARD_H

#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define PBUF_POOL_SIZE 14
#define PBUF_POOL_BUFSIZE 448
#define MEM_SIZE 2560
#define MEMP_NUM_TCP_PCB 3

#endif
