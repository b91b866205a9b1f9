/* SPDX-License-Identifier: MIT */
#include "peer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define NO_SOCKET (-1)
#define FILLERS (sizeof((peer_t *)0)->fillers / sizeof(int))
#define BACKLOG 16
#define SMALL_BUFFER 16384 /* small, so that a sender soon finds it full */

static socklen_t address_make(struct sockaddr_storage *out, const char *text, uint16_t port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(out, &v4, sizeof v4);
        return sizeof v4;
    }
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    memcpy(out, &v6, sizeof v6);
    return sizeof v6;
}

static uint16_t port_of(int fd) {
    struct sockaddr_storage bound;
    socklen_t len = sizeof bound;
    assert_int_equal(getsockname(fd, (struct sockaddr *)&bound, &len), 0);
    return ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                             : ((struct sockaddr_in *)&bound)->sin_port);
}

static int socket_make(int family) {
    int fd = socket(family, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static int bound_make(const char *address, uint16_t port) {
    struct sockaddr_storage to;
    socklen_t len = address_make(&to, address, port);
    int fd = socket_make(to.ss_family);
    int bytes = SMALL_BUFFER;
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&to, len), 0);
    return fd;
}

static void peer_make(peer_t *peer, peer_kind_t kind, const char *address, uint16_t port, int backlog) {
    memset(peer, 0, sizeof *peer);
    peer->kind = kind;
    peer->socket = NO_SOCKET;
    for (size_t i = 0; i < FILLERS; i++)
        peer->fillers[i] = NO_SOCKET;
    peer->listener = bound_make(address, port);
    peer->port = port_of(peer->listener);
    assert_int_equal(listen(peer->listener, backlog), 0);
}

static bool is_tls(const peer_t *peer) {
    return peer->kind == PEER_TLS || peer->kind == PEER_TLS_BEHIND_PROXY;
}

static bool is_proxy(const peer_t *peer) {
    return peer->kind == PEER_PROXY || peer->kind == PEER_TLS_BEHIND_PROXY;
}

void peer_listen(peer_t *peer, peer_kind_t kind, const char *address, const char *folder,
                 const peer_tls_setup_t *setup) {
    static const peer_tls_setup_t usual = {"good", 0, "http/1.1"};
    peer_make(peer, kind, address, 0, BACKLOG);
    if (is_tls(peer)) peer_tls_make(&peer->tls, folder, setup ? setup : &usual);
}

void peer_listen_plain_at(peer_t *peer, const char *address, uint16_t port) {
    peer_make(peer, PEER_PLAIN, address, port, BACKLOG);
}

void peer_listen_deaf(peer_t *peer, const char *address) {
    peer_listen_deaf_at(peer, address, 0);
}

void peer_listen_deaf_at(peer_t *peer, const char *address, uint16_t port) {
    struct sockaddr_storage to;
    peer_make(peer, PEER_PLAIN, address, port, 0);
    socklen_t len = address_make(&to, address, peer->port);
    for (size_t i = 0; i < FILLERS; i++) {
        peer->fillers[i] = socket_make(to.ss_family);
        (void)connect(peer->fillers[i], (struct sockaddr *)&to, len);
    }
}

uint16_t peer_nobody(const char *address) {
    int fd = bound_make(address, 0);
    uint16_t port = port_of(fd);
    (void)close(fd);
    return port;
}

bool peer_accept(peer_t *peer) {
    int one = 1;
    if (peer->socket != NO_SOCKET) return true;
    peer->socket = accept(peer->listener, NULL, NULL);
    if (peer->socket == NO_SOCKET) return false;
    assert_int_equal(fcntl(peer->socket, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(setsockopt(peer->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one), 0);
    peer->tunnel = !is_proxy(peer);
    peer->refused = false;
    peer->head_len = 0;
    if (is_tls(peer)) peer_tls_begin(&peer->tls, peer->socket);
    return true;
}

static void connect_answer(peer_t *peer) {
    static const char answer[] = "HTTP/1.1 200 Connection established\r\n\r\n";
    ssize_t n = recv(peer->socket, peer->head + peer->head_len, sizeof peer->head - peer->head_len - 1, 0);
    if (n <= 0) return;
    peer->head_len += (size_t)n;
    peer->head[peer->head_len] = '\0';
    if (!strstr(peer->head, "\r\n\r\n")) return;
    assert_memory_equal(peer->head, "CONNECT ", 8);
    assert_int_equal(send(peer->socket, answer, sizeof answer - 1, MSG_NOSIGNAL), (int)sizeof answer - 1);
    peer->tunnel = true;
}

bool peer_turn(peer_t *peer) {
    if (!peer_accept(peer)) return false;
    if (!peer->tunnel) connect_answer(peer);
    if (!peer->tunnel || !is_tls(peer)) return peer->tunnel;
    if (!peer->refused) peer->refused = !peer_tls_turn(&peer->tls);
    return peer->tls.up;
}

int peer_send(peer_t *peer, const void *bytes, size_t len) {
    if (is_tls(peer)) return peer_tls_send(&peer->tls, bytes, len);
    ssize_t n = send(peer->socket, bytes, len, MSG_NOSIGNAL);
    if (n >= 0) return (int)n;
    return errno == EAGAIN || errno == EINTR ? 0 : PEER_LOST;
}

int peer_recv(peer_t *peer, void *bytes, size_t len) {
    if (is_tls(peer)) return peer_tls_recv(&peer->tls, bytes, len);
    ssize_t n = recv(peer->socket, bytes, len, 0);
    if (n > 0) return (int)n;
    if (n == 0) return PEER_END;
    return errno == EAGAIN || errno == EINTR ? 0 : PEER_LOST;
}

void peer_finish_tcp(peer_t *peer) {
    (void)shutdown(peer->socket, SHUT_WR);
}

void peer_finish(peer_t *peer) {
    if (is_tls(peer)) peer_tls_notify(&peer->tls);
    peer_finish_tcp(peer);
}

void peer_hang_up(peer_t *peer) {
    if (peer->socket != NO_SOCKET) (void)close(peer->socket);
    peer->socket = NO_SOCKET;
}

void peer_reset(peer_t *peer) {
    struct linger at_once = {1, 0};
    assert_int_equal(setsockopt(peer->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    peer_hang_up(peer);
}

void peer_free(peer_t *peer) {
    peer_hang_up(peer);
    (void)close(peer->listener);
    for (size_t i = 0; i < FILLERS; i++) {
        if (peer->fillers[i] != NO_SOCKET) (void)close(peer->fillers[i]);
    }
    if (is_tls(peer)) peer_tls_free(&peer->tls);
}
