/* SPDX-License-Identifier: MIT */
/* Unit tests of the ticker: the screen, which is drawn into a simulated panel. */
#include "oled.h"
#include "screen.h"
#include "ticker_tests.h"

#define UNTOUCHED 0xff

static uint8_t pixels[OLED_HEIGHT][OLED_WIDTH];
static struct { unsigned x, y, width, height, written; } window;

static void window_is_full(void) {
    assert_int_equal(window.written, window.width * window.height);
}

void oled_init(void) {
    memset(pixels, UNTOUCHED, sizeof pixels);
    memset(&window, 0, sizeof window);
}

void oled_window(uint8_t x, uint8_t y, uint8_t width, uint8_t height) {
    window_is_full();
    assert_int_equal(x % 2, 0);
    assert_true(width > 0 && width % 2 == 0 && x + width <= OLED_WIDTH);
    assert_true(height > 0 && y + height <= OLED_HEIGHT);
    window.x = x;
    window.y = y;
    window.width = width;
    window.height = height;
    window.written = 0;
}

static void write_pixel(uint8_t grey) {
    assert_true(window.written < window.width * window.height);
    pixels[window.y + window.written / window.width][window.x + window.written % window.width] = grey;
    window.written++;
}

void oled_write(const uint8_t *pairs, uint8_t count) {
    for (uint8_t i = 0; i < count; i++) {
        write_pixel(pairs[i] >> 4);
        write_pixel(pairs[i] & 15);
    }
}

static void everything_is_drawn(void) {
    window_is_full();
    for (size_t y = 0; y < OLED_HEIGHT; y++)
        for (size_t x = 0; x < OLED_WIDTH; x++)
            assert_int_not_equal(pixels[y][x], UNTOUCHED);
}

static void add(history_t *history, const char *text, size_t len) {
    const history_source_t post = {"author", 6, text, len, 26806};
    history_add(history, &post);
}

/* ---- tests ---- */

static void the_welcome_fills_the_screen(void **state) {
    static history_t history;
    static const status_t status = {STATUS_CONNECTING, 0, 0, STATUS_LAG_UNKNOWN, NULL};
    reader_t reader;
    (void)state;
    oled_init();
    reader_init(&reader);
    screen_draw_post(&history, &reader);
    screen_draw_status(&status);
    everything_is_drawn();
}

static void row_of_art(size_t y, size_t x, size_t width, char *art) {
    for (size_t i = 0; i < width; i++)
        art[i] = pixels[y][x + i] == 15 ? '#' : pixels[y][x + i] == 0 ? '.' : '+';
    art[width] = '\0';
}

static void letters_stand_where_they_belong(void **state) {
    static const char *const expected[] = {"#...#........", "#...#........", "#...#..##....", "#####...#....",
                                           "#...#...#....", "#...#...#....", "#...#..###...", "............."};
    static history_t history;
    reader_t reader;
    char art[16];
    (void)state;
    oled_init();
    reader_init(&reader);
    add(&history, "H\xc4\xb1", 3); /* H, dotless i */
    reader_post_added(&reader, &history, &screen_view);
    screen_draw_post(&history, &reader);
    for (size_t y = 0; y < 8; y++) {
        row_of_art(8 + y, 0, 13, art);
        assert_string_equal(art, expected[y]);
    }
    assert_int_equal(pixels[56][0], UNTOUCHED); /* the status line is drawn separately */
}

static void the_bar_shows_which_part_is_to_be_seen(void **state) {
    static history_t history;
    reader_t reader;
    char text[12 * 2];
    unsigned lit[4] = {0};
    (void)state;
    oled_init();
    reader_init(&reader);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 ? '\n' : 'x';
    add(&history, text, sizeof text);
    reader_post_added(&reader, &history, &screen_view);
    assert_int_equal(reader.lines, 12);
    for (unsigned line = 0; line <= 6; line += 3) {
        reader.line = (uint16_t)line;
        screen_draw_post(&history, &reader);
        for (size_t y = 8; y < 56; y++)
            lit[line / 3] += pixels[y][126] == 10;
        assert_int_equal(lit[line / 3], 24); /* half of the text is visible, so half of the bar is lit */
        assert_int_equal(pixels[8 + line * 4][127], 10);
        assert_int_equal(pixels[8 + line * 4 + 23][127], 10);
    }
}

static void any_bytes_are_drawn_inside_the_screen(void **state) {
    static const char often[] = " \xe2\x82\xac\xcc\x81"
                                "a\n";
    static history_t history;
    uint32_t seed = 7;
    char bytes[HISTORY_TEXT_BYTES + 40];
    reader_t reader;
    (void)state;
    oled_init();
    reader_init(&reader);
    for (int round = 0; round < 300; round++) {
        size_t len = test_random(&seed) % sizeof bytes;
        for (size_t i = 0; i < len; i++)
            bytes[i] =
                test_random(&seed) % 4 ? often[test_random(&seed) % (sizeof often - 1)] : (char)test_random(&seed);
        add(&history, bytes, len);
        reader_post_added(&reader, &history, &screen_view);
        for (int presses = 0; presses < 10; presses++) {
            (void)reader_press(&reader, &history, &screen_view, (button_t)(test_random(&seed) % BUTTON_COUNT));
            screen_draw_post(&history, &reader);
            window_is_full();
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_welcome_fills_the_screen),
        cmocka_unit_test(letters_stand_where_they_belong),
        cmocka_unit_test(the_bar_shows_which_part_is_to_be_seen),
        cmocka_unit_test(any_bytes_are_drawn_inside_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
