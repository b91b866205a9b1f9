/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TCP over BSD sockets as a pipit_port_t: non-blocking, for IPv4 and IPv6. A name is resolved again at each open,
 *  without blocking. All state is in pipit_posix_t.
 *
 *  One of three resolvers is linked:
 *  - c-ares (pipit_resolve_cares.c). It allocates memory while it resolves a name, and is not used for numeric
 *    addresses.
 *  - lwIP's resolver (pipit_resolve_lwip.c), for lwIP's sockets. It allocates nothing.
 *  - None (pipit_resolve_none.c, or -DPIPIT_CARES=OFF): the port needs only sockets and poll(), and accepts only
 *    numeric addresses.
 *
 *  Threads: different threads may use different ports at the same time. The first name that is resolved in a process
 *  initialises c-ares once, for the life of the process. A program that uses c-ares itself must call
 *  ares_library_init() before. */
#ifndef PIPIT_POSIX_H
#define PIPIT_POSIX_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest number of addresses of a name that are tried; further ones are ignored. */
#define PIPIT_POSIX_ADDRESSES 8

/** The largest number of descriptors in one wait. A connection needs one, up to eight while its name is being resolved
 *  or its addresses are being tried, and one more for a waker. */
#define PIPIT_POSIX_WAIT_DESCRIPTORS 64

/** Private: one address of the host, ready for connect(). */
typedef struct {
    union {
        unsigned char bytes[28]; /**< sockaddr_in or sockaddr_in6 */
        uint32_t align;
    } address;
    uint8_t len;
} pipit_posix_address_t;

/** A waker ends a wait from another thread or from a signal handler. It is a pipe. Its members are private. */
typedef struct {
    int read_end;
    int write_end;
} pipit_posix_waker_t;

/** A TCP connection and its state. Its members are private, except `quiet`. */
typedef struct {
    pipit_posix_address_t addresses[PIPIT_POSIX_ADDRESSES];
    int attempts[PIPIT_POSIX_ADDRESSES]; /* sockets that are being connected, in the order of `addresses` */
    void *resolver;                      /* c-ares channel while a name is being resolved */
    const pipit_posix_waker_t *waker;
    int32_t detail;
    int32_t last_errno; /* of the address tried last */
    int socket;
    uint32_t attempt_ms; /* when the last of `attempts` began */
    uint16_t port;
    uint8_t address_count;
    uint8_t address_begin; /* the first that this open tries */
    uint8_t address_next;  /* how many it has begun with */
    uint8_t address_used;  /* of the open connection */
    uint8_t address_first; /* where the next open begins */
    uint8_t packets_left;  /* of the resolver's turn */
    uint8_t quiet;         /**< for pipit_member_t.quiet: not 0 after a wait in which nothing arrived. So many recv then
                                return 0 without a system call */
    uint8_t state;
    bool ipv6_first; /* for a resolver that finds one address: the family that it asks for */
    bool write_blocked;
    bool resolved;
    pipit_err_t resolve_err;
    pipit_err_t failure; /* returned until the next open */
} pipit_posix_t;

/** Make a port of `tcp`. Legal at any time, but close an existing port of `tcp` before: what `tcp` held is overwritten.
 *  The port never blocks, except in wait.
 *
 *  If a name has several addresses, they are tried as RFC 8305 says: IPv6 and IPv4 in turns, each one 250 ms after the
 *  one before it, or as soon as one has failed. Attempts that were begun before continue meanwhile. The first address
 *  that accepts the connection is used, and the other attempts are closed. So an address that does not answer costs
 *  250 ms and one descriptor. The next open begins with the address that brought bytes last; if the last connection
 *  brought none, with the address after it.
 *
 *  One call makes at most PIPIT_POSIX_ADDRESSES connections, reads at most PIPIT_RESOLVE_PACKETS answers of name
 * servers (pipit_resolve.h), and receives or sends once.
 *  @param tcp yours; it must stay in its place while the port is used.
 *  @return the port. Its errors, each returned until the next open: PIPIT_E_DNS: the name has no address (detail: the
 *  status of c-ares or the error of lwIP, 0 without a resolver). PIPIT_E_CONNECT: no address accepted the connection
 *  (detail: errno of the last one). PIPIT_E_RESET: the connection was reset (detail: errno). PIPIT_E_CLOSED: the peer
 *  closed it (detail: 0). PIPIT_E_IO: no socket or memory is left, or any other failure (detail: errno, or the number
 *  of the resolver). */
pipit_port_t pipit_posix_port(pipit_posix_t *tcp);

/** Wait for several connections at once. Blocks until one of them may be readable, or writable if a send is incomplete,
 *  until one of their wakers is used, until a signal arrives, or for `max_ms`. If they need more than
 *  PIPIT_POSIX_WAIT_DESCRIPTORS, the last ones are not watched, and the wait is at most 20 ms, so that these are served
 *  with a delay. After the wait, the first two recv of a connection in which nothing had arrived return 0 without a
 *  system call, and its member `quiet` is not 0: so one Post costs a group no system call for each of its silent
 *  connections, and no turn if the group knows `quiet` (pipit_member_t).
 *
 *  For connections below TLS or proxy ports this is legal if the last recv of each of these ports returned 0, because
 *  then no layer holds received data. This is the case after pipit_poll() has returned false with a wait_ms above 0. Do
 *  not wait while pipit_tls_busy() is true, if mbedTLS was built with MBEDTLS_ECP_RESTARTABLE. (Bytes that TLS did
 *  not take, because a call is bounded, are still in the socket, so they end this wait.)
 *  @param tcp    `count` connections.
 *  @param count  how many; 0: only sleep.
 *  @param max_ms the longest wait in ms. */
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms);

/** pipit_posix_wait() for the `wait` of a pipit_group_t (group.h): the connections are in a pipit_posix_links_t, which
 *  is the wait_io of the group. */
typedef struct {
    pipit_posix_t *const *tcp;
    size_t count;
} pipit_posix_links_t;
void pipit_posix_wait_links(void *links, uint32_t max_ms);

/** Make a waker. It takes two descriptors until pipit_posix_waker_free(). Does not block.
 *  @param waker yours, overwritten.
 *  @return PIPIT_OK; PIPIT_E_IO: there is no descriptor left, or the pipe could not be prepared (see errno). */
pipit_err_t pipit_posix_waker_make(pipit_posix_waker_t *waker);

/** Let a waker end the waits of a connection, also those of the layers above it. Legal after pipit_posix_port(), while
 *  no wait is running. Several connections of one thread may share a waker. Threads that wait at the same time need one
 *  waker each.
 *  @param tcp   the connection.
 *  @param waker borrowed as long as it is set; NULL: no waker. */
void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker);

/** End the running wait at once; if no wait is running, end the next one. So nothing is lost between a check and a
 *  wait: first set your flag (or call pipit_stop()), then call this. Legal in a signal handler and in any thread. Does
 *  not block, and keeps errno. Several calls before the wait returns count as one. */
void pipit_posix_wake(const pipit_posix_waker_t *waker);

/** Close the descriptors of a waker. Legal when no connection uses it any more; also twice. */
void pipit_posix_waker_free(pipit_posix_waker_t *waker);

/** Close the connection and free what the resolver holds. Legal at any time after pipit_posix_port(); the port may be
 *  opened again. Does not block. */
void pipit_posix_free(pipit_posix_t *tcp);

#ifdef __cplusplus
}
#endif

#endif
