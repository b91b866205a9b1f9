/* SPDX-License-Identifier: MIT */
/** @file
 *  The screen: author and time (or place in the history), six lines of text with a scroll bar, the status line.
 *  Drawn straight into the panel, a row of cells at a time. */
#ifndef SCREEN_H
#define SCREEN_H

#include "history.h"
#include "reader.h"
#include "status.h"

#define SCREEN_COLUMNS 21
#define SCREEN_TEXT_ROWS 6

/** What the reader's functions need to know of the screen. */
extern const reader_view_t screen_view;

/** Draw the Post that the reader is at, or a welcome when there is none yet. */
void screen_draw_post(const history_t *history, const reader_t *reader);

/** Draw the status line. */
void screen_draw_status(const status_t *status);

#endif
