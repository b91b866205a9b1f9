/* SPDX-License-Identifier: MIT */
/* Pipit as in a normal program: with a loop of its own, or over the POSIX port. */
#include "bench.h"
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include <string.h>

PIPIT_DEFINE(feed, BENCH_LINE_BYTES, BENCH_TOKENS);

static const char *const wanted[] = {"data.id", "data.text", "data.author_id", "matching_rules.id"};
static pipit_select_t selection = PIPIT_SELECT(wanted);

static bool raw_lines;

static void on_line(pipit_event_t *event) {
    if (raw_lines) {
        static char line[BENCH_LINE_BYTES];
        memcpy(line, event->data.ptr, event->data.len); /* as in read_lines.c */
        bench_found.messages++;
        return;
    }
    pipit_tweet_t tweet;
    pipit_parts_t parts;
    pipit_matching_rule_t rule;
    if (!pipit_tweet_read(event, &tweet)) bench_fail("pipit: a line without a Post");
    bench_found.messages++;
    bench_found.ids += tweet.id_number;
    bench_text(tweet.text.ptr, tweet.text.len);
    pipit_parts_read(event, &parts);
    pipit_node_t node = pipit_json_first(&event->json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (pipit_matching_rule_read(event, node, &rule)) bench_found.rules += rule.id_number;
    }
}

static void drain(void) {
    pipit_event_t event;
    while (pipit_next(&feed, 1000, &event)) {
        if (event.kind == PIPIT_EV_LINE) {
            on_line(&event);
        } else if (event.kind != PIPIT_EV_KEEP_ALIVE && event.kind != PIPIT_EV_CONNECT) {
            bench_fail("pipit: an unexpected event");
        }
    }
}

static void start(const pipit_config_t *config, pipit_select_t *select) {
    if (pipit_init(&feed, config) != PIPIT_OK || pipit_select_use(&feed, select) != PIPIT_OK ||
        pipit_filter(&feed, NULL) != PIPIT_OK)
        bench_fail("pipit: start");
}

static void open_with(pipit_select_t *select, bool raw) {
    const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token", .raw_lines = raw};
    raw_lines = raw;
    start(&config, select);
    drain();
    pipit_open_ack(&feed);
    for (size_t len; pipit_tx_buf(&feed, &len) != NULL;) {
        pipit_tx_ack(&feed, len);
    }
}

static void pipit_open(void) {
    open_with(NULL, false);
}

static void select_open(void) {
    open_with(&selection, false);
}

static void lines_open(void) {
    open_with(NULL, true);
}

static void pipit_feed(const char *bytes, size_t len) {
    while (len > 0) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&feed, &room);
        if (to == NULL) bench_fail("pipit: no room although all events were taken");
        size_t piece = len < room ? len : room;
        memcpy(to, bytes, piece);
        pipit_rx_ack(&feed, piece);
        drain();
        bytes += piece;
        len -= piece;
    }
}

static void pipit_close(void) {
    pipit_stop(&feed);
}

/* @return false at the end of the stream. */
static bool on_event(pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT: bench_begin(); return true;
    case PIPIT_EV_LINE: on_line(event); return true;
    case PIPIT_EV_KEEP_ALIVE: return true;
    case PIPIT_EV_CLOSED: return false;
    default: bench_fail("pipit: an unexpected event"); return false;
    }
}

static void stream_with(pipit_select_t *select, uint16_t tcp_port) {
    const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token", .host = "127.0.0.1", .port = tcp_port};
    pipit_posix_t tcp;
    pipit_port_t port = pipit_posix_port(&tcp);
    pipit_event_t event;
    bool over = false;
    raw_lines = false;
    start(&config, select);
    while (!over) {
        if (pipit_poll(&feed, &port, &event)) {
            over = !on_event(&event);
        } else if (event.wait_ms > 0) {
            port.wait(port.io, event.wait_ms);
        }
    }
    pipit_posix_free(&tcp);
}

static void pipit_stream(uint16_t tcp_port) {
    stream_with(NULL, tcp_port);
}

static void select_stream(uint16_t tcp_port) {
    stream_with(&selection, tcp_port);
}

const bench_reader_t bench_pipit = {"pipit", true, pipit_open, pipit_feed, pipit_close, NULL};
const bench_reader_t bench_select = {"pipit select", true, select_open, pipit_feed, pipit_close, NULL};
const bench_reader_t bench_raw = {"pipit lines", false, lines_open, pipit_feed, pipit_close, NULL};
const bench_reader_t bench_pipit_socket = {"pipit", true, NULL, NULL, NULL, pipit_stream};
const bench_reader_t bench_select_socket = {"pipit select", true, NULL, NULL, NULL, select_stream};
