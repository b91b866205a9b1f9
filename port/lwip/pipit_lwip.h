/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TCP over lwIP's raw API as a pipit_port_t, for systems without an OS (NO_SYS=1): no thread, no heap but lwIP's own
 *  pools. Received pbufs are queued as they are, and the window opens again only for what was consumed: when the
 *  program does not read, X stops sending. Names are resolved by lwIP's DNS, anew at each open.
 *
 *  lwIP works only while somebody turns it. That is your `turn` function; the port calls it from its wait and from
 *  nowhere else, so no callback of lwIP ever runs inside open, send, recv or close.
 *
 *  What has to be set in lwipopts.h is checked when pipit_lwip.c is compiled; README.md has the list and the memory.
 *
 *  Systems with an OS (ESP-IDF, Zephyr) use port/posix over lwIP's sockets instead.
 *
 *  Threads: all ports, and all else that touches lwIP, belong to one context (the main loop). Never call a port from
 *  inside a callback of lwIP's TCP. */
#ifndef PIPIT_LWIP_H
#define PIPIT_LWIP_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

struct pbuf;
struct tcp_pcb;

/** Let the network work, in this order: sleep until a frame has come, until lwIP's next timer
 *  (sys_timeouts_sleeptime()), until any interrupt that the program wants to know of, and for at most `max_ms` - not at
 *  all while a frame is waiting; then hand all received frames to lwIP and call sys_check_timeouts(). In that order no
 *  frame is slept over. Returning early is always right; `max_ms` 0: do the work, do not sleep. Yours;
 *  boards/common/net.c has one. */
typedef void (*pipit_lwip_turn_t)(void *ctx, uint32_t max_ms);

/** A TCP connection to be. Members are private. */
typedef struct {
    pipit_lwip_turn_t turn;
    void *turn_ctx;
    struct tcp_pcb *pcb;
    struct pbuf *received; /* arrived and not consumed */
    int32_t detail;        /* err_t of lwIP */
    pipit_err_t failure;   /* sticky until the next open */
    uint16_t port;
    uint8_t state;
    bool ended;         /* the peer's FIN has come; what is queued is delivered first */
    bool write_blocked; /* the last send took less than it was given */
    bool write_again;   /* ... and since then there is room */
} pipit_lwip_t;

/** Make `tcp` a port. It must stay at its place until it is closed (lwIP points to it); what it held before is
 *  overwritten, so close a port before making it again. `turn` is what the port's wait calls; NULL when the program
 *  turns lwIP elsewhere: the port's wait is NULL then. With several ports, the wait of any one serves them all.
 *
 *  open gives up on nothing by itself but what lwIP gives up on (30 s without an answer to a SYN, 7 s without one from
 *  the name server): the engine's connect_ms comes first.
 *
 *  send copies into lwIP's heap, at most what tcp_sndbuf() allows: the bytes are the caller's again when it returns.
 *
 *  close sends the FIN behind what is still unsent and leaves the rest to lwIP; with received bytes that nobody read it
 *  sends an RST, as sockets do. It gives back the received pbufs. A link that is being closed never keeps a new one
 *  from its PCB: lwIP takes the oldest.
 *
 *  Errors of the port, each until the next open; detail is lwIP's err_t:
 *  - PIPIT_E_DNS: no such name, no answer (0); no server set (ERR_VAL), too many look-ups (ERR_MEM)
 *  - PIPIT_E_CONNECT: refused (ERR_RST), no answer (ERR_ABRT), no route (ERR_RTE), a pool is empty (ERR_MEM)
 *  - PIPIT_E_RESET: the peer's RST (ERR_RST); bytes that had come before it are received first
 *  - PIPIT_E_CLOSED: the peer's FIN (0); bytes that had come before it are received first
 *  - PIPIT_E_IO: given up after many retransmissions, or for lack of memory (ERR_ABRT), or refused by lwIP */
pipit_port_t pipit_lwip_port(pipit_lwip_t *tcp, pipit_lwip_turn_t turn, void *turn_ctx);

#ifdef __cplusplus
}
#endif

#endif
