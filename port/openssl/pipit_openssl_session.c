/* SPDX-License-Identifier: MIT */
#include "pipit_openssl_parts.h"
#include <openssl/crypto.h>
#include <openssl/x509.h>
#include <string.h>

/* The longest life of a session: RFC 5246 appendix F.1.4. */
#define OLDEST_MS (24u * 3600u * 1000u)

static bool is_wanted(const pipit_openssl_t *tls) {
    return tls->config.resume && !tls->config.dangerously_skip_certificate_verification;
}

static bool is_for(const pipit_openssl_t *tls, const char *host, uint16_t port) {
    return tls->session_port == port && strcmp(tls->session_host, host) == 0;
}

/* The difference wraps after 2^32 ms (49.7 days); the flag stays set. */
void pipit_openssl_session_age(pipit_openssl_t *tls, uint32_t now_ms) {
    if (now_ms - tls->verified_ms >= OLDEST_MS) tls->verified_long_ago = true;
}

/* In a resumed handshake the server sends no certificate. So the last verified one must still be valid. */
static bool is_valid(pipit_openssl_t *tls) {
    pipit_openssl_session_age(tls, tls->inner.now(tls->inner.io));
    return !tls->verified_long_ago && tls->valid_to && X509_cmp_current_time(tls->valid_to) > 0;
}

void pipit_openssl_session_forget(pipit_openssl_t *tls) {
    SSL_SESSION_free(tls->session);
    OPENSSL_free(tls->session_host);
    tls->session = NULL;
    tls->session_host = NULL;
}

/* ---- while certificates are checked ---- */

static void valid_to_set(pipit_openssl_t *tls, const X509 *certificate) {
    const ASN1_TIME *end = X509_get0_notAfter(certificate);
    if (tls->verified && (!tls->valid_to || ASN1_TIME_compare(end, tls->valid_to) >= 0)) return;
    ASN1_TIME_free(tls->valid_to);
    tls->valid_to = ASN1_STRING_dup(end); /* without memory: NULL, and no session is offered */
}

/* OpenSSL calls this for each certificate of the chain, but not when a session is resumed. */
static int on_certificate(int good, X509_STORE_CTX *store) {
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    pipit_openssl_t *tls = SSL_get_app_data(ssl);
    if (!good) return 0;
    valid_to_set(tls, X509_STORE_CTX_get_current_cert(store));
    tls->verified = true;
    tls->verified_ms = tls->inner.now(tls->inner.io);
    tls->verified_long_ago = false;
    return 1;
}

/* ---- sessions ---- */

/* A copy, because OpenSSL makes its own session unusable when the connection ends without close_notify. */
static void keep(pipit_openssl_t *tls, const SSL_SESSION *session) {
    pipit_openssl_session_forget(tls);
    if (!is_wanted(tls) || !SSL_SESSION_is_resumable(session)) return;
    tls->session = SSL_SESSION_dup(session);
    tls->session_host = OPENSSL_strdup(tls->host);
    tls->session_port = tls->port;
    if (!tls->session || !tls->session_host) pipit_openssl_session_forget(tls);
}

/* OpenSSL calls this for every ticket of TLS 1.3. With TLS 1.2 it does so inside the handshake, which is too early, and
 * not for a ticket of a resumed handshake. */
static int on_session(SSL *ssl, SSL_SESSION *session) {
    pipit_openssl_t *tls = SSL_get_app_data(ssl);
    if (tls->state == PIPIT_OPENSSL_I_OPEN) keep(tls, session);
    return 0;
}

void pipit_openssl_session_keep(pipit_openssl_t *tls) {
    const SSL_SESSION *session = SSL_get_session(tls->ssl);
    if (session && SSL_version(tls->ssl) < TLS1_3_VERSION) keep(tls, session);
}

void pipit_openssl_session_prepare(pipit_openssl_t *tls) {
    bool verify = !tls->config.dangerously_skip_certificate_verification;
    SSL_CTX_set_verify(tls->ctx, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, verify ? on_certificate : NULL);
    SSL_CTX_set_session_cache_mode(tls->ctx, SSL_SESS_CACHE_OFF);
    if (!is_wanted(tls)) {
        SSL_CTX_set_options(tls->ctx, SSL_OP_NO_TICKET);
        return;
    }
    SSL_CTX_set_session_cache_mode(tls->ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(tls->ctx, on_session);
}

void pipit_openssl_session_offer(pipit_openssl_t *tls) {
    tls->verified = false;
    if (!tls->session) return;
    if (!is_for(tls, tls->host, tls->port) || !is_valid(tls) || SSL_set_session(tls->ssl, tls->session) != 1)
        pipit_openssl_session_forget(tls);
}

bool pipit_openssl_resumed(const pipit_openssl_t *tls) {
    return tls->resumed;
}
