/* SPDX-License-Identifier: MIT */
/** @file
 *  Cause a fault on purpose, to test that wrong accesses are detected on this board. For emulated boards. */
#ifndef FAULT_TEST_H
#define FAULT_TEST_H

/** Cause the fault that the word `fault=` names; without this word do nothing. The exit status is FAULT_STATUS
 *  (fault.h), or FLASH_CHANGED_STATUS (flash_check.h) for a write to the flash on a machine that cannot forbid it.
 *
 *      null     write to address 0      flash    write to a constant
 *      stack    grow the stack past its end
 *      beyond   write after the RAM     jump     execute code in RAM */
void fault_test(const char *words);

#endif
