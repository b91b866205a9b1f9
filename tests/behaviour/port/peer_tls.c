/* SPDX-License-Identifier: MIT */
#include "peer_tls.h"
#include <errno.h>
#include <mbedtls/net_sockets.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#if defined(MBEDTLS_PSA_CRYPTO_C) || MBEDTLS_VERSION_MAJOR >= 4
#include <psa/crypto.h>
#endif

#include <cmocka.h>

#define TICKET_LIFETIME_S 86400

static int socket_send(void *ctx, const unsigned char *bytes, size_t len) {
    peer_tls_t *tls = ctx;
    ssize_t n = send(tls->socket, bytes, len, MSG_NOSIGNAL);
    if (n >= 0) return (int)n;
    return errno == EAGAIN || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_NET_CONN_RESET;
}

static int socket_recv(void *ctx, unsigned char *bytes, size_t len) {
    peer_tls_t *tls = ctx;
    ssize_t n = recv(tls->socket, bytes, len, 0);
    if (n >= 0) return (int)n;
    return errno == EAGAIN || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_NET_CONN_RESET;
}

static int key_read(peer_tls_t *tls, const char *path) {
#if MBEDTLS_VERSION_MAJOR == 3
    return mbedtls_pk_parse_keyfile(&tls->key, path, NULL, mbedtls_ctr_drbg_random, &tls->random);
#else
    return mbedtls_pk_parse_keyfile(&tls->key, path, NULL);
#endif
}

static void identity_read(peer_tls_t *tls, const char *folder, const char *kind) {
    char path[512];
    assert_true(snprintf(path, sizeof path, "%s/%s-ec.pem", folder, kind) < (int)sizeof path);
    assert_int_equal(mbedtls_x509_crt_parse_file(&tls->chain, path), 0);
    assert_true(snprintf(path, sizeof path, "%s/%s-ec.key", folder, kind) < (int)sizeof path);
    assert_int_equal(key_read(tls, path), 0);
}

static void version_set(peer_tls_t *tls, int version) {
    int minor = version - 9; /* the protocol calls TLS 1.x version 3.(x+1) */
    if (version == 0) return;
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
    mbedtls_ssl_conf_min_tls_version(&tls->conf, (mbedtls_ssl_protocol_version)(0x300 + minor));
    mbedtls_ssl_conf_max_tls_version(&tls->conf, (mbedtls_ssl_protocol_version)(0x300 + minor));
#else
    mbedtls_ssl_conf_min_version(&tls->conf, MBEDTLS_SSL_MAJOR_VERSION_3, minor);
    mbedtls_ssl_conf_max_version(&tls->conf, MBEDTLS_SSL_MAJOR_VERSION_3, minor);
#endif
}

static const peer_library_t *next_library;

void peer_tls_use_library(const peer_library_t *library) {
    next_library = library;
}

void peer_tls_make(peer_tls_t *tls, const char *folder, const peer_tls_setup_t *setup) {
    memset(tls, 0, sizeof *tls);
    tls->library = next_library;
    if (tls->library) {
        tls->other = tls->library->make(folder, setup);
        return;
    }
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->conf);
    mbedtls_x509_crt_init(&tls->chain);
    mbedtls_pk_init(&tls->key);
#if defined(MBEDTLS_PSA_CRYPTO_C) || MBEDTLS_VERSION_MAJOR >= 4
    assert_int_equal(psa_crypto_init(), PSA_SUCCESS);
#endif
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ctr_drbg_init(&tls->random);
    mbedtls_entropy_init(&tls->entropy);
    assert_int_equal(mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, NULL, 0), 0);
#endif
    identity_read(tls, folder, setup->certificate ? setup->certificate : "good");
    assert_int_equal(mbedtls_ssl_config_defaults(&tls->conf, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                                 MBEDTLS_SSL_PRESET_DEFAULT),
                     0);
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ssl_conf_rng(&tls->conf, mbedtls_ctr_drbg_random, &tls->random);
#endif
    assert_int_equal(mbedtls_ssl_conf_own_cert(&tls->conf, &tls->chain, &tls->key), 0);
    version_set(tls, setup->version);
    mbedtls_ssl_cache_init(&tls->cache);
    mbedtls_ssl_ticket_init(&tls->tickets);
    tls->protocols[0] = setup->alpn;
    if (setup->alpn) assert_int_equal(mbedtls_ssl_conf_alpn_protocols(&tls->conf, tls->protocols), 0);
    assert_int_equal(mbedtls_ssl_setup(&tls->ssl, &tls->conf), 0);
}

void peer_tls_use_sessions(peer_tls_t *tls, peer_tls_sessions_t sessions) {
    if (tls->library) {
        tls->library->use_sessions(tls->other, sessions);
        return;
    }
    if (sessions == PEER_TLS_SESSION_NUMBERS)
        mbedtls_ssl_conf_session_cache(&tls->conf, &tls->cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
    if (sessions != PEER_TLS_SESSION_TICKETS) return;
#if MBEDTLS_VERSION_MAJOR < 4
    assert_int_equal(mbedtls_ssl_ticket_setup(&tls->tickets, mbedtls_ctr_drbg_random, &tls->random,
                                              MBEDTLS_CIPHER_AES_256_GCM, TICKET_LIFETIME_S),
                     0);
#else
    assert_int_equal(mbedtls_ssl_ticket_setup(&tls->tickets, PSA_ALG_GCM, PSA_KEY_TYPE_AES, 256, TICKET_LIFETIME_S), 0);
#endif
    mbedtls_ssl_conf_session_tickets_cb(&tls->conf, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse, &tls->tickets);
}

void peer_tls_change(peer_tls_t *tls, const char *folder, const peer_tls_setup_t *setup) {
    peer_tls_free(tls);
    peer_tls_make(tls, folder, setup);
}

void peer_tls_begin(peer_tls_t *tls, int socket) {
    tls->socket = socket;
    tls->up = false;
    if (tls->library) {
        tls->library->begin(tls->other, socket);
        return;
    }
    assert_int_equal(mbedtls_ssl_session_reset(&tls->ssl), 0);
    mbedtls_ssl_set_bio(&tls->ssl, tls, socket_send, socket_recv, NULL);
}

static bool is_not_now(int code) {
    return code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE;
}

bool peer_tls_turn(peer_tls_t *tls) {
    if (tls->up) return true;
    if (tls->library) {
        peer_tls_step_t step = tls->library->turn(tls->other);
        tls->up = step == PEER_TLS_UP;
        return step != PEER_TLS_FAILED;
    }
    int code = mbedtls_ssl_handshake(&tls->ssl);
    tls->up = code == 0;
    return code == 0 || is_not_now(code);
}

int peer_tls_send(peer_tls_t *tls, const void *bytes, size_t len) {
    if (tls->library) return tls->library->send(tls->other, bytes, len);
    int n = mbedtls_ssl_write(&tls->ssl, bytes, len);
    if (n > 0) return n;
    return is_not_now(n) ? 0 : PEER_LOST;
}

int peer_tls_recv(peer_tls_t *tls, void *bytes, size_t len) {
    if (tls->library) return tls->library->recv(tls->other, bytes, len);
    int n = mbedtls_ssl_read(&tls->ssl, bytes, len);
    if (n > 0) return n;
    if (is_not_now(n)) return 0;
    return n == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY ? PEER_END : PEER_LOST;
}

/* A HelloRequest, which a client may refuse each time. Only TLS 1.2 has it. */
static bool idle_record(peer_tls_t *tls) {
#if defined(MBEDTLS_SSL_RENEGOTIATION)
    mbedtls_ssl_conf_renegotiation_enforced(&tls->conf, MBEDTLS_SSL_RENEGOTIATION_NOT_ENFORCED);
    return mbedtls_ssl_renegotiate(&tls->ssl) == 0;
#else
    (void)tls;
    return false;
#endif
}

bool peer_tls_record(peer_tls_t *tls, peer_tls_record_t kind) {
    if (tls->library) return tls->library->record(tls->other, kind);
    if (kind == PEER_TLS_IDLE) return idle_record(tls);
    if (kind == PEER_TLS_EMPTY) return mbedtls_ssl_write(&tls->ssl, (const unsigned char *)"", 0) == 0;
    return mbedtls_ssl_send_alert_message(&tls->ssl, MBEDTLS_SSL_ALERT_LEVEL_WARNING,
                                          MBEDTLS_SSL_ALERT_MSG_UNRECOGNIZED_NAME) == 0;
}

void peer_tls_notify(peer_tls_t *tls) {
    if (tls->library)
        tls->library->notify(tls->other);
    else
        (void)mbedtls_ssl_close_notify(&tls->ssl);
}

void peer_tls_free(peer_tls_t *tls) {
    if (tls->library) {
        tls->library->free(tls->other);
        return;
    }
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_cache_free(&tls->cache);
    mbedtls_ssl_ticket_free(&tls->tickets);
    mbedtls_ssl_config_free(&tls->conf);
    mbedtls_x509_crt_free(&tls->chain);
    mbedtls_pk_free(&tls->key);
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ctr_drbg_free(&tls->random);
    mbedtls_entropy_free(&tls->entropy);
#endif
}
