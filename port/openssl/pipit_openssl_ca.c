/* SPDX-License-Identifier: MIT */
#include "pipit_openssl_parts.h"
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- memory ---- */

/* DER: the first bytes of a SEQUENCE longer than 255 bytes. Every certificate begins like this, and no PEM text does.
 */
static bool is_der(const uint8_t *bytes, size_t len) {
    return len > 1 && bytes[0] == 0x30 && bytes[1] == 0x82;
}

/* The store takes a reference of its own. */
static bool trust(pipit_openssl_t *tls, X509 *certificate) {
    bool good = X509_STORE_add_cert(SSL_CTX_get_cert_store(tls->ctx), certificate) == 1;
    X509_free(certificate);
    return good;
}

static bool der_read(pipit_openssl_t *tls, const uint8_t *bytes, size_t len) {
    const unsigned char *at = bytes;
    const unsigned char *end = bytes + len;
    while (at < end) {
        X509 *certificate = d2i_X509(NULL, &at, (long)(end - at));
        if (!certificate || !trust(tls, certificate)) return false;
    }
    return true;
}

/* The text ended in order if at least one certificate was found, and no other one begins. */
static bool is_end_of_pem(unsigned count) {
    unsigned long code = ERR_peek_last_error();
    if (count == 0 || ERR_GET_LIB(code) != ERR_LIB_PEM || ERR_GET_REASON(code) != PEM_R_NO_START_LINE) return false;
    ERR_clear_error();
    return true;
}

static bool pem_read(pipit_openssl_t *tls, const uint8_t *bytes, size_t len) {
    static char no_password[] = ""; /* without one, OpenSSL would ask at the terminal */
    unsigned count = 0;
    X509 *certificate;
    BIO *text = BIO_new_mem_buf(bytes, (int)len);
    if (!text) return false;
    while ((certificate = PEM_read_bio_X509(text, NULL, NULL, no_password)) != NULL) {
        if (!trust(tls, certificate)) break;
        count++;
    }
    BIO_free(text);
    return !certificate && is_end_of_pem(count);
}

static bool memory_read(pipit_openssl_t *tls) {
    const uint8_t *bytes = tls->config.ca_bytes;
    size_t len = tls->config.ca_len;
    if (len > INT_MAX) {
        ERR_raise(ERR_LIB_X509, ERR_R_PASSED_INVALID_ARGUMENT);
        return false;
    }
    return is_der(bytes, len) ? der_read(tls, bytes, len) : pem_read(tls, bytes, len);
}

/* ---- files ---- */

static const char *const places[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                     "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

static bool file_read(pipit_openssl_t *tls, const char *name) {
    return SSL_CTX_load_verify_file(tls->ctx, name) == 1;
}

static bool files_read(pipit_openssl_t *tls) {
    const char *named = tls->config.ca_file ? tls->config.ca_file : getenv("SSL_CERT_FILE");
    if (named) return file_read(tls, named);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (file_read(tls, places[i])) return true;
    }
    return file_read(tls, X509_get_default_cert_file());
}

bool pipit_openssl_ca_read(pipit_openssl_t *tls) {
    if (tls->config.dangerously_skip_certificate_verification) return true;
    return tls->config.ca_bytes ? memory_read(tls) : files_read(tls);
}
