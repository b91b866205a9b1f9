/* SPDX-License-Identifier: MIT */
/* The boards' configuration in the sizes of the small firmware. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048

#include "mbedtls_config_common.h"

#endif
