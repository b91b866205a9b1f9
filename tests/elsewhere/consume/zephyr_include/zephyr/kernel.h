/* SPDX-License-Identifier: MIT */
#ifndef ZEPHYR_KERNEL_H
#define ZEPHYR_KERNEL_H
#include <stdint.h>
uint32_t k_uptime_get_32(void);
int32_t k_msleep(int32_t ms);
#endif
