/* SPDX-License-Identifier: MIT */
/** @file
 *  The position of the reader: which Post, and which line. The buttons up and down move inside a Post, left and right
 *  move to older and newer Posts, select returns to following new Posts. It uses no hardware. */
#ifndef READER_H
#define READER_H

#include "history.h"

/** The buttons, in the order of the board. */
typedef enum { BUTTON_UP, BUTTON_DOWN, BUTTON_LEFT, BUTTON_RIGHT, BUTTON_SELECT, BUTTON_COUNT } button_t;

typedef struct {
    uint8_t age;    /**< the Post that is shown, counted from the newest */
    bool following; /**< new Posts are shown when they arrive */
    uint16_t line;  /**< the first line that is shown */
    uint16_t lines; /**< of the shown Post */
} reader_t;

/** The space of the screen for a Post. */
typedef struct {
    uint8_t columns;
    uint8_t rows;
} reader_view_t;

/** Begin in the state `following`. */
void reader_init(reader_t *reader);

/** A Post was added: show it if following; otherwise stay at the Post that is being read, while it is stored. */
void reader_post_added(reader_t *reader, const history_t *history, const reader_view_t *view);

/** A button was pressed. @return true if the screen must be drawn again. */
bool reader_press(reader_t *reader, const history_t *history, const reader_view_t *view, button_t button);

#endif
