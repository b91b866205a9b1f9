/* SPDX-License-Identifier: MIT */
/* The smallest useful program: a filtered stream with pipit_poll(); id, text and matching rules of each Post. */
#include "port.h"

PIPIT_DEFINE(feed, 4096, 128);
volatile uint64_t sink; /* so that the compiler cannot remove what is read */

static void line(pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_parts_t parts;
    pipit_matching_rule_t rule;
    if (pipit_tweet_read(event, &tweet)) {
        sink += tweet.id_number + tweet.text.len;
    }
    pipit_parts_read(event, &parts);
    pipit_node_t node = pipit_json_first(&event->json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (pipit_matching_rule_read(event, node, &rule)) {
            sink += rule.id_number;
        }
    }
}

int main(void) {
    static const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token"};
    static const pipit_stream_t fields = {.tweet_fields = "created_at,author_id"};
    pipit_event_t event;
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, &fields) != PIPIT_OK) {
        return 1;
    }
    while (pipit_running(&feed)) {
        if (pipit_poll(&feed, &port, &event) && event.kind == PIPIT_EV_LINE) {
            line(&event);
        }
    }
    return 0;
}
