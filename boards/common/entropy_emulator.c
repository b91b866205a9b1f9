/* SPDX-License-Identifier: MIT */
/*
 * ############################################################################
 * #  NOT ENTROPY. Numbers that everybody can compute, for emulated machines   #
 * #  that have no source of randomness. A TLS link made with them is readable #
 * #  by anybody. It compiles for the emulated boards only and must never be   #
 * #  in a device: there board_entropy() reads the chip's own generator.       #
 * ############################################################################
 */
#ifndef PIPIT_BOARD_EMULATED
#error "entropy_emulator.c is for emulated boards only: write board_entropy() for the generator of your chip"
#endif

#include "board.h"

static const char warning[] = "*** EMULATED BOARD: the random numbers are not random, nothing here is secret ***\n";

static uint32_t state;

static void begin(void) {
    state = board_now_ms() | 1u;
    board_console(warning, sizeof warning - 1);
}

size_t board_entropy(uint8_t *bytes, size_t len) {
    if (state == 0) begin();
    for (size_t i = 0; i < len; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(state >> 24);
    }
    return len;
}
