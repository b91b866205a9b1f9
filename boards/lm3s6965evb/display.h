/* SPDX-License-Identifier: MIT */
/** @file
 *  The user interface: the last Posts, the position of the reader among them, the status line, the buttons. A part is
 *  drawn when it has changed. There is one display, in static memory; only the main loop uses it. */
#ifndef DISPLAY_H
#define DISPLAY_H

#include "history.h"
#include "status.h"

/** Switch on the panel and the buttons. With `reports`, each change is reported as a line for tests (report.h) after it
 *  was drawn:
 *
 *      SCREEN post AGE f|r      the Post that is AGE places older than the newest; f: following, r: reading
 *      SCREEN status LINE       the status line
 *      SCREEN button u|d|l|r|s  a button was handled */
void display_init(bool reports);

/** Add a Post that arrived at `now_s`, Unix time. @return the stored copy, valid until the next Post. */
const history_post_t *display_post(const history_source_t *post, uint32_t now_s);

/** Set the state of the connection; not STATUS_STOPPED. */
void display_status(status_kind_t kind);

/** Show that the stream has ended, and why: `reason` is a borrowed word. */
void display_stopped(const char *reason);

/** Handle the buttons, and draw what has changed. `wait_ms`: the time until the next attempt to connect. */
void display_turn(uint32_t wait_ms);

/** @return how long the display need not be drawn again if nothing happens, in ms; at most a second. */
uint32_t display_rest_ms(uint32_t wait_ms);

#endif
