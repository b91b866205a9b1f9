/* SPDX-License-Identifier: MIT */
#include "start.h"
#include "board.h"
#include "flash_check.h"
#include "stack.h"
#include <string.h>

/* From the linker script. */
extern uint8_t __data_begin[], __data_end[], __bss_begin[], __bss_end[];
extern const uint8_t __data_source[];

int main(void);

void start_memory(void) {
    memcpy(__data_begin, __data_source, (size_t)(__data_end - __data_begin));
    memset(__bss_begin, 0, (size_t)(__bss_end - __bss_begin));
    stack_paint();
    flash_check_begin();
}

void start(void) {
    start_memory();
    board_exit(main());
}
