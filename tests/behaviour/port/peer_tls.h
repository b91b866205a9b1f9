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

/* A server by another library. */
typedef struct peer_library peer_library_t;

typedef struct {
    const char *certificate; /* "good", "expired", ...: a kind of tests/behaviour/server/certs.py */
    int version;             /* 11, 12, 13: only this version; 0: all versions of the library */
    const char *alpn;        /* the only protocol; NULL: no ALPN */
} peer_tls_setup_t;

/* A record without data: a warning, one without content, or one that this server may send as often as it likes. */
typedef enum { PEER_TLS_WARNING, PEER_TLS_EMPTY, PEER_TLS_IDLE } peer_tls_record_t;

typedef enum { PEER_TLS_FAILED, PEER_TLS_GOES_ON, PEER_TLS_UP } peer_tls_step_t;

/* The functions below, with the library's own state. */
struct peer_library {
    void *(*make)(const char *folder, const peer_tls_setup_t *setup);
    void (*use_sessions)(void *server, peer_tls_sessions_t sessions);
    void (*begin)(void *server, int socket);
    peer_tls_step_t (*turn)(void *server);
    int (*send)(void *server, const void *bytes, size_t len);
    int (*recv)(void *server, void *bytes, size_t len);
    bool (*record)(void *server, peer_tls_record_t kind);
    void (*notify)(void *server);
    void (*free)(void *server);
};

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
    const peer_library_t *library; /* it does the work instead, with `other`; NULL: mbedTLS does */
    void *other;
    int socket;
    bool up;
} peer_tls_t;

/* Results of recv and send other than a number of bytes. */
#define PEER_END (-1)
#define PEER_LOST (-2)

/* Set the library of the servers that are made from now on; NULL: mbedTLS. */
void peer_tls_use_library(const peer_library_t *library);
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
/* Send a record without data. @return false if the socket takes no more bytes, or the library cannot send it. */
bool peer_tls_record(peer_tls_t *tls, peer_tls_record_t kind);
void peer_tls_notify(peer_tls_t *tls);
void peer_tls_free(peer_tls_t *tls);

#endif
