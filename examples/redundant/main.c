/* SPDX-License-Identifier: MIT */
/* Two connections to the same stream; each Post is printed once. If one connection is interrupted, the other continues,
 * and Posts that the backfill of the first one repeats are dropped. X allows a second connection only to Enterprise
 * apps. Ends after 5 Posts.
 *
 *     X_BEARER_TOKEN=... build/bin/redundant
 *
 * To use your own server, set PIPIT_HOST, PIPIT_PORT and SSL_CERT_FILE.
 * Output and RAM: examples/README.md. */
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>

#define POSTS 5u

PIPIT_SEEN_DEFINE(seen, 256);
static pipit_recovery_t recovery[2];
PIPIT_DEFINE(feed, 4096, 128);
PIPIT_DEFINE(desk, 4096, 128);

static pipit_posix_t tcp[2];
static pipit_tls_t tls[2];
static pipit_group_t group;

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    unsigned *posts = ctx;
    (void)client;
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
    if (++*posts == POSTS) pipit_group_stop(&group);
}

/* The message does not fit into the client, or is not JSON. The stream continues. */
static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    (void)line;
    fprintf(stderr, "a message is lost: %s\n", pipit_strerror(err));
}

static int refused(const pipit_t *client) {
    fprintf(stderr, "%s\n", pipit_offender(client));
    return 2;
}

int main(void) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet, .on_exception = on_exception};
    static pipit_posix_t *const links[] = {&tcp[0], &tcp[1]};
    static pipit_posix_links_t both = {links, 2};
    const char *port_text = getenv("PIPIT_PORT");
    unsigned posts = 0;
    const pipit_t *who;
    pipit_port_t ports[2];
    pipit_member_t members[2] = {{&feed, &ports[0], &tcp[0].quiet}, {&desk, &ports[1], &tcp[1].quiet}};
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = getenv("PIPIT_HOST"), .port = (uint16_t)(port_text ? atoi(port_text) : 0)};
    for (int i = 0; i < 2; i++)
        ports[i] = pipit_tls_port(&tls[i], pipit_posix_port(&tcp[i]), PIPIT_TLS_SYSTEM_CA);
    if (pipit_init(&feed, &config) != PIPIT_OK) return refused(&feed);
    (void)pipit_seen_use(&feed, &seen);
    (void)pipit_recovery_use(&feed, &recovery[0]);
    config.rx = desk_rx;
    config.tokens = desk_tokens;
    config.seed = 2; /* different jitter, so that both do not reconnect at the same time */
    if (pipit_init(&desk, &config) != PIPIT_OK) return refused(&desk);
    (void)pipit_seen_use(&desk, &seen);
    (void)pipit_recovery_use(&desk, &recovery[1]);
    group = (pipit_group_t){.members = members, .count = 2, .wait = pipit_posix_wait_links, .wait_io = &both};
    pipit_stream_t stream = {.backfill_minutes = PIPIT_BACKFILL_AUTO};
    if (pipit_group_start(&group, &pipit_endpoint_filter, &stream, &who) != PIPIT_OK) return refused(who);
    pipit_err_t reason = pipit_group_run(&group, &on, &posts);
    for (int i = 0; i < 2; i++) {
        pipit_tls_free(&tls[i]);
        pipit_posix_free(&tcp[i]);
    }
    return reason == PIPIT_E_STOPPED ? 0 : 1;
}
