/* SPDX-License-Identifier: MIT */
/** @file
 *  TCP over BSD sockets as a pipit_port_t: non-blocking, IPv4 and IPv6, names resolved by c-ares without blocking the
 *  loop and anew at each open. All state is in pipit_posix_t; c-ares allocates inside itself while it resolves a name,
 *  numeric addresses need none of it. */
#ifndef PIPIT_POSIX_H
#define PIPIT_POSIX_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many addresses of a name are tried at most; further ones are ignored. */
#define PIPIT_POSIX_ADDRESSES 8

/** One address of the host, ready for connect(). */
typedef struct {
    union {
        unsigned char bytes[28]; /**< sockaddr_in or sockaddr_in6 */
        uint32_t align;
    } address;
    uint8_t len;
} pipit_posix_address_t;

/** A TCP connection to be. Members are private. */
typedef struct {
    pipit_posix_address_t addresses[PIPIT_POSIX_ADDRESSES];
    void *resolver; /* c-ares channel while a name is being resolved */
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
} pipit_posix_t;

/** Make `tcp` a port. It must stay at its place while the port is used. Blocks never but in wait.
 *  Errors of the port: PIPIT_E_DNS (detail: a c-ares status), PIPIT_E_CONNECT (detail: errno of the last address),
 *  PIPIT_E_RESET, PIPIT_E_CLOSED, PIPIT_E_IO (detail: errno). */
pipit_port_t pipit_posix_port(pipit_posix_t *tcp);

/** One wait for many clients: returns when any of these links may be readable, or writable where something waits to be
 *  sent, on a signal, or after `max_ms`. `count` 0 sleeps. For TLS ports call their own wait, or this one after their
 *  data was drained (pipit_poll() with wait_ms above 0 says so). */
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms);

/** Close and give back what the resolver holds. The port may be opened again. */
void pipit_posix_free(pipit_posix_t *tcp);

#ifdef __cplusplus
}
#endif

#endif
