/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_THREADING_H
#define MBEDTLS_THREADING_H

typedef struct {
    int hidden;
} mbedtls_threading_mutex_t;

extern void (*mbedtls_mutex_init)(mbedtls_threading_mutex_t *mutex);
extern int (*mbedtls_mutex_lock)(mbedtls_threading_mutex_t *mutex);
extern int (*mbedtls_mutex_unlock)(mbedtls_threading_mutex_t *mutex);

#endif
