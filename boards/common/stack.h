/* SPDX-License-Identifier: MIT */
/** @file
 *  The painted stack: board_stack_peak() and board_stack_size() by looking where the paint is gone. */
#ifndef STACK_H
#define STACK_H

/** Paint what is free of the stack. Called once, by the start-up code. */
void stack_paint(void);

#endif
