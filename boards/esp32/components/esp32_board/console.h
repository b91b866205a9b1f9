/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/** Ask until what is typed fits into `size` bytes, its zero included; more is refused. Of a secret the console shows
 *  stars. */
void console_ask(const char *question, char *text, size_t size, bool is_secret);

/** Do what has been typed; returns at once. */
void console_serve(void);

#endif
