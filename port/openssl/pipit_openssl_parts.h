/* SPDX-License-Identifier: MIT */
/* Shared by the files of the TLS port over OpenSSL. */
#ifndef PIPIT_OPENSSL_PARTS_H
#define PIPIT_OPENSSL_PARTS_H

#include "pipit_openssl.h"

#include <openssl/ssl.h>

/* pipit_openssl_ca.c: read the CA certificates of the configuration into `tls->ctx`. @return false if this is not
 * possible; OpenSSL's error queue has the cause. */
bool pipit_openssl_ca_read(pipit_openssl_t *tls);

/* pipit_openssl_session.c: a saved session. It exists from `keep` to `forget`. */

/* Set up tls->ctx for sessions. */
void pipit_openssl_session_prepare(pipit_openssl_t *tls);
/* At the start of an attempt: let OpenSSL offer the session if it is for this host and port and may still be used;
 * otherwise forget it. */
void pipit_openssl_session_offer(pipit_openssl_t *tls);
/* Check whether the last verified chain is too old for its session to be offered. Call this whenever the time is known,
 * because the clock wraps: it must be called at least once in 48 days. */
void pipit_openssl_session_age(pipit_openssl_t *tls, uint32_t now_ms);
/* Save the session; call it when the handshake has ended. Does nothing for TLS 1.3, whose sessions arrive later. */
void pipit_openssl_session_keep(pipit_openssl_t *tls);
/* Free the session; OpenSSL overwrites its keys. */
void pipit_openssl_session_forget(pipit_openssl_t *tls);

/* States of a connection. */
enum { PIPIT_OPENSSL_I_CLOSED, PIPIT_OPENSSL_I_HANDSHAKE, PIPIT_OPENSSL_I_OPEN, PIPIT_OPENSSL_I_FAILED };

#endif
