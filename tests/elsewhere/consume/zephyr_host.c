/* SPDX-License-Identifier: MIT */
/* Simulates Zephyr's sockets with those of Linux, without TLS, connected to 127.0.0.1. It stores the TLS options of the
 * port, and refuses a connection without a verified name. FAKE_CONNECT_ERRNO: zsock_connect() fails with this number
 * after TCP has connected, like Zephyr with EINVAL if mbedTLS cannot be set up. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Numbers as in tests/elsewhere/consume/zephyr_include. */
#define ZEPHYR_TLS_SEC_TAG_LIST 1
#define ZEPHYR_TLS_HOSTNAME 2
#define ZEPHYR_TLS_PEER_VERIFY 5
#define ZEPHYR_TLS_PEER_VERIFY_REQUIRED 2

struct zsock_addrinfo {
    struct zsock_addrinfo *ai_next;
    int ai_flags;
    int ai_family;
    int ai_socktype;
    int ai_protocol;
    size_t ai_addrlen;
    struct sockaddr *ai_addr;
    char *ai_canonname;
};

static int certificates;
static bool tagged, named, verified;

/* Print each line at once, like a console. */
__attribute__((constructor)) static void console_open(void) {
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
}

uint32_t k_uptime_get_32(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)now.tv_sec * 1000u + (uint32_t)(now.tv_nsec / 1000000);
}

int32_t k_msleep(int32_t ms) {
    (void)poll(NULL, 0, ms);
    return 0;
}

int tls_credential_add(int tag, int type, const void *cred, size_t credlen) {
    (void)cred;
    certificates += tag == 1 && type == 1 && credlen > 0;
    return 0;
}

int tls_credential_get(int tag, int type, void *cred, size_t *credlen) {
    (void)cred;
    (void)credlen;
    return certificates > 0 && tag == 1 && type == 1 ? -EFBIG : -ENOENT;
}

int zsock_fcntl(int sock, int cmd, int flags) {
    (void)cmd;
    return fcntl(sock, F_SETFL, flags == 0x4000 ? O_NONBLOCK : 0);
}

int zsock_getsockopt(int sock, int level, int optname, void *optval, size_t *optlen) {
    socklen_t len = (socklen_t)*optlen;
    (void)level;
    (void)optname;
    return getsockopt(sock, SOL_SOCKET, SO_ERROR, optval, &len);
}

int zsock_socket(int family, int type, int proto) {
    (void)proto;
    tagged = named = verified = false;
    return socket(family, type, 0);
}

int zsock_close(int sock) {
    return close(sock);
}

int zsock_setsockopt(int sock, int level, int optname, const void *optval, size_t optlen) {
    (void)sock;
    (void)level;
    tagged |= optname == ZEPHYR_TLS_SEC_TAG_LIST && optlen == sizeof(int) && *(const int *)optval == 1;
    named |= optname == ZEPHYR_TLS_HOSTNAME && strlen(optval) + 1 == optlen && strcmp(optval, "localhost") == 0;
    verified |= optname == ZEPHYR_TLS_PEER_VERIFY && *(const int *)optval == ZEPHYR_TLS_PEER_VERIFY_REQUIRED;
    return 0;
}

int zsock_connect(int sock, const struct sockaddr *addr, size_t addrlen) {
    const char *fault = getenv("FAKE_CONNECT_ERRNO");
    if (fault) {
        errno = atoi(fault);
        return -1;
    }
    if (certificates == 1 && tagged && named && verified) return connect(sock, addr, (socklen_t)addrlen);
    errno = ECONNABORTED;
    return -1;
}

ssize_t zsock_send(int sock, const void *buf, size_t len, int flags) {
    return send(sock, buf, len, flags | MSG_NOSIGNAL);
}

ssize_t zsock_recv(int sock, void *buf, size_t max_len, int flags) {
    return recv(sock, buf, max_len, flags);
}

int zsock_poll(struct pollfd *fds, int nfds, int timeout) {
    return poll(fds, (nfds_t)nfds, timeout);
}

int zsock_getaddrinfo(const char *host, const char *service, const struct zsock_addrinfo *hints,
                      struct zsock_addrinfo **res) {
    static struct sockaddr_in to;
    static struct zsock_addrinfo found;
    (void)host;
    to.sin_family = AF_INET;
    to.sin_port = htons((uint16_t)atoi(service));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    found.ai_family = AF_INET;
    found.ai_socktype = hints->ai_socktype;
    found.ai_addr = (struct sockaddr *)&to;
    found.ai_addrlen = sizeof to;
    *res = &found;
    return 0;
}

void zsock_freeaddrinfo(struct zsock_addrinfo *ai) {
    (void)ai;
}
