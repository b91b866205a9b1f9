/* SPDX-License-Identifier: MIT */
/** @file
 *  What a person sees and does: the last Posts, the place of the reader among them, the status line, the buttons. It is
 *  drawn when it has changed. One display, in static memory; belongs to the main loop. */
#ifndef DISPLAY_H
#define DISPLAY_H

#include "history.h"
#include "status.h"

/** Switch the panel and the buttons on. With `reports` each change is a line for tests (report.h), after it was drawn:
 *
 *      SCREEN post AGE f|r      the Post so many places before the newest; f: following, r: reading
 *      SCREEN status LINE       the status line
 *      SCREEN button u|d|l|r|s  a button was taken */
void display_init(bool reports);

/** A Post has come at `now_s`, Unix time. @return the copy that is kept, until the next Post. */
const history_post_t *display_post(const history_source_t *post, uint32_t now_s);

/** What the connection is doing, STATUS_STOPPED excepted. */
void display_status(status_kind_t kind);

/** It is over, and why: a word, borrowed. */
void display_stopped(const char *reason);

/** Take the buttons, and draw what differs from what is to be seen. `wait_ms`: until the next attempt to connect. */
void display_turn(uint32_t wait_ms);

/** How long all of it stays right by itself, at most a second. */
uint32_t display_rest_ms(uint32_t wait_ms);

#endif
