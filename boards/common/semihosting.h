/* SPDX-License-Identifier: MIT */
/** @file
 *  Semihosting: the interface of ARM, also used by RISC-V, by which firmware calls the emulator. semihosting.c
 *  implements board_report(), board_arguments() and board_exit() with it. */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

/** One call, the only part that differs between processors. */
intptr_t semihosting_call(uintptr_t operation, const void *argument);

/** End the emulator at once, without any check. */
void semihosting_exit(int status);

#endif
