/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

uint8_t fuzz_byte(fuzz_input_t *input) {
    if (input->left == 0) return 0;
    input->left--;
    return *input->at++;
}

uint32_t fuzz_u32(fuzz_input_t *input) {
    uint32_t sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum = sum << 8 | fuzz_byte(input);
    return sum;
}

size_t fuzz_text(fuzz_input_t *input, char *out, size_t size) {
    size_t len = 0;
    while (input->left > 0) {
        char c = (char)fuzz_byte(input);
        if (c == '\0') break;
        if (len + 1u < size) out[len++] = c;
    }
    out[len] = '\0';
    return len;
}

uint32_t fuzz_below(uint32_t *dice, uint32_t n) {
    *dice = *dice * 1664525u + 1013904223u;
    return (*dice >> 12) % n;
}

void fuzz_fail(const char *file, int line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}
