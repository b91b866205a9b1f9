/* SPDX-License-Identifier: MIT */
#include "pipit_zephyr.h"
#include <errno.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>

#define NO_SOCKET (-1)
#define PORT_DIGITS 5

static int32_t fail(pipit_zephyr_t *link, pipit_err_t err, int32_t detail) {
    link->failure = err;
    link->detail = detail;
    return err;
}

static void port_close(void *io) {
    pipit_zephyr_t *link = io;
    if (link->socket != NO_SOCKET) (void)zsock_close(link->socket);
    link->socket = NO_SOCKET;
    link->write_blocked = false;
    link->failure = PIPIT_E_CLOSED;
}

static void port_text(uint16_t port, char *text) {
    char digits[PORT_DIGITS];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + port % 10u);
        port = (uint16_t)(port / 10u);
    } while (port > 0);
    while (count > 0)
        *text++ = digits[--count];
    *text = '\0';
}

static bool tls_configure(const pipit_zephyr_t *link, int fd, const char *host) {
    const int verify =
        link->config.dangerously_skip_certificate_verification ? TLS_PEER_VERIFY_NONE : TLS_PEER_VERIFY_REQUIRED;
    return zsock_setsockopt(fd, SOL_TLS, TLS_SEC_TAG_LIST, link->config.tags,
                            (socklen_t)(link->config.tag_count * sizeof *link->config.tags)) == 0 &&
           zsock_setsockopt(fd, SOL_TLS, TLS_HOSTNAME, host, (socklen_t)(strlen(host) + 1u)) == 0 &&
           zsock_setsockopt(fd, SOL_TLS, TLS_PEER_VERIFY, &verify, sizeof verify) == 0;
}

/* What Zephyr means by these values: the handshake failed; mbedTLS lacks an option or does not take the certificates;
 * its heap is too small. */
static pipit_err_t open_error(int error) {
    switch (error) {
    case ECONNABORTED:
    case EINVAL: return PIPIT_E_TLS;
    case ENOENT: return PIPIT_E_TLS_CA;
    case ENOMEM: return PIPIT_E_TLS_MEMORY;
    default: return PIPIT_E_CONNECT;
    }
}

static int32_t address_try(pipit_zephyr_t *link, const struct zsock_addrinfo *address, const char *host) {
    int fd = zsock_socket(address->ai_family, SOCK_STREAM, IPPROTO_TLS_1_2);
    if (fd < 0) return fail(link, PIPIT_E_CONNECT, errno);
    if (tls_configure(link, fd, host) && zsock_connect(fd, address->ai_addr, address->ai_addrlen) == 0) {
        link->socket = fd;
        link->failure = PIPIT_E_CLOSED;
        return 0;
    }
    int error = errno;
    (void)zsock_close(fd);
    return fail(link, open_error(error), error);
}

static uint32_t addresses_count(const struct zsock_addrinfo *first) {
    uint32_t count = 0;
    for (; first; first = first->ai_next)
        count++;
    return count;
}

static const struct zsock_addrinfo *address_at(const struct zsock_addrinfo *first, uint32_t index) {
    while (index-- > 0)
        first = first->ai_next;
    return first;
}

static int32_t addresses_try(pipit_zephyr_t *link, const struct zsock_addrinfo *all, const char *host) {
    const uint32_t begin_ms = k_uptime_get_32();
    const uint32_t count = addresses_count(all);
    int32_t result = PIPIT_E_CONNECT;
    for (uint32_t i = 0; i < count && result == PIPIT_E_CONNECT; i++) {
        if (i > 0 && k_uptime_get_32() - begin_ms >= PIPIT_ZEPHYR_OPEN_MS) break;
        link->address_used = (uint8_t)(link->address_first % count);
        link->address_first = (uint8_t)(link->address_used + 1u);
        result = address_try(link, address_at(all, link->address_used), host);
    }
    return result;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_zephyr_t *link = io;
    char service[PORT_DIGITS + 1];
    struct zsock_addrinfo hints;
    struct zsock_addrinfo *addresses = NULL;
    port_close(link);
    link->detail = 0;
    if (link->config.tag_count == 0) return fail(link, PIPIT_E_INVALID, 0);
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    port_text(port, service);
    int status = zsock_getaddrinfo(host, service, &hints, &addresses);
    if (status != 0 || !addresses) return fail(link, PIPIT_E_DNS, status);
    int32_t result = addresses_try(link, addresses, host);
    zsock_freeaddrinfo(addresses);
    return result;
}

static int32_t io_error(pipit_zephyr_t *link) {
    switch (errno) {
    case EAGAIN:
#if EAGAIN != EWOULDBLOCK
    case EWOULDBLOCK:
#endif
    case EINTR: return 0;
    case ECONNRESET:
    case EPIPE: return fail(link, PIPIT_E_RESET, errno);
    default: return fail(link, PIPIT_E_IO, errno);
    }
}

static bool is_open(const pipit_zephyr_t *link) {
    return link->socket != NO_SOCKET && link->failure == PIPIT_E_CLOSED;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_zephyr_t *link = io;
    if (!is_open(link)) return link->failure;
    ssize_t sent = zsock_send(link->socket, bytes, len < INT32_MAX ? len : INT32_MAX, ZSOCK_MSG_DONTWAIT);
    link->write_blocked = sent < 0 || (size_t)sent < len;
    return sent < 0 ? io_error(link) : (int32_t)sent;
}

/* The end stays the end: a closed socket says so again and again. */
static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_zephyr_t *link = io;
    if (!is_open(link)) return link->failure;
    ssize_t got = zsock_recv(link->socket, bytes, len < INT32_MAX ? len : INT32_MAX, ZSOCK_MSG_DONTWAIT);
    if (got == 0) return PIPIT_E_CLOSED;
    if (got < 0) return io_error(link);
    link->address_first = link->address_used;
    return (int32_t)got;
}

static uint32_t port_now(void *io) {
    (void)io;
    return k_uptime_get_32();
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_zephyr_t *link = io;
    struct zsock_pollfd ready = {.fd = link->socket,
                                 .events = (short)(link->write_blocked ? ZSOCK_POLLIN | ZSOCK_POLLOUT : ZSOCK_POLLIN)};
    int timeout_ms = max_ms < INT32_MAX ? (int)max_ms : INT32_MAX;
    if (is_open(link))
        (void)zsock_poll(&ready, 1, timeout_ms);
    else
        (void)k_msleep(timeout_ms);
}

pipit_port_t pipit_zephyr_port(pipit_zephyr_t *link, const pipit_zephyr_config_t *config) {
    memset(link, 0, sizeof *link);
    link->config = *config;
    link->socket = NO_SOCKET;
    link->failure = PIPIT_E_CLOSED;
    pipit_port_t port = {link, &link->detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    return port;
}
