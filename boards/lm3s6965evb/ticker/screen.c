/* SPDX-License-Identifier: MIT */
#include "screen.h"
#include "oled.h"
#include "text.h"
#include <string.h>

#define ROW_BYTES (SCREEN_COLUMNS * FONT_COLUMNS / 2)
#define TEXT_TOP 1
#define STATUS_ROW 7
#define BAR_X (SCREEN_COLUMNS * FONT_COLUMNS)
#define BAR_HEIGHT (SCREEN_TEXT_ROWS * FONT_ROWS)

#define BLACK 0u
#define DIM 5u
#define GREY 10u
#define WHITE 15u

typedef struct {
    uint8_t ink;
    uint8_t paper;
} colours_t;

static const colours_t author_colours = {BLACK, WHITE};
static const colours_t text_colours = {WHITE, BLACK};
static const colours_t status_colours = {GREY, BLACK};

const reader_view_t screen_view = {SCREEN_COLUMNS, SCREEN_TEXT_ROWS};

/* ---- a row of cells ---- */

typedef struct {
    cell_t cells[SCREEN_COLUMNS];
} row_t;

static void row_clear(row_t *row) {
    for (size_t i = 0; i < SCREEN_COLUMNS; i++)
        row->cells[i] = font_cell(' ');
}

/* Write text, beginning at `column`; characters that do not fit are left out. @return the column after the text. */
static size_t row_put(row_t *row, size_t column, const char *text, size_t len) {
    size_t at = 0;
    cell_t cell;
    while (column < SCREEN_COLUMNS) {
        text_kind_t kind = text_next(text, len, &at, &cell);
        if (kind != TEXT_CELL && kind != TEXT_SPACE) break;
        row->cells[column++] = cell;
    }
    return column;
}

static uint8_t pair(unsigned bits, unsigned left_bit, colours_t colours) {
    unsigned left = bits >> left_bit & 1u ? colours.ink : colours.paper;
    unsigned right = bits >> (left_bit - 1) & 1u ? colours.ink : colours.paper;
    return (uint8_t)(left << 4 | right);
}

static void row_draw(const row_t *row, uint8_t number, colours_t colours) {
    uint8_t bitmaps[SCREEN_COLUMNS][FONT_ROWS];
    uint8_t pairs[ROW_BYTES];
    for (size_t i = 0; i < SCREEN_COLUMNS; i++)
        font_rows(row->cells[i], bitmaps[i]);
    oled_window(0, (uint8_t)(number * FONT_ROWS), SCREEN_COLUMNS * FONT_COLUMNS, FONT_ROWS);
    for (size_t y = 0; y < FONT_ROWS; y++) {
        uint8_t count = 0;
        for (size_t i = 0; i < SCREEN_COLUMNS; i++)
            for (unsigned left_bit = FONT_COLUMNS; left_bit > 0; left_bit -= 2)
                pairs[count++] = pair(bitmaps[i][y], left_bit - 1, colours);
        oled_write(pairs, count);
    }
}

/* ---- a Post ---- */

static void two_digits(char *out, uint32_t number) {
    out[0] = (char)('0' + number / 10 % 10);
    out[1] = (char)('0' + number % 10);
}

/* Write the time of the Post ("18:50") while following, or its place ("2/4") while reading older Posts. */
static size_t place_of(const history_post_t *post, const history_t *history, const reader_t *reader, char out[5]) {
    if (!reader->following) {
        out[0] = (char)('1' + reader->age);
        out[1] = '/';
        out[2] = (char)('0' + history->count);
        return 3;
    }
    if (post->created_s == 0) return 0;
    two_digits(out, post->created_s / 3600 % 24);
    out[2] = ':';
    two_digits(out + 3, post->created_s / 60 % 60);
    return 5;
}

static void author_draw(const history_post_t *post, const history_t *history, const reader_t *reader) {
    row_t row;
    char place[5];
    size_t place_len = place_of(post, history, reader, place);
    row_clear(&row);
    size_t end = row_put(&row, 0, "@", 1);
    end = row_put(&row, end, post->author, strlen(post->author));
    if (end + place_len < SCREEN_COLUMNS) (void)row_put(&row, SCREEN_COLUMNS - place_len, place, place_len);
    row_draw(&row, 0, author_colours);
}

static void lines_draw(const char *text, size_t len, size_t first) {
    text_line_t line = {0, 0, 0};
    for (size_t i = 0; i < first; i++)
        (void)text_wrap(text, len, SCREEN_COLUMNS, &line);
    for (uint8_t i = 0; i < SCREEN_TEXT_ROWS; i++) {
        row_t row;
        row_clear(&row);
        if (text_wrap(text, len, SCREEN_COLUMNS, &line))
            (void)row_put(&row, 0, text + line.begin, line.end - line.begin);
        row_draw(&row, (uint8_t)(TEXT_TOP + i), text_colours);
    }
}

/* The scroll bar: the two columns to the right of the cells show which part of the text is visible. */
static void bar_draw(const reader_t *reader) {
    size_t lines = reader->lines > SCREEN_TEXT_ROWS ? reader->lines : SCREEN_TEXT_ROWS;
    size_t begin = BAR_HEIGHT * (size_t)reader->line / lines;
    size_t end = BAR_HEIGHT * ((size_t)reader->line + SCREEN_TEXT_ROWS) / lines;
    bool needed = lines > SCREEN_TEXT_ROWS;
    oled_window(BAR_X, 0, 2, OLED_HEIGHT);
    for (size_t y = 0; y < OLED_HEIGHT; y++) {
        size_t in_bar = y - FONT_ROWS; /* a row above the bar wraps to a large number */
        uint8_t grey = needed && in_bar < BAR_HEIGHT ? DIM : BLACK;
        if (needed && in_bar >= begin && in_bar < end) grey = GREY;
        if (y < FONT_ROWS) grey = WHITE;
        uint8_t two = (uint8_t)(grey << 4 | grey);
        oled_write(&two, 1);
    }
}

void screen_draw_post(const history_t *history, const reader_t *reader) {
    static const history_post_t welcome = {.author = "pipit", .text = "Posts appear here.", .text_len = 18};
    const history_post_t *post = history_post(history, reader->age);
    if (!post) post = &welcome;
    author_draw(post, history, reader);
    lines_draw(post->text, post->text_len, reader->line);
    bar_draw(reader);
}

void screen_draw_status(const status_t *status) {
    char line[STATUS_BYTES];
    row_t row;
    row_clear(&row);
    (void)row_put(&row, 0, line, status_format(status, line));
    row_draw(&row, STATUS_ROW, status_colours);
}
