/* SPDX-License-Identifier: MIT */
#include "stack.h"
#include "board.h"

#define PAINT 0x57ac4a17u
#define IN_USE_BYTES 128 /* more than this function itself uses */

extern uint32_t __stack_begin[], __stack_end[]; /* from the linker script */

/* The region at the end of the stack that an MPU protects; reading it is a fault. */
#define GUARD_WORDS 8

void stack_paint(void) {
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    for (volatile uint32_t *word = __stack_begin; (uintptr_t)word + IN_USE_BYTES < here; word++)
        *word = PAINT;
}

size_t board_stack_peak(void) {
    const uint32_t *word = __stack_begin + GUARD_WORDS;
    while (word < __stack_end && *word == PAINT)
        word++;
    return (size_t)((uintptr_t)__stack_end - (uintptr_t)word);
}

size_t board_stack_size(void) {
    return (size_t)((uintptr_t)__stack_end - (uintptr_t)__stack_begin);
}
