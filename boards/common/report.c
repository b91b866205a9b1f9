/* SPDX-License-Identifier: MIT */
#include "report.h"
#include "board.h"
#include <string.h>

#define LINE_BYTES 256
#define DIGITS_MAX 20

static char line[LINE_BYTES];
static size_t used;
static bool is_enabled;

void report_enable(bool enabled) {
    is_enabled = enabled;
}

bool report_is_enabled(void) {
    return is_enabled;
}

static void append(const char *bytes, size_t len) {
    size_t room = LINE_BYTES - 1 - used;
    if (len > room) len = room;
    memcpy(line + used, bytes, len);
    used += len;
}

/* Division by 10, 16 bits at a time: the compiler's function for 64 bits takes 0.7 KB of flash. */
static unsigned last_digit_take(uint64_t *number) {
    uint64_t quotient = 0;
    uint32_t rest = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
        uint32_t part = rest << 16 | (uint32_t)(*number >> shift & 0xffffu);
        quotient = quotient << 16 | part / 10;
        rest = part % 10;
    }
    *number = quotient;
    return rest;
}

static void append_number(uint64_t number) {
    char digits[DIGITS_MAX];
    size_t at = DIGITS_MAX;
    do
        digits[--at] = (char)('0' + last_digit_take(&number));
    while (number > 0);
    append(digits + at, DIGITS_MAX - at);
}

void report_begin(const char *name) {
    used = 0;
    append(name, strlen(name));
}

void report_word(const char *word) {
    append(" ", 1);
    append(word, strlen(word));
}

void report_text(pipit_str_t text) {
    append(" ", 1);
    append(text.ptr, text.len);
}

void report_number(uint64_t number) {
    append(" ", 1);
    append_number(number);
}

void report_signed(int32_t number) {
    append(number < 0 ? " -" : " ", number < 0 ? 2 : 1);
    append_number(number < 0 ? (uint64_t)(-(int64_t)number) : (uint64_t)number);
}

void report_hex(uint32_t number) {
    char digits[8];
    for (unsigned i = 0; i < 8; i++)
        digits[i] = "0123456789abcdef"[number >> (28 - 4 * i) & 15];
    append(" ", 1);
    append(digits, sizeof digits);
}

void report_value(const char *name, uint64_t number) {
    report_word(name);
    append("=", 1);
    append_number(number);
}

void report_end(void) {
    line[used++] = '\n';
    if (is_enabled) board_report(line, used);
    used = 0;
}

/* A table of 16 words gives more than half of the speed of a table of 256 words. */
uint32_t report_crc32(pipit_str_t bytes) {
    static const uint32_t of_nibble[16] = {0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
                                           0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
                                           0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu};
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (uint8_t)bytes.ptr[i];
        crc = crc >> 4 ^ of_nibble[crc & 15];
        crc = crc >> 4 ^ of_nibble[crc & 15];
    }
    return ~crc;
}
