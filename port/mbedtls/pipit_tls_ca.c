/* SPDX-License-Identifier: MIT */
#include "pipit_tls_parts.h"
#include <mbedtls/asn1.h>
#if defined(ESP_PLATFORM)
#include <sdkconfig.h>
#endif
#if defined(CONFIG_MBEDTLS_CERTIFICATE_BUNDLE)
#include <esp_crt_bundle.h>
#endif
#if defined(MBEDTLS_FS_IO)
#include <stdio.h>
#include <stdlib.h>
#endif

/* ---- memory ---- */

/* DER: the first bytes of a SEQUENCE longer than 255 bytes. Every certificate begins like this, and no PEM text does.
 */
static bool is_der(const uint8_t *bytes, size_t len) {
    return len > 1 && bytes[0] == (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE) && bytes[1] == 0x82;
}

static int der_parse(mbedtls_x509_crt *ca, const uint8_t *bytes, size_t len) {
    unsigned char *at = (unsigned char *)bytes; /* mbedTLS does not write to it */
    const unsigned char *end = bytes + len;
    while (at < end) {
        unsigned char *certificate = at;
        size_t content = 0;
        int code = mbedtls_asn1_get_tag(&at, end, &content, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE);
        if (code != 0) return code;
        at += content;
        code = mbedtls_x509_crt_parse_der_nocopy(ca, certificate, (size_t)(at - certificate));
        if (code != 0) return code;
    }
    return 0;
}

static int memory_parse(pipit_tls_t *tls) {
    const uint8_t *bytes = tls->config.ca_bytes;
    return is_der(bytes, tls->config.ca_len) ? der_parse(&tls->ca, bytes, tls->config.ca_len)
                                             : mbedtls_x509_crt_parse(&tls->ca, bytes, tls->config.ca_len);
}

/* ---- files ---- */

#if defined(MBEDTLS_FS_IO)
static const char *const places[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                     "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

/* A folder can be opened but not read; mbedTLS would try to allocate 2^63 bytes for it. */
static bool is_readable(const char *name) {
    FILE *file = fopen(name, "r");
    if (!file) return false;
    bool readable = fgetc(file) != EOF;
    (void)fclose(file);
    return readable;
}

static int file_parse(pipit_tls_t *tls, const char *name) {
    return is_readable(name) ? mbedtls_x509_crt_parse_file(&tls->ca, name) : MBEDTLS_ERR_X509_FILE_IO_ERROR;
}

static int files_parse(pipit_tls_t *tls) {
    const char *named = tls->config.ca_file ? tls->config.ca_file : getenv("SSL_CERT_FILE");
    if (named) return file_parse(tls, named);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        /* A positive number counts certificates that mbedTLS cannot use; the others were loaded. */
        if (file_parse(tls, places[i]) >= 0) return 0;
    }
    return MBEDTLS_ERR_X509_FILE_IO_ERROR;
}
#else
static int files_parse(pipit_tls_t *tls) {
    (void)tls;
    return MBEDTLS_ERR_X509_FILE_IO_ERROR;
}
#endif

/* ---- the bundle of ESP-IDF ---- */

bool pipit_tls_ca_is_bundle(const pipit_tls_t *tls) {
#if defined(CONFIG_MBEDTLS_CERTIFICATE_BUNDLE)
    return !tls->config.ca_bytes && !tls->config.ca_file && !tls->config.dangerously_skip_certificate_verification;
#else
    (void)tls;
    return false;
#endif
}

pipit_err_t pipit_tls_ca_bundle_use(pipit_tls_t *tls) {
    if (!pipit_tls_ca_is_bundle(tls)) return PIPIT_OK;
#if defined(CONFIG_MBEDTLS_CERTIFICATE_BUNDLE)
    esp_err_t result = esp_crt_bundle_attach(&tls->conf);
    if (result == ESP_ERR_NO_MEM) return PIPIT_E_TLS_MEMORY;
    return result == ESP_OK ? PIPIT_OK : PIPIT_E_TLS_CA;
#else
    return PIPIT_E_TLS_CA;
#endif
}

pipit_err_t pipit_tls_ca_read(pipit_tls_t *tls) {
    if (tls->config.dangerously_skip_certificate_verification || pipit_tls_ca_is_bundle(tls)) return PIPIT_OK;
    tls->code = tls->config.ca_bytes ? memory_parse(tls) : files_parse(tls);
    if (tls->code > 0 && tls->ca.version != 0) tls->code = 0;
    if (pipit_tls_is_out_of_memory(tls->code)) return PIPIT_E_TLS_MEMORY;
    return tls->code == 0 ? PIPIT_OK : PIPIT_E_TLS_CA;
}
