/* SPDX-License-Identifier: MIT */
/* What the files of the TLS port share. */
#ifndef PIPIT_TLS_PARTS_H
#define PIPIT_TLS_PARTS_H

#include "pipit_tls.h"

/* pipit_tls_error.c: what mbedTLS's code means. */
bool pipit_tls_is_out_of_memory(int code);
/* During set-up, before a byte is sent: PIPIT_OK, PIPIT_E_TLS_MEMORY or PIPIT_E_TLS_CONFIG. */
pipit_err_t pipit_tls_setup_error(int code);

/* pipit_tls_ca.c: fill `tls->ca` with what the configuration names. PIPIT_OK, or PIPIT_E_TLS_CA or PIPIT_E_TLS_MEMORY
 * with tls->code. */
pipit_err_t pipit_tls_ca_read(pipit_tls_t *tls);
/* Is there a bundle of the platform's, in place of `tls->ca`? It takes over the check of each certificate, so that
 * nothing is known of their dates and no session is kept. Use it: the last change of the configuration. */
bool pipit_tls_ca_is_bundle(const pipit_tls_t *tls);
pipit_err_t pipit_tls_ca_bundle_use(pipit_tls_t *tls);

/* pipit_tls_arena.c: call `turn` now and then when mbedTLS asks for memory, which it does all through a long
 * computation; NULL: no more. Does nothing without an arena, or where threads may share it. */
void pipit_tls_arena_use_turn(void (*turn)(void *ctx), void *ctx);

/* pipit_tls_session.c: the life of a saved session. It is in the caller's memory from `keep` to `forget`. */

/* Before the contexts are used: the caller's memory holds nothing of ours. */
void pipit_tls_session_prepare(pipit_tls_t *tls);
/* A new attempt begins: let mbedTLS offer the session if it is one for this host and port, and may still be used.
 * @return 0, or mbedTLS's code when memory ran out on the way. */
int pipit_tls_session_offer(pipit_tls_t *tls);
/* The handshake is over, or a ticket has come. */
void pipit_tls_session_keep(pipit_tls_t *tls);
void pipit_tls_session_forget(pipit_tls_t *tls);

#endif
