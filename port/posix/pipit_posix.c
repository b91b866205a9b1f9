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

#define NEXT_MS 250u /* RFC 8305 section 8: delay before the next address is tried too */
#define BLIND_MS 20u /* longest wait if not all connections fit into one poll() */
#define LINK_POLLS (PIPIT_RESOLVE_POLLS + 1)
#define WAIT_POLLS PIPIT_POSIX_WAIT_DESCRIPTORS
#define NO_SOCKET (-1)
#ifdef INET6_ADDRSTRLEN /* lwIP may have been built without IPv6 */
#define HAS_IPV6 1
#else
#define HAS_IPV6 0
#endif

typedef enum { STATE_CLOSED, STATE_RESOLVING, STATE_CONNECTING, STATE_OPEN, STATE_FAILED } state_t;

/* CLOCK_MONOTONIC of Linux stands still while the machine sleeps: a laptop would miss hours, and nobody would know. */
static void clock_read(struct timespec *now) {
#ifdef CLOCK_BOOTTIME
    if (clock_gettime(CLOCK_BOOTTIME, now) == 0) return;
#endif
    (void)clock_gettime(CLOCK_MONOTONIC, now);
}

static uint32_t now_ms(void *io) {
    struct timespec now;
    (void)io;
    clock_read(&now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

static int32_t fail(pipit_posix_t *tcp, pipit_err_t err, int32_t detail) {
    tcp->state = STATE_FAILED;
    tcp->failure = err;
    tcp->detail = detail;
    return err;
}

static void descriptor_close(int *fd) {
    if (*fd != NO_SOCKET) (void)close(*fd);
    *fd = NO_SOCKET;
}

static void attempts_close(pipit_posix_t *tcp) {
    for (size_t i = 0; i < PIPIT_POSIX_ADDRESSES; i++)
        descriptor_close(&tcp->attempts[i]);
}

static void sockets_close(pipit_posix_t *tcp) {
    attempts_close(tcp);
    descriptor_close(&tcp->socket);
    tcp->write_blocked = false;
    tcp->quiet = 0;
}

static void option(int fd, int level, int name, int value) {
    (void)setsockopt(fd, level, name, &value, sizeof value);
}

/* Keep-alive, so that the kernel too notices a dead connection, not only the timer of stall_ms. */
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
    int flags = fcntl(fd, F_GETFL, 0); /* the 0 is for lwIP, where fcntl() is a macro with three arguments */
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        (void)close(fd);
        return NO_SOCKET;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC); /* it fails on systems without exec(), where it is not needed */
    options_set(fd);
    return fd;
}

static bool connect_begin(pipit_posix_t *tcp, uint8_t index) {
    const pipit_posix_address_t *to = &tcp->addresses[index];
    struct sockaddr_storage address;
    memset(&address, 0, sizeof address);
    memcpy(&address, to->address.bytes, to->len);
    if (address.ss_family == AF_INET) ((struct sockaddr_in *)&address)->sin_port = htons(tcp->port);
#if HAS_IPV6
    if (address.ss_family == AF_INET6) ((struct sockaddr_in6 *)&address)->sin6_port = htons(tcp->port);
#endif
    int fd = socket_make(address.ss_family);
    tcp->attempts[index] = fd;
    if (fd == NO_SOCKET) return false;
    if (connect(fd, (struct sockaddr *)&address, to->len) == 0) return true;
    return errno == EINPROGRESS || errno == EINTR; /* after EINTR connecting continues in the background */
}

/* Then the failure says nothing about the host. */
static bool has_run_out(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static bool is_attempting(const pipit_posix_t *tcp) {
    for (size_t i = 0; i < PIPIT_POSIX_ADDRESSES; i++) {
        if (tcp->attempts[i] != NO_SOCKET) return true;
    }
    return false;
}

static void attempt_fail(pipit_posix_t *tcp, uint8_t index, int error) {
    descriptor_close(&tcp->attempts[index]);
    tcp->last_errno = error;
}

/* Begin to connect to the next address. @return 0; or the error, if no address is left and none is being tried. */
static int32_t connect_next(pipit_posix_t *tcp) {
    tcp->state = STATE_CONNECTING;
    while (tcp->address_next < tcp->address_count) {
        uint8_t index = (uint8_t)((tcp->address_begin + tcp->address_next++) % tcp->address_count);
        tcp->address_first = (uint8_t)(index + 1u);
        tcp->attempt_ms = now_ms(NULL);
        if (connect_begin(tcp, index)) return 0;
        attempt_fail(tcp, index, errno);
    }
    if (is_attempting(tcp)) return 0;
    return fail(tcp, has_run_out(tcp->last_errno) ? PIPIT_E_IO : PIPIT_E_CONNECT, tcp->last_errno);
}

static void connect_end(pipit_posix_t *tcp, uint8_t index) {
    tcp->socket = tcp->attempts[index];
    tcp->attempts[index] = NO_SOCKET;
    attempts_close(tcp);
    tcp->address_used = index;
    tcp->address_first = (uint8_t)(index + 1u); /* the next address, unless this one brings bytes */
    tcp->state = STATE_OPEN;
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

static sa_family_t family_of(const pipit_posix_address_t *address) {
    struct sockaddr some;
    memcpy(&some, address->address.bytes, sizeof some);
    return some.sa_family;
}

/* RFC 8305 section 4: IPv4 and IPv6 in turns. So a family that does not work costs one delay, not one for each of its
 * addresses. */
static void families_alternate(pipit_posix_t *tcp) {
    pipit_posix_address_t *all = tcp->addresses;
    for (size_t i = 1; i < tcp->address_count; i++) {
        size_t other = i;
        while (other < tcp->address_count && family_of(&all[other]) == family_of(&all[i - 1]))
            other++;
        if (other == tcp->address_count) return;
        pipit_posix_address_t moved = all[other];
        memmove(&all[i + 1], &all[i], (other - i) * sizeof *all);
        all[i] = moved;
    }
}

static int32_t connect_first(pipit_posix_t *tcp) {
    families_alternate(tcp);
    tcp->address_begin = (uint8_t)(tcp->address_first % tcp->address_count);
    return connect_next(tcp);
}

static void port_close(void *io) {
    pipit_posix_t *tcp = io;
    pipit_resolve_end(tcp);
    sockets_close(tcp);
    tcp->state = STATE_CLOSED;
}

static int32_t turn_resolving(pipit_posix_t *tcp) {
    pipit_resolve_turn(tcp);
    if (!tcp->resolved) return 0;
    pipit_resolve_end(tcp);
    if (tcp->resolve_err != PIPIT_OK) return fail(tcp, tcp->resolve_err, tcp->detail);
    return connect_first(tcp);
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
    if (numeric_keep(tcp, host)) return connect_first(tcp);
    tcp->state = STATE_RESOLVING;
    pipit_err_t err = pipit_resolve_begin(tcp, host);
    if (err != PIPIT_OK) return fail(tcp, err, tcp->detail);
    return turn_resolving(tcp); /* a name in the hosts file is already resolved */
}

static size_t attempts_polls(const pipit_posix_t *tcp, struct pollfd *polls) {
    size_t used = 0;
    for (size_t i = 0; i < PIPIT_POSIX_ADDRESSES; i++) {
        if (tcp->attempts[i] != NO_SOCKET) polls[used++] = (struct pollfd){.fd = tcp->attempts[i], .events = POLLOUT};
    }
    return used;
}

static int connect_error(int fd) {
    int error = 0;
    socklen_t len = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0 ? errno : error;
}

/* Check all attempts. The first that has succeeded becomes the connection. @return whether one has failed. */
static bool attempts_look(pipit_posix_t *tcp) {
    struct pollfd polls[PIPIT_POSIX_ADDRESSES];
    bool failed = false;
    if (poll(polls, (nfds_t)attempts_polls(tcp, polls), 0) <= 0) return false;
    size_t at = 0;
    for (uint8_t i = 0; i < PIPIT_POSIX_ADDRESSES && tcp->state == STATE_CONNECTING; i++) {
        if (tcp->attempts[i] == NO_SOCKET || polls[at++].revents == 0) continue;
        int error = connect_error(tcp->attempts[i]);
        if (error == 0) connect_end(tcp, i);
        if (error != 0) attempt_fail(tcp, i, error);
        failed = failed || error != 0;
    }
    return failed;
}

static int32_t turn_connecting(pipit_posix_t *tcp) {
    bool failed = attempts_look(tcp);
    if (tcp->state == STATE_OPEN) return 0;
    bool others = tcp->address_next < tcp->address_count;
    bool due = failed || (others && now_ms(NULL) - tcp->attempt_ms >= NEXT_MS);
    return due ? connect_next(tcp) : 0;
}

/* Continue to open the connection. @return 0, also if it is not open yet; or the error. */
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
    if (tcp->quiet > 0) {
        tcp->quiet--;
        return 0;
    }
    ssize_t n = recv(tcp->socket, bytes, len < INT32_MAX ? len : INT32_MAX, 0);
    if (n == 0) return fail(tcp, PIPIT_E_CLOSED, 0);
    if (n < 0) return io_error(tcp);
    tcp->address_first = tcp->address_used;
    return (int32_t)n;
}

/* Shorten *max_ms to the time until the next address must be tried. */
static void next_shorten(const pipit_posix_t *tcp, uint32_t *max_ms) {
    uint32_t passed_ms = now_ms(NULL) - tcp->attempt_ms;
    uint32_t left_ms = passed_ms < NEXT_MS ? NEXT_MS - passed_ms : 0;
    if (tcp->address_next < tcp->address_count && left_ms < *max_ms) *max_ms = left_ms;
}

static size_t link_polls(pipit_posix_t *tcp, struct pollfd *polls, uint32_t *max_ms) {
    switch ((state_t)tcp->state) {
    case STATE_RESOLVING:
        if (tcp->resolved) *max_ms = 0;
        return pipit_resolve_polls(tcp, polls, max_ms);
    case STATE_CONNECTING: next_shorten(tcp, max_ms); return attempts_polls(tcp, polls);
    case STATE_OPEN:
        polls[0] =
            (struct pollfd){.fd = tcp->socket, .events = (short)(tcp->write_blocked ? POLLIN | POLLOUT : POLLIN)};
        return 1;
    case STATE_CLOSED:
    case STATE_FAILED: break;
    }
    return 0;
}

/* As many bytes as a full pipe holds. Bytes that are written while this reads end the next wait. */
#define DRAIN_BYTES 512
#define DRAIN_READS 128

/* A waker that several connections share is watched once. */
static const pipit_posix_waker_t *waker_at(pipit_posix_t *const *tcp, size_t i) {
    bool seen = i > 0 && tcp[i - 1]->waker == tcp[i]->waker;
    return seen ? NULL : tcp[i]->waker;
}

static void waker_drain(const pipit_posix_waker_t *waker) {
    char bytes[DRAIN_BYTES];
    for (int i = 0; i < DRAIN_READS; i++) {
        if (read(waker->read_end, bytes, sizeof bytes) < (ssize_t)sizeof bytes) return;
    }
}

static bool is_ready(const struct pollfd *polls, size_t used, int fd) {
    for (size_t i = 0; i < used; i++) {
        if (polls[i].fd == fd) return polls[i].revents != 0;
    }
    return false;
}

static void wakers_drain(pipit_posix_t *const *tcp, size_t count, const struct pollfd *polls, size_t used) {
    for (size_t i = 0; i < count; i++) {
        const pipit_posix_waker_t *waker = waker_at(tcp, i);
        if (waker && is_ready(polls, used, waker->read_end)) waker_drain(waker);
    }
}

/* A loop reads each connection twice between two waits: to find those with bytes, and to find that none has more. */
#define QUIET_READS 2u

/* `polls` has the descriptors of the connections in their order. */
static void quiet_find(pipit_posix_t *const *tcp, size_t count, const struct pollfd *polls, size_t used) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (tcp[i]->state != STATE_OPEN) continue;
        while (at < used && polls[at].fd != tcp[i]->socket)
            at++;
        tcp[i]->quiet = at < used && polls[at].revents == 0 ? QUIET_READS : 0;
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
    if (poll(polls, (nfds_t)used, max_ms < INT32_MAX ? (int)max_ms : INT32_MAX) < 0) return;
    wakers_drain(tcp, looked_at, polls, used);
    quiet_find(tcp, looked_at, polls, used);
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
    for (size_t i = 0; i < PIPIT_POSIX_ADDRESSES; i++)
        tcp->attempts[i] = NO_SOCKET;
    pipit_port_t port = {tcp, &tcp->detail, port_open, port_send, port_recv, port_close, now_ms, port_wait};
    return port;
}

void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker) {
    tcp->waker = waker;
}

void pipit_posix_free(pipit_posix_t *tcp) {
    port_close(tcp);
}
