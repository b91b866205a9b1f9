/* SPDX-License-Identifier: MIT */
#ifndef MISTAKE_H
#define MISTAKE_H

/* The user made a mistake: one line on stderr, exit 2. */
__attribute__((noreturn, format(printf, 1, 2))) void mistake(const char *format, ...);

#endif
