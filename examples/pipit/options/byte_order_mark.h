/* SPDX-License-Identifier: MIT */
/* Text files as Windows writes them. */
#ifndef BYTE_ORDER_MARK_H
#define BYTE_ORDER_MARK_H

#include <stddef.h>

#define BYTE_ORDER_MARK_BYTES 3

/* @return how many of the first bytes of a file are a UTF-8 byte order mark: 3 or 0. Ends the program with status 2 if
 * the file is UTF-16; `option` and `name` are for the message. */
size_t byte_order_mark(const char *begin, size_t len, const char *option, const char *name);

#endif
