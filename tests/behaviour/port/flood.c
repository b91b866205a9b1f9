/* SPDX-License-Identifier: MIT */
#include "flood.h"
#include <string.h>

flood_t flood;
static pipit_port_t below;

void flood_count(void) {
    flood.taken = 0;
    flood.calls = 0;
}

void flood_begin(const char *bytes, size_t len) {
    flood.bytes = bytes;
    flood.len = len;
    flood.at = 0;
    flood_count();
}

static int32_t pour(uint8_t *bytes, size_t len) {
    if (flood.on_recv) flood.on_recv(flood.ctx);
    flood.endless = flood.endless || flood.taken > FLOOD_ENDLESS_BYTES;
    if (flood.endless) return PIPIT_E_RESET;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (uint8_t)flood.bytes[flood.at];
        flood.at = (flood.at + 1) % flood.len;
    }
    return (int32_t)len;
}

static int32_t flood_recv(void *io, void *bytes, size_t len) {
    int32_t n = flood.bytes ? pour(bytes, len) : below.recv(io, bytes, len);
    flood.calls++;
    flood.dry = n <= 0;
    if (n > 0) flood.taken += (size_t)n;
    return n;
}

static int32_t flood_send(void *io, const void *bytes, size_t len) {
    int32_t n = below.send(io, bytes, len);
    if (n > 0) flood.sent += (size_t)n;
    return n;
}

/* It never needs to wait, because there are always bytes. */
static void flood_wait(void *io, uint32_t max_ms) {
    flood.wait_ms = max_ms;
    below.wait(io, flood.bytes ? 0 : max_ms);
}

pipit_port_t flood_port(pipit_port_t port) {
    memset(&flood, 0, sizeof flood);
    below = port;
    port.recv = flood_recv;
    port.send = flood_send;
    port.wait = flood_wait;
    return port;
}
