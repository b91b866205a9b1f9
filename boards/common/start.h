/* SPDX-License-Identifier: MIT */
/** @file
 *  The start of a C program: functions that the start-up code of each core calls as soon as there is a stack. */
#ifndef START_H
#define START_H

/** Initialise all variables, paint the stack (stack.h), compute the checksum of the flash (flash_check.h). */
void start_memory(void);

/** start_memory(), then main(), then board_exit() with its result. For cores whose thread-local data needs no more than
 *  a register, which the code before has set. */
void start(void);

#endif
