/* SPDX-License-Identifier: MIT */
/* For servers that support max_fragment_length. It asks for records of 2 KB, because mbedTLS cannot ask for longer ones
   than it can send itself. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048

#include "mbedtls_config_common.h"

#endif
