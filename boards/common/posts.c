/* SPDX-License-Identifier: MIT */
/* The firmware of the small boards: a filtered stream over verified TLS; one line for each Post on the console. */
#include "arguments.h"
#include "board.h"
#include "client_config.h"
#include "fault_test.h"
#include "link.h"
#include "net.h"
#include "pipit/pipit.h"
#include "platform.h"
#include "posts_report.h"
#include <string.h>

#define STATUS_OK 0
#define STATUS_DISCONNECTED 3
#define STATUS_SETUP 4

PIPIT_DEFINE(feed, POSTS_RX_BYTES, POSTS_TOKENS);

static void print(const char *text) {
    board_console(text, strlen(text));
}

static pipit_err_t feed_start(const char *words) {
    const pipit_stream_t stream = {.tweet_fields = "created_at,author_id", .expansions = "author_id"};
    pipit_config_t config = {PIPIT_BUFFERS(feed)};
    client_config(words, &config);
    pipit_err_t err = pipit_init(&feed, &config);
    if (err == PIPIT_OK) err = pipit_filter(&feed, &stream);
    if (err != PIPIT_OK)
        print("the token or another setting is wrong\n"); /* pipit_offender() says which: 3 KB of flash */
    return err;
}

/* ---- a Post, as text for people ---- */

/* Control characters are not printed, because a terminal would execute them. */
static void print_clean(pipit_str_t text) {
    size_t begin = 0;
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x20 && text.ptr[i] != 0x7f) continue;
        board_console(text.ptr + begin, i - begin);
        print(" ");
        begin = i + 1;
    }
    if (text.len > begin) board_console(text.ptr + begin, text.len - begin);
}

static void print_post(pipit_event_t *event) {
    pipit_tweet_t tweet;
    if (!pipit_tweet_read(event, &tweet)) return;
    pipit_node_t name = pipit_json_find(&event->json, PIPIT_NODE_ROOT, "includes.users[0].username");
    print("@");
    print_clean(name == PIPIT_NODE_NONE ? tweet.author_id : pipit_json_string(&event->json, name));
    print(": ");
    print_clean(tweet.text);
    print("\n");
}

/* ---- the loop ---- */

static void handle(pipit_event_t *event, uint32_t posts_wanted) {
    posts_report_event(event);
    posts_report_own_begin();
    switch (event->kind) {
    case PIPIT_EV_LINE: print_post(event); break;
    case PIPIT_EV_CONNECT: print("connected\n"); break;
    case PIPIT_EV_CLOSED:
    case PIPIT_EV_CONNECTION_ERROR:
    case PIPIT_EV_REQUEST_ERROR: print("disconnected\n"); break;
    case PIPIT_EV_RETRY: print("connecting again\n"); break;
    default: break;
    }
    posts_report_own_end();
    const pipit_stats_t *stats = pipit_stats(&feed);
    if (posts_wanted > 0 && stats->lines + stats->oversize >= posts_wanted) pipit_stop(&feed);
}

static pipit_err_t stream(const pipit_port_t *port, uint32_t posts_wanted) {
    pipit_event_t event;
    pipit_err_t reason = PIPIT_E_STATE;
    while (pipit_running(&feed)) {
        if (pipit_want(&feed) & PIPIT_WANT_OPEN) posts_report_dial();
        if (pipit_poll(&feed, port, &event)) {
            if (event.kind == PIPIT_EV_DISCONNECT) reason = event.err;
            handle(&event, posts_wanted);
            net_turn(NULL, 0);
        } else if (event.wait_ms > 0) {
            port->wait(port->io, event.wait_ms);
        }
    }
    link_close(port);
    return reason;
}

int main(void) {
    board_init();
    const char *words = board_arguments();
    fault_test(words);
    uint32_t time_s = argument_number(words, "time", 0);
    if (time_s > 0) wall_clock_set(time_s);
    posts_report_begin(words, link_tls());
    if (!link_start(words)) return STATUS_SETUP;
    pipit_port_t port = link_port(words);
    if (feed_start(words) != PIPIT_OK) return STATUS_SETUP;
    pipit_err_t reason = stream(&port, argument_number(words, "posts", 0));
    posts_report_end(link_arena_bytes());
    return reason == PIPIT_E_STOPPED || reason == PIPIT_OK ? STATUS_OK : STATUS_DISCONNECTED;
}
