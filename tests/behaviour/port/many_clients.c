/* SPDX-License-Identifier: MIT */
/* Many streams in one thread over real sockets. Each client ends after POSTS Posts, and the program after the last one.
 *
 *     many_clients PORT CLIENTS POSTS [CA.pem]      localhost; over TLS if there are certificates
 *
 * Prints one line: Posts, connects, retries, bytes of the core for each client, and CPU time of the process. */
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RX_BYTES 4096
#define TOKENS 128

typedef struct {
    pipit_t client; /* first, so that its address is that of the structure */
    uint8_t rx[RX_BYTES];
    pipit_token_t tokens[TOKENS];
    unsigned posts;
    pipit_posix_t tcp;
    pipit_tls_t tls;
    pipit_port_t port;
} stream_t;

static unsigned posts_wanted;

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    stream_t *stream = (stream_t *)client;
    (void)ctx;
    if (tweet->id_number == 0) exit(3);
    if (++stream->posts == posts_wanted) pipit_stop(client);
}

static void on_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    (void)ctx;
    (void)client;
    (void)problem;
    fprintf(stderr, "status %u\n", status);
}

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    (void)ctx;
    (void)client;
    fprintf(stderr, "%s, detail %ld\n", pipit_err_name(err), (long)detail);
}

static void *memory(size_t count, size_t size) {
    void *got = calloc(count, size);
    if (!got) exit(4);
    return got;
}

static void stream_make(stream_t *stream, uint16_t port, const pipit_tls_config_t *tls, uint32_t seed) {
    pipit_config_t config = {.rx = stream->rx,
                             .rx_bytes = RX_BYTES,
                             .tokens = stream->tokens,
                             .token_count = TOKENS,
                             .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = "localhost",
                             .port = port,
                             .connect_ms = 60000,
                             .seed = seed};
    stream->port = pipit_posix_port(&stream->tcp);
    if (tls->ca_file) stream->port = pipit_tls_port(&stream->tls, stream->port, tls);
    if (pipit_init(&stream->client, &config) != PIPIT_OK) {
        fprintf(stderr, "%s\n", pipit_offender(&stream->client));
        exit(2);
    }
}

int main(int argc, char **argv) {
    static const pipit_handlers_t on = {
        .on_tweet = on_tweet, .on_request_error = on_request_error, .on_connection_error = on_connection_error};
    if (argc < 4) return 2;
    const size_t count = strtoul(argv[2], NULL, 10);
    const pipit_tls_config_t tls = {.ca_file = argc > 4 ? argv[4] : NULL};
    stream_t *streams = memory(count, sizeof *streams);
    pipit_member_t *members = memory(count, sizeof *members);
    pipit_posix_t **tcp = memory(count, sizeof(pipit_posix_t *));
    const pipit_t *who;
    posts_wanted = (unsigned)strtoul(argv[3], NULL, 10);
    for (size_t i = 0; i < count; i++) {
        stream_make(&streams[i], (uint16_t)strtoul(argv[1], NULL, 10), &tls, (uint32_t)i + 1u);
        members[i] = (pipit_member_t){&streams[i].client, &streams[i].port, &streams[i].tcp.quiet};
        tcp[i] = &streams[i].tcp;
    }
    pipit_posix_links_t links = {tcp, count};
    pipit_group_t group = {.members = members, .count = count, .wait = pipit_posix_wait_links, .wait_io = &links};
    if (pipit_group_start(&group, &pipit_endpoint_sample, NULL, &who) != PIPIT_OK) return 2;
    pipit_err_t reason = pipit_group_run(&group, &on, NULL);
    unsigned long posts = 0;
    unsigned long connects = 0;
    unsigned long retries = 0;
    for (size_t i = 0; i < count; i++) {
        posts += streams[i].posts;
        connects += pipit_stats(&streams[i].client)->connects;
        retries += pipit_stats(&streams[i].client)->retries;
        if (tls.ca_file) pipit_tls_free(&streams[i].tls);
        pipit_posix_free(&streams[i].tcp);
    }
    printf("%lu %lu %lu %zu %.3f\n", posts, connects, retries, offsetof(stream_t, posts),
           (double)clock() / CLOCKS_PER_SEC);
    free(streams);
    free(members);
    free(tcp);
    return reason == PIPIT_E_STOPPED && offsetof(stream_t, posts) == PIPIT_RAM(RX_BYTES, TOKENS) ? 0 : 1;
}
