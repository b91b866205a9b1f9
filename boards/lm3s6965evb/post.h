/* SPDX-License-Identifier: MIT */
/** @file
 *  Read a Post from a line of the stream, and print it. */
#ifndef POST_H
#define POST_H

#include "history.h"
#include "pipit/message.h"

/** Read the Post of a PIPIT_EV_LINE, as views into the event. The name of the author is read from includes.users; if it
 *  is not there, the id is used. @return false if the line has no Post. */
bool post_read(pipit_event_t *event, history_source_t *post);

/** Write `@author: text` to the console, on one line. */
void post_print(const history_post_t *post);

#endif
