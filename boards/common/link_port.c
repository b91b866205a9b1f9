/* SPDX-License-Identifier: MIT */
#include "link_port.h"
#include "pipit/http.h"
#include "platform.h"

static const char *dial_address;
static pipit_port_t dialled;
static pipit_port_t dated;
static pipit_head_t head;
static bool in_head;

static int32_t dial_open(void *io, const char *host, uint16_t port) {
    (void)host;
    return dialled.open(io, dial_address, port);
}

pipit_port_t dial_port(pipit_port_t tcp, const char *address) {
    if (!address) return tcp;
    dialled = tcp;
    dial_address = address;
    tcp.open = dial_open;
    return tcp;
}

static int32_t date_open(void *io, const char *host, uint16_t port) {
    pipit_head_init(&head);
    in_head = true;
    return dated.open(io, host, port);
}

static int32_t date_recv(void *io, void *bytes, size_t len) {
    int32_t n = dated.recv(io, bytes, len);
    size_t used = 0;
    if (n <= 0) (void)wall_clock_s(); /* so that the clock is right when the milliseconds wrap (49.7 days) */
    if (n <= 0 || !in_head) return n;
    int32_t result = pipit_head_read(&head, bytes, (size_t)n, &used);
    in_head = result == 0;
    if (result == 1 && head.date_s != PIPIT_HEAD_ABSENT) wall_clock_advance(head.date_s);
    return n;
}

pipit_port_t date_port(pipit_port_t tls) {
    dated = tls;
    tls.open = date_open;
    tls.recv = date_recv;
    return tls;
}
