/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "pipit_posix.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

/* A second net under the engine's stall timer: a dead path is found in 60 + 4 * 15 s even by a program that sleeps. */
#define KEEPALIVE_IDLE_S 60
#define KEEPALIVE_INTERVAL_S 15
#define KEEPALIVE_PROBES 4

#define MS_PER_S 1000u
#define NS_PER_MS 1000000

typedef enum { STATE_CLOSED, STATE_RESOLVING, STATE_CONNECTING, STATE_OPEN, STATE_FAILED } state_t;

static uint32_t now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)now.tv_sec * MS_PER_S + (uint32_t)(now.tv_nsec / NS_PER_MS);
}

static void socket_close(pipit_posix_t *tcp) {
    if (tcp->fd >= 0) (void)close(tcp->fd);
    tcp->fd = -1;
    tcp->send_waits = false;
}

static int32_t fail(pipit_posix_t *tcp, int32_t error, int32_t detail) {
    socket_close(tcp);
    tcp->state = STATE_FAILED;
    tcp->error = error;
    tcp->detail = detail;
    return error;
}

static int32_t fail_by_errno(pipit_posix_t *tcp, int number) {
    bool reset = number == ECONNRESET || number == EPIPE;
    return fail(tcp, reset ? PIPIT_E_RESET : PIPIT_E_IO, number);
}

static void option_set(int fd, int level, int name, int value) {
    (void)setsockopt(fd, level, name, &value, sizeof value); /* only an improvement: works without */
}

static void options_set(int fd) {
    option_set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    option_set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    option_set(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
#endif
#ifdef TCP_KEEPINTVL
    option_set(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S);
#endif
#ifdef TCP_KEEPCNT
    option_set(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
#endif
#ifdef SO_NOSIGPIPE
    option_set(fd, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

static bool non_blocking_set(int fd) {
    int flags = fcntl(fd, F_GETFL, 0);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return false;
#ifdef FD_CLOEXEC
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
#else
    return true;
#endif
}

/* @return 0 connected or under way, else errno. */
static int address_try(pipit_posix_t *tcp, const pipit_address_t *address) {
    tcp->fd = socket(address->at.any.sa_family, SOCK_STREAM, 0);
    if (tcp->fd < 0) return errno;
    if (!non_blocking_set(tcp->fd)) return errno;
    options_set(tcp->fd);
    tcp->address_since_ms = now_ms();
    tcp->state = STATE_CONNECTING;
    if (connect(tcp->fd, &address->at.any, address->len) == 0) {
        tcp->state = STATE_OPEN;
        return 0;
    }
    return errno == EINPROGRESS || errno == EINTR ? 0 : errno;
}

/* @param number  errno of the address before. @return 0 under way, or PIPIT_E_CONNECT when none is left. */
static int32_t addresses_try_from(pipit_posix_t *tcp, uint8_t first, int number) {
    for (tcp->address = first; tcp->address < tcp->resolve.count; tcp->address++) {
        number = address_try(tcp, &tcp->resolve.address[tcp->address]);
        if (number == 0) return 0;
        socket_close(tcp);
    }
    return fail(tcp, PIPIT_E_CONNECT, number);
}

static int32_t next_address_try(pipit_posix_t *tcp, int number) {
    socket_close(tcp);
    return addresses_try_from(tcp, (uint8_t)(tcp->address + 1u), number);
}

static bool others_remain(const pipit_posix_t *tcp) {
    return tcp->address + 1u < tcp->resolve.count;
}

static uint32_t address_left_ms(const pipit_posix_t *tcp) {
    uint32_t elapsed_ms = now_ms() - tcp->address_since_ms;
    return elapsed_ms < PIPIT_POSIX_ADDRESS_MS ? PIPIT_POSIX_ADDRESS_MS - elapsed_ms : 0;
}

static int32_t resolving_drive(pipit_posix_t *tcp) {
    int32_t result = pipit_resolve_poll(&tcp->resolve);
    if (result < 0) return fail(tcp, result, tcp->resolve.detail);
    return result == 0 ? 0 : addresses_try_from(tcp, 0, 0);
}

static int32_t connecting_drive(pipit_posix_t *tcp) {
    struct pollfd ready = {tcp->fd, POLLOUT, 0};
    int number = 0;
    socklen_t len = sizeof number;
    if (poll(&ready, 1, 0) <= 0) {
        bool too_long = others_remain(tcp) && address_left_ms(tcp) == 0;
        return too_long ? next_address_try(tcp, ETIMEDOUT) : 0;
    }
    if (getsockopt(tcp->fd, SOL_SOCKET, SO_ERROR, &number, &len) < 0) number = errno;
    if (number != 0) return next_address_try(tcp, number);
    tcp->state = STATE_OPEN;
    return 0;
}

/* @return 1 connected, 0 not yet, < 0 error. */
static int32_t drive(pipit_posix_t *tcp) {
    int32_t result = 0;
    if (tcp->state == STATE_RESOLVING) result = resolving_drive(tcp);
    if (tcp->state == STATE_CONNECTING) result = connecting_drive(tcp);
    if (result < 0) return result;
    switch ((state_t)tcp->state) {
    case STATE_CLOSED: return PIPIT_E_CLOSED;
    case STATE_FAILED: return tcp->error;
    case STATE_OPEN: return 1;
    case STATE_RESOLVING:
    case STATE_CONNECTING: break;
    }
    return 0;
}

static bool address_parse(pipit_address_t *address, const char *host, uint16_t port) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, host, &address->at.v4.sin_addr) == 1) {
        address->at.v4.sin_family = AF_INET;
        address->at.v4.sin_port = htons(port);
        address->len = sizeof address->at.v4;
        return true;
    }
    if (inet_pton(AF_INET6, host, &address->at.v6.sin6_addr) == 1) {
        address->at.v6.sin6_family = AF_INET6;
        address->at.v6.sin6_port = htons(port);
        address->len = sizeof address->at.v6;
        return true;
    }
    return false;
}

static void tcp_close(void *io) {
    pipit_posix_t *tcp = io;
    pipit_resolve_cancel(&tcp->resolve);
    socket_close(tcp);
    tcp->state = STATE_CLOSED;
}

static int32_t tcp_open(void *io, const char *host, uint16_t port) {
    pipit_posix_t *tcp = io;
    tcp_close(tcp);
    tcp->detail = 0;
    if (address_parse(&tcp->resolve.address[0], host, port)) {
        tcp->resolve.count = 1;
        return addresses_try_from(tcp, 0, 0);
    }
    pipit_err_t err = pipit_resolve_begin(&tcp->resolve, host, port);
    if (err != PIPIT_OK) return fail(tcp, err, tcp->resolve.detail);
    tcp->state = STATE_RESOLVING;
    int32_t result = drive(tcp); /* names in /etc/hosts are there already */
    return result < 0 ? result : 0;
}

static bool is_not_now(int number) {
    return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

static size_t length_limit(size_t len) {
    return len < (size_t)INT32_MAX ? len : (size_t)INT32_MAX;
}

static int32_t tcp_send(void *io, const void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    int32_t ready = drive(tcp);
    if (ready <= 0) return ready;
    ssize_t n = send(tcp->fd, bytes, length_limit(len), MSG_NOSIGNAL);
    if (n < 0 && !is_not_now(errno)) return fail_by_errno(tcp, errno);
    tcp->send_waits = n <= 0;
    return n > 0 ? (int32_t)n : 0;
}

static int32_t tcp_recv(void *io, void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    int32_t ready = drive(tcp);
    if (ready <= 0) return ready;
    ssize_t n = recv(tcp->fd, bytes, length_limit(len), 0);
    if (n > 0) return (int32_t)n;
    if (n == 0) return fail(tcp, PIPIT_E_CLOSED, 0);
    return is_not_now(errno) ? 0 : fail_by_errno(tcp, errno);
}

static uint32_t tcp_now(void *io) {
    (void)io;
    return now_ms();
}

static size_t socket_watch(const pipit_posix_t *tcp, struct pollfd *fd) {
    fd->fd = tcp->fd;
    fd->events = tcp->send_waits ? POLLIN | POLLOUT : POLLIN;
    fd->revents = 0;
    return 1;
}

/* @return descriptors written to `fds`; `*max_ms` is lowered to the connection's next deadline. */
static size_t watch(const pipit_posix_t *tcp, struct pollfd *fds, size_t room, uint32_t *max_ms) {
    size_t count = 0;
    switch ((state_t)tcp->state) {
    case STATE_CLOSED:
    case STATE_FAILED: break;
    case STATE_RESOLVING: return pipit_resolve_watch(&tcp->resolve, fds, room, max_ms);
    case STATE_CONNECTING:
        count = socket_watch(tcp, fds);
        fds[0].events = POLLOUT;
        if (others_remain(tcp) && address_left_ms(tcp) < *max_ms) *max_ms = address_left_ms(tcp);
        break;
    case STATE_OPEN: count = socket_watch(tcp, fds); break;
    }
    return count;
}

void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms) {
    struct pollfd fds[PIPIT_POSIX_WAIT_FDS];
    size_t used = 0;
    if (max_ms > (uint32_t)INT32_MAX) max_ms = (uint32_t)INT32_MAX;
    for (size_t i = 0; i < count && used < PIPIT_POSIX_WAIT_FDS; i++) {
        used += watch(tcp[i], fds + used, PIPIT_POSIX_WAIT_FDS - used, &max_ms);
    }
    if (used == PIPIT_POSIX_WAIT_FDS && max_ms > PIPIT_POSIX_SLICE_MS) max_ms = PIPIT_POSIX_SLICE_MS;
    (void)poll(fds, (nfds_t)used, (int)max_ms); /* EINTR: back to the caller, who may want to stop */
}

static void tcp_wait(void *io, uint32_t max_ms) {
    pipit_posix_t *tcp = io;
    pipit_posix_wait(&tcp, 1, max_ms);
}

pipit_port_t pipit_posix_port(pipit_posix_t *tcp) {
    memset(tcp, 0, sizeof *tcp);
    tcp->fd = -1;
    tcp->state = STATE_CLOSED;
    pipit_port_t port = {tcp, &tcp->detail, tcp_open, tcp_send, tcp_recv, tcp_close, tcp_now, tcp_wait};
    return port;
}

void pipit_posix_dns_servers(pipit_posix_t *tcp, const char *servers) {
    tcp->resolve.dns_servers = servers;
}

void pipit_posix_free(pipit_posix_t *tcp) {
    tcp_close(tcp);
}
