/* SPDX-License-Identifier: MIT */
/* The resolver of pipit_posix.c: it resolves names to addresses without blocking. One of pipit_resolve_cares.c,
 * pipit_resolve_lwip.c and pipit_resolve_none.c is linked. For another resolver write these four functions. */
#ifndef PIPIT_RESOLVE_H
#define PIPIT_RESOLVE_H

#include "pipit_posix.h"
#if defined(ESP_PLATFORM) /* it has only the old name of the header */
#include <sys/poll.h>
#else
#include <poll.h>
#endif

#define PIPIT_RESOLVE_POLLS 8

/* The largest number of answers that one turn reads; anybody can send some. Further ones end the next wait. One name
 * needs two to four. */
#define PIPIT_RESOLVE_PACKETS 16

/* Begin to resolve `host`. When the resolver has finished, it fills tcp->addresses or tcp->resolve_err, writes its own
 * number to tcp->detail, and sets tcp->resolved. The resolver may use tcp->resolver.
 * @return PIPIT_OK; PIPIT_E_DNS or PIPIT_E_IO: it could not begin. */
pipit_err_t pipit_resolve_begin(pipit_posix_t *tcp, const char *host);

/* Do the work that is possible now, without reading more than PIPIT_RESOLVE_PACKETS answers. */
void pipit_resolve_turn(pipit_posix_t *tcp);

/* Fill in what to poll for, and shorten *max_ms to the resolver's own timer. @return how many entries were filled. */
size_t pipit_resolve_polls(pipit_posix_t *tcp, struct pollfd polls[PIPIT_RESOLVE_POLLS], uint32_t *max_ms);

/* Cancel, or free the memory after the end. Legal also when nothing was begun. */
void pipit_resolve_end(pipit_posix_t *tcp);

#endif
