/* SPDX-License-Identifier: MIT */
/* A peer whose bytes have all arrived, for programs whose instructions are counted. */
#ifndef PEER_H
#define PEER_H

#include "pipit/pipit.h"

typedef struct {
    pipit_t client;
    uint8_t *rx;
    pipit_token_t *tokens;
    const char *from; /* the next bytes of the peer */
    const char *end;
    size_t at_once; /* how many bytes one recv() gives; 0: as many as there is room for */
} peer_t;

void fail(const char *what);
/* @return zeroed memory, which is never freed. */
void *memory(size_t bytes);
void peer_init(peer_t *peer, size_t rx_bytes, size_t token_count);
pipit_port_t port_of(peer_t *peer);
/* The peer sends these bytes. */
void hears(peer_t *peer, const char *text, size_t len);

#endif
