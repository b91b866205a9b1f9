/* SPDX-License-Identifier: MIT */
/** @file
 *  The port over POSIX sockets: non-blocking TCP, names resolved without blocking, every address of a name tried.
 *
 *  Memory: everything is inside pipit_posix_t and nothing of ours calls malloc. c-ares allocates inside itself while a
 *  name is being looked up and gives all of it back when the answer is there; numeric addresses never need it.
 *  Threads: a pipit_posix_t is used by one thread at a time; different ones are independent. */
#ifndef PIPIT_POSIX_H
#define PIPIT_POSIX_H

#include "pipit/port.h"
#include "pipit_resolve.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How long one address may take while others are left to try, in ms. The last one is limited by the engine's
 *  connect_ms alone. */
#define PIPIT_POSIX_ADDRESS_MS 3000u

/** Descriptors that one pipit_posix_wait() sleeps on: one for each connection, a few for a lookup. With more clients
 *  it sleeps in slices of PIPIT_POSIX_SLICE_MS, so that the others are served too. */
#define PIPIT_POSIX_WAIT_FDS 64
#define PIPIT_POSIX_SLICE_MS 20u

/** One TCP connection. All members are private; initialised by pipit_posix_port(). May not be moved while in use. */
typedef struct pipit_posix {
    pipit_resolve_t resolve;
    uint32_t address_since_ms; /**< when the present address was first tried */
    int32_t detail;            /**< errno, or ARES_E... with PIPIT_E_DNS */
    int32_t error;             /**< what send and recv answer until the next open */
    int fd;                    /**< -1 while there is none */
    uint8_t state;
    uint8_t address;  /**< index of the address being tried */
    bool send_waits;  /**< the last send returned 0: wake when writable */
} pipit_posix_t;

/** Make a port of `tcp`, whose content is overwritten: to be called once, or again after pipit_posix_free(). Opens and
 *  allocates nothing. `tcp` is the caller's and must outlive the port.
 *
 *  The port's functions, besides the contract in pipit/port.h:
 *  - open: resolves anew each time, /etc/hosts included; PIPIT_E_DNS with the c-ares status in `detail` when the name
 *    has no address (from open itself, or from the next send or recv). A connection that exists is closed first.
 *  - send, recv: PIPIT_E_CONNECT (no address took the connection; errno of the last one), PIPIT_E_RESET (ECONNRESET,
 *    EPIPE), PIPIT_E_CLOSED (the peer's FIN; also before open and after close), PIPIT_E_IO (anything else).
 *  - wait: pipit_posix_wait() for this one. Returns early when a signal handler ran. */
pipit_port_t pipit_posix_port(pipit_posix_t *tcp);

/** Ask these name servers in place of the system's: "address[:port][,...]", IPv6 as "[address]:port". NULL: the system's
 *  again. `servers` is not copied and must stay valid. Counts from the next open on; a malformed list makes open return
 *  PIPIT_E_DNS. */
void pipit_posix_dns_servers(pipit_posix_t *tcp, const char *servers);

/** Sleep in ONE poll() until one of `count` connections may go on (readable, writable after a send that returned 0,
 *  a connection or a name that is ready, an address that took too long), a signal came, or `max_ms` have passed.
 *  `count` may be 0: then it only sleeps (`tcp` may then be NULL). This is the only function here that blocks.
 *  Layers above (TLS, proxy) may hold data that poll() cannot see: ask their wait first with max_ms 0 or, simpler, turn
 *  each client until pipit_poll() returned false. */
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms);

/** Close the connection and give back what the resolver holds. Legal in every state, also twice. The port may be
 *  opened again afterwards. */
void pipit_posix_free(pipit_posix_t *tcp);

#ifdef __cplusplus
}
#endif

#endif
