/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_H
#define CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/** Ask again until the answer fits into `size` bytes, with its zero. For a secret the console shows stars. */
void console_ask(const char *question, char *text, size_t size, bool is_secret);

/** Execute the commands that were typed. Returns at once. */
void console_serve(void);

#endif
