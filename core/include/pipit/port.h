/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  The porting layer: one structure with a context, a pointer to an error detail, and six functions. All I/O of Pipit
 *  uses this structure. A layer (TLS, an HTTP proxy, a recorder, a fault injector) is a port that uses another port, so
 *  layers can be stacked without a change of the engine. port/README.md is the guide to write a port; begin with
 *  port/template.
 *
 *  Rules for every port:
 *  - No function blocks, except `wait`.
 *  - send and recv return 0 while the connection is still being made (name, TCP, proxy, TLS). There is no function
 *    that says "connected". Each call of send or recv may continue this work.
 *  - A result of 0 means "nothing possible now", above 0 it is a number of bytes, below 0 a pipit_err_t. The end of the
 *    connection is PIPIT_E_CLOSED, never 0.
 *  - Each call does a bounded amount of work, however fast the peer sends and whatever it sends: send and recv take at
 *    most a fixed number of bytes from below, then return 0. What is left ends the next wait at once. A port that would
 *    go on "while bytes come" switches off every time-out, pipit_stop() and all other connections.
 *  - After an error, every further send and recv returns an error until the next open.
 *  - One thread at a time uses a port. Memory is kept between close and open: a reconnect allocates nothing that the
 *    first connect did not allocate. */
#ifndef PIPIT_PORT_H
#define PIPIT_PORT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A port: a network connection, or a layer over another port. */
typedef struct pipit_port {
    /** The port's own state, the first argument of every function. Who makes the port owns it; it must live as long as
     *  the port is used. */
    void *io;

    /** Points to the platform's number for the last error that the port returned: errno, the code of the TLS library,
     *  the HTTP status of a proxy. May be NULL. A layer that returns an error of the port below also returns its
     *  detail. */
    const int32_t *detail;

    /** Begin a connection to `host` (a name or a numeric address, zero-terminated, valid until close) and `port`. It
     *  resolves the name again each time. Never blocks.
     *  @return 0: the connection is being made, or is already there. < 0: PIPIT_E_DNS, PIPIT_E_CONNECT or another
     *  error. */
    int32_t (*open)(void *io, const char *host, uint16_t port);

    /** Send up to `len` > 0 bytes. After a result of 0 the caller calls again with the same pointer and at least the
     *  same bytes (TLS needs this). Never blocks.
     *  @return how many bytes were taken; 0: none now; < 0: the error. */
    int32_t (*send)(void *io, const void *bytes, size_t len);

    /** Receive up to `len` > 0 bytes. Never blocks.
     *  @return how many bytes were written to `bytes`; 0: none now; < 0: the error. PIPIT_E_CLOSED: the peer closed the
     *  connection in order. PIPIT_E_RESET: the connection was reset. */
    int32_t (*recv)(void *io, void *bytes, size_t len);

    /** Close the connection, in order (TLS close_notify, FIN) if this is possible without waiting. Legal in every
     *  state, also twice, and before open. Never blocks. */
    void (*close)(void *io);

    /** Get the time in milliseconds from a monotonic clock with any origin, not from the wall clock. It may wrap at
     *  2^32. Choose a clock that goes on while the machine sleeps, if there is one; if it stands still, only the Date
     *  headers of the server show the time that is missing, at the next connect (recovery.h). */
    uint32_t (*now)(void *io);

    /** Sleep until the connection may be readable or writable, until something interrupts the sleep, or for `max_ms`.
     *  It returns at once if the port already holds received data (one TLS record can hold many lines). This is the
     *  only function that may block. NULL if the program sleeps elsewhere. */
    void (*wait)(void *io, uint32_t max_ms);
} pipit_port_t;

#ifdef __cplusplus
}
#endif

#endif
