/* SPDX-License-Identifier: MIT */
/* No resolver: every name is unknown. getaddrinfo() is not used, because it blocks the loop while it waits for a name
 * server. */
#include "pipit_resolve.h"

pipit_err_t pipit_resolve_begin(pipit_posix_t *tcp, const char *host) {
    (void)tcp;
    (void)host;
    return PIPIT_E_DNS;
}

void pipit_resolve_turn(pipit_posix_t *tcp) {
    (void)tcp;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the interface is shared with resolvers that have a timer */
size_t pipit_resolve_polls(pipit_posix_t *tcp, struct pollfd polls[PIPIT_RESOLVE_POLLS], uint32_t *max_ms) {
    (void)tcp;
    (void)polls;
    (void)max_ms;
    return 0;
}

void pipit_resolve_end(pipit_posix_t *tcp) {
    (void)tcp;
}
