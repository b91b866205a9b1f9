/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TCP over BSD sockets as a pipit_port_t: non-blocking, IPv4 and IPv6, names resolved without blocking the loop and
 *  anew at each open. All state is in pipit_posix_t. Names are resolved by c-ares, which allocates inside itself while
 *  it does so; numeric addresses need none of it. Over lwIP's sockets pipit_resolve_lwip.c takes its place, which
 * allocates nothing. Built with -DPIPIT_CARES=OFF, or with pipit_resolve_none.c, the port needs sockets and poll() only
 * and takes numeric addresses only.
 *
 *  Threads: different ports may be used by different threads at the same time. The first name that is resolved in a
 *  process initialises c-ares, once and for the life of the process; a program that uses c-ares itself must have called
 *  ares_library_init() before. */
#ifndef PIPIT_POSIX_H
#define PIPIT_POSIX_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many addresses of a name are tried at most; further ones are ignored. */
#define PIPIT_POSIX_ADDRESSES 8

/** How many descriptors one wait looks at: one for a link, up to eight while its name is being resolved, one more for
 *  each waker. */
#define PIPIT_POSIX_WAIT_DESCRIPTORS 64

/** One address of the host, ready for connect(). */
typedef struct {
    union {
        unsigned char bytes[28]; /**< sockaddr_in or sockaddr_in6 */
        uint32_t align;
    } address;
    uint8_t len;
} pipit_posix_address_t;

/** Ends waits from elsewhere: a pipe that belongs to you. Members are private. */
typedef struct {
    int read_end;
    int write_end;
} pipit_posix_waker_t;

/** A TCP connection to be. Members are private. */
typedef struct {
    pipit_posix_address_t addresses[PIPIT_POSIX_ADDRESSES];
    void *resolver; /* c-ares channel while a name is being resolved */
    const pipit_posix_waker_t *waker;
    int32_t detail;
    int32_t last_errno; /* of the address tried last */
    int socket;
    uint32_t attempt_ms; /* when the present address was begun */
    uint16_t port;
    uint8_t address_count;
    uint8_t address_next;
    uint8_t state;
    bool write_blocked;
    bool resolved;
    pipit_err_t resolve_err;
    pipit_err_t failure; /* sticky until the next open */
} pipit_posix_t;

/** Make `tcp` a port. It must stay at its place while the port is used; what it held before is overwritten, so close a
 *  port before making it again. Never blocks but in wait.
 *
 *  Errors of the port: PIPIT_E_DNS (detail: the status of c-ares or the error of lwIP, 0 without them), PIPIT_E_CONNECT
 * (detail: errno of the last address), PIPIT_E_RESET (detail: errno), PIPIT_E_CLOSED (detail: 0), PIPIT_E_IO (detail:
 * errno). Each stays until the next open. Where a name has several addresses, each but the last is given 3 s. */
pipit_port_t pipit_posix_port(pipit_posix_t *tcp);

/** One wait for many clients: returns when any of these links may be readable, or writable where something waits to be
 *  sent, when one of their wakers is used, on a signal, or after `max_ms`. `count` 0 sleeps. Links that do not fit into
 *  PIPIT_POSIX_WAIT_DESCRIPTORS are not looked at; the wait then lasts 20 ms at most, so that they are served late, not
 *  never.
 *
 *  Under TLS and proxy ports: legal when the last recv of each of those ports returned 0, because nothing is inside a
 *  layer then. pipit_poll() ends so whenever it asks for a wait above 0. While pipit_tls_busy() says that a handshake
 *  goes on without the network (mbedTLS with MBEDTLS_ECP_RESTARTABLE only), do not wait. */
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms);

/** The same as the `wait` of a pipit_group_t (group.h); its wait_io is a pipit_posix_links_t. */
typedef struct {
    pipit_posix_t *const *tcp;
    size_t count;
} pipit_posix_links_t;
void pipit_posix_wait_links(void *links, uint32_t max_ms);

/** Make a waker: two descriptors, until pipit_posix_waker_free(). Never blocks.
 *  @return PIPIT_OK; PIPIT_E_IO: no descriptor left (errno says it). */
pipit_err_t pipit_posix_waker_make(pipit_posix_waker_t *waker);

/** Let `waker` end the waits of `tcp`, also those of the layers above it. Legal after pipit_posix_port(), between two
 *  waits; NULL: none any more. Borrowed: the waker must outlive its use here. Several links of one thread may share a
 *  waker; threads that wait at the same time need one each. */
void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker);

/** End the running wait at once, or else the next one: nothing is lost between a check and a wait, so set your flag (or
 *  call pipit_stop()) first, then this. Legal in a signal handler and in any thread; never blocks, keeps errno. Calls
 *  that come before the wait returns count as one. */
void pipit_posix_wake(const pipit_posix_waker_t *waker);

/** Give the descriptors back. No link may use it any more. Legal twice. */
void pipit_posix_waker_free(pipit_posix_waker_t *waker);

/** Close and give back what the resolver holds. The port may be opened again. */
void pipit_posix_free(pipit_posix_t *tcp);

#ifdef __cplusplus
}
#endif

#endif
