/* SPDX-License-Identifier: MIT */
/* callbacks.c with all options of a stream: recovery, select, a filter against duplicates. */
#include "callbacks.h"

PIPIT_DEFINE(feed, 4096, 128);
PIPIT_SEEN_DEFINE(seen, 256);
static pipit_recovery_t recovery = {.kill_stale = &pipit_kill_stale};
static const char *const wanted[] = {"data.id", "data.text", "data.created_at"};
static pipit_select_t selection = PIPIT_SELECT(wanted);

int main(void) {
    static const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token"};
    static const pipit_stream_t stream = {.tweet_fields = "created_at", .backfill_minutes = PIPIT_BACKFILL_AUTO};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_recovery_use(&feed, &recovery) != PIPIT_OK ||
        pipit_select_use(&feed, &selection) != PIPIT_OK || pipit_seen_use(&feed, &seen) != PIPIT_OK ||
        pipit_filter(&feed, &stream) != PIPIT_OK)
        return 2;
    return pipit_run(&feed, &port, &on, NULL) == PIPIT_E_STOPPED ? 0 : 1;
}
