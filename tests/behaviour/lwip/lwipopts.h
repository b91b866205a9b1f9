/* SPDX-License-Identifier: MIT */
/* The lwIP of the boards on the host: the same options, but with lwIP's own checks. */
#ifndef TESTS_LWIPOPTS_H
#define TESTS_LWIPOPTS_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

/* The host has ssize_t; without SSIZE_MAX lwIP defines its own. */
#ifndef SSIZE_MAX
#define SSIZE_MAX LONG_MAX
#endif

#define MEM_ALIGNMENT 8
#define PIPIT_LWIP_ASSERTS 1
#define MEM_OVERFLOW_CHECK 2
#define MEM_SANITY_CHECK 1
#define MEMP_OVERFLOW_CHECK 2
#define MEMP_SANITY_CHECK 1

/* For several connections at the same time. */
#define PIPIT_LWIP_CLIENTS 4
#define MEMP_NUM_TCP_PCB 5
#define ARP_QUEUEING 1
#define TCP_SND_QUEUELEN 12
/* As on boards with little memory: pbufs are shorter than a frame, so a full segment is a chain. */
#ifdef TEST_SMALL_PBUFS
#define TCP_WND (2 * TCP_MSS)
#define PBUF_POOL_BUFSIZE 256
#define PBUF_POOL_SIZE (PIPIT_LWIP_CLIENTS * 2 * 6 + 2)
#else
#define PBUF_POOL_SIZE (PIPIT_LWIP_CLIENTS * 4 + 2)
#endif
#define MEM_SIZE 16384

/* The name server of a test does not listen on port 53. */
extern uint16_t net_dns_port;
#define DNS_SERVER_PORT net_dns_port

#include "lwipopts_common.h"

#endif
