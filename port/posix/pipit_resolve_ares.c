/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "pipit_resolve.h"
#include <ares.h>
#include <string.h>
#include <sys/time.h>

/* 1.5 s + 3 s + 6 s for a server that never answers: inside any sensible connect_ms. */
#define QUERY_TIMEOUT_MS 1500
#define QUERY_TRIES 3
#define MS_PER_S 1000
#define US_PER_MS 1000

static void take_address(pipit_resolve_t *resolve, const struct ares_addrinfo_node *node) {
    pipit_address_t *address = &resolve->address[resolve->count];
    bool v4 = node->ai_family == AF_INET && (size_t)node->ai_addrlen >= sizeof address->at.v4;
    bool v6 = node->ai_family == AF_INET6 && (size_t)node->ai_addrlen >= sizeof address->at.v6;
    if (!v4 && !v6) return;
    address->len = (socklen_t)(v4 ? sizeof address->at.v4 : sizeof address->at.v6);
    memcpy(&address->at, node->ai_addr, (size_t)address->len);
    if (v4) address->at.v4.sin_port = htons(resolve->port);
    if (v6) address->at.v6.sin6_port = htons(resolve->port);
    resolve->count++;
}

static void on_answer(void *arg, int status, int timeouts, struct ares_addrinfo *answer) {
    pipit_resolve_t *resolve = arg;
    (void)timeouts;
    resolve->answered = true;
    resolve->detail = status;
    if (!answer) return;
    for (const struct ares_addrinfo_node *node = answer->nodes; node; node = node->ai_next) {
        if (resolve->count < PIPIT_RESOLVE_ADDRESSES) take_address(resolve, node);
    }
    ares_freeaddrinfo(answer);
}

/* A channel lives for one lookup: a changed resolv.conf is seen, nothing is cached, nothing is held while connected.
 * ares_library_init is needed on Windows only, where this port does not run. */
static int channel_open(pipit_resolve_t *resolve) {
    struct ares_options options;
    ares_channel channel;
    int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
    memset(&options, 0, sizeof options);
    options.timeout = QUERY_TIMEOUT_MS;
    options.tries = QUERY_TRIES;
    int status = ares_init_options(&channel, &options, mask);
    if (status != ARES_SUCCESS) return status;
    resolve->channel = channel;
    if (!resolve->dns_servers) return ARES_SUCCESS;
    return ares_set_servers_ports_csv(channel, resolve->dns_servers);
}

static pipit_err_t refuse(pipit_resolve_t *resolve, int status) {
    pipit_resolve_cancel(resolve);
    resolve->detail = status;
    return PIPIT_E_DNS;
}

pipit_err_t pipit_resolve_begin(pipit_resolve_t *resolve, const char *host, uint16_t port) {
    struct ares_addrinfo_hints hints;
    pipit_resolve_cancel(resolve);
    resolve->count = 0;
    resolve->detail = 0;
    resolve->answered = false;
    resolve->port = port;
    int status = channel_open(resolve);
    if (status != ARES_SUCCESS) return refuse(resolve, status);
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    ares_getaddrinfo((ares_channel)resolve->channel, host, NULL, &hints, on_answer, resolve);
    return PIPIT_OK;
}

static size_t watched(ares_channel channel, struct pollfd *fds, size_t room) {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    unsigned bits = (unsigned)ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
    size_t count = 0;
    for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM && count < room; i++) {
        bool readable = ARES_GETSOCK_READABLE(bits, i) != 0;
        bool writable = ARES_GETSOCK_WRITABLE(bits, i) != 0;
        if (!readable && !writable) continue;
        fds[count].fd = sockets[i];
        fds[count].events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
        fds[count].revents = 0;
        count++;
    }
    return count;
}

static void process(ares_channel channel) {
    struct pollfd fds[ARES_GETSOCK_MAXNUM];
    size_t count = watched(channel, fds, ARES_GETSOCK_MAXNUM);
    ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* retries that are due */
    if (poll(fds, (nfds_t)count, 0) <= 0) return;
    for (size_t i = 0; i < count; i++) {
        bool readable = (fds[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        bool writable = (fds[i].revents & POLLOUT) != 0;
        if (!readable && !writable) continue;
        ares_process_fd(channel, readable ? fds[i].fd : ARES_SOCKET_BAD, writable ? fds[i].fd : ARES_SOCKET_BAD);
    }
}

int32_t pipit_resolve_poll(pipit_resolve_t *resolve) {
    if (!resolve->channel) return PIPIT_E_DNS;
    if (!resolve->answered) process((ares_channel)resolve->channel);
    if (!resolve->answered) return 0;
    int32_t status = resolve->detail;
    pipit_resolve_cancel(resolve);
    resolve->detail = status;
    return resolve->count > 0 ? 1 : PIPIT_E_DNS;
}

size_t pipit_resolve_watch(const pipit_resolve_t *resolve, struct pollfd *fds, size_t room, uint32_t *max_ms) {
    struct timeval longest, next;
    if (!resolve->channel) return 0;
    if (resolve->answered) {
        *max_ms = 0;
        return 0;
    }
    longest.tv_sec = (time_t)(*max_ms / MS_PER_S);
    longest.tv_usec = (suseconds_t)(*max_ms % MS_PER_S) * US_PER_MS;
    const struct timeval *until = ares_timeout((ares_channel)resolve->channel, &longest, &next);
    /* One more ms: rounding down would wake just before the retry is due, and spin until then. */
    uint64_t until_ms = (uint64_t)until->tv_sec * MS_PER_S + (uint64_t)until->tv_usec / US_PER_MS + 1u;
    if (until_ms < *max_ms) *max_ms = (uint32_t)until_ms;
    return watched((ares_channel)resolve->channel, fds, room);
}

void pipit_resolve_cancel(pipit_resolve_t *resolve) {
    if (resolve->channel) ares_destroy((ares_channel)resolve->channel);
    resolve->channel = NULL;
}
