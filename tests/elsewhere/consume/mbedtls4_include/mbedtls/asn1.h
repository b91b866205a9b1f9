/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_ASN1_H
#define MBEDTLS_ASN1_H

#include <stddef.h>

#define MBEDTLS_ASN1_SEQUENCE 0x10
#define MBEDTLS_ASN1_CONSTRUCTED 0x20

int mbedtls_asn1_get_tag(unsigned char **at, const unsigned char *end, size_t *len, int tag);

#endif
