/* SPDX-License-Identifier: MIT */
/** @file
 *  Wrong on purpose: shows that a stray access does not pass unseen on this board. For emulated boards. */
#ifndef FAULT_TEST_H
#define FAULT_TEST_H

/** Do what the argument `fault=` names; without it, nothing. Everything but a write to the flash of a machine that
 *  cannot forbid it ends with FAULT_STATUS (fault.h), that one with FLASH_CHANGED_STATUS (flash_check.h).
 *
 *      null     write to address 0      flash    write to a constant
 *      stack    grow the stack past its end
 *      beyond   write behind the RAM    jump     execute what lies in RAM */
void fault_test(const char *words);

#endif
