/* SPDX-License-Identifier: MIT */
/* Records of 4 KB: asks the server for at most 2 KB (max_fragment_length), for a client may not ask for more than it
   can send itself. A server that does not know the extension must be one that sends short records. */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048
#define MBEDTLS_ECP_WINDOW_SIZE 2

#include "mbedtls_config_common.h"

#endif
