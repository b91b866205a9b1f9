/* SPDX-License-Identifier: MIT */
/* Prints the text of every Post that matches this app's rules.
 *
 *     X_BEARER_TOKEN=... build/bin/tail
 *
 * To use your own server, set PIPIT_HOST, PIPIT_PORT and SSL_CERT_FILE.
 * Output and RAM: examples/README.md. */
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>

PIPIT_DEFINE(feed, 4096, 128); /* all memory of the program */

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx;
    (void)client;
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
    (void)fflush(stdout);
}

/* The message does not fit into the client, or is not JSON. The stream continues. */
static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    (void)line;
    fprintf(stderr, "a message is lost: %s\n", pipit_strerror(err));
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    (void)ctx;
    (void)client;
    fprintf(stderr, "%s\n", pipit_strerror(reason));
}

int main(void) {
    static const pipit_handlers_t on = {
        .on_tweet = on_tweet, .on_exception = on_exception, .on_disconnect = on_disconnect};
    static pipit_posix_t tcp;
    static pipit_tls_t tls;
    const char *port_text = getenv("PIPIT_PORT");
    pipit_port_t port = pipit_tls_port(&tls, pipit_posix_port(&tcp), PIPIT_TLS_SYSTEM_CA);
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = getenv("PIPIT_HOST"), .port = (uint16_t)(port_text ? atoi(port_text) : 0)};
    pipit_err_t err = pipit_init(&feed, &config);
    if (err == PIPIT_OK) {
        err = pipit_filter(&feed, &(pipit_stream_t){.tweet_fields = "created_at,author_id", .expansions = "author_id"});
    }
    if (err != PIPIT_OK) {
        fprintf(stderr, "%s\n", pipit_offender(&feed));
        return 2;
    }
    err = pipit_run(&feed, &port, &on, NULL);
    pipit_tls_free(&tls);
    pipit_posix_free(&tcp);
    return err == PIPIT_OK || err == PIPIT_E_STOPPED ? 0 : 1;
}
