/* SPDX-License-Identifier: MIT */
/* Shared by the files of the TLS port. */
#ifndef PIPIT_TLS_PARTS_H
#define PIPIT_TLS_PARTS_H

#include "pipit_tls.h"

/* pipit_tls_error.c: tell whether mbedTLS's code means that memory ran out. */
bool pipit_tls_is_out_of_memory(int code);
/* The error for mbedTLS's code during set-up, before a byte is sent: PIPIT_OK, PIPIT_E_TLS_MEMORY or
 * PIPIT_E_TLS_CONFIG. */
pipit_err_t pipit_tls_setup_error(int code);

/* pipit_tls_ca.c: read the CA certificates of the configuration into `tls->ca`. @return PIPIT_OK; PIPIT_E_TLS_CA or
 * PIPIT_E_TLS_MEMORY, with tls->code. */
pipit_err_t pipit_tls_ca_read(pipit_tls_t *tls);
/* Tell whether the platform's certificate bundle is used instead of `tls->ca`. The bundle checks each certificate
 * itself, so the dates are not known and no session is saved. */
bool pipit_tls_ca_is_bundle(const pipit_tls_t *tls);
/* Install the bundle, if there is one; call this after all other configuration. @return PIPIT_OK; PIPIT_E_TLS_CA or
 * PIPIT_E_TLS_MEMORY. */
pipit_err_t pipit_tls_ca_bundle_use(pipit_tls_t *tls);

/* pipit_tls_arena.c: call `turn` from time to time when mbedTLS asks for memory, which it does during every long
 * computation; NULL: stop this. Does nothing without an arena, or if threads may share it. */
void pipit_tls_arena_use_turn(void (*turn)(void *ctx), void *ctx);

/* pipit_tls_session.c: a saved session. It is in the caller's memory from `keep` to `forget`. */

/* Set up the configuration for sessions, before the contexts are used. */
void pipit_tls_session_prepare(pipit_tls_t *tls);
/* At the start of an attempt: let mbedTLS offer the session if it is for this host and port and may still be used;
 * otherwise forget it. @return 0, or mbedTLS's code if memory ran out. */
int pipit_tls_session_offer(pipit_tls_t *tls);
/* Check whether the last verified chain is too old for its session to be offered. Call this whenever the time is known,
 * because the clock wraps: it must be called at least once in 48 days. */
void pipit_tls_session_age(pipit_tls_t *tls, uint32_t now_ms);
/* Save the session; call it when the handshake has ended or a ticket has arrived. */
void pipit_tls_session_keep(pipit_tls_t *tls);
/* Overwrite the saved session with zeros. */
void pipit_tls_session_forget(pipit_tls_t *tls);

#endif
