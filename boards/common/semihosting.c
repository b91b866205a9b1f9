/* SPDX-License-Identifier: MIT */
#include "semihosting.h"
#include "board.h"
#include "flash_check.h"

#define SYS_WRITE0 0x04u
#define SYS_GET_CMDLINE 0x15u
#define SYS_EXIT_EXTENDED 0x20u
#define APPLICATION_EXIT 0x20026u

#define ARGUMENT_BYTES 384
#define PIECE_BYTES 64

void board_report(const char *text, size_t len) {
    char piece[PIECE_BYTES + 1];
    while (len > 0) {
        size_t n = len < PIECE_BYTES ? len : PIECE_BYTES;
        for (size_t i = 0; i < n; i++)
            piece[i] = text[i];
        piece[n] = '\0';
        (void)semihosting_call(SYS_WRITE0, piece);
        text += n;
        len -= n;
    }
}

const char *board_arguments(void) {
    static char words[ARGUMENT_BYTES];
    struct {
        char *text;
        uintptr_t size;
    } block = {words, sizeof words};
    if (semihosting_call(SYS_GET_CMDLINE, &block) != 0) words[0] = '\0';
    return words;
}

void semihosting_exit(int status) {
    const uintptr_t block[2] = {APPLICATION_EXIT, (uintptr_t)status};
    (void)semihosting_call(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

void board_exit(int status) {
    semihosting_exit(flash_is_intact() ? status : FLASH_CHANGED_STATUS);
}
