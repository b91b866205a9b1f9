/* SPDX-License-Identifier: MIT */
/** @file
 *  The start of a program in C: what each core's start-up code calls as soon as there is a stack. */
#ifndef START_H
#define START_H

/** Give variables their initial values and zeroes, paint the stack, remember the flash (flash_check.h). */
void start_memory(void);

/** start_memory(), then main(), then board_exit() with its result. For cores whose thread-local data needs no more than
 *  a register, which the code before has set. */
void start(void);

#endif
