/* SPDX-License-Identifier: MIT */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define TCP_WND (8 * TCP_MSS)
#define TCP_SND_BUF (4 * TCP_MSS)
#define PBUF_POOL_SIZE 16
#define MEM_SIZE 8192

#include "lwipopts_common.h"

/* Required by the SDK's driver of the radio. */
#undef LWIP_NETIF_HOSTNAME
#undef LWIP_NETIF_LINK_CALLBACK
#undef LWIP_NETIF_STATUS_CALLBACK
#undef LWIP_SINGLE_NETIF
#define LWIP_NETIF_HOSTNAME 1
#define LWIP_NETIF_LINK_CALLBACK 1
#define LWIP_NETIF_STATUS_CALLBACK 1
#define LWIP_NETIF_TX_SINGLE_PBUF 1

#endif
