/* SPDX-License-Identifier: MIT */
#include "fault_test.h"
#include "arguments.h"
#include "board.h"
#include <string.h>

extern uint8_t __flash_end[], __ram_end[]; /* from the linker script */

typedef void (*code_t)(void);

static void change(uintptr_t address) {
    __asm__ volatile("" : "+r"(address)); /* so that compilers and static checkers cannot know the address */
    volatile uint32_t *word = (volatile uint32_t *)address;
    *word = ~*word;
}

static void write_null(void) {
    change(0);
}

static void write_beyond(void) {
    change((uintptr_t)__ram_end);
}

static void write_flash(void) {
    change((uintptr_t)__flash_end - sizeof(uint32_t));
    board_exit(0);
}

/* Write below the stack, as an endless recursion does. */
static void write_stack(void) {
    for (volatile uint8_t *top = __builtin_frame_address(0);; top--)
        *top = 0;
}

static void jump(void) {
    static uint32_t nothing[4];
    const code_t volatile code = (code_t)(uintptr_t)nothing; /* too far for a direct call */
    code();
}

void fault_test(const char *words) {
    static const struct {
        const char *name;
        code_t run;
    } tests[] = {
        {"null", write_null}, {"beyond", write_beyond}, {"flash", write_flash}, {"stack", write_stack}, {"jump", jump},
    };
    pipit_str_t name = argument_text(words, "fault");
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        if (name.len == strlen(tests[i].name) && memcmp(name.ptr, tests[i].name, name.len) == 0) tests[i].run();
}
