/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TCP over lwIP's raw API as a pipit_port_t, for systems without an OS (NO_SYS=1). It needs no thread and no memory
 *  except lwIP's own pools and heap. Received pbufs are queued without copying, and the TCP window opens again only for
 *  bytes that were read: if the program does not read, X stops sending. lwIP's DNS resolves a name again at each open.
 *
 *  lwIP works only while your program calls it. Your `turn` function does this. The port calls it only from its wait,
 *  so no callback of lwIP runs inside open, send, recv or close.
 *
 *  The options in lwipopts.h are checked when pipit_lwip.c is compiled; README.md lists them and the memory they need.
 *
 *  On systems with an OS (ESP-IDF, Zephyr) use port/posix over lwIP's sockets instead.
 *
 *  Threads: use all ports, and all other functions of lwIP, in one context (the main loop). Never call a port from a
 *  callback of lwIP's TCP. */
#ifndef PIPIT_LWIP_H
#define PIPIT_LWIP_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

struct pbuf;
struct tcp_pcb;

/** Your function that runs the network. It must do two things in this order, so that no received frame has to wait:
 *  1. If no frame is waiting and `max_ms` is not 0: sleep until a frame arrives, until lwIP's next timer
 *     (sys_timeouts_sleeptime()), until an interrupt that your program needs to handle, or for `max_ms`.
 *  2. Give the received frames to lwIP, a bounded number of them (boards/ take 16; those that are left end the next
 *     sleep at once), and call sys_check_timeouts().
 *
 *  It may always return early. boards/common/net.c has an example. */
typedef void (*pipit_lwip_turn_t)(void *ctx, uint32_t max_ms);

/** A TCP connection and its state. Its members are private. */
typedef struct {
    pipit_lwip_turn_t turn;
    void *turn_ctx;
    struct tcp_pcb *pcb;
    struct pbuf *received; /* arrived, not read yet */
    int32_t detail;        /* err_t of lwIP */
    pipit_err_t failure;   /* returned until the next open */
    uint16_t port;
    uint8_t state;
    bool ended;         /* the peer's FIN has arrived; queued bytes are delivered first */
    bool write_blocked; /* the last send took fewer bytes than it was given */
    bool write_again;   /* since then there is room again */
    bool ipv6_first;    /* the last look-up asked for an IPv6 address first */
    bool fruitless;     /* since then no bytes were received */
} pipit_lwip_t;

/** Make a port of `tcp`. Legal at any time, but close an existing port of `tcp` before: what `tcp` held is overwritten.
 *  - open: has no time-out of its own. lwIP gives up after 30 s without an answer to a SYN, and after 7 s without an
 *    answer of the name server; the engine's connect_ms can end an attempt before.
 *    lwIP returns only one address of a name. If lwIP has IPv4 and IPv6 and the last connection brought no bytes, the
 *    next open asks for an address of the other family first.
 *  - send: copies into lwIP's heap, at most what tcp_sndbuf() allows; the bytes are yours again when it returns.
 *  - close: sends the FIN after the unsent bytes; lwIP does the rest. If received bytes were not read, it sends an RST,
 *    like sockets do. It frees the received pbufs. A connection that is still closing does not prevent a new one: if
 *    lwIP has no free PCB, it reuses that of the oldest one.
 *
 *  Errors of the port, each returned until the next open; detail is lwIP's err_t:
 *  - PIPIT_E_DNS: no such name, or no answer (0); no name server is set, or lwIP has no DNS (ERR_VAL)
 *  - PIPIT_E_CONNECT: refused (ERR_RST), no answer (ERR_ABRT), no route (ERR_RTE)
 *  - PIPIT_E_RESET: the peer's RST (ERR_RST); bytes that arrived before it are received first
 *  - PIPIT_E_CLOSED: the peer's FIN (0); bytes that arrived before it are received first
 *  - PIPIT_E_IO: a pool or the heap of lwIP is empty, or there are too many look-ups (ERR_MEM, ERR_BUF); lwIP gave up
 *    after many retransmissions or for lack of memory (ERR_ABRT); lwIP refused to send
 *
 *  @param tcp      yours; it must stay in its place until it is closed, because lwIP points to it.
 *  @param turn     the function that the port's wait calls; NULL: your program runs lwIP elsewhere, and the port's wait
 *  is NULL. With several ports, the wait of one serves all.
 *  @param turn_ctx the first argument of `turn`. */
pipit_port_t pipit_lwip_port(pipit_lwip_t *tcp, pipit_lwip_turn_t turn, void *turn_ctx);

#ifdef __cplusplus
}
#endif

#endif
