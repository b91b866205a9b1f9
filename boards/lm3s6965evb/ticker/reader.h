/* SPDX-License-Identifier: MIT */
/** @file
 *  Where the person is who reads: which Post, which line. Up and down move through a Post, left and right to older and
 *  newer ones, select goes back to what comes in. Pure. */
#ifndef READER_H
#define READER_H

#include "history.h"

/** What can be pressed, in the board's order. */
typedef enum { BUTTON_UP, BUTTON_DOWN, BUTTON_LEFT, BUTTON_RIGHT, BUTTON_SELECT, BUTTON_COUNT } button_t;

typedef struct {
    uint8_t age;    /**< the Post that is shown, counted from the newest */
    bool following; /**< new Posts are shown as they come */
    uint16_t line;  /**< the first line that is shown */
    uint16_t lines; /**< of the shown Post */
} reader_t;

/** What the screen offers to a Post. */
typedef struct {
    uint8_t columns;
    uint8_t rows;
} reader_view_t;

/** Begin with following. */
void reader_init(reader_t *reader);

/** A Post was added: show it, or stay with the one that is being read as long as it is kept. */
void reader_post_added(reader_t *reader, const history_t *history, const reader_view_t *view);

/** A button was pressed. @return true if something else is to be seen now. */
bool reader_press(reader_t *reader, const history_t *history, const reader_view_t *view, button_t button);

#endif
