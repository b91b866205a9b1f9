/* SPDX-License-Identifier: MIT */
/* Receives records of any size that TLS allows. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048

#include "mbedtls_config_common.h"

#endif
