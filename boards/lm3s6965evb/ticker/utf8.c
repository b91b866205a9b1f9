/* SPDX-License-Identifier: MIT */
#include "utf8.h"

typedef struct {
    uint32_t first;
    uint32_t last;
} range_t;

/* The combining marks of the most frequent scripts on X, and all code points without width. */
static const range_t extending[] = {
    {0x00ad, 0x00ad}, {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd},   {0x0610, 0x061a}, {0x064b, 0x065f},
    {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06e4},   {0x0900, 0x0903},   {0x093a, 0x093c}, {0x093e, 0x094f},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},   {0x1ab0, 0x1aff},   {0x1dc0, 0x1dff}, {0x200b, 0x200f},
    {0x202a, 0x202e}, {0x2060, 0x206f}, {0x20d0, 0x20ff},   {0x302a, 0x302f},   {0x3099, 0x309a}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0x1f3fb, 0x1f3ff}, {0xe0000, 0xe01ef},
};

static const range_t flag_halves = {0x1f1e6, 0x1f1ff};

static bool is_in(const range_t *range, uint32_t code) {
    return code >= range->first && code <= range->last;
}

bool utf8_extends(uint32_t code) {
    for (size_t i = 0; i < sizeof extending / sizeof extending[0]; i++)
        if (is_in(&extending[i], code)) return true;
    return false;
}

bool utf8_is_flag_half(uint32_t code) {
    return is_in(&flag_halves, code);
}

/* @return the length of a character that begins with this byte; 0: no character begins with it. */
static size_t length_of(uint8_t first) {
    if (first < 0x80) return 1;
    if (first < 0xc2) return 0;
    if (first < 0xe0) return 2;
    if (first < 0xf0) return 3;
    return first < 0xf5 ? 4 : 0;
}

static bool is_well_formed(uint32_t code, size_t bytes) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return code >= smallest[bytes] && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

size_t utf8_read(const char *text, size_t len, uint32_t *code) {
    static const uint8_t first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t bytes = length_of((uint8_t)text[0]);
    *code = UTF8_INVALID;
    if (bytes == 0 || bytes > len) return 1;
    uint32_t value = (uint8_t)text[0] & first_bits[bytes];
    for (size_t i = 1; i < bytes; i++) {
        uint8_t byte = (uint8_t)text[i];
        if ((byte & 0xc0) != 0x80) return 1;
        value = value << 6 | (byte & 0x3fu);
    }
    if (!is_well_formed(value, bytes)) return 1;
    *code = value;
    return bytes;
}
