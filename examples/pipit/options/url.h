/* SPDX-License-Identifier: MIT */
#ifndef URL_H
#define URL_H

#include "options.h"

/* Reads "http(s)://host[:port]" into host, port and tls. @return NULL, or a text that says what is wrong. */
const char *url_read(const char *url, options_t *options);

#endif
