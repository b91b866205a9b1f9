/* SPDX-License-Identifier: MIT */
/* The rows of subjects.c with the TLS port over OpenSSL. */
#ifndef SUBJECTS_OPENSSL_H
#define SUBJECTS_OPENSSL_H

#include "pipit_openssl.h"

/* The TLS connection of these rows; and such a port with another configuration, over sockets that connect to `address`
 * for every host. Free it with the release() of such a row. */
pipit_openssl_t *subject_openssl(void);
pipit_port_t subject_openssl_make(const char *address, const pipit_openssl_config_t *config);

#endif
