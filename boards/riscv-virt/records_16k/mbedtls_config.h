/* SPDX-License-Identifier: MIT */
/* Receives records of any size that TLS allows. The sent records are short: a ClientHello, a request. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 1024

#include "mbedtls_config_common.h"

#endif
