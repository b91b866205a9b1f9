/* SPDX-License-Identifier: MIT */
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(2);
}

void *memory(size_t bytes) {
    void *bytes_at = calloc(1, bytes);
    if (!bytes_at) fail("no memory");
    return bytes_at;
}

void peer_init(peer_t *peer, size_t rx_bytes, size_t token_count) {
    peer->rx = memory(rx_bytes);
    peer->tokens = memory(token_count * sizeof *peer->tokens);
    const pipit_config_t config = {.rx = peer->rx,
                                   .rx_bytes = rx_bytes,
                                   .tokens = peer->tokens,

                                   .token_count = token_count,
                                   .bearer_token = "T",
                                   .seed = 12345};
    if (pipit_init(&peer->client, &config) != PIPIT_OK) fail("init");
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    (void)io;
    (void)host;
    (void)port;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    return (int32_t)len;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    peer_t *peer = io;
    const size_t left = (size_t)(peer->end - peer->from);
    if (len > left) len = left;
    if (peer->at_once > 0 && len > peer->at_once) len = peer->at_once;
    memcpy(bytes, peer->from, len);
    peer->from += len;
    return (int32_t)len;
}

static void port_close(void *io) {
    (void)io;
}

static uint32_t port_now(void *io) {
    (void)io;
    return 1000;
}

pipit_port_t port_of(peer_t *peer) {
    const pipit_port_t port = {peer, NULL, port_open, port_send, port_recv, port_close, port_now, NULL};
    return port;
}

void hears(peer_t *peer, const char *text, size_t len) {
    peer->from = text;
    peer->end = text + len;
}
