/* SPDX-License-Identifier: MIT */
/* The server's side of TLS over a non-blocking socket. */
#ifndef PEER_TLS_H
#define PEER_TLS_H

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *certificate; /* "good", "expired", ...: a kind of tests/server/certs.py */
    int version;             /* 11, 12, 13: this one only; 0: what the library has */
    const char *alpn;        /* the only protocol; NULL: no ALPN */
} peer_tls_setup_t;

typedef struct {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config conf;
    mbedtls_x509_crt chain;
    mbedtls_pk_context key;
    mbedtls_ctr_drbg_context random;
    mbedtls_entropy_context entropy;
    const char *protocols[2];
    int socket;
    bool up;
} peer_tls_t;

/* Results of recv and send beside a count and 0. */
#define PEER_END (-1)
#define PEER_LOST (-2)

void peer_tls_make(peer_tls_t *tls, const char *folder, const peer_tls_setup_t *setup);
void peer_tls_begin(peer_tls_t *tls, int socket);
/* @return false when the handshake has failed. */
bool peer_tls_turn(peer_tls_t *tls);
int peer_tls_send(peer_tls_t *tls, const void *bytes, size_t len);
int peer_tls_recv(peer_tls_t *tls, void *bytes, size_t len);
void peer_tls_notify(peer_tls_t *tls);
void peer_tls_free(peer_tls_t *tls);

#endif
