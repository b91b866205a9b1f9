/* SPDX-License-Identifier: MIT */
#include "lwip_subject.h"
#include "net.h"
#include "pipit_lwip.h"

#define TIME_WAIT_MS 12000u /* how long slirp keeps the descriptor of a closed connection */
#define ROOM_MS 10u         /* time until a send can continue */
#define ROOM_LOSSY_MS 200u  /* the same with a retransmission */
#define LAST_FRAMES_MS 3u

/* The suite was written for sockets, which work without help. lwIP must be run, so each function of the port runs it.
 */
static pipit_lwip_t tcp;
static pipit_port_t inner;
static bool has_sent;

static int32_t turning_open(void *io, const char *host, uint16_t port) {
    has_sent = false;
    net_skip_ms(TIME_WAIT_MS);
    return inner.open(io, host, port);
}

static int32_t turning_send(void *io, const void *bytes, size_t len) {
    uint32_t room_ms = net_to_host.how.loss_permille > 0 ? ROOM_LOSSY_MS : ROOM_MS + 10u * net_to_host.how.delay_ms;
    int32_t n = inner.send(io, bytes, len);
    uint32_t begin_ms = inner.now(io);
    while (n == 0 && has_sent && inner.now(io) - begin_ms < room_ms) {
        net_turn(NULL, 1);
        n = inner.send(io, bytes, len);
    }
    if (n == 0) net_turn(NULL, 0);
    has_sent = has_sent || n > 0;
    return n;
}

static int32_t turning_recv(void *io, void *bytes, size_t len) {
    int32_t n = inner.recv(io, bytes, len);
    if (n == 0) net_turn(NULL, 0);
    return n;
}

/* Otherwise a SYN that is still in the lane reaches the peer in the next test. */
static void turning_close(void *io) {
    uint32_t begin_ms = inner.now(io);
    uint32_t last_ms = LAST_FRAMES_MS + 20u * net_to_host.how.delay_ms;
    inner.close(io);
    while (inner.now(io) - begin_ms < last_ms)
        net_turn(NULL, 1);
}

/* An acknowledgement without data ends a turn too, so several turns may be needed. */
static void turning_wait(void *io, uint32_t max_ms) {
    uint32_t begin_ms = inner.now(io);
    uint32_t passed_ms = 0;
    uint8_t state = tcp.state;
    do {
        inner.wait(io, max_ms - passed_ms);
        passed_ms = inner.now(io) - begin_ms;
    } while (passed_ms < max_ms && tcp.state == state && !tcp.received && !tcp.ended && !tcp.write_again);
}

pipit_port_t lwip_subject_port(void) {
    net_start();
    inner = pipit_lwip_port(&tcp, net_turn, NULL);
    pipit_port_t port = inner;
    port.open = turning_open;
    port.send = turning_send;
    port.recv = turning_recv;
    port.close = turning_close;
    port.wait = turning_wait;
    return port;
}

const char *lwip_subject_address(const char *address) {
    return net_address(address);
}

void lwip_subject_release(void) {
    inner.close(inner.io);
}
