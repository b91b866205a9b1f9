/* SPDX-License-Identifier: MIT */
/** @file
 *  The painted stack: unused stack is filled with a pattern (the paint). board_stack_peak() finds how much of the
 *  pattern was overwritten. */
#ifndef STACK_H
#define STACK_H

/** Fill the free part of the stack with the pattern. Called once, by the start-up code. */
void stack_paint(void);

#endif
