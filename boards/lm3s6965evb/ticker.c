/* SPDX-License-Identifier: MIT */
/* The ticker: synchronises its rules, receives the Posts that match them over verified TLS, and shows them on the OLED.
 */
#include "arguments.h"
#include "board.h"
#include "client_config.h"
#include "display.h"
#include "fault_test.h"
#include "link.h"
#include "net.h"
#include "pipit/pipit.h"
#include "platform.h"
#include "post.h"
#include "posts_report.h"
#include "rules_keeper.h"
#include <string.h>

#define RULES_RETRY_MS 10000u
#define NAME_PREFIX "PIPIT_E_"

enum { EXIT_DONE = 0, EXIT_DISCONNECTED = 3, EXIT_SETUP = 4 };

static const char rules_tag[] = "ticker";
static const char *const rules_wanted[] = {"cat", "(ocean OR river) -is:retweet"};

PIPIT_DEFINE(feed, POSTS_RX_BYTES, POSTS_TOKENS);

/* The members that are shown. Because only these are kept, Posts of any length fit. */
static const char *const shown[] = {"data.id",         "data.text",         "data.author_id",
                                    "data.created_at", "includes.users.id", "includes.users.username"};
static pipit_select_t selection = PIPIT_SELECT(shown);

typedef enum { PHASE_RULES, PHASE_RULES_WAIT, PHASE_STREAM, PHASE_OVER } phase_t;

static struct {
    phase_t phase;
    pipit_err_t reason; /* why the stream has ended */
    pipit_port_t port;
    rules_keeper_t rules;
    uint32_t deadline_ms; /* end of the present wait */
    uint32_t posts_wanted;
    bool keeps_rules;
    bool reports_use;
} ticker;

static void print(const char *text) {
    board_console(text, strlen(text));
}

/* ---- waits ---- */

static uint32_t now_ms(void) {
    return ticker.port.now(ticker.port.io);
}

static uint32_t left_ms(void) {
    uint32_t left = ticker.deadline_ms - now_ms();
    return left > INT32_MAX ? 0 : left;
}

static void wait_begin(uint32_t wait_ms) {
    ticker.deadline_ms = now_ms() + wait_ms;
    display_status(wait_ms > 0 ? STATUS_WAITING : STATUS_CONNECTING);
}

/* ---- phases ---- */

static void stop_because(pipit_err_t reason) {
    const char *name = pipit_err_name(reason);
    bool prefixed = strncmp(name, NAME_PREFIX, sizeof NAME_PREFIX - 1) == 0;
    ticker.phase = PHASE_OVER;
    ticker.reason = reason;
    display_stopped(prefixed ? name + sizeof NAME_PREFIX - 1 : name);
}

static void stream_start(void) {
    static const pipit_stream_t stream = {.tweet_fields = "created_at,author_id", .expansions = "author_id"};
    ticker.phase = PHASE_STREAM;
    pipit_err_t err = pipit_filter(&feed, &stream);
    if (err != PIPIT_OK) stop_because(err);
}

static void rules_start(void) {
    ticker.phase = PHASE_RULES;
    display_status(STATUS_RULES);
    pipit_err_t err =
        rules_keeper_start(&ticker.rules, &feed, rules_tag, rules_wanted, sizeof rules_wanted / sizeof rules_wanted[0]);
    if (err != PIPIT_OK) stop_because(err);
}

static void rules_start_later(void) {
    ticker.phase = PHASE_RULES_WAIT;
    wait_begin(RULES_RETRY_MS);
}

/* The client does not repeat calls. So try again later, except after errors that waiting does not cure. */
static void rules_failed(pipit_err_t reason) {
    uint8_t family = pipit_err_family(reason);
    if (family == PIPIT_FAMILY_API_STOP || family == PIPIT_FAMILY_CALLER) {
        stop_because(reason);
    } else {
        rules_start_later();
    }
}

static void rules_over(pipit_err_t reason) {
    pipit_err_t err = PIPIT_OK;
    if (reason != PIPIT_OK) {
        rules_failed(reason);
    } else if (!rules_keeper_next(&ticker.rules, &feed, &err)) {
        if (err == PIPIT_OK) {
            stream_start();
        } else {
            stop_because(err);
        }
    }
}

static void request_over(pipit_err_t reason) {
    if (ticker.phase == PHASE_RULES) {
        rules_over(reason);
    } else if (reason == PIPIT_E_NO_RULES && ticker.keeps_rules) {
        rules_start_later(); /* the rules were deleted by another program */
    } else {
        stop_because(reason);
    }
}

/* ---- events ---- */

static void post_take(pipit_event_t *event) {
    history_source_t post;
    if (post_read(event, &post)) post_print(display_post(&post, wall_clock_s()));
}

static void retry_wait(uint32_t wait_ms) {
    wait_begin(wait_ms);
    if (ticker.reports_use) link_report_use();
}

static void handle(pipit_event_t *event) {
    posts_report_event(event);
    posts_report_own_begin();
    switch (event->kind) {
    case PIPIT_EV_CONNECT:
        display_status(STATUS_CONNECTED);
        print("connected\n");
        break;
    case PIPIT_EV_LINE: post_take(event); break;
    case PIPIT_EV_CLOSED:
    case PIPIT_EV_CONNECTION_ERROR:
    case PIPIT_EV_REQUEST_ERROR: print("disconnected\n"); break;
    case PIPIT_EV_RETRY: retry_wait(event->wait_ms); break;
    case PIPIT_EV_ITEM: rules_keeper_rule(&ticker.rules, event); break;
    case PIPIT_EV_DISCONNECT: request_over(event->err); break;
    default: break;
    }
    posts_report_own_end();
    const pipit_stats_t *stats = pipit_stats(&feed);
    if (ticker.posts_wanted > 0 && stats->lines + stats->oversize >= ticker.posts_wanted) pipit_stop(&feed);
}

/* ---- the loop ---- */

/* @return the time in ms until the next call is needed if nothing happens. */
static uint32_t client_turn(void) {
    pipit_event_t event;
    if (pipit_want(&feed) & PIPIT_WANT_OPEN) {
        posts_report_dial();
        if (ticker.phase == PHASE_STREAM) display_status(STATUS_CONNECTING);
    }
    if (!pipit_poll(&feed, &ticker.port, &event)) return event.wait_ms;
    handle(&event);
    net_turn(NULL, 0);
    return 0;
}

static uint32_t turn(void) {
    if (pipit_running(&feed)) return client_turn();
    if (ticker.phase != PHASE_RULES_WAIT) return UINT32_MAX;
    uint32_t left = left_ms();
    if (left == 0) rules_start();
    return left;
}

static void run(bool for_ever) {
    while (ticker.phase != PHASE_OVER || for_ever) {
        uint32_t idle_ms = turn();
        posts_report_own_begin();
        display_turn(left_ms());
        posts_report_own_end();
        uint32_t rest_ms = display_rest_ms(left_ms());
        if (idle_ms > 0) ticker.port.wait(ticker.port.io, idle_ms < rest_ms ? idle_ms : rest_ms);
    }
    display_turn(0);
}

/* ---- set-up ---- */

static pipit_err_t feed_init(const char *words) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .user_agent = "pipit-ticker/" PIPIT_VERSION_STRING};
    client_config(words, &config);
    pipit_err_t err = pipit_init(&feed, &config);
    if (err == PIPIT_OK && !argument_given(words, "whole")) err = pipit_select_use(&feed, &selection);
    return err;
}

/* On a real board there are no words: its rules are fixed, and it never ends. */
static void words_read(const char *words) {
    uint32_t time_s = argument_number(words, "time", 0);
    if (time_s > 0) wall_clock_set(time_s);
    posts_report_begin(words, link_tls());
    ticker.keeps_rules = argument_given(words, "rules") || words[0] == '\0';
    ticker.posts_wanted = argument_number(words, "posts", 0);
    ticker.reports_use = argument_given(words, "use");
}

int main(void) {
    board_init();
    const char *words = board_arguments();
    words_read(words);
    fault_test(words);
    ticker.port = link_port(words);
    display_init(argument_given(words, "screens"));
    display_turn(0);
    if (!link_start(words) || feed_init(words) != PIPIT_OK) return EXIT_SETUP;
    if (ticker.keeps_rules) {
        rules_start();
    } else {
        stream_start();
    }
    run(argument_given(words, "stay") || words[0] == '\0');
    link_close(&ticker.port);
    posts_report_end(link_arena_bytes());
    return ticker.reason == PIPIT_E_STOPPED ? EXIT_DONE : EXIT_DISCONNECTED;
}
