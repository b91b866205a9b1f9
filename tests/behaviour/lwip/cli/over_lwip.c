/* SPDX-License-Identifier: MIT */
#include "net.h"
#include "pipit_posix.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define REFUSED (-14) /* ERR_RST */

static const pipit_posix_waker_t *used;

static int32_t passed_on(pipit_posix_t *tcp, int32_t result) {
    if (result < 0) tcp->detail = *tcp->port.detail;
    if (result == PIPIT_E_CONNECT && tcp->detail == REFUSED) tcp->detail = ECONNREFUSED;
    return result;
}

/* All names except localhost are resolved by the name server. The host's 127.0.0.1 and ::1 have other addresses in
 * lwIP's network. */
static int32_t open_at(void *io, const char *host, uint16_t port) {
    pipit_posix_t *tcp = io;
    const char *address = net_address(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host);
    return passed_on(tcp, tcp->port.open(tcp->port.io, address ? address : host, port));
}

static int32_t send_on(void *io, const void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    return passed_on(tcp, tcp->port.send(tcp->port.io, bytes, len));
}

static int32_t recv_on(void *io, void *bytes, size_t len) {
    pipit_posix_t *tcp = io;
    return passed_on(tcp, tcp->port.recv(tcp->port.io, bytes, len));
}

static void close_on(void *io) {
    pipit_posix_t *tcp = io;
    tcp->port.close(tcp->port.io);
}

static uint32_t now_on(void *io) {
    pipit_posix_t *tcp = io;
    return tcp->port.now(tcp->port.io);
}

static void wait_on(void *io, uint32_t max_ms) {
    pipit_posix_t *tcp = io;
    tcp->port.wait(tcp->port.io, max_ms);
}

static void turn(void *ctx, uint32_t max_ms) {
    char bytes[32];
    net_turn(ctx, max_ms);
    while (used && read(used->read_end, bytes, sizeof bytes) == (ssize_t)sizeof bytes)
        ;
}

pipit_port_t pipit_posix_port(pipit_posix_t *tcp) {
    net_start();
    tcp->detail = 0;
    tcp->quiet = 0;
    tcp->port = pipit_lwip_port(&tcp->lwip, turn, NULL);
    pipit_port_t port = {tcp, &tcp->detail, open_at, send_on, recv_on, close_on, now_on, wait_on};
    return port;
}

/* The wait of one port serves all: see pipit_lwip.h. */
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms) {
    wait_on(tcp[count - 1], max_ms);
}

void pipit_posix_wait_links(void *links, uint32_t max_ms) {
    const pipit_posix_links_t *many = links;
    pipit_posix_wait(many->tcp, many->count, max_ms);
}

pipit_err_t pipit_posix_waker_make(pipit_posix_waker_t *waker) {
    int ends[2];
    if (pipe(ends) != 0) return PIPIT_E_IO;
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    waker->read_end = ends[0];
    waker->write_end = ends[1];
    return PIPIT_OK;
}

void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker) {
    (void)tcp;
    used = waker;
    net_wake_by(waker->read_end);
}

void pipit_posix_wake(const pipit_posix_waker_t *waker) {
    ssize_t ignored = write(waker->write_end, "", 1);
    (void)ignored;
}

/* Run the network until the last bytes and the FIN, which may still be in the lane, have been sent. */
void pipit_posix_free(pipit_posix_t *tcp) {
    (void)tcp;
    for (int i = 0; i < 3; i++)
        net_turn(NULL, 1);
}
