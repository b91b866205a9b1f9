/* SPDX-License-Identifier: MIT */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

/* The receive FIFO of the LAN9118 holds six frames. */
#define TCP_WND (4 * TCP_MSS)
#define TCP_SND_BUF (4 * TCP_MSS)
#define PBUF_POOL_SIZE 10
#define MEM_SIZE 8192

#include "lwipopts_common.h"

#endif
