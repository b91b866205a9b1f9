/* SPDX-License-Identifier: MIT */
/** @file
 *  From a line of the stream to a Post that can be shown. */
#ifndef POST_H
#define POST_H

#include "history.h"
#include "pipit/message.h"

/** Read the Post of a PIPIT_EV_LINE; its author's name comes from includes.users, the id stands for it where X does not
 *  say. Views into the event. @return false if the line has none. */
bool post_read(pipit_event_t *event, history_source_t *post);

/** Write `@author: text` to the console, on one line. */
void post_print(const history_post_t *post);

#endif
