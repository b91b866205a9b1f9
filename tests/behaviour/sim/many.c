/* SPDX-License-Identifier: MIT */
/* Many streams in one process and one thread, in virtual time: each receives one Post in a second, for SECONDS seconds.
 *
 *     many CLIENTS SECONDS
 *
 * Exits with 0 if every client received every Post, and the memory of a client is exactly PIPIT_RAM(). many.py measures
 * the cost. */
#include "pipit/pipit.h"
#include "pipit_sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RX_BYTES 2048
#define TOKENS 64
#define SECOND_MS 1000u

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define LINE                                                                                                           \
    "{\"data\":{\"id\":\"1400000000000000001\",\"text\":\"a small bird says pipit, and the others answer\"},"          \
    "\"matching_rules\":[{\"id\":\"1165037377523306497\",\"tag\":\"birds\"}]}\r\n"

typedef struct {
    pipit_t client; /* first, so that its address is that of the structure */
    uint8_t rx[RX_BYTES];
    pipit_token_t tokens[TOKENS];
    unsigned long posts;
    pipit_port_t port;
    pipit_sim_link_t link;
} stream_t;

static unsigned long posts_wanted;

/* ---- the peer: a response head, then one line in a second ---- */

static void say(pipit_sim_link_t *link, const char *text) {
    if (pipit_sim_send(link, pipit_sim_connection(link), text, strlen(text)) != strlen(text)) exit(3);
}

static void on_connected(void *io, pipit_sim_link_t *link) {
    (void)io;
    (void)link;
}

static void on_received(void *io, pipit_sim_link_t *link, const uint8_t *bytes, size_t len) {
    const pipit_sim_t *sim = (const pipit_sim_t *)io;
    if (len < 4 || memcmp(bytes + len - 4, "\r\n\r\n", 4) != 0) return;
    say(link, HEAD);
    pipit_sim_wake(link, (pipit_sim_now_ms(sim) / SECOND_MS + 1u) * SECOND_MS);
}

static void on_ended(void *io, pipit_sim_link_t *link) {
    (void)io;
    pipit_sim_wake(link, PIPIT_SIM_NEVER);
}

static void on_woken(void *io, pipit_sim_link_t *link) {
    char chunk[sizeof LINE + 16];
    (void)snprintf(chunk, sizeof chunk, "%zx\r\n%s\r\n", sizeof LINE - 1u, LINE);
    say(link, chunk);
    pipit_sim_wake(link, pipit_sim_now_ms((const pipit_sim_t *)io) + SECOND_MS);
}

static const pipit_sim_peer_t peer = {on_connected, on_received, on_ended, on_woken};

/* ---- the client ---- */

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    stream_t *stream = (stream_t *)client;
    (void)ctx;
    if (tweet->id_number != 1400000000000000001u) exit(3);
    if (++stream->posts == posts_wanted) pipit_stop(client);
}

static void stream_make(stream_t *stream, pipit_sim_t *sim, uint32_t seed) {
    const pipit_config_t config = {.rx = stream->rx,
                                   .rx_bytes = RX_BYTES,
                                   .tokens = stream->tokens,
                                   .token_count = TOKENS,
                                   .bearer_token = "token",
                                   .seed = seed};
    stream->port = pipit_sim_port(&stream->link, sim, &peer, sim);
    if (pipit_init(&stream->client, &config) != PIPIT_OK) exit(2);
}

static void *memory(size_t count, size_t size) {
    void *got = calloc(count, size);
    if (!got) exit(4);
    return got;
}

int main(int argc, char **argv) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet};
    static pipit_sim_t sim;
    if (argc != 3) return 2;
    const size_t count = strtoul(argv[1], NULL, 10);
    posts_wanted = strtoul(argv[2], NULL, 10);
    stream_t *streams = memory(count, sizeof *streams);
    pipit_member_t *members = memory(count, sizeof *members);
    pipit_sim_init(&sim, 1, NULL);
    for (size_t i = 0; i < count; i++) {
        stream_make(&streams[i], &sim, (uint32_t)i + 1u);
        members[i] = (pipit_member_t){&streams[i].client, &streams[i].port, NULL};
    }
    pipit_group_t group = {.members = members, .count = count, .wait = pipit_sim_wait, .wait_io = &sim};
    if (pipit_group_start(&group, &pipit_endpoint_sample, NULL, NULL) != PIPIT_OK) return 2;
    const pipit_err_t reason = pipit_group_run(&group, &on, NULL);
    unsigned long posts = 0;
    for (size_t i = 0; i < count; i++)
        posts += streams[i].posts;
    printf("%lu Posts, %zu bytes a client, %s\n", posts, offsetof(stream_t, posts), pipit_err_name(reason));
    free(streams);
    free(members);
    return posts == count * posts_wanted && offsetof(stream_t, posts) == PIPIT_RAM(RX_BYTES, TOKENS) ? 0 : 1;
}
