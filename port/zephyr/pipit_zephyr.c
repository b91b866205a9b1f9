/* SPDX-License-Identifier: MIT */
#include "pipit_zephyr.h"
#include <errno.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>
#include <zephyr/posix/fcntl.h>

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
    link->connecting = false;
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

static bool tag_is_filled(sec_tag_t tag) {
    int status = -ENOENT;
    for (int type = TLS_CREDENTIAL_CA_CERTIFICATE; type <= TLS_CREDENTIAL_PSK_ID && status == -ENOENT; type++) {
        size_t len = 0;
        status = tls_credential_get(tag, (enum tls_credential_type)type, NULL, &len);
    }
    return status != -ENOENT;
}

static bool tags_are_filled(const pipit_zephyr_t *link) {
    size_t filled = 0;
    while (filled < link->config.tag_count && tag_is_filled(link->config.tags[filled]))
        filled++;
    return filled == link->config.tag_count;
}

/* What Zephyr means by these values: the handshake failed; mbedTLS lacks an option or does not take the certificates;
 * its heap is too small. ENOENT is a tag without a certificate, or TCP without a free connection (NET_MAX_CONN). */
static pipit_err_t tls_open_error(const pipit_zephyr_t *link, int error) {
    switch (error) {
    case ECONNABORTED:
    case EINVAL: return PIPIT_E_TLS;
    case ENOENT: return tags_are_filled(link) ? PIPIT_E_CONNECT : PIPIT_E_TLS_CA;
    case ENOMEM: return PIPIT_E_TLS_MEMORY;
    default: return PIPIT_E_CONNECT;
    }
}

static int tls_connect(const pipit_zephyr_t *link, int fd, const struct zsock_addrinfo *address, const char *host) {
    return tls_configure(link, fd, host) && zsock_connect(fd, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
}

static int tcp_connect(pipit_zephyr_t *link, int fd, const struct zsock_addrinfo *address) {
    if (zsock_fcntl(fd, F_SETFL, O_NONBLOCK) != 0) return errno;
    if (zsock_connect(fd, address->ai_addr, address->ai_addrlen) == 0) return 0;
    link->connecting = errno == EINPROGRESS;
    link->connect_ms = k_uptime_get_32();
    return link->connecting ? 0 : errno;
}

static int32_t address_try(pipit_zephyr_t *link, const struct zsock_addrinfo *address, const char *host) {
    int fd = zsock_socket(address->ai_family, SOCK_STREAM, link->is_tcp ? IPPROTO_TCP : IPPROTO_TLS_1_2);
    if (fd < 0) return fail(link, PIPIT_E_CONNECT, errno);
    int error = link->is_tcp ? tcp_connect(link, fd, address) : tls_connect(link, fd, address, host);
    if (error == 0) {
        link->socket = fd;
        link->failure = PIPIT_E_CLOSED;
        return 0;
    }
    (void)zsock_close(fd);
    return fail(link, link->is_tcp ? PIPIT_E_CONNECT : tls_open_error(link, error), error);
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
    if (!link->is_tcp && link->config.tag_count == 0) return fail(link, PIPIT_E_INVALID, 0);
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
    case ENOBUFS: /* TCP waits for a buffer */
    case EINTR: return 0;
    case ECONNRESET:
    case EPIPE: return fail(link, PIPIT_E_RESET, errno);
    default: return fail(link, PIPIT_E_IO, errno);
    }
}

static bool is_open(const pipit_zephyr_t *link) {
    return link->socket != NO_SOCKET && link->failure == PIPIT_E_CLOSED;
}

/* Zephyr before 3.7 has no SO_ERROR. */
static int socket_error(int fd) {
    int error = 0;
    socklen_t len = sizeof error;
    return zsock_getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 && error != 0 ? error : ECONNREFUSED;
}

/* @return 1: connected, 0: not yet, or an error */
static int32_t connect_look(pipit_zephyr_t *link) {
    struct zsock_pollfd ready = {.fd = link->socket, .events = ZSOCK_POLLOUT};
    if (!link->connecting) return 1;
    (void)zsock_poll(&ready, 1, 0);
    if (ready.revents & (ZSOCK_POLLERR | ZSOCK_POLLHUP | ZSOCK_POLLNVAL))
        return fail(link, PIPIT_E_CONNECT, socket_error(link->socket));
    link->connecting = !(ready.revents & ZSOCK_POLLOUT);
    if (link->connecting && k_uptime_get_32() - link->connect_ms >= PIPIT_ZEPHYR_OPEN_MS)
        return fail(link, PIPIT_E_CONNECT, ETIMEDOUT);
    return !link->connecting;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_zephyr_t *link = io;
    if (!is_open(link)) return link->failure;
    int32_t connected = connect_look(link);
    if (connected <= 0) return connected;
    ssize_t sent = zsock_send(link->socket, bytes, len < INT32_MAX ? len : INT32_MAX, ZSOCK_MSG_DONTWAIT);
    link->write_blocked = sent < 0 || (size_t)sent < len;
    return sent < 0 ? io_error(link) : (int32_t)sent;
}

/* The end stays the end: a closed socket says so again and again. */
static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_zephyr_t *link = io;
    if (!is_open(link)) return link->failure;
    int32_t connected = connect_look(link);
    if (connected <= 0) return connected;
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

static short wanted(const pipit_zephyr_t *link) {
    if (link->connecting) return ZSOCK_POLLOUT;
    return (short)(link->write_blocked ? ZSOCK_POLLIN | ZSOCK_POLLOUT : ZSOCK_POLLIN);
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_zephyr_t *link = io;
    struct zsock_pollfd ready = {.fd = link->socket, .events = wanted(link)};
    const uint32_t most_ms = link->connecting ? PIPIT_ZEPHYR_OPEN_MS : INT32_MAX;
    int timeout_ms = (int)(max_ms < most_ms ? max_ms : most_ms);
    if (is_open(link))
        (void)zsock_poll(&ready, 1, timeout_ms);
    else
        (void)k_msleep(timeout_ms);
}

static pipit_port_t port_of(pipit_zephyr_t *link) {
    link->socket = NO_SOCKET;
    link->failure = PIPIT_E_CLOSED;
    pipit_port_t port = {link, &link->detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    return port;
}

pipit_port_t pipit_zephyr_port(pipit_zephyr_t *link, const pipit_zephyr_config_t *config) {
    memset(link, 0, sizeof *link);
    link->config = *config;
    return port_of(link);
}

pipit_port_t pipit_zephyr_tcp_port(pipit_zephyr_t *link) {
    memset(link, 0, sizeof *link);
    link->is_tcp = true;
    return port_of(link);
}
