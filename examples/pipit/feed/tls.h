/* SPDX-License-Identifier: MIT */
/* The TLS library of this command, which is chosen when it is built (PIPIT_COMMAND_TLS). Both keep the session of the
 * last connection, and the next connection resumes it. */
#ifndef TLS_H
#define TLS_H

#ifdef PIPIT_COMMAND_OPENSSL

#include "pipit_openssl.h"

typedef struct {
    pipit_openssl_t link;
} tls_t;

static inline pipit_port_t tls_port(tls_t *tls, pipit_port_t inner, const char *ca_file) {
    pipit_openssl_config_t config = {.ca_file = ca_file, .resume = true};
    return pipit_openssl_port(&tls->link, inner, &config);
}

static inline const char *tls_explain(const tls_t *tls, char *buf, size_t size) {
    return pipit_openssl_explain(&tls->link, buf, size);
}

static inline bool tls_busy(const tls_t *tls) {
    return pipit_openssl_busy(&tls->link);
}

static inline void tls_free(tls_t *tls) {
    pipit_openssl_free(&tls->link);
}

#else

#include "pipit_tls.h"

typedef struct {
    pipit_tls_t link;
    uint8_t session[PIPIT_TLS_SESSION_BYTES];
} tls_t;

static inline pipit_port_t tls_port(tls_t *tls, pipit_port_t inner, const char *ca_file) {
    pipit_tls_config_t config = {.ca_file = ca_file, .session = tls->session, .session_bytes = sizeof tls->session};
    return pipit_tls_port(&tls->link, inner, &config);
}

static inline const char *tls_explain(const tls_t *tls, char *buf, size_t size) {
    return pipit_tls_explain(&tls->link, buf, size);
}

static inline bool tls_busy(const tls_t *tls) {
    return pipit_tls_busy(&tls->link);
}

static inline void tls_free(tls_t *tls) {
    pipit_tls_free(&tls->link);
}

#endif

#endif
