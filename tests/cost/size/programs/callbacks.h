/* SPDX-License-Identifier: MIT */
/* The callbacks of the README's program. Instead of printing they add to a sum, so that the compiler cannot remove what
 * they read. */
#ifndef CALLBACKS_H
#define CALLBACKS_H

#include "port.h"

volatile uint64_t sink;

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx, (void)client;
    sink += tweet->text.len;
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx, (void)client;
    sink += (uint64_t)-err + line.len;
}

static const pipit_handlers_t on = {.on_tweet = on_tweet, .on_exception = on_exception};

#endif
