/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_X509_CRT_H
#define MBEDTLS_X509_CRT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MBEDTLS_ERR_X509_CERT_VERIFY_FAILED (-0x2700)
#define MBEDTLS_ERR_X509_FILE_IO_ERROR (-0x2900)
#define MBEDTLS_X509_BADCERT_EXPIRED 0x01
#define MBEDTLS_X509_BADCERT_CN_MISMATCH 0x04
#define MBEDTLS_X509_BADCERT_NOT_TRUSTED 0x08
#define MBEDTLS_X509_BADCERT_FUTURE 0x0200

typedef struct {
    int year, mon, day, hour, min, sec;
} mbedtls_x509_time;

typedef struct mbedtls_x509_crt {
    int version;
    mbedtls_x509_time valid_to;
} mbedtls_x509_crt;

void mbedtls_x509_crt_init(mbedtls_x509_crt *chain);
void mbedtls_x509_crt_free(mbedtls_x509_crt *chain);
int mbedtls_x509_crt_parse(mbedtls_x509_crt *chain, const unsigned char *bytes, size_t len);
int mbedtls_x509_crt_parse_der_nocopy(mbedtls_x509_crt *chain, const unsigned char *bytes, size_t len);
int mbedtls_x509_crt_parse_file(mbedtls_x509_crt *chain, const char *path);
int mbedtls_x509_time_is_past(const mbedtls_x509_time *to);

#ifdef __cplusplus
}
#endif

#endif
