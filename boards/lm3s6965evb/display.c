/* SPDX-License-Identifier: MIT */
#include "display.h"
#include "buttons.h"
#include "oled.h"
#include "reader.h"
#include "report.h"
#include "screen.h"

#define SECOND_MS 1000u
#define NEVER_SHOWN UINT32_MAX

static struct {
    history_t history;
    reader_t reader;
    status_t status;
    status_t shown;    /* the content of the status line on the screen */
    bool post_differs; /* the Post on the screen must be drawn again */
    bool reports;
} display;

static void report(const char *part, const char *text, size_t len) {
    if (!display.reports) return;
    report_begin("SCREEN");
    report_word(part);
    report_text((pipit_str_t){text, len});
    report_end();
}

/* ---- drawing ---- */

static void post_draw(void) {
    if (!display.post_differs) return;
    display.post_differs = false;
    screen_draw_post(&display.history, &display.reader);
    const char place[] = {(char)('0' + display.reader.age), ' ', display.reader.following ? 'f' : 'r'};
    report("post", place, sizeof place);
}

static bool status_differs(const status_t *one, const status_t *other) {
    return one->kind != other->kind || one->wait_s != other->wait_s || one->posts != other->posts ||
           one->lag_s != other->lag_s || one->reason != other->reason;
}

static void status_draw(uint32_t wait_ms) {
    char line[STATUS_BYTES];
    display.status.wait_s = display.status.kind == STATUS_WAITING ? (wait_ms + SECOND_MS - 1) / SECOND_MS : 0;
    if (!status_differs(&display.status, &display.shown)) return;
    display.shown = display.status;
    screen_draw_status(&display.status);
    report("status", line, status_format(&display.status, line));
}

static void buttons_take(void) {
    static const char letters[BUTTON_COUNT] = {'u', 'd', 'l', 'r', 's'};
    button_t button;
    while (buttons_pressed(&button)) {
        if (reader_press(&display.reader, &display.history, &screen_view, button)) display.post_differs = true;
        post_draw();
        report("button", &letters[button], 1);
    }
}

/* ---- the interface ---- */

void display_init(bool reports) {
    display.reports = reports;
    display.post_differs = true;
    display.shown.posts = NEVER_SHOWN;
    display.status.lag_s = STATUS_LAG_UNKNOWN;
    oled_init();
    buttons_init();
    reader_init(&display.reader);
}

const history_post_t *display_post(const history_source_t *post, uint32_t now_s) {
    history_add(&display.history, post);
    reader_post_added(&display.reader, &display.history, &screen_view);
    display.post_differs = true;
    display.status.posts++;
    display.status.lag_s = now_s > post->created_s ? now_s - post->created_s : 0;
    if (post->created_s == 0) display.status.lag_s = STATUS_LAG_UNKNOWN;
    return history_post(&display.history, 0);
}

void display_status(status_kind_t kind) {
    display.status.kind = kind;
}

void display_stopped(const char *reason) {
    display.status.kind = STATUS_STOPPED;
    display.status.reason = reason;
}

void display_turn(uint32_t wait_ms) {
    buttons_take();
    post_draw();
    status_draw(wait_ms);
}

uint32_t display_rest_ms(uint32_t wait_ms) {
    bool counting = display.status.kind == STATUS_WAITING && wait_ms > 0;
    return counting ? (wait_ms - 1) % SECOND_MS + 1 : SECOND_MS;
}
