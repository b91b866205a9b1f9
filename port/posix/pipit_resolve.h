/* SPDX-License-Identifier: MIT */
/** @file
 *  Private to port/posix: a name is turned into addresses without blocking. pipit_posix.c knows only these functions;
 *  pipit_resolve_ares.c carries them out with c-ares. To use another resolver, write the five functions anew. */
#ifndef PIPIT_RESOLVE_H
#define PIPIT_RESOLVE_H

#include "pipit/types.h"
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Addresses of one name that are kept; further ones are dropped. */
#define PIPIT_RESOLVE_ADDRESSES 8

/** One address with its port, ready for connect(). */
typedef struct pipit_address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    socklen_t len; /**< bytes of `at` in use */
} pipit_address_t;

/** One lookup. Zeroed memory is a legal, idle resolver. */
typedef struct pipit_resolve {
    void *channel;           /**< the resolver's own state; NULL except while a lookup runs */
    const char *dns_servers; /**< "address[:port],..." instead of the system's servers, or NULL; must outlive this */
    pipit_address_t address[PIPIT_RESOLVE_ADDRESSES]; /**< the answer, in the order in which to try */
    int32_t detail;                                   /**< why a lookup failed: the resolver's number (ARES_E...) */
    uint16_t port;                                    /**< written into every address */
    uint8_t count;                                    /**< entries of `address` in use */
    bool answered;                                    /**< private to the implementation */
} pipit_resolve_t;

/** Begin to look up `host` (zero-terminated, read only during this call); a lookup that was running is given up. Never
 *  blocks, but reads the resolver's configuration files.
 *  @return PIPIT_OK or PIPIT_E_DNS (see `detail`). */
pipit_err_t pipit_resolve_begin(pipit_resolve_t *resolve, const char *host, uint16_t port);

/** Do what can be done without waiting. Legal after a successful begin, until it returned something other than 0.
 *  @return 1 `address` holds `count` > 0 addresses; 0 not yet; PIPIT_E_DNS there is no such name or no answer. */
int32_t pipit_resolve_poll(pipit_resolve_t *resolve);

/** What to sleep on: at most `room` descriptors with their events are written to `fds`, and `*max_ms` is lowered to the
 *  time of the next retry. @return number of descriptors written; 0 while no lookup runs. */
size_t pipit_resolve_watch(const pipit_resolve_t *resolve, struct pollfd *fds, size_t room, uint32_t *max_ms);

/** Give up the lookup, if one runs, and give back all that it held (memory and descriptors). Legal in every state. */
void pipit_resolve_cancel(pipit_resolve_t *resolve);

#ifdef __cplusplus
}
#endif

#endif
