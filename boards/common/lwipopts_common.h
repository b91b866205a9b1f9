/* SPDX-License-Identifier: MIT */
/** @file
 *  The configuration of lwIP for all boards. A board's lwipopts.h sets sizes and includes this file last. Boards differ
 *  only in sizes:
 *
 *      TCP_MSS, TCP_WND, TCP_SND_BUF, PBUF_POOL_SIZE, MEM_SIZE, MEMP_NUM_TCP_PCB; LWIP_DHCP 0 if the address is fixed
 *
 *  No OS, no heap except lwIP's static one, IPv4, TCP client, DNS, DHCP. Everything runs in the main loop. */
#ifndef LWIPOPTS_COMMON_H
#define LWIPOPTS_COMMON_H

/* ---- sizes that a board can set before ---- */

#ifndef TCP_MSS
#define TCP_MSS 1460
#endif
#ifndef TCP_WND
#define TCP_WND (4 * TCP_MSS)
#endif
#ifndef TCP_SND_BUF
#define TCP_SND_BUF (2 * TCP_MSS)
#endif
#ifndef TCP_SND_QUEUELEN
#define TCP_SND_QUEUELEN 8
#endif
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE (TCP_WND / TCP_MSS + 4)
#endif
/* One pbuf holds a complete frame. */
#ifndef PBUF_POOL_BUFSIZE
#define PBUF_POOL_BUFSIZE LWIP_MEM_ALIGN_SIZE(TCP_MSS + 40 + PBUF_LINK_HLEN + PBUF_LINK_ENCAPSULATION_HLEN)
#endif
#ifndef MEM_SIZE
#define MEM_SIZE 4096
#endif
#ifndef MEMP_NUM_TCP_PCB
#define MEMP_NUM_TCP_PCB 4
#endif
#ifndef LWIP_DHCP
#define LWIP_DHCP 1
#endif

/* ---- no OS, only static memory ---- */

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define MEM_LIBC_MALLOC 0
#define MEMP_MEM_MALLOC 0
#ifndef MEM_ALIGNMENT
#define MEM_ALIGNMENT 4
#endif
#define MEMP_NUM_TCP_SEG TCP_SND_QUEUELEN
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_UDP_PCB (1 + LWIP_DHCP)
#define MEMP_NUM_PBUF 4

/* ---- protocols ---- */

#ifndef LWIP_IPV6
#define LWIP_IPV6 0
#endif
#define LWIP_RAW 0
#define LWIP_ICMP 1
#define LWIP_DNS 1
#define DNS_MAX_NAME_LENGTH 128
#define DNS_TABLE_SIZE 2
/* A name is resolved again for each connection. */
#define DNS_MAX_TTL 0
#define LWIP_ACD 0
#define LWIP_DHCP_DOES_ACD_CHECK 0
#define IP_REASSEMBLY 0
#define IP_FRAG 0
#ifndef ARP_QUEUEING
#define ARP_QUEUEING 0 /* one packet waits for an ARP answer; there is only one connection */
#endif
#define ARP_TABLE_SIZE 4
#define TCP_LISTEN_BACKLOG 0
#define TCP_QUEUE_OOSEQ 1
#define LWIP_WND_SCALE 0
#define LWIP_HAVE_LOOPIF 0
#define LWIP_NETIF_LOOPBACK 0
#define LWIP_NETIF_HOSTNAME 0
#define LWIP_NETIF_LINK_CALLBACK 0
#define LWIP_NETIF_STATUS_CALLBACK 0
#define LWIP_SINGLE_NETIF 1

/* ---- statistics: only of the pools, which tests compare ---- */

#define LWIP_STATS 1
#define LWIP_STATS_DISPLAY 0
#define MEM_STATS 1
#define MEMP_STATS 1
#define SYS_STATS 0
#define LINK_STATS 0
#define ETHARP_STATS 0
#define IPFRAG_STATS 0
#define IP_STATS 0
#define ICMP_STATS 0
#define UDP_STATS 0
#define TCP_STATS 0

/* Off, because its texts take 10 KB of flash. Tests on the host build with -DPIPIT_LWIP_ASSERTS=1. */
#if !defined(PIPIT_LWIP_ASSERTS) || !PIPIT_LWIP_ASSERTS
#define LWIP_NOASSERT
#endif

#endif
