/* SPDX-License-Identifier: MIT */
/* Uses the same parts of the core as the program in the README of the project: callbacks for Posts and lost messages.
 */
#include "callbacks.h"

PIPIT_DEFINE(feed, 4096, 128);

int main(void) {
    static const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token"};
    static const pipit_stream_t stream = {.tweet_fields = "created_at,author_id", .expansions = "author_id"};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, &stream) != PIPIT_OK) return 2;
    return pipit_run(&feed, &port, &on, NULL) == PIPIT_E_STOPPED ? 0 : 1;
}
