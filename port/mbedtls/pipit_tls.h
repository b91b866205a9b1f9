/* SPDX-License-Identifier: MIT */
/** @file
 *  TLS by mbedTLS (2.28 or 3.x) over any pipit_port_t. Certificates are verified against the host name and a CA unless
 *  the long word below is said. TLS 1.2 and newer, SNI, ALPN "http/1.1", close_notify. The contexts are made once, at
 *  the first open, and re-used for every reconnect; mbedTLS allocates what it needs inside them from its own allocator,
 *  which can be a static arena. */
#ifndef PIPIT_TLS_H
#define PIPIT_TLS_H

#include "pipit/port.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to trust. A zeroed structure, like PIPIT_TLS_SYSTEM_CA, means the system's CA certificates: the file named by
 *  the environment variable SSL_CERT_FILE, else the usual places of Linux distributions. */
typedef struct {
    const char *ca_file;  /**< a PEM file; borrowed until the first open */
    const void *ca_bytes; /**< PEM (terminating zero included in ca_len) or DER, instead */
    size_t ca_len;
    bool dangerously_skip_certificate_verification; /**< anybody on the path can read the token. For experiments */
} pipit_tls_config_t;

/** The system's CA certificates, everything verified. */
#define PIPIT_TLS_SYSTEM_CA ((const pipit_tls_config_t *)0)

/** A TLS link. Members are private. */
typedef struct {
    pipit_port_t inner;
    pipit_tls_config_t config;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config conf;
    mbedtls_x509_crt ca;
    mbedtls_ctr_drbg_context random;
    mbedtls_entropy_context entropy;
    int32_t detail;
    int32_t code;        /* mbedTLS's number for the last failure, 0 if it was not mbedTLS */
    uint32_t flags;      /* certificate verification */
    pipit_err_t failure; /* sticky until the next open */
    pipit_err_t inner_err;
    uint8_t state;
    bool prepared;
} pipit_tls_t;

/** Make a port of TLS over `inner`, which is copied. Does nothing yet: certificates are read at the first open, and its
 *  failures come out of open: PIPIT_E_TLS_CA, PIPIT_E_TLS_ENTROPY, PIPIT_E_TLS_MEMORY. Later PIPIT_E_TLS_CERT (detail:
 *  mbedTLS verify flags), PIPIT_E_TLS (detail: the mbedTLS code), and the errors of `inner` with its detail.
 *  @param config copied; NULL (PIPIT_TLS_SYSTEM_CA) for the defaults. `tls` must stay at its place. */
pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config);

/** Close and give everything back. The port may be opened again. */
void pipit_tls_free(pipit_tls_t *tls);

/** One line for people about the last failure: which check of the certificate failed, or mbedTLS's words. Empty if
 *  there was none. Contains nothing secret. @return buf */
const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif
