/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_ERROR_H
#define MBEDTLS_ERROR_H

#include <stddef.h>

void mbedtls_strerror(int code, char *text, size_t size);

#endif
