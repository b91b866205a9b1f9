/* SPDX-License-Identifier: MIT */
/* What the outputs and the loop share. */
#ifndef APP_H
#define APP_H

#include "../feed/feed.h"
#include "../feed/replay_port.h"
#include "../options/options.h"
#include "../output/out_file.h"
#include "pipit/group.h"

typedef struct {
    const options_t *options;
    feed_t *feeds; /* one connection each */
    size_t feed_count;
    pipit_group_t group;
    pipit_posix_t **links;     /* for one wait */
    pipit_posix_waker_t waker; /* ends the wait when a signal comes */
    pipit_seen_t seen;
    out_file_t out;
    replay_port_t replay;
    uint32_t start_ms; /* engine time */
    uint32_t drawn_ms; /* of the status line, real time */
    uint32_t messages; /* printed or written */
    uint32_t gaps;     /* told */
    bool drawn;
    bool refused;       /* a call: X refused at least one item */
    bool output_failed; /* and that was said */
    bool colour;
    bool status; /* draw the status line */
} app_t;

/* A kind of output: what is done with a line before any callback has decoded something in it (NULL: nothing), and the
 * callbacks; ctx is the app_t, the client is that of a feed_t. */
typedef struct {
    void (*line)(app_t *app, feed_t *feed, pipit_event_t *event);
    const pipit_handlers_t *handlers;
} output_t;

extern const output_t output_text;
extern const output_t output_lines;
extern const output_t output_events;

/* Turns all connections until their requests are over. */
void loop(app_t *app, const output_t *output);

/* Shared: counts the messages of a line and stops at the limit. */
void app_count(app_t *app, pipit_event_t *event);
void app_stop(app_t *app);
uint32_t app_now_ms(const app_t *app);
/* Writes what stdout still holds. @return whether it can go on. */
bool app_flush(app_t *app);
/* The output cannot be written: says so once and stops. */
void app_output_failed(app_t *app, const char *name, int error);

/* One line on stderr, above the status line; `feed` may be NULL. */
__attribute__((format(printf, 3, 4))) void app_say(app_t *app, const feed_t *feed, const char *format, ...);
void status_draw(app_t *app);
void status_clear(app_t *app);
/* All counters, "name value" a line on stderr. */
void stats_print(const app_t *app);

/* Callbacks that talk on stderr, for the outputs that are not events. */
void say_connect(void *ctx, pipit_t *client);
void say_closed(void *ctx, pipit_t *client);
void say_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail);
void say_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem);
void say_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt);
void say_gap(void *ctx, pipit_t *client, const pipit_gap_t *gap);
void say_kill(void *ctx, pipit_t *client, uint16_t status, pipit_err_t err);
void say_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes);
void say_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line);
void say_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error);
void say_disconnect(void *ctx, pipit_t *client, pipit_err_t reason);

/* The platform's words for a link error; "" if there are none. */
const char *error_detail(const app_t *app, const feed_t *feed, pipit_err_t err, int32_t detail, char *buf, size_t size);
/* The command that fetches what is missing. @return buf */
const char *replay_command(const options_t *options, const feed_t *feed, const pipit_gap_t *gap, char *buf,
                           size_t size);

/* Text that cannot command a terminal: control characters become spaces, X's HTML entities their characters. */
void print_text(pipit_str_t text);
/* The same, entities stay. */
void print_plain(pipit_str_t text);
/* The same for one line on stderr, in `buf`, cut to its size; entities stay. @return buf */
const char *printable(pipit_str_t text, char *buf, size_t size);
/* A JSON string, quotes included; bytes that are not UTF-8 become U+FFFD. */
void print_json(pipit_str_t text);

#endif
