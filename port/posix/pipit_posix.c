/* SPDX-License-Identifier: MIT */
#include "pipit_posix.h"
#include "pipit_resolve.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ATTEMPT_MS 3000u /* for one address while others remain */
#define BLIND_MS 20u     /* between two looks at links that do not fit into one poll() */
#define LINK_POLLS (PIPIT_RESOLVE_POLLS + 1)
#define WAIT_POLLS PIPIT_POSIX_WAIT_DESCRIPTORS
#define NO_SOCKET (-1)
#ifdef INET6_ADDRSTRLEN /* lwIP's sockets may come without IPv6 */
#define HAS_IPV6 1
#else
#define HAS_IPV6 0
#endif

typedef enum { STATE_CLOSED, STATE_RESOLVING, STATE_CONNECTING, STATE_OPEN, STATE_FAILED } state_t;

static uint32_t now_ms(void *io) {
    struct timespec now;
    (void)io;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

static int32_t fail(pipit_posix_t *tcp, pipit_err_t err, int32_t detail) {
    tcp->state = STATE_FAILED;
    tcp->failure = err;
    tcp->detail = detail;
    return err;
}

static void socket_close(pipit_posix_t *tcp) {
    if (tcp->socket != NO_SOCKET) (void)close(tcp->socket);
    tcp->socket = NO_SOCKET;
    tcp->write_blocked = false;
}

static void option(int fd, int level, int name, int value) {
    (void)setsockopt(fd, level, name, &value, sizeof value);
}

/* A second net under the stall timer: the kernel notices a dead path too. */
static void options_set(int fd) {
    option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    option(fd, IPPROTO_TCP, TCP_KEEPIDLE, 30);
    option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 10);
    option(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
#endif
}

static int socket_make(int family) {
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0) return NO_SOCKET;
    int flags = fcntl(fd, F_GETFL, 0); /* a macro of three arguments with lwIP */
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        (void)close(fd);
        return NO_SOCKET;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC); /* systems without exec() refuse it */
    options_set(fd);
    return fd;
}

static bool connect_begin(pipit_posix_t *tcp, const pipit_posix_address_t *to) {
    struct sockaddr_storage address;
    memset(&address, 0, sizeof address);
    memcpy(&address, to->address.bytes, to->len);
    if (address.ss_family == AF_INET) ((struct sockaddr_in *)&address)->sin_port = htons(tcp->port);
#if HAS_IPV6
    if (address.ss_family == AF_INET6) ((struct sockaddr_in6 *)&address)->sin6_port = htons(tcp->port);
#endif
    tcp->socket = socket_make(address.ss_family);
    if (tcp->socket == NO_SOCKET) return false;
    if (connect(tcp->socket, (struct sockaddr *)&address, to->len) == 0) return true;
    return errno == EINPROGRESS || errno == EINTR; /* after a signal it goes on as if it were not interrupted */
}

/* It is not the host's fault. */
static bool has_run_out(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/* Begin with the next address. @return 0, or the error when none is left. */
static int32_t connect_next(pipit_posix_t *tcp) {
    tcp->state = STATE_CONNECTING;
    while (tcp->address_next < tcp->address_count) {
        socket_close(tcp);
        tcp->attempt_ms = now_ms(NULL);
        if (connect_begin(tcp, &tcp->addresses[tcp->address_next++])) return 0;
        tcp->last_errno = errno;
    }
    socket_close(tcp);
    return fail(tcp, has_run_out(tcp->last_errno) ? PIPIT_E_IO : PIPIT_E_CONNECT, tcp->last_errno);
}

static void address_keep(pipit_posix_t *tcp, const void *address, size_t len) {
    memcpy(tcp->addresses[0].address.bytes, address, len);
    tcp->addresses[0].len = (uint8_t)len;
    tcp->address_count = 1;
}

static bool numeric_keep(pipit_posix_t *tcp, const char *host) {
    struct sockaddr_in v4;
    memset(&v4, 0, sizeof v4);
    v4.sin_family = AF_INET;
    if (inet_pton(AF_INET, host, &v4.sin_addr) == 1) {
        address_keep(tcp, &v4, sizeof v4);
        return true;
    }
#if HAS_IPV6
    struct sockaddr_in6 v6;
    memset(&v6, 0, sizeof v6);
    v6.sin6_family = AF_INET6;
    if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
        address_keep(tcp, &v6, sizeof v6);
        return true;
    }
#endif
    return false;
}

static void port_close(void *io) {
    pipit_posix_t *tcp = io;
    pipit_resolve_end(tcp);
    socket_close(tcp);
    tcp->state = STATE_CLOSED;
}

static int32_t turn_resolving(pipit_posix_t *tcp) {
    pipit_resolve_turn(tcp);
    if (!tcp->resolved) return 0;
    pipit_resolve_end(tcp);
    if (tcp->resolve_err != PIPIT_OK) return fail(tcp, tcp->resolve_err, tcp->detail);
    return connect_next(tcp);
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_posix_t *tcp = io;
    port_close(tcp);
    tcp->address_count = 0;
    tcp->address_next = 0;
    tcp->port = port;
    tcp->detail = 0;
    tcp->last_errno = 0;
    tcp->resolved = false;
    tcp->resolve_err = PIPIT_OK;
    if (numeric_keep(tcp, host)) return connect_next(tcp);
    tcp->state = STATE_RESOLVING;
    pipit_err_t err = pipit_resolve_begin(tcp, host);
    if (err != PIPIT_OK) return fail(tcp, err, tcp->detail);
    return turn_resolving(tcp); /* a name in the hosts file is known already */
}

static int32_t turn_connecting(pipit_posix_t *tcp) {
    struct pollfd ready = {.fd = tcp->socket, .events = POLLOUT};
    int error = 0;
    socklen_t len = sizeof error;
    if (poll(&ready, 1, 0) <= 0) {
        bool others = tcp->address_next < tcp->address_count;
        if (!others || now_ms(NULL) - tcp->attempt_ms < ATTEMPT_MS) return 0;
        tcp->last_errno = ETIMEDOUT;
        return connect_next(tcp);
    }
    if (getsockopt(tcp->socket, SOL_SOCKET, SO_ERROR, &error, &len) < 0) error = errno;
    if (error != 0) {
        tcp->last_errno = error;
        return connect_next(tcp);
    }
    tcp->state = STATE_OPEN;
    return 0;
}

/* Drive the making of the link. @return 0 also when it is not made yet. */
static int32_t turn(pipit_posix_t *tcp) {
    switch ((state_t)tcp->state) {
    case STATE_RESOLVING: return turn_resolving(tcp);
    case STATE_CONNECTING: return turn_connecting(tcp);
    case STATE_OPEN: return 0;
    case STATE_FAILED: return tcp->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

static int32_t io_error(pipit_posix_t *tcp) {
    switch (errno) {
    case EAGAIN:
#if EAGAIN != EWOULDBLOCK
    case EWOULDBLOCK:
#endif
    case EINTR: return 0;
    case ECONNRESET:
    case EPIPE: return fail(tcp, PIPIT_E_RESET, errno);
    default: return fail(tcp, PIPIT_E_IO, errno);
    }
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    int32_t err = turn(tcp);
    if (err < 0 || tcp->state != STATE_OPEN) return err;
    ssize_t n = send(tcp->socket, bytes, len < INT32_MAX ? len : INT32_MAX, MSG_NOSIGNAL);
    tcp->write_blocked = n < 0 || (size_t)n < len;
    return n < 0 ? io_error(tcp) : (int32_t)n;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    int32_t err = turn(tcp);
    if (err < 0 || tcp->state != STATE_OPEN) return err;
    ssize_t n = recv(tcp->socket, bytes, len < INT32_MAX ? len : INT32_MAX, 0);
    if (n == 0) return fail(tcp, PIPIT_E_CLOSED, 0);
    return n < 0 ? io_error(tcp) : (int32_t)n;
}

static size_t link_polls(pipit_posix_t *tcp, struct pollfd *polls, uint32_t *max_ms) {
    uint32_t passed_ms;
    switch ((state_t)tcp->state) {
    case STATE_RESOLVING:
        if (tcp->resolved) *max_ms = 0;
        return pipit_resolve_polls(tcp, polls, max_ms);
    case STATE_CONNECTING:
        passed_ms = now_ms(NULL) - tcp->attempt_ms;
        if (passed_ms < ATTEMPT_MS && ATTEMPT_MS - passed_ms < *max_ms) *max_ms = ATTEMPT_MS - passed_ms;
        polls[0] = (struct pollfd){.fd = tcp->socket, .events = POLLOUT};
        return 1;
    case STATE_OPEN:
        polls[0] =
            (struct pollfd){.fd = tcp->socket, .events = (short)(tcp->write_blocked ? POLLIN | POLLOUT : POLLIN)};
        return 1;
    case STATE_CLOSED:
    case STATE_FAILED: break;
    }
    return 0;
}

/* A waker that neighbours share counts once. */
static const pipit_posix_waker_t *waker_at(pipit_posix_t *const *tcp, size_t i) {
    bool seen = i > 0 && tcp[i - 1]->waker == tcp[i]->waker;
    return seen ? NULL : tcp[i]->waker;
}

static void wakers_drain(pipit_posix_t *const *tcp, size_t count) {
    char bytes[32];
    for (size_t i = 0; i < count; i++) {
        const pipit_posix_waker_t *waker = waker_at(tcp, i);
        while (waker && read(waker->read_end, bytes, sizeof bytes) == (ssize_t)sizeof bytes)
            ;
    }
}

void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms) {
    struct pollfd polls[WAIT_POLLS + LINK_POLLS - 1];
    size_t used = 0;
    size_t looked_at = 0;
    for (; looked_at < count && used < WAIT_POLLS; looked_at++) {
        const pipit_posix_waker_t *waker = waker_at(tcp, looked_at);
        used += link_polls(tcp[looked_at], polls + used, &max_ms);
        if (waker) polls[used++] = (struct pollfd){.fd = waker->read_end, .events = POLLIN};
    }
    if (looked_at < count && max_ms > BLIND_MS) max_ms = BLIND_MS;
    if (poll(polls, (nfds_t)used, max_ms < INT32_MAX ? (int)max_ms : INT32_MAX) > 0) wakers_drain(tcp, looked_at);
}

void pipit_posix_wait_links(void *links, uint32_t max_ms) {
    const pipit_posix_links_t *many = links;
    pipit_posix_wait(many->tcp, many->count, max_ms);
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_posix_t *tcp = io;
    pipit_posix_wait(&tcp, 1, max_ms);
}

pipit_port_t pipit_posix_port(pipit_posix_t *tcp) {
    memset(tcp, 0, sizeof *tcp);
    tcp->socket = NO_SOCKET;
    pipit_port_t port = {tcp, &tcp->detail, port_open, port_send, port_recv, port_close, now_ms, port_wait};
    return port;
}

void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker) {
    tcp->waker = waker;
}

void pipit_posix_free(pipit_posix_t *tcp) {
    port_close(tcp);
}
