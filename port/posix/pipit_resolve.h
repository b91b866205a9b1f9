/* SPDX-License-Identifier: MIT */
/* Names to addresses, without blocking: what pipit_posix.c needs of a resolver. One of pipit_resolve_cares.c,
 * pipit_resolve_lwip.c and pipit_resolve_none.c is linked; a platform with another resolver brings these four
 * functions. */
#ifndef PIPIT_RESOLVE_H
#define PIPIT_RESOLVE_H

#include "pipit_posix.h"
#if defined(ESP_PLATFORM) /* has it under its old name only */
#include <sys/poll.h>
#else
#include <poll.h>
#endif

#define PIPIT_RESOLVE_POLLS 8

/* Begin to resolve `host`; tcp->resolved becomes true with tcp->addresses or tcp->resolve_err filled, and the
 * resolver's own number in tcp->detail. tcp->resolver is the resolver's to use. */
pipit_err_t pipit_resolve_begin(pipit_posix_t *tcp, const char *host);

/* Do what can be done now. */
void pipit_resolve_turn(pipit_posix_t *tcp);

/* What to poll for; `*max_ms` is shortened to the resolver's own timer. @return how many entries were filled. */
size_t pipit_resolve_polls(pipit_posix_t *tcp, struct pollfd polls[PIPIT_RESOLVE_POLLS], uint32_t *max_ms);

/* Give up; also gives back the memory after the end. Legal when nothing was begun. */
void pipit_resolve_end(pipit_posix_t *tcp);

#endif
