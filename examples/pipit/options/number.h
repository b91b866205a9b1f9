/* SPDX-License-Identifier: MIT */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>

/* Reads a number of this range; ends the program if it is not one. */
uint32_t number_read(const char *name, const char *text, uint32_t least, uint32_t most);

#endif
