/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  The porting layer: a context, a cell for details, and six functions. All I/O of Pipit goes through this structure.
 *  TLS, an HTTP proxy, a recorder or a chaos layer are ports that hold another port, so layers stack and the engine
 *  never changes. port/README.md is the guide, port/template a start.
 *
 *  Contract:
 *  - Nothing blocks but `wait`.
 *  - send and recv return 0 while the link is still being made (name, TCP, proxy, TLS): there is no "is connected".
 *    Both may be called to drive that work forward.
 *  - 0 is "not now", > 0 a number of bytes, < 0 a pipit_err_t. The end of the stream is PIPIT_E_CLOSED, never 0.
 *  - After an error every further send and recv returns an error until the next open.
 *  - A port is used by one thread at a time. Memory is kept between close and open: a reconnect allocates nothing
 *    that the first connect did not. */
#ifndef PIPIT_PORT_H
#define PIPIT_PORT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A link, or a layer over one. */
typedef struct pipit_port {
    /** The port's own state, passed back as the first argument of every function. Owned by whoever made the port;
     *  must outlive it. */
    void *io;

    /** Where the port leaves the platform's number for the last error it returned (errno, the TLS library's code, an
     *  HTTP status of a proxy). May be NULL. A layer that passes on an error of the port below passes on its detail. */
    const int32_t *detail;

    /** Begin a connection to `host` (a name or a numeric address, zero-terminated, valid until close) and `port`.
     *  Resolves the name anew each time. Never blocks.
     *  @return 0 when dialling has begun or is done; < 0: PIPIT_E_DNS, PIPIT_E_CONNECT, ... */
    int32_t (*open)(void *io, const char *host, uint16_t port);

    /** Send up to `len` > 0 bytes. After a 0 the caller comes again with the same pointer and at least the same bytes
     *  (TLS needs that). @return bytes taken, 0 not now, < 0 error. */
    int32_t (*send)(void *io, const void *bytes, size_t len);

    /** Receive up to `len` > 0 bytes. @return bytes written to `bytes`, 0 not now, < 0 error (PIPIT_E_CLOSED when the
     *  peer ended the stream in order, PIPIT_E_RESET when it did not). */
    int32_t (*recv)(void *io, void *bytes, size_t len);

    /** End the connection in order if that is possible without waiting (TLS close_notify, FIN). Legal in every state,
     *  also twice and before open. Never blocks. */
    void (*close)(void *io);

    /** Monotonic milliseconds from any origin; may wrap at 2^32. Not the wall clock. */
    uint32_t (*now)(void *io);

    /** Sleep until the link may be readable or writable, something interrupts the sleep, or `max_ms` have passed.
     *  Returns at once when data is already inside the port (a TLS record holds many lines). The only function that
     *  may block; NULL in ports for programs that sleep elsewhere. */
    void (*wait)(void *io, uint32_t max_ms);
} pipit_port_t;

#ifdef __cplusplus
}
#endif

#endif
