/* SPDX-License-Identifier: MIT */
/** @file
 *  Checks the options of lwipopts.h that pipit_lwip.c needs, when it is compiled; each error message says what to
 *  change. Set two numbers, on the command line or in lwipopts.h:
 *
 *      PIPIT_LWIP_CLIENTS        connections that are open at the same time; default 1
 *      PIPIT_LWIP_RECORD_BYTES   the longest TLS record that the peer sends; default 16384 */
#ifndef PIPIT_LWIP_CHECK_H
#define PIPIT_LWIP_CHECK_H

#include "lwip/init.h"
#include "lwip/opt.h"

#ifndef PIPIT_LWIP_CLIENTS
#define PIPIT_LWIP_CLIENTS 1
#endif
#ifndef PIPIT_LWIP_RECORD_BYTES
#define PIPIT_LWIP_RECORD_BYTES 16384
#endif

#if LWIP_VERSION_MAJOR < 2 || (LWIP_VERSION_MAJOR == 2 && LWIP_VERSION_MINOR < 1)
#error port/lwip needs lwIP 2.1 or newer
#endif

#if !NO_SYS
#error port/lwip works from one main loop: set NO_SYS to 1, or use port/posix over the sockets of lwIP
#endif
#if !LWIP_TCP
#error set LWIP_TCP to 1: Pipit speaks TCP
#endif
#if !LWIP_CALLBACK_API
#error set LWIP_CALLBACK_API to 1 and LWIP_EVENT_API to 0: port/lwip registers callbacks
#endif
#if !LWIP_TIMERS
#error set LWIP_TIMERS to 1: without sys_check_timeouts() lwIP neither retransmits nor gives up
#endif

/* LWIP_DNS 0 is legal: then only numeric addresses are accepted. */
#if LWIP_DNS
#ifndef DNS_MAX_TTL
#error set DNS_MAX_TTL to 0: a name is resolved anew at each connection, so that X can move; lwIP keeps answers otherwise
#elif DNS_MAX_TTL > 0
#error set DNS_MAX_TTL to 0: a name is resolved anew at each connection, so that X can move; lwIP keeps answers otherwise
#endif
#ifdef DNS_MAX_REQUESTS
#define PIPIT_LWIP_LOOKUPS DNS_MAX_REQUESTS
#else
#define PIPIT_LWIP_LOOKUPS DNS_TABLE_SIZE
#endif
#endif

/* ---- receiving ---- */

#if TCP_WND > 0xffff
#error TCP_WND must fit into 16 bits: what was received and not read is one chain of pbufs; set it to 65535 or less
#endif
#if TCP_WND < TCP_MSS
#error TCP_WND is smaller than one segment: set it to 2 * TCP_MSS or more
#endif
#if PIPIT_LWIP_RECORD_BYTES > 16 * TCP_WND
#error a TLS record would take more than 16 windows, each a round trip: raise TCP_WND to a sixteenth of \
PIPIT_LWIP_RECORD_BYTES, or lower that number when the peer is asked for shorter records (max_fragment_length)
#endif

/* The pbufs that fill the windows if the program does not read, and two more for acknowledgements and ARP. Without
 * these two, one connection that is not read would block all others. */
#if PBUF_POOL_BUFSIZE >= PBUF_LINK_HLEN + PBUF_LINK_ENCAPSULATION_HLEN + 40 + TCP_MSS
#define PIPIT_LWIP_PBUFS_OF_WINDOW ((TCP_WND + TCP_MSS - 1) / TCP_MSS)
#else
#define PIPIT_LWIP_PBUFS_OF_SEGMENT                                                                                    \
    ((TCP_MSS + 40 + PBUF_LINK_HLEN + PBUF_LINK_ENCAPSULATION_HLEN + PBUF_POOL_BUFSIZE - 1) / PBUF_POOL_BUFSIZE)
#define PIPIT_LWIP_PBUFS_OF_WINDOW ((TCP_WND + TCP_MSS - 1) / TCP_MSS * PIPIT_LWIP_PBUFS_OF_SEGMENT)
#endif
#if PBUF_POOL_SIZE < PIPIT_LWIP_CLIENTS * PIPIT_LWIP_PBUFS_OF_WINDOW + 2
#error the pool of pbufs cannot hold the windows: raise PBUF_POOL_SIZE to PIPIT_LWIP_CLIENTS * TCP_WND / TCP_MSS + 2 \
(times the pbufs that a segment takes), or lower TCP_WND
#endif

/* ---- sending ---- */

#if MEMP_NUM_TCP_PCB < PIPIT_LWIP_CLIENTS
#error raise MEMP_NUM_TCP_PCB to PIPIT_LWIP_CLIENTS or more: each link is a PCB
#endif
#if MEMP_NUM_TCP_SEG < TCP_SND_QUEUELEN
#error raise MEMP_NUM_TCP_SEG to TCP_SND_QUEUELEN or more: one link could not fill its queue, and others would starve
#endif
#if MEMP_NUM_TCP_SEG < 3 * PIPIT_LWIP_CLIENTS
#error raise MEMP_NUM_TCP_SEG to 3 * PIPIT_LWIP_CLIENTS or more: a request, an end of TLS and a FIN for each link
#endif
#if !MEM_LIBC_MALLOC && !MEM_USE_POOLS && MEM_SIZE < PIPIT_LWIP_CLIENTS * 512 + TCP_MSS
#error raise MEM_SIZE to TCP_MSS + 512 * PIPIT_LWIP_CLIENTS or more: what is sent is copied into the heap of lwIP
#endif

#endif
