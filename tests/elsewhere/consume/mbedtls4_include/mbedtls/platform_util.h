/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_PLATFORM_UTIL_H
#define MBEDTLS_PLATFORM_UTIL_H

#include <stddef.h>

void mbedtls_platform_zeroize(void *bytes, size_t len);

#endif
