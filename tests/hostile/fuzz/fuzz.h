/* SPDX-License-Identifier: MIT */
/* Shared by all targets. An input begins with the decisions of a target, in a fixed number of bytes; then the bytes of
 * the peer follow. If a statement of SECURITY.md does not hold, the target prints it and aborts. */
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

/* @return the next byte of the input; 0 after its end. */
uint8_t fuzz_byte(fuzz_input_t *input);
uint32_t fuzz_u32(fuzz_input_t *input);

/* Copy the next text of the input, up to a zero byte, to `out`, with a terminating zero. @return its length. */
size_t fuzz_text(fuzz_input_t *input, char *out, size_t size);

/* @return a random number below `n`; `dice` is the state of the generator. */
uint32_t fuzz_below(uint32_t *dice, uint32_t n);

#define FUZZ_CHECK(good, ...)                                                                                          \
    do {                                                                                                               \
        if (!(good)) fuzz_fail(__FILE__, __LINE__, __VA_ARGS__);                                                       \
    } while (0)
void fuzz_fail(const char *file, int line, const char *format, ...);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
