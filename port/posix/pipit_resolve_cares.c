/* SPDX-License-Identifier: MIT */
#include "pipit_resolve.h"
/* c-ares 1.34 deprecates ares_getsock(), but 1.18 does not have the new functions. */
#define CARES_NO_DEPRECATED
#include <ares.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define QUERY_TIMEOUT_MS 3000
#define QUERY_TRIES 2

static void keep(pipit_posix_t *tcp, const struct ares_addrinfo_node *node) {
    pipit_posix_address_t *to = &tcp->addresses[tcp->address_count];
    if (tcp->address_count >= PIPIT_POSIX_ADDRESSES || node->ai_addrlen > sizeof to->address.bytes) return;
    memcpy(to->address.bytes, node->ai_addr, node->ai_addrlen);
    to->len = (uint8_t)node->ai_addrlen;
    tcp->address_count++;
}

/* If memory ran out, the name may still exist. */
static pipit_err_t failure_of(int status) {
    return status == ARES_ENOMEM ? PIPIT_E_IO : PIPIT_E_DNS;
}

static void on_addresses(void *arg, int status, int timeouts, struct ares_addrinfo *result) {
    pipit_posix_t *tcp = arg;
    (void)timeouts;
    if (status == ARES_EDESTRUCTION) return;
    for (struct ares_addrinfo_node *node = result ? result->nodes : NULL; node; node = node->ai_next)
        keep(tcp, node);
    if (result) ares_freeaddrinfo(result);
    tcp->resolved = true;
    tcp->resolve_err = tcp->address_count > 0 ? PIPIT_OK : failure_of(status);
    tcp->detail = status;
}

/* ares_library_init() is not thread-safe, and ares_library_cleanup() would stop the library for other threads. So the
 * first is called once in a process, and the second never. */
static int library_status;

static void library_init(void) {
    library_status = ares_library_init(ARES_LIB_INIT_ALL);
}

/* A limit of packets for each turn: c-ares reads as long as packets arrive, and anybody can send some. */
/* NOLINTNEXTLINE(readability-function-size): the type is c-ares's */
static ares_ssize_t packet_read(ares_socket_t fd, void *bytes, size_t len, int flags, struct sockaddr *from,
                                ares_socklen_t *from_len, void *ctx) {
    pipit_posix_t *tcp = ctx;
    if (tcp->packets_left == 0) {
        errno = EWOULDBLOCK;
        return -1;
    }
    tcp->packets_left--;
    return recvfrom(fd, bytes, len, flags, from, from_len);
}

/* A program that replaces one of c-ares's socket functions must replace all. These do the same as c-ares's own. */

static ares_socket_t socket_open(int family, int type, int protocol, void *ctx) {
    (void)ctx;
    int fd = socket(family, type, protocol);
    if (fd < 0) return ARES_SOCKET_BAD;
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0) return fd;
    (void)close(fd);
    return ARES_SOCKET_BAD;
}

static int socket_close(ares_socket_t fd, void *ctx) {
    (void)ctx;
    return close(fd);
}

static int socket_connect(ares_socket_t fd, const struct sockaddr *to, ares_socklen_t len, void *ctx) {
    (void)ctx;
    return connect(fd, to, len);
}

static ares_ssize_t parts_send(ares_socket_t fd, const struct iovec *parts, int count, void *ctx) {
    (void)ctx;
    return writev(fd, parts, count);
}

static int channel_make(ares_channel *channel) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct ares_options options = {.timeout = QUERY_TIMEOUT_MS, .tries = QUERY_TRIES};
    int given = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
#if defined(ARES_OPT_QUERY_CACHE)
    options.qcache_max_ttl = 0; /* off, because a name is resolved again at each open */
    given |= ARES_OPT_QUERY_CACHE;
#endif
    (void)pthread_once(&once, library_init);
    return library_status == ARES_SUCCESS ? ares_init_options(channel, &options, given) : library_status;
}

pipit_err_t pipit_resolve_begin(pipit_posix_t *tcp, const char *host) {
    static const struct ares_socket_functions functions = {socket_open, socket_close, socket_connect, packet_read,
                                                           parts_send};
    struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = ARES_AI_NOSORT};
    ares_channel channel = NULL;
    int status = channel_make(&channel);
    if (status != ARES_SUCCESS) {
        tcp->detail = status;
        return failure_of(status);
    }
    tcp->resolver = channel;
    ares_set_socket_functions(channel, &functions, tcp);
    ares_getaddrinfo(channel, host, NULL, &hints, on_addresses, tcp);
    return PIPIT_OK;
}

static void turn_socket(ares_channel channel, const ares_socket_t *sockets, int mask, const struct pollfd *polls,
                        size_t i) {
    bool in = ARES_GETSOCK_READABLE(mask, i) && (polls[i].revents & (POLLIN | POLLERR | POLLHUP));
    bool out = ARES_GETSOCK_WRITABLE(mask, i) && (polls[i].revents & (POLLOUT | POLLERR | POLLHUP));
    ares_process_fd(channel, in ? sockets[i] : ARES_SOCKET_BAD, out ? sockets[i] : ARES_SOCKET_BAD);
}

static size_t polls_fill(ares_channel channel, ares_socket_t *sockets, struct pollfd *polls, int *mask) {
    size_t n = 0;
    *mask = ares_getsock(channel, sockets, PIPIT_RESOLVE_POLLS);
    for (size_t i = 0; i < PIPIT_RESOLVE_POLLS; i++) {
        int events = (ARES_GETSOCK_READABLE(*mask, i) ? POLLIN : 0) | (ARES_GETSOCK_WRITABLE(*mask, i) ? POLLOUT : 0);
        if (events == 0) break;
        polls[n++] = (struct pollfd){.fd = sockets[i], .events = (short)events};
    }
    return n;
}

void pipit_resolve_turn(pipit_posix_t *tcp) {
    ares_socket_t sockets[PIPIT_RESOLVE_POLLS];
    struct pollfd polls[PIPIT_RESOLVE_POLLS];
    int mask;
    ares_channel channel = tcp->resolver;
    if (!channel || tcp->resolved) return;
    size_t n = polls_fill(channel, sockets, polls, &mask);
    tcp->packets_left = PIPIT_RESOLVE_PACKETS;
    (void)poll(polls, (nfds_t)n, 0);
    for (size_t i = 0; i < n; i++)
        turn_socket(channel, sockets, mask, polls, i);
    ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* runs its timers */
}

size_t pipit_resolve_polls(pipit_posix_t *tcp, struct pollfd polls[PIPIT_RESOLVE_POLLS], uint32_t *max_ms) {
    ares_socket_t sockets[PIPIT_RESOLVE_POLLS];
    struct timeval most = {(time_t)(*max_ms / 1000u), (suseconds_t)(*max_ms % 1000u * 1000u)};
    struct timeval left;
    int mask;
    if (!tcp->resolver || tcp->resolved) return 0;
    const struct timeval *next = ares_timeout(tcp->resolver, &most, &left);
    if (next) *max_ms = (uint32_t)next->tv_sec * 1000u + (uint32_t)(next->tv_usec + 999) / 1000u;
    return polls_fill(tcp->resolver, sockets, polls, &mask);
}

void pipit_resolve_end(pipit_posix_t *tcp) {
    if (!tcp->resolver) return;
    ares_destroy(tcp->resolver);
    tcp->resolver = NULL;
}
