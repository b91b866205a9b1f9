/* SPDX-License-Identifier: MIT */
/* What the targets share. An input begins with the decisions of a target, in a fixed number of bytes; what the peer
 * sends follows. A target that sees a promise of SECURITY.md broken says which, and aborts. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_INPUT_BYTES 4096u /* -max_len */

typedef struct {
    const uint8_t *at;
    size_t left;
} fuzz_input_t;

/* 0 when nothing is left. */
uint8_t fuzz_byte(fuzz_input_t *input);
uint32_t fuzz_u32(fuzz_input_t *input);

/* The next text of the input, up to a zero byte: its length, and a copy in `out` with a zero behind it. */
size_t fuzz_text(fuzz_input_t *input, char *out, size_t size);

/* A number below `n`; `dice` is changed, and is what makes it up. */
uint32_t fuzz_below(uint32_t *dice, uint32_t n);

#define FUZZ_CHECK(good, ...)                                                                                          \
    do {                                                                                                               \
        if (!(good)) fuzz_fail(__FILE__, __LINE__, __VA_ARGS__);                                                       \
    } while (0)
void fuzz_fail(const char *file, int line, const char *format, ...);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
