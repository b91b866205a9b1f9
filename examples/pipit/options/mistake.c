/* SPDX-License-Identifier: MIT */
#include "mistake.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void mistake(const char *format, ...) {
    va_list arguments;
    fputs("pipit: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("; see pipit --help\n", stderr);
    exit(2);
}
