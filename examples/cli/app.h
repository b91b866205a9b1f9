/* SPDX-License-Identifier: MIT */
/* What the outputs and the loop share. */
#ifndef APP_H
#define APP_H

#include "options.h"
#include "pipit_posix.h"
#include "pipit_proxy.h"
#include "pipit_tls.h"

typedef struct {
    const options_t *options;
    pipit_t client;
    pipit_port_t port;
    pipit_posix_t tcp;
    pipit_posix_waker_t waker; /* ends the wait when a signal comes */
    pipit_proxy_t proxy;
    pipit_tls_t tls;
    uint32_t start_ms;     /* engine time */
    uint32_t connected_ms; /* engine time of the last connect */
    uint32_t drawn_ms;     /* of the status line, real time */
    uint32_t posts;
    int64_t lag_ms; /* of the last Post; INT64_MIN if unknown */
    bool connected;
    bool drawn;
    bool refused;    /* a rules call: X refused at least one rule */
    char cause[512]; /* why the present attempt failed, until it is said together with what follows from it */
    bool colour;
    bool status; /* draw the status line */
    pipit_err_t reason;
} app_t;

/* Callbacks of each kind of output; ctx is the app_t. */
extern const pipit_handlers_t output_text;
extern const pipit_handlers_t output_jsonl;
extern const pipit_handlers_t output_events;

/* Shared: counts a Post and stops at the limit. */
void app_post(app_t *app);
/* The platform's words for a link error; "" if there are none. */
const char *app_detail(const app_t *app, pipit_err_t err, int32_t detail, char *buf, size_t size);
/* One line on stderr, above the status line. */
void app_say(app_t *app, const char *format, ...);
void status_draw(app_t *app);
void status_clear(app_t *app);

/* Callbacks that talk on stderr, for the outputs that are not events. */
void say_connect(void *ctx, pipit_t *client);
void say_closed(void *ctx, pipit_t *client);
void say_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail);
void say_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem);
void say_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt);
void say_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes);
void say_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line);
void say_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error);
void say_disconnect(void *ctx, pipit_t *client, pipit_err_t reason);

/* Text that cannot command a terminal: control characters become spaces, X's HTML entities their characters. */
void print_text(pipit_str_t text);
/* The same for one line on stderr, in `buf`, cut to its size; entities stay. @return buf */
const char *printable(pipit_str_t text, char *buf, size_t size);
/* A JSON string, quotes included; bytes that are not UTF-8 become U+FFFD. */
void print_json(pipit_str_t text);

#endif
