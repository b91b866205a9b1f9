/* SPDX-License-Identifier: MIT */
/* Receives records of at most 4 KB. It asks the server for at most 2 KB (max_fragment_length), because mbedTLS cannot
   ask for longer records than it can send itself. A server that does not support the extension must send short records.
 */
#ifndef MBEDTLS_CONFIG_H
#define MBEDTLS_CONFIG_H

#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048
#define MBEDTLS_ECP_WINDOW_SIZE 2

#include "mbedtls_config_common.h"

#endif
