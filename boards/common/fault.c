/* SPDX-License-Identifier: MIT */
#include "fault.h"
#include "board.h"
#include "semihosting.h"
#include <string.h>

void fault_begin(void) {
    board_report("FAULT", 5);
}

void fault_value(const char *name, uint32_t value) {
    char digits[8];
    for (unsigned i = 0; i < sizeof digits; i++)
        digits[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
    board_report(" ", 1);
    board_report(name, strlen(name));
    board_report(digits, sizeof digits);
}

void fault_end(void) {
    board_report("\n", 1);
    semihosting_exit(FAULT_STATUS);
}

void fault_at(uint32_t cause, uint32_t address, uint32_t instruction) {
    fault_begin();
    fault_value("cause=", cause);
    fault_value("address=", address);
    fault_value("pc=", instruction);
    fault_end();
}
