/* SPDX-License-Identifier: MIT */
/* The server's side of TLS over a non-blocking socket. */
#ifndef PEER_TLS_H
#define PEER_TLS_H

#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_ticket.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#if MBEDTLS_VERSION_MAJOR < 4
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#endif
#include <stdbool.h>
#include <stddef.h>

/* How the server recognises a session: by its id or by a ticket. */
typedef enum { PEER_TLS_SESSION_NUMBERS, PEER_TLS_SESSION_TICKETS } peer_tls_sessions_t;

typedef struct {
    const char *certificate; /* "good", "expired", ...: a kind of tests/behaviour/server/certs.py */
    int version;             /* 11, 12, 13: only this version; 0: all versions of the library */
    const char *alpn;        /* the only protocol; NULL: no ALPN */
} peer_tls_setup_t;

typedef struct {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config conf;
    mbedtls_x509_crt chain;
    mbedtls_pk_context key;
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ctr_drbg_context random;
    mbedtls_entropy_context entropy;
#endif
    mbedtls_ssl_cache_context cache;
    mbedtls_ssl_ticket_context tickets;
    const char *protocols[2];
    int socket;
    bool up;
} peer_tls_t;

/* Results of recv and send other than a number of bytes. */
#define PEER_END (-1)
#define PEER_LOST (-2)

void peer_tls_make(peer_tls_t *tls, const char *folder, const peer_tls_setup_t *setup);
/* Set how sessions are resumed from now on. */
void peer_tls_use_sessions(peer_tls_t *tls, peer_tls_sessions_t sessions);
/* Change the set-up of the server on the same port. It forgets all sessions, and resumes none from then on. */
void peer_tls_change(peer_tls_t *tls, const char *folder, const peer_tls_setup_t *setup);
void peer_tls_begin(peer_tls_t *tls, int socket);
/* @return false if the handshake has failed. */
bool peer_tls_turn(peer_tls_t *tls);
int peer_tls_send(peer_tls_t *tls, const void *bytes, size_t len);
int peer_tls_recv(peer_tls_t *tls, void *bytes, size_t len);
/* Send a record without data. @return false if the socket takes no more bytes. */
typedef enum { PEER_TLS_WARNING, PEER_TLS_EMPTY } peer_tls_record_t;
bool peer_tls_record(peer_tls_t *tls, peer_tls_record_t kind);
void peer_tls_notify(peer_tls_t *tls);
void peer_tls_free(peer_tls_t *tls);

#endif
