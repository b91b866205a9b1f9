/* SPDX-License-Identifier: MIT */
/** @file
 *  Semihosting: the emulator as console of a test, source of arguments, and end. ARM's interface, which RISC-V shares;
 *  semihosting.c implements board_report(), board_arguments() and board_exit() over it. */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

/** One call, the only part that differs between processors. */
intptr_t semihosting_call(uintptr_t operation, const void *argument);

/** End the emulator at once, without any check. */
void semihosting_exit(int status);

#endif
