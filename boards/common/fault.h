/* SPDX-License-Identifier: MIT */
/** @file
 *  A fault in an emulator: write one line to board_report(), then exit with FAULT_STATUS. */
#ifndef FAULT_H
#define FAULT_H

#include <stdint.h>

/** The exit status of the emulator after a fault. */
#define FAULT_STATUS 99

/** Begin the line. */
void fault_begin(void);

/** Append `name` and eight hexadecimal digits. */
void fault_value(const char *name, uint32_t value);

/** End the line, and the emulator, without any check. */
void fault_end(void);

/** Write the complete line and end, for cores that report the number of the cause, the address and the instruction. */
void fault_at(uint32_t cause, uint32_t address, uint32_t instruction);

#endif
