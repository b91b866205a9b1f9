/* SPDX-License-Identifier: MIT */
#include "pipit_openssl.h"
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <string.h>

static const char *refusal_text(int32_t refusal) {
    switch (refusal) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "the certificate has expired (or this machine's clock is wrong)";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "the certificate is not valid yet (or this machine's clock is wrong)";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "the certificate is for another host name";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return "the certificate is not signed by a known CA";
    default: return X509_verify_cert_error_string(refusal);
    }
}

static const char *known_text(const pipit_openssl_t *tls) {
    if (tls->offender) return tls->offender;
    if (tls->refusal != 0) return refusal_text(tls->refusal);
    if (tls->failure == PIPIT_E_TLS_MEMORY) return "OpenSSL has run out of memory";
    if (tls->failure == PIPIT_E_TLS_CONFIG && tls->code == 0) return "the host name is empty or begins with a dot";
    if (tls->failure == PIPIT_E_TLS && tls->code == 0) return "the server chose another protocol than http/1.1";
    return NULL;
}

static void append(char *buf, size_t size, const char *text) {
    size_t used = strlen(buf);
    size_t len = strlen(text);
    if (len > size - used - 1) len = size - used - 1;
    memcpy(buf + used, text, len);
    buf[used + len] = '\0';
}

const char *pipit_openssl_explain(const pipit_openssl_t *tls, char *buf, size_t size) {
    if (size == 0) return "";
    buf[0] = '\0';
    const char *text = known_text(tls);
    if (text) {
        append(buf, size, text);
    } else if (tls->code != 0) {
        size_t used;
        if (tls->failure == PIPIT_E_TLS_CONFIG)
            append(buf, size, "TLS cannot be set up; check OpenSSL's configuration and the host name: ");
        used = strlen(buf);
        ERR_error_string_n(tls->code, buf + used, size - used);
    }
    return buf;
}
