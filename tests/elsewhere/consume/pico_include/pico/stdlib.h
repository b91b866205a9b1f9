/* SPDX-License-Identifier: MIT */
#ifndef PICO_STDLIB_H
#define PICO_STDLIB_H
#include <stdbool.h>
#include <stdint.h>
typedef uint64_t absolute_time_t;
absolute_time_t get_absolute_time(void);
absolute_time_t make_timeout_time_ms(uint32_t ms);
uint32_t to_ms_since_boot(absolute_time_t t);
bool stdio_init_all(void);
#endif
