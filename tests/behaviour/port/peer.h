/* SPDX-License-Identifier: MIT */
/* The other end of a link on loopback, driven by the test's own thread: nothing happens but in a call, so a test is the
 * same every time. A failure of the peer itself fails the test. */
#ifndef PEER_H
#define PEER_H

#include "peer_tls.h"
#include <stdint.h>

typedef enum { PEER_PLAIN, PEER_PROXY, PEER_TLS, PEER_TLS_BEHIND_PROXY } peer_kind_t;

typedef struct {
    peer_kind_t kind;
    int listener;
    int socket;
    int fillers[4]; /* connections that fill the queue of a deaf peer */
    uint16_t port;
    bool tunnel;     /* CONNECT is answered */
    bool refused;    /* the handshake failed */
    size_t head_len; /* of the CONNECT request so far */
    char head[2048];
    peer_tls_t tls;
} peer_t;

/* Listen on `address`, "127.0.0.1" or "::1", on a free port. `folder` holds the certificates. */
void peer_listen(peer_t *peer, peer_kind_t kind, const char *address, const char *folder,
                 const peer_tls_setup_t *setup);
/* The same, but so that a connection to it is neither made nor refused. */
void peer_listen_deaf(peer_t *peer, const char *address);
/* At this port: deaf, or without TLS. */
void peer_listen_deaf_at(peer_t *peer, const char *address, uint16_t port);
void peer_listen_plain_at(peer_t *peer, const char *address, uint16_t port);

/* Accept, answer CONNECT, shake hands: what can be done now. @return true when bytes can flow. */
bool peer_turn(peer_t *peer);
/* TCP only: accept and say nothing. @return true when there is a connection. */
bool peer_accept(peer_t *peer);

/* @return a count, 0 not now, PEER_END, PEER_LOST. One send under TLS is one record if it is below 16 KB. */
int peer_send(peer_t *peer, const void *bytes, size_t len);
int peer_recv(peer_t *peer, void *bytes, size_t len);

void peer_finish(peer_t *peer);     /* the stream ends in order */
void peer_finish_tcp(peer_t *peer); /* FIN alone */
void peer_reset(peer_t *peer);      /* RST */
void peer_hang_up(peer_t *peer);    /* close; the next connection may come */
void peer_free(peer_t *peer);

/* A port on `address` where nobody listens. */
uint16_t peer_nobody(const char *address);

#endif
