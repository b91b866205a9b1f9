/* SPDX-License-Identifier: MIT */
/* port/zephyr against sockets that do what the test says: addresses that are silent or refuse, bytes without end. The
 * clock is the test's: a connect to a silent address costs what Zephyr's time-out costs, without TLS nothing. */
#include "pipit_zephyr.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>
#include <zephyr/posix/fcntl.h>

#define ADDRESSES 6
#define CONNECT_MS 3000u /* CONFIG_NET_SOCKETS_CONNECT_TIMEOUT */

typedef enum { SILENT, REFUSES, ACCEPTS, NO_CONNECTION_FREE } address_t;

/* In the order of the name server's answer; an address is its number. */
static address_t addresses[ADDRESSES];
static uint32_t clock_ms;
static int connected_to, connects, recvs, failures;
static bool tag_filled = true, non_blocking;

static void is_true(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("FAILED  %s\n", what);
}

/* ---- Zephyr ---- */

uint32_t k_uptime_get_32(void) {
    return clock_ms;
}

int32_t k_msleep(int32_t ms) {
    clock_ms += (uint32_t)ms;
    return 0;
}

int zsock_socket(int family, int type, int proto) {
    (void)family;
    (void)type;
    (void)proto;
    non_blocking = false;
    return 3;
}

int zsock_close(int sock) {
    (void)sock;
    return 0;
}

int zsock_setsockopt(int sock, int level, int optname, const void *optval, socklen_t optlen) {
    (void)sock;
    (void)level;
    (void)optname;
    (void)optval;
    (void)optlen;
    return 0;
}

int zsock_getsockopt(int sock, int level, int optname, void *optval, socklen_t *optlen) {
    (void)sock;
    (void)level;
    (void)optname;
    (void)optlen;
    *(int *)optval = ECONNREFUSED;
    return 0;
}

int zsock_fcntl(int sock, int cmd, int flags) {
    (void)sock;
    non_blocking = cmd == F_SETFL && flags == O_NONBLOCK;
    return 0;
}

int tls_credential_get(sec_tag_t tag, enum tls_credential_type type, void *cred, size_t *credlen) {
    (void)cred;
    (void)credlen;
    return tag_filled && tag == 1 && type == TLS_CREDENTIAL_CA_CERTIFICATE ? -EFBIG : -ENOENT;
}

static int connect_error(address_t address) {
    if (non_blocking && address != NO_CONNECTION_FREE) return EINPROGRESS;
    if (address == SILENT) clock_ms += CONNECT_MS;
    if (address == SILENT) return ETIMEDOUT;
    return address == REFUSES ? ECONNREFUSED : ENOENT;
}

int zsock_connect(int sock, const struct sockaddr *addr, socklen_t addrlen) {
    int number = (int)addrlen - 1;
    (void)sock;
    (void)addr;
    connects++;
    connected_to = number;
    if (addresses[number] == ACCEPTS && !non_blocking) return 0;
    errno = connect_error(addresses[number]);
    return -1;
}

ssize_t zsock_send(int sock, const void *buf, size_t len, int flags) {
    (void)sock;
    (void)buf;
    (void)flags;
    return (ssize_t)len;
}

ssize_t zsock_recv(int sock, void *buf, size_t max_len, int flags) {
    (void)sock;
    (void)flags;
    recvs++;
    memset(buf, '\n', max_len);
    return (ssize_t)max_len;
}

int zsock_poll(struct zsock_pollfd *fds, int nfds, int timeout) {
    if (addresses[connected_to] == SILENT) clock_ms += (uint32_t)timeout;
    fds->revents = addresses[connected_to] == ACCEPTS ? fds->events : 0;
    if (addresses[connected_to] == REFUSES) fds->revents = ZSOCK_POLLERR;
    return fds->revents ? nfds : 0;
}

int zsock_getaddrinfo(const char *host, const char *service, const struct zsock_addrinfo *hints,
                      struct zsock_addrinfo **res) {
    static struct zsock_addrinfo found[ADDRESSES];
    (void)host;
    (void)service;
    (void)hints;
    for (size_t i = 0; i < ADDRESSES; i++) {
        found[i].ai_addrlen = i + 1;
        found[i].ai_next = i + 1 < ADDRESSES ? &found[i + 1] : NULL;
    }
    *res = found;
    return 0;
}

void zsock_freeaddrinfo(struct zsock_addrinfo *ai) {
    (void)ai;
}

/* ---- tests ---- */

static const sec_tag_t tags[] = {1};
static const pipit_zephyr_config_t config = {.tags = tags, .tag_count = 1};
static pipit_zephyr_t link;
static pipit_port_t port;

static void begin(address_t all, address_t last) {
    for (size_t i = 0; i < ADDRESSES; i++)
        addresses[i] = i + 1 < ADDRESSES ? all : last;
    clock_ms = 0xfffff000u;
    connects = 0;
    port = pipit_zephyr_port(&link, &config);
}

static int32_t link_open(void) {
    return port.open(port.io, "api.x.com", 443);
}

static void silent_addresses_hide_nobody(void) {
    begin(SILENT, ACCEPTS);
    uint32_t begin_ms = clock_ms;
    int opens = 1;
    while (link_open() == PIPIT_E_CONNECT && opens < 100) {
        is_true(clock_ms - begin_ms <= PIPIT_ZEPHYR_OPEN_MS + CONNECT_MS, "an open comes back");
        begin_ms = clock_ms;
        opens++;
    }
    is_true(opens == ADDRESSES && connected_to == ADDRESSES - 1, "each open begins behind the last address");
}

static void refusals_cost_no_open(void) {
    begin(REFUSES, ACCEPTS);
    is_true(link_open() == 0 && connects == ADDRESSES, "an address that refuses is passed over in the same open");
    begin(REFUSES, REFUSES);
    is_true(link_open() == PIPIT_E_CONNECT && connects == ADDRESSES, "each address is tried once");
}

static void address_that_works_stays(void) {
    char byte;
    begin(ACCEPTS, ACCEPTS);
    is_true(link_open() == 0 && connected_to == 0, "the first address first");
    is_true(link_open() == 0 && connected_to == 1, "what brought nothing is left");
    is_true(port.recv(port.io, &byte, 1) == 1 && link_open() == 0 && connected_to == 1, "what brought bytes is kept");
}

static void no_free_connection_ends_nothing(void) {
    begin(NO_CONNECTION_FREE, NO_CONNECTION_FREE);
    is_true(link_open() == PIPIT_E_CONNECT && *port.detail == ENOENT, "TCP has no connection free");
    tag_filled = false;
    is_true(link_open() == PIPIT_E_TLS_CA, "a tag is empty");
    tag_filled = true;
}

/* Without TLS nothing waits but wait. */
static int32_t tcp_until_it_ends(uint32_t *ms) {
    char byte;
    int32_t result = port.open(port.io, "api.x.com", 443);
    const uint32_t begin_ms = clock_ms;
    for (int i = 0; i < 10 && result == 0; i++) {
        result = port.recv(port.io, &byte, 1);
        if (result == 0) port.wait(port.io, 15000);
    }
    *ms = clock_ms - begin_ms;
    return result;
}

static void tcp_waits_in_wait_only(void) {
    uint32_t ms;
    begin(SILENT, ACCEPTS);
    port = pipit_zephyr_tcp_port(&link);
    for (int i = 0; i + 1 < ADDRESSES; i++)
        is_true(tcp_until_it_ends(&ms) == PIPIT_E_CONNECT && *port.detail == ETIMEDOUT && ms == PIPIT_ZEPHYR_OPEN_MS,
                "a silent address costs its time, and the next open begins behind it");
    is_true(tcp_until_it_ends(&ms) == 1 && ms == 0, "the last address connects");
    begin(REFUSES, REFUSES);
    port = pipit_zephyr_tcp_port(&link);
    is_true(tcp_until_it_ends(&ms) == PIPIT_E_CONNECT && *port.detail == ECONNREFUSED && ms == 0, "refused");
    begin(NO_CONNECTION_FREE, NO_CONNECTION_FREE);
    port = pipit_zephyr_tcp_port(&link);
    is_true(tcp_until_it_ends(&ms) == PIPIT_E_CONNECT && *port.detail == ENOENT, "no connection is free");
}

static void call_is_one_call(void) {
    static char bytes[4096];
    begin(ACCEPTS, ACCEPTS);
    is_true(link_open() == 0, "open");
    for (int i = 0; i < 100; i++) {
        recvs = 0;
        is_true(port.recv(port.io, bytes, sizeof bytes) == sizeof bytes && recvs == 1, "recv calls Zephyr once");
        port.wait(port.io, 1000);
        is_true(recvs == 1, "wait takes no bytes");
    }
}

int main(void) {
    silent_addresses_hide_nobody();
    refusals_cost_no_open();
    address_that_works_stays();
    call_is_one_call();
    no_free_connection_ends_nothing();
    tcp_waits_in_wait_only();
    return failures > 0;
}
