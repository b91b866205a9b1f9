/* SPDX-License-Identifier: MIT */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>

/* A number in that range, or the end of the program. */
uint32_t number_read(const char *name, const char *text, uint32_t least, uint32_t most);

#endif
