/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_PLATFORM_H
#define MBEDTLS_PLATFORM_H

#include <stddef.h>

int mbedtls_platform_set_calloc_free(void *(*calloc_function)(size_t, size_t), void (*free_function)(void *));

#endif
