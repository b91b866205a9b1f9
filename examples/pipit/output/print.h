/* SPDX-License-Identifier: MIT */
#ifndef PRINT_H
#define PRINT_H

#include "pipit/text.h"

/* Prints a text that is safe for a terminal: control characters become spaces, X's HTML entities are decoded. */
void print_text(pipit_str_t text);
/* The same without decoding entities. */
void print_plain(pipit_str_t text);
/* Writes the same to `buf`, cut to its size, for a line on stderr. @return buf */
const char *printable(pipit_str_t text, char *buf, size_t size);
/* Prints a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void print_json(pipit_str_t text);

#endif
