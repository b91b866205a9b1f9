/* SPDX-License-Identifier: MIT */
#ifndef MISTAKE_H
#define MISTAKE_H

/* Ends the program after a mistake of the user: one line on stderr, exit status 2. */
__attribute__((noreturn, format(printf, 1, 2))) void mistake(const char *format, ...);

#endif
