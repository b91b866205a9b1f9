/* SPDX-License-Identifier: MIT */
#ifndef AGAIN_H
#define AGAIN_H

#include "../feed/feed.h"

/* Writes the command that gets the missing Posts: this command with a time range, without the options that are only for
 * a live stream. @return buf */
const char *replay_command(const options_t *options, const feed_t *feed, const pipit_gap_t *gap, char *buf,
                           size_t size);

#endif
