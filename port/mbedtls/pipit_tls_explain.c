/* SPDX-License-Identifier: MIT */
#include "pipit_tls.h"
#include <mbedtls/error.h>
#include <string.h>

static const char *flag_text(uint32_t flags) {
    if (flags & MBEDTLS_X509_BADCERT_EXPIRED) return "the certificate has expired (or this machine's clock is wrong)";
    if (flags & MBEDTLS_X509_BADCERT_FUTURE)
        return "the certificate is not valid yet (or this machine's clock is wrong)";
    if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) return "the certificate is for another host name";
    if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) return "the certificate is not signed by a known CA";
    return "the certificate is not acceptable";
}

static void append(char *buf, size_t size, const char *text) {
    size_t used = strlen(buf);
    size_t len = strlen(text);
    if (len > size - used - 1) len = size - used - 1;
    memcpy(buf + used, text, len);
    buf[used + len] = '\0';
}

/* The codes of PSA are between those of mbedTLS's low modules and those of its high modules. */
static bool is_psa(int code) {
    return code < -0x80 && code > -0x100;
}

static void append_psa(char *buf, size_t size, int code) {
    unsigned number = (unsigned)-code;
    char digits[] = {(char)('0' + number / 100u), (char)('0' + number / 10u % 10u), (char)('0' + number % 10u), '\0'};
    append(buf, size, "PSA error -");
    append(buf, size, digits);
}

static void append_mbedtls(char *buf, size_t size, int code) {
#if defined(MBEDTLS_ERROR_C)
    size_t used = strlen(buf);
    mbedtls_strerror(code, buf + used, size - used);
#else
    static const char hex[] = "0123456789abcdef";
    unsigned number = (unsigned)-code;
    char digits[] = {hex[number >> 12 & 15u], hex[number >> 8 & 15u], hex[number >> 4 & 15u], hex[number & 15u], '\0'};
    append(buf, size, "mbedTLS error -0x");
    append(buf, size, digits);
#endif
}

static void append_code(char *buf, size_t size, int code) {
    if (is_psa(code))
        append_psa(buf, size, code);
    else
        append_mbedtls(buf, size, code);
}

static const char *known_text(const pipit_tls_t *tls) {
    if (tls->offender) return tls->offender;
    if (tls->flags != 0) return flag_text(tls->flags);
    if (tls->record_too_long)
        return "the server sends records that are longer than this mbedTLS can hold: it ignores max_fragment_length";
    if (tls->failure == PIPIT_E_TLS_MEMORY) return "mbedTLS has run out of memory (is its arena too small?)";
    if (tls->failure == PIPIT_E_TLS_CA && tls->code == 0) return "ESP-IDF's certificate bundle cannot be used";
    return NULL;
}

const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size) {
    if (size == 0) return "";
    buf[0] = '\0';
    const char *text = known_text(tls);
    if (!text && tls->failure == PIPIT_E_TLS_CONFIG)
        append(buf, size, "TLS cannot be set up; check mbedTLS's configuration and the host name: ");
    if (text)
        append(buf, size, text);
    else if (tls->code != 0)
        append_code(buf, size, tls->code);
    return buf;
}
