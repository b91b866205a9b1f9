/* SPDX-License-Identifier: MIT */
/* Changes the rules while the stream runs: with a second client, which has its own port. One loop with one wait runs
 * both clients.
 *
 *     X_BEARER_TOKEN=... build/bin/rules_while_streaming "cat has:images"
 *
 * adds the rule, prints the Posts that match it, deletes the rule after 5 Posts, and ends. To use your own server, set
 * PIPIT_HOST, PIPIT_PORT and SSL_CERT_FILE.
 * Output and RAM: examples/README.md. */
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>

#define POSTS 5

PIPIT_DEFINE(feed, 4096, 128);
PIPIT_DEFINE(desk, 1024, 32); /* the client that changes the rules */

static char rule_id[24];
static int posts;

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    static const char *ids[] = {rule_id};
    (void)ctx;
    (void)client;
    if (posts == POSTS) return; /* X continues to send until the rule is deleted */
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
    if (++posts == POSTS) (void)pipit_rules_delete(&desk, ids, 1, false);
}

/* The message does not fit into the client, or is not JSON. The stream continues. */
static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    (void)line;
    fprintf(stderr, "a message is lost: %s\n", pipit_strerror(err));
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    (void)ctx;
    (void)client;
    snprintf(rule_id, sizeof rule_id, "%.*s", (int)rule->id.len, rule->id.ptr ? rule->id.ptr : "");
    printf("added %s\n", rule_id);
    (void)pipit_filter(&feed, NULL); /* now there is a rule; without one X refuses the stream */
}

static void on_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    (void)ctx;
    (void)client;
    fprintf(stderr, "refused: %.*s\n", (int)error->title.len, error->title.ptr ? error->title.ptr : "");
}

static void on_rules_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *summary) {
    (void)ctx;
    (void)client;
    if (posts < POSTS) return;
    printf("%u deleted\n", (unsigned)summary->deleted);
    pipit_stop(&feed);
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    (void)ctx;
    (void)client;
    if (reason != PIPIT_OK && reason != PIPIT_E_STOPPED) fprintf(stderr, "%s\n", pipit_strerror(reason));
}

static pipit_err_t start(const char *rule) {
    static pipit_rule_spec_t spec = {NULL, "from an example"};
    const char *port = getenv("PIPIT_PORT");
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = getenv("PIPIT_HOST"), .port = (uint16_t)(port ? atoi(port) : 0)};
    pipit_config_t desk_config = {PIPIT_BUFFERS(desk), .bearer_token = config.bearer_token, .host = config.host,
                                  .port = config.port};
    spec.value = rule;
    pipit_err_t err = pipit_init(&feed, &config);
    if (err == PIPIT_OK) err = pipit_init(&desk, &desk_config);
    return err == PIPIT_OK ? pipit_rules_add(&desk, &spec, 1, false) : err;
}

int main(int argc, char **argv) {
    static const pipit_handlers_t on = {
        .on_tweet = on_tweet, .on_exception = on_exception, .on_disconnect = on_disconnect};
    static const pipit_call_handlers_t on_call = {
        .on_rule = on_rule, .on_rule_error = on_rule_error, .on_rules_summary = on_rules_summary};
    static pipit_posix_t tcp[2];
    static pipit_tls_t tls[2];
    static pipit_posix_t *const links[] = {&tcp[0], &tcp[1]};
    pipit_t *const clients[] = {&feed, &desk};
    pipit_port_t ports[2];
    pipit_event_t event;
    for (int i = 0; i < 2; i++)
        ports[i] = pipit_tls_port(&tls[i], pipit_posix_port(&tcp[i]), PIPIT_TLS_SYSTEM_CA);
    if (start(argc > 1 ? argv[1] : "cat") != PIPIT_OK) {
        fprintf(stderr, "%s%s\n", pipit_offender(&feed), pipit_offender(&desk));
        return 2;
    }
    while (pipit_running(&feed) || pipit_running(&desk)) {
        uint32_t wait_ms = UINT32_MAX;
        for (int i = 0; i < 2; i++) {
            if (pipit_poll(clients[i], &ports[i], &event)) {
                if (!pipit_call_dispatch(clients[i], &event, &on_call, NULL))
                    pipit_dispatch(clients[i], &event, &on, NULL);
                wait_ms = 0; /* the event may have started or stopped the other client */
            } else if (event.wait_ms < wait_ms) {
                wait_ms = event.wait_ms;
            }
        }
        if (wait_ms > 0) pipit_posix_wait(links, 2, wait_ms);
    }
    for (int i = 0; i < 2; i++)
        pipit_tls_free(&tls[i]);
    for (int i = 0; i < 2; i++)
        pipit_posix_free(&tcp[i]);
    return posts == POSTS ? 0 : 1;
}
