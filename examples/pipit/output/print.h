/* SPDX-License-Identifier: MIT */
#ifndef PRINT_H
#define PRINT_H

#include "pipit/text.h"

/* Text that cannot command a terminal: control characters become spaces, X's HTML entities their characters. */
void print_text(pipit_str_t text);
/* The same, entities stay. */
void print_plain(pipit_str_t text);
/* The same for one line on stderr, in `buf`, cut to its size; entities stay. @return buf */
const char *printable(pipit_str_t text, char *buf, size_t size);
/* A JSON string, quotes included; bytes that are not UTF-8 become U+FFFD. */
void print_json(pipit_str_t text);

#endif
