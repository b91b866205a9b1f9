/* SPDX-License-Identifier: MIT */
#include "peer_openssl.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

typedef struct {
    SSL_CTX *ctx;
    BIO_METHOD *method;
    SSL *ssl; /* NULL: no connection */
    const char *protocol;
    int socket;
} server_t;

/* OpenSSL's own BIO for sockets would raise SIGPIPE. */
static int socket_result(BIO *bio, ssize_t n, bool is_read) {
    BIO_clear_retry_flags(bio);
    if (n >= 0 || (errno != EAGAIN && errno != EINTR)) return (int)n;
    if (is_read)
        BIO_set_retry_read(bio);
    else
        BIO_set_retry_write(bio);
    return -1;
}

static int socket_send(BIO *bio, const char *bytes, int len) {
    const server_t *server = BIO_get_data(bio);
    return socket_result(bio, send(server->socket, bytes, (size_t)len, MSG_NOSIGNAL), false);
}

static int socket_recv(BIO *bio, char *bytes, int len) {
    const server_t *server = BIO_get_data(bio);
    return socket_result(bio, recv(server->socket, bytes, (size_t)len, 0), true);
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is OpenSSL's */
static long socket_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

/* It chooses its protocol although the client may not have offered it. */
static int protocol_choose(SSL *ssl, const unsigned char **out, unsigned char *out_len, const unsigned char *offer,
                           unsigned offer_len, void *ctx) {
    const server_t *server = ctx;
    (void)ssl;
    (void)offer;
    (void)offer_len;
    *out = (const unsigned char *)server->protocol;
    *out_len = (unsigned char)strlen(server->protocol);
    return SSL_TLSEXT_ERR_OK;
}

static void versions_set(server_t *server, int version) {
    int number = version == 12 ? TLS1_2_VERSION : TLS1_3_VERSION;
    if (version == 0) return;
    assert_int_equal(SSL_CTX_set_min_proto_version(server->ctx, number), 1);
    assert_int_equal(SSL_CTX_set_max_proto_version(server->ctx, number), 1);
}

static void identity_read(server_t *server, const char *folder, const char *kind) {
    char path[512];
    assert_true(snprintf(path, sizeof path, "%s/%s-ec.pem", folder, kind) < (int)sizeof path);
    assert_int_equal(SSL_CTX_use_certificate_chain_file(server->ctx, path), 1);
    assert_true(snprintf(path, sizeof path, "%s/%s-ec.key", folder, kind) < (int)sizeof path);
    assert_int_equal(SSL_CTX_use_PrivateKey_file(server->ctx, path, SSL_FILETYPE_PEM), 1);
}

static void *server_make(const char *folder, const peer_tls_setup_t *setup) {
    server_t *server = calloc(1, sizeof *server);
    assert_non_null(server);
    server->ctx = SSL_CTX_new(TLS_server_method());
    server->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "peer");
    assert_non_null(server->ctx);
    assert_non_null(server->method);
    (void)BIO_meth_set_read(server->method, socket_recv);
    (void)BIO_meth_set_write(server->method, socket_send);
    (void)BIO_meth_set_ctrl(server->method, socket_control);
    identity_read(server, folder, setup->certificate ? setup->certificate : "good");
    versions_set(server, setup->version);
    server->protocol = setup->alpn;
    if (setup->alpn) SSL_CTX_set_alpn_select_cb(server->ctx, protocol_choose, server);
    SSL_CTX_set_mode(server->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(server->ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(server->ctx, SSL_OP_NO_TICKET);
    assert_int_equal(SSL_CTX_set_num_tickets(server->ctx, 0), 1);
    return server;
}

static void server_use_sessions(void *self, peer_tls_sessions_t sessions) {
    const server_t *server = self;
    if (sessions == PEER_TLS_SESSION_NUMBERS) {
        SSL_CTX_set_session_cache_mode(server->ctx, SSL_SESS_CACHE_SERVER);
        return;
    }
    SSL_CTX_clear_options(server->ctx, SSL_OP_NO_TICKET);
    assert_int_equal(SSL_CTX_set_num_tickets(server->ctx, 1), 1);
}

/* Without a close_notify OpenSSL would forget the session. */
static void connection_free(const server_t *server) {
    if (server->ssl) SSL_set_shutdown(server->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(server->ssl);
}

static void server_begin(void *self, int socket) {
    server_t *server = self;
    connection_free(server);
    server->socket = socket;
    server->ssl = SSL_new(server->ctx);
    BIO *bio = BIO_new(server->method);
    assert_non_null(server->ssl);
    assert_non_null(bio);
    BIO_set_data(bio, server);
    BIO_set_init(bio, 1);
    SSL_set_bio(server->ssl, bio, bio);
    SSL_set_accept_state(server->ssl);
}

static bool is_not_now(const server_t *server, int result) {
    int kind = SSL_get_error(server->ssl, result);
    ERR_clear_error();
    return kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE;
}

static peer_tls_step_t server_turn(void *self) {
    const server_t *server = self;
    ERR_clear_error();
    int result = SSL_do_handshake(server->ssl);
    if (result == 1) return PEER_TLS_UP;
    return is_not_now(server, result) ? PEER_TLS_GOES_ON : PEER_TLS_FAILED;
}

static int server_send(void *self, const void *bytes, size_t len) {
    const server_t *server = self;
    ERR_clear_error();
    int n = SSL_write(server->ssl, bytes, (int)len);
    if (n > 0) return n;
    return is_not_now(server, n) ? 0 : PEER_LOST;
}

static int server_recv(void *self, void *bytes, size_t len) {
    const server_t *server = self;
    ERR_clear_error();
    int n = SSL_read(server->ssl, bytes, (int)len);
    if (n > 0) return n;
    if (SSL_get_error(server->ssl, n) == SSL_ERROR_ZERO_RETURN) return PEER_END;
    return is_not_now(server, n) ? 0 : PEER_LOST;
}

/* A key update; OpenSSL cannot send empty records. */
static bool server_record(void *self, peer_tls_record_t kind) {
    const server_t *server = self;
    ERR_clear_error();
    if (kind != PEER_TLS_IDLE || SSL_key_update(server->ssl, SSL_KEY_UPDATE_NOT_REQUESTED) != 1) return false;
    return SSL_do_handshake(server->ssl) == 1;
}

static void server_notify(void *self) {
    const server_t *server = self;
    (void)SSL_shutdown(server->ssl);
    ERR_clear_error();
}

static void server_free(void *self) {
    server_t *server = self;
    connection_free(server);
    SSL_CTX_free(server->ctx);
    BIO_meth_free(server->method);
    free(server);
}

const peer_library_t peer_openssl = {.make = server_make,
                                     .use_sessions = server_use_sessions,
                                     .begin = server_begin,
                                     .turn = server_turn,
                                     .send = server_send,
                                     .recv = server_recv,
                                     .record = server_record,
                                     .notify = server_notify,
                                     .free = server_free};

bool peer_openssl_ticket(peer_tls_t *tls) {
    const server_t *server = tls->other;
    ERR_clear_error();
    return SSL_new_session_ticket(server->ssl) == 1 && SSL_do_handshake(server->ssl) == 1;
}

bool peer_openssl_key_update(peer_tls_t *tls) {
    const server_t *server = tls->other;
    ERR_clear_error();
    return SSL_key_update(server->ssl, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(server->ssl) == 1;
}

const char *peer_openssl_name(const peer_tls_t *tls) {
    const server_t *server = tls->other;
    return SSL_get_servername(server->ssl, TLSEXT_NAMETYPE_host_name);
}
