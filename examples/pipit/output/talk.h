/* SPDX-License-Identifier: MIT */
/* Messages on stderr: what happened, what happens next, what to do. */
#ifndef TALK_H
#define TALK_H

#include "../app/app.h"

/* One line on stderr, above the status line; `feed` may be NULL. */
__attribute__((format(printf, 2, 3))) void say(const feed_t *feed, const char *format, ...);

/* Callbacks that print on stderr, for all outputs except that of events. */
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
/* The table of those for streams. */
extern const pipit_handlers_t say_handlers;

/* The platform's text for an error of the connection; "" if there is none. */
const char *error_detail(const app_t *app, const feed_t *feed, pipit_err_t err, int32_t detail, char *buf, size_t size);

#endif
