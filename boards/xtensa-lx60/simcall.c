/* SPDX-License-Identifier: MIT */
/* Semihosting with the instruction that Xtensa has for simulators (simcall). */
#include "board.h"
#include "flash_check.h"
#include "semihosting.h"

enum { SIMCALL_EXIT = 1, SIMCALL_WRITE = 4, SIMCALL_ARGC = 1000, SIMCALL_ARGV_SIZE = 1001, SIMCALL_ARGV = 1002 };

#define STANDARD_OUTPUT 1u
#define ARGUMENT_BYTES 512

static uint32_t simcall(uint32_t service, uint32_t first, uint32_t second, uint32_t third) {
    register uint32_t a2 __asm__("a2") = service;
    register uint32_t a3 __asm__("a3") = first;
    register uint32_t a4 __asm__("a4") = second;
    register uint32_t a5 __asm__("a5") = third;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

void board_report(const char *text, size_t len) {
    (void)simcall(SIMCALL_WRITE, STANDARD_OUTPUT, (uint32_t)(uintptr_t)text, len);
}

/* argv as in C: pointers, with a NULL after the last one; then the words one after another, each with a zero. */
const char *board_arguments(void) {
    static char argv[ARGUMENT_BYTES];
    uint32_t pointers = (simcall(SIMCALL_ARGC, 0, 0, 0) + 1) * (uint32_t)sizeof(uint32_t);
    uint32_t size = simcall(SIMCALL_ARGV_SIZE, 0, 0, 0);
    if (size > sizeof argv || size <= pointers) return "";
    (void)simcall(SIMCALL_ARGV, (uint32_t)(uintptr_t)argv, 0, 0);
    for (uint32_t i = pointers; i < size - 1; i++)
        if (!argv[i]) argv[i] = ' ';
    return argv + pointers;
}

void semihosting_exit(int status) {
    (void)simcall(SIMCALL_EXIT, (uint32_t)status, 0, 0);
    for (;;) {
    }
}

void board_exit(int status) {
    semihosting_exit(flash_is_intact() ? status : FLASH_CHANGED_STATUS);
}
