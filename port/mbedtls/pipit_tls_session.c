/* SPDX-License-Identifier: MIT */
#include "pipit_tls_parts.h"
#include <mbedtls/platform_util.h>
#include <string.h>

/* The longest life of a session: RFC 5246 appendix F.1.4. */
#define OLDEST_MS (24u * 3600u * 1000u)

/* The caller's memory contains: the name of the host with its zero; then the session, serialised by mbedTLS. */

static bool is_wanted(const pipit_tls_t *tls) {
    return tls->config.session && !tls->config.dangerously_skip_certificate_verification &&
           !pipit_tls_ca_is_bundle(tls);
}

static bool is_for(const pipit_tls_t *tls, const char *host, uint16_t port) {
    return tls->session_port == port && strcmp(tls->config.session, host) == 0;
}

/* The difference wraps after 2^32 ms (49.7 days); the flag stays set. */
void pipit_tls_session_age(pipit_tls_t *tls, uint32_t now_ms) {
    if (now_ms - tls->verified_ms >= OLDEST_MS) tls->verified_long_ago = true;
}

/* In a resumed handshake the server sends no certificate. So the last verified one must still be valid. */
static bool is_valid(pipit_tls_t *tls) {
    pipit_tls_session_age(tls, tls->inner.now(tls->inner.io));
    return !tls->verified_long_ago && !mbedtls_x509_time_is_past(&tls->valid_to);
}

void pipit_tls_session_forget(pipit_tls_t *tls) {
    if (tls->session_used > 0) mbedtls_platform_zeroize(tls->config.session, tls->config.session_bytes);
    tls->session_used = 0;
}

/* ---- while certificates are checked ---- */

static uint64_t digits(const mbedtls_x509_time *time) {
    uint64_t date = ((uint64_t)time->year * 100u + (uint64_t)time->mon) * 100u + (uint64_t)time->day;
    return ((date * 100u + (uint64_t)time->hour) * 100u + (uint64_t)time->min) * 100u + (uint64_t)time->sec;
}

/* mbedTLS calls this for each certificate of the chain, but not when a session is resumed. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the type is mbedTLS's */
static int on_certificate(void *ctx, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    pipit_tls_t *tls = ctx;
    (void)depth;
    (void)flags;
    if (!tls->verified || digits(&certificate->valid_to) < digits(&tls->valid_to))
        tls->valid_to = certificate->valid_to;
    tls->verified = true;
    tls->verified_ms = tls->inner.now(tls->inner.io);
    tls->verified_long_ago = false;
    return 0;
}

void pipit_tls_session_prepare(pipit_tls_t *tls) {
    mbedtls_ssl_conf_verify(&tls->conf, on_certificate, tls);
#if defined(MBEDTLS_SSL_SESSION_TICKETS)
    mbedtls_ssl_conf_session_tickets(&tls->conf, is_wanted(tls) ? MBEDTLS_SSL_SESSION_TICKETS_ENABLED
                                                                : MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
/* mbedTLS 3.6.1 and newer report a ticket only if this is set; 4.0 always does. */
#if PIPIT_TLS_HAS_1_3 && defined(MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED)
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
        &tls->conf, is_wanted(tls) ? MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED
                                   : MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_DISABLED);
#endif
#endif
}

/* ---- one attempt ---- */

int pipit_tls_session_offer(pipit_tls_t *tls) {
    tls->verified = false;
    tls->offered = false;
    if (tls->session_used == 0) return 0;
    if (!is_for(tls, tls->host, tls->port) || !is_valid(tls)) {
        pipit_tls_session_forget(tls);
        return 0;
    }
    const unsigned char *bytes = tls->config.session;
    size_t host_bytes = strlen(tls->host) + 1;
    mbedtls_ssl_session session;
    mbedtls_ssl_session_init(&session);
    int code = mbedtls_ssl_session_load(&session, bytes + host_bytes, tls->session_used - host_bytes);
    if (code == 0) code = mbedtls_ssl_set_session(&tls->ssl, &session);
    mbedtls_ssl_session_free(&session);
    tls->offered = code == 0;
    if (code != 0) pipit_tls_session_forget(tls);
    return pipit_tls_is_out_of_memory(code) ? code : 0;
}

void pipit_tls_session_keep(pipit_tls_t *tls) {
    pipit_tls_session_forget(tls);
    size_t host_bytes = strlen(tls->host) + 1;
    if (!is_wanted(tls) || tls->config.session_bytes <= host_bytes) return;
    unsigned char *bytes = tls->config.session;
    size_t len = 0;
    mbedtls_ssl_session session;
    mbedtls_ssl_session_init(&session);
    int code = mbedtls_ssl_get_session(&tls->ssl, &session);
    if (code == 0)
        code = mbedtls_ssl_session_save(&session, bytes + host_bytes, tls->config.session_bytes - host_bytes, &len);
    mbedtls_ssl_session_free(&session);
    memcpy(bytes, tls->host, host_bytes);
    tls->session_used = host_bytes + len;
    tls->session_port = tls->port;
    if (code != 0) pipit_tls_session_forget(tls);
}

bool pipit_tls_resumed(const pipit_tls_t *tls) {
    return tls->resumed;
}
