/* SPDX-License-Identifier: MIT */
/** @file
 *  The screen: author and time (or place in the history), six lines of text with a scroll bar, the status line. It is
 *  drawn directly into the panel, one row of cells after the other. */
#ifndef SCREEN_H
#define SCREEN_H

#include "history.h"
#include "reader.h"
#include "status.h"

#define SCREEN_COLUMNS 21
#define SCREEN_TEXT_ROWS 6

/** The size of the screen, for the functions of reader.h. */
extern const reader_view_t screen_view;

/** Draw the Post at the position of the reader, or a welcome text if there is no Post yet. */
void screen_draw_post(const history_t *history, const reader_t *reader);

/** Draw the status line. */
void screen_draw_status(const status_t *status);

#endif
