/* SPDX-License-Identifier: MIT */
#ifndef PRINT_H
#define PRINT_H

#include "pipit/text.h"

/* Text that cannot command a terminal: control characters become spaces, those that change the direction of text
 * become visible (<U+202E>), X's HTML entities their characters. */
void print_text(pipit_str_t text);
/* The same without decoding entities. */
void print_plain(pipit_str_t text);
/* Writes the same to `buf`, cut to its size, for a line on stderr. @return buf */
const char *printable(pipit_str_t text, char *buf, size_t size);
/* A JSON string, quotes included; control characters, and those that change the direction of text, as escapes; bytes
 * that are not UTF-8 become U+FFFD. */
void print_json(pipit_str_t text);
/* JSON as X sent it; to a terminal with the escapes of print_json(). */
void print_raw_json(pipit_str_t text, bool to_terminal);

#endif
