/* SPDX-License-Identifier: MIT */
/* Two segments in each direction, in 40 KB of RAM. There are many short pbufs: a full frame needs six of them, but a
   Post of 300 bytes only two. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define PBUF_POOL_BUFSIZE 256
#define PBUF_POOL_SIZE 20
#define MEM_SIZE 2560
#define MEMP_NUM_TCP_PCB 3

#include "lwipopts_common.h"

#endif
