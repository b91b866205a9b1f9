/* SPDX-License-Identifier: MIT */
/* The smallest useful program: a filtered stream, id, text and matching rules of each Post, over a port that does
 * nothing. Linked with --gc-sections it shows how much code of the core such a program carries. */
#include "pipit/pipit.h"

static int32_t port_open(void *io, const char *host, uint16_t port) {
    (void)io, (void)host, (void)port;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    (void)io, (void)bytes;
    return (int32_t)len;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    (void)io, (void)bytes, (void)len;
    return 0;
}

static void port_close(void *io) {
    (void)io;
}

static uint32_t port_now(void *io) {
    (void)io;
    return 0;
}

static const pipit_port_t port = {
    .open = port_open, .send = port_send, .recv = port_recv, .close = port_close, .now = port_now};

PIPIT_DEFINE(feed, 4096, 128);
volatile uint64_t sink; /* keeps the compiler from dropping what is read */

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
