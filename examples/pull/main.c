/* SPDX-License-Identifier: MIT */
/* A stream without callbacks: pipit_poll() and a switch for the kinds of events. For programs that have their own loop.
 *
 *     X_BEARER_TOKEN=... build/bin/pull
 *
 * ends after 5 Posts. To use your own server, set PIPIT_HOST, PIPIT_PORT and SSL_CERT_FILE.
 * Output and RAM: examples/README.md. */
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>

#define POSTS 5

PIPIT_DEFINE(feed, 4096, 128); /* all memory of the program */

static int posts;

static void print(const char *before, pipit_str_t text, const char *after) {
    printf("%s%.*s%s", before, (int)text.len, text.ptr ? text.ptr : "", after);
}

static void print_line(pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_matching_rule_t rule;
    if (event->err != PIPIT_OK) {
        fprintf(stderr, "a message is lost: %s\n", pipit_strerror(event->err)); /* the stream continues */
        return;
    }
    if (!pipit_tweet_read(event, &tweet)) return; /* a notice, or a kind of message that this program does not know */
    print("", tweet.text, "");
    pipit_node_t node =
        pipit_json_first(&event->json, pipit_json_find(&event->json, PIPIT_NODE_ROOT, "matching_rules"));
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (pipit_matching_rule_read(event, node, &rule)) print(" [", rule.tag, "]");
    }
    putchar('\n');
    if (++posts == POSTS) pipit_stop(&feed); /* legal everywhere; PIPIT_EV_DISCONNECT follows */
}

/* Views in the event are valid until the next pipit_poll(). */
static void handle(pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT: puts("connected"); break;
    case PIPIT_EV_LINE: print_line(event); break;
    case PIPIT_EV_KEEP_ALIVE: puts("keep-alive"); break;
    case PIPIT_EV_OVERSIZE:
        fprintf(stderr, "a message is lost: its %lu bytes do not fit\n", (unsigned long)event->total_bytes);
        break;
    case PIPIT_EV_CLOSED: puts("closed"); break;
    case PIPIT_EV_CONNECTION_ERROR: fprintf(stderr, "%s\n", pipit_strerror(event->err)); break;
    case PIPIT_EV_REQUEST_ERROR: fprintf(stderr, "status %u\n", event->status); break;
    case PIPIT_EV_RETRY: printf("again in %lu ms\n", (unsigned long)event->wait_ms); break;
    case PIPIT_EV_DISCONNECT: fprintf(stderr, "%s\n", pipit_strerror(event->err)); break;
    default: break; /* calls have more kinds of events */
    }
    (void)fflush(stdout);
}

int main(void) {
    static pipit_posix_t tcp;
    static pipit_tls_t tls;
    pipit_event_t event;
    const char *port_text = getenv("PIPIT_PORT");
    pipit_port_t port = pipit_tls_port(&tls, pipit_posix_port(&tcp), PIPIT_TLS_SYSTEM_CA);
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = getenv("PIPIT_HOST"), .port = (uint16_t)(port_text ? atoi(port_text) : 0)};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, NULL) != PIPIT_OK) {
        fprintf(stderr, "%s\n", pipit_offender(&feed));
        return 2;
    }
    while (pipit_running(&feed)) {
        if (pipit_poll(&feed, &port, &event))
            handle(&event);
        else if (event.wait_ms > 0)
            port.wait(port.io, event.wait_ms); /* your program can do something else during this time */
    }
    pipit_tls_free(&tls);
    pipit_posix_free(&tcp);
    return posts == POSTS ? 0 : 1;
}
