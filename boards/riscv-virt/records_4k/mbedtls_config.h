/* SPDX-License-Identifier: MIT */
/* For servers that heed max_fragment_length: it asks for records of 2 KB, for a client may not ask for more than it can
   send itself. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048

#include "mbedtls_config_common.h"

#endif
