/* SPDX-License-Identifier: MIT */
/* UTF-8 against the table of RFC 3629 section 4, and the number of control characters: every pair of bytes, and random
 * texts, at every place of a text. */
#include "../../../core/src/json/pipit_json_int.h"
#include <stdio.h>

#define LENGTH_MOST 70u

static uint64_t random_state = 1;

static uint32_t below(uint32_t n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % n;
}

/* The rows of the table: the range of the first byte, and of the second. The others are from 0x80 to 0xbf. */
static const struct {
    uint8_t first, last, second_least, second_most, length;
} rows[] = {
    {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};
#define ROWS (sizeof rows / sizeof rows[0])

/* @return the length of the character at `text`; 0: it is none. */
static size_t character(const uint8_t *text, size_t len) {
    size_t row = 0;
    while (row < ROWS && (text[0] < rows[row].first || text[0] > rows[row].last))
        row++;
    if (row == ROWS || rows[row].length > len) return 0;
    for (size_t i = 1; i < rows[row].length; i++) {
        const uint8_t least = i == 1 ? rows[row].second_least : 0x80;
        const uint8_t most = i == 1 ? rows[row].second_most : 0xbf;
        if (text[i] < least || text[i] > most) return 0;
    }
    return rows[row].length;
}

static bool is_valid(const uint8_t *text, size_t len) {
    for (size_t n; len > 0; text += n, len -= n) {
        n = character(text, len);
        if (n == 0) return false;
    }
    return true;
}

static uint32_t controls_of(const uint8_t *text, size_t len) {
    uint32_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += text[i] < ' ';
    return count;
}

static int checked, valid, wrong;

static void check(const uint8_t *text, size_t len) {
    const bool expected = is_valid(text, len);
    uint32_t controls = 0;
    const bool both = pipit_i_utf8_scan((const char *)text, len, &controls) == expected &&
                      (!expected || controls == controls_of(text, len));
    checked++;
    valid += expected;
    if (both) return;
    if (wrong++ == 0) {
        printf("%s:", expected ? "valid" : "not valid");
        for (size_t i = 0; i < len; i++)
            printf(" %02x", text[i]);
        printf("\n");
    }
}

static size_t put_character(uint8_t *text) {
    const size_t row = below((uint32_t)ROWS);
    text[0] = (uint8_t)(rows[row].first + below(rows[row].last - rows[row].first + 1u));
    for (size_t i = 1; i < rows[row].length; i++)
        text[i] = (uint8_t)(i == 1 ? rows[row].second_least + below(rows[row].second_most - rows[row].second_least + 1u)
                                   : 0x80u + below(0x40));
    return rows[row].length;
}

/* Valid characters, of which some bytes may then be changed. */
static void check_random(void) {
    uint8_t text[LENGTH_MOST + 4u];
    size_t len = 0;
    const size_t most = below(LENGTH_MOST);
    while (len < most)
        len += put_character(text + len);
    check(text, len);
    if (len == 0) return;
    check(text, len - 1u);
    text[below((uint32_t)len)] = (uint8_t)(below(2) == 0 ? below(256) : 0xc0u + below(0x40));
    check(text, len);
}

/* Two bytes, and two continuations after them, at every place of a text of two blocks. */
static void check_pair(uint8_t first, uint8_t second) {
    uint8_t text[48];
    const size_t place = below(sizeof text - 3u);
    memset(text, 'a', sizeof text);
    text[place] = first;
    text[place + 1u] = second;
    for (size_t more = 0; more < 3; more++) {
        check(text, sizeof text);
        text[place + 2u + more % 2u] = 0x80;
    }
}

int main(void) {
    for (uint32_t pair = 0; pair < 0x10000u; pair++)
        check_pair((uint8_t)(pair >> 8), (uint8_t)pair);
    for (uint32_t pair = 0xc000u; pair < 0x10000u; pair++) {
        for (int i = 0; i < 20; i++)
            check_pair((uint8_t)(pair >> 8), (uint8_t)pair);
    }
    for (int i = 0; i < 300000; i++)
        check_random();
    printf("%d texts, %d of them valid, %d wrong\n", checked, valid, wrong);
    return wrong > 0 || valid == 0;
}
