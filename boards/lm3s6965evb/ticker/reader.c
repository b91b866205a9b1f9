/* SPDX-License-Identifier: MIT */
#include "reader.h"
#include "text.h"

static void go_to(reader_t *reader, const history_t *history, const reader_view_t *view, uint8_t age) {
    const history_post_t *post = history_post(history, age);
    reader->age = age;
    reader->line = 0;
    reader->lines = post ? (uint16_t)text_line_count(post->text, post->text_len, view->columns) : 0;
}

void reader_init(reader_t *reader) {
    reader->age = 0;
    reader->following = true;
    reader->line = 0;
    reader->lines = 0;
}

void reader_post_added(reader_t *reader, const history_t *history, const reader_view_t *view) {
    if (reader->following) {
        go_to(reader, history, view, 0);
    } else if (reader->age + 1 < history->count) {
        reader->age++;
    } else {
        go_to(reader, history, view, (uint8_t)(history->count - 1));
    }
}

static void scroll(reader_t *reader, const reader_view_t *view, int by) {
    int last = reader->lines > view->rows ? reader->lines - view->rows : 0;
    int line = reader->line + by;
    if (line < 0) line = 0;
    reader->line = (uint16_t)(line < last ? line : last);
}

bool reader_press(reader_t *reader, const history_t *history, const reader_view_t *view, button_t button) {
    reader_t before = *reader;
    switch (button) {
    case BUTTON_UP: scroll(reader, view, -1); break;
    case BUTTON_DOWN: scroll(reader, view, 1); break;
    case BUTTON_LEFT:
        if (reader->age + 1 < history->count) go_to(reader, history, view, (uint8_t)(reader->age + 1));
        break;
    case BUTTON_RIGHT:
        if (reader->age > 0) go_to(reader, history, view, (uint8_t)(reader->age - 1));
        break;
    case BUTTON_SELECT: go_to(reader, history, view, 0); break;
    case BUTTON_COUNT: return false;
    }
    /* Only at the top of the newest Post a new Post may replace it; elsewhere this would interrupt the reader. */
    reader->following = reader->age == 0 && reader->line == 0;
    return before.age != reader->age || before.line != reader->line || before.following != reader->following;
}
