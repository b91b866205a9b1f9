/* SPDX-License-Identifier: MIT */
/* The other end of a connection on loopback, in the thread of the test. It only works inside calls, so a test is the
 * same every time. An error of the peer itself fails the test. */
#ifndef PEER_H
#define PEER_H

#include "peer_tls.h"
#include <stdint.h>

typedef enum { PEER_PLAIN, PEER_PROXY, PEER_TLS, PEER_TLS_BEHIND_PROXY } peer_kind_t;

typedef struct {
    peer_kind_t kind;
    int listener;
    int socket;
    int fillers[4]; /* connections that fill the listen queue of a deaf peer */
    uint16_t port;
    bool tunnel;     /* CONNECT was answered */
    bool refused;    /* the TLS handshake has failed */
    size_t head_len; /* of the CONNECT request so far */
    char head[2048];
    peer_tls_t tls;
} peer_t;

/* Listen on `address` ("127.0.0.1" or "::1") and a free port. `folder` contains the certificates. */
void peer_listen(peer_t *peer, peer_kind_t kind, const char *address, const char *folder,
                 const peer_tls_setup_t *setup);
/* The same, but deaf: a connection to it is neither accepted nor refused. */
void peer_listen_deaf(peer_t *peer, const char *address);
/* Listen on this port: deaf, or without TLS. */
void peer_listen_deaf_at(peer_t *peer, const char *address, uint16_t port);
void peer_listen_plain_at(peer_t *peer, const char *address, uint16_t port);

/* Do what is possible now: accept, answer CONNECT, TLS handshake. @return true if bytes can be sent and received. */
bool peer_turn(peer_t *peer);
/* Accept a TCP connection and send nothing. @return true if there is a connection. */
bool peer_accept(peer_t *peer);

/* @return a number of bytes; 0: not now; PEER_END; PEER_LOST. With TLS one send of less than 16 KB is one record. */
int peer_send(peer_t *peer, const void *bytes, size_t len);
int peer_recv(peer_t *peer, void *bytes, size_t len);

void peer_finish(peer_t *peer);     /* the stream ends in order */
void peer_finish_tcp(peer_t *peer); /* only FIN, without a close_notify of TLS */
void peer_reset(peer_t *peer);      /* RST */
void peer_hang_up(peer_t *peer);    /* close; then the next connection can be accepted */
void peer_free(peer_t *peer);

/* @return a port on `address` on which no program listens. */
uint16_t peer_nobody(const char *address);

#endif
