/* SPDX-License-Identifier: MIT */
#ifndef AGAIN_H
#define AGAIN_H

#include "../feed/feed.h"

/* The command that fetches what is missing: this command with a window, without what only concerns a stream that goes
 * on. @return buf */
const char *replay_command(const options_t *options, const feed_t *feed, const pipit_gap_t *gap, char *buf,
                           size_t size);

#endif
