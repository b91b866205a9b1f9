/* SPDX-License-Identifier: MIT */
/* What the program in the README of the project names of the core: callbacks for Posts and for lost messages. */
#include "port.h"

PIPIT_DEFINE(feed, 4096, 128);
volatile uint64_t sink; /* keeps the compiler from dropping what is read */

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx, (void)client;
    sink += tweet->text.len;
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx, (void)client;
    sink += (uint64_t)-err + line.len;
}

int main(void) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet, .on_exception = on_exception};
    static const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token"};
    static const pipit_stream_t stream = {.tweet_fields = "created_at,author_id", .expansions = "author_id"};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, &stream) != PIPIT_OK) return 2;
    return pipit_run(&feed, &port, &on, NULL) == PIPIT_E_STOPPED ? 0 : 1;
}
