/* SPDX-License-Identifier: MIT */
#ifndef ZEPHYR_FCNTL_H
#define ZEPHYR_FCNTL_H
#define F_SETFL 4
#define O_NONBLOCK 0x4000
#endif
