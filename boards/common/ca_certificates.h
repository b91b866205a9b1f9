/* SPDX-License-Identifier: MIT */
/** @file
 *  The CA certificates in flash, made at build time by ca_certificates.py. */
#ifndef CA_CERTIFICATES_H
#define CA_CERTIFICATES_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name; /**< "ec", "rsa" */
    const uint8_t *der;
    size_t len;
} ca_certificate_t;

extern const ca_certificate_t ca_certificates[];
extern const size_t ca_certificate_count; /**< at least 1 */

#endif
