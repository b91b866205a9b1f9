/* SPDX-License-Identifier: MIT */
#include "scaled_time.h"

static int32_t port_open(void *io, const char *host, uint16_t port) {
    scaled_time_t *s = io;
    return s->inner.open(s->inner.io, host, port);
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    scaled_time_t *s = io;
    return s->inner.send(s->inner.io, bytes, len);
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    scaled_time_t *s = io;
    return s->inner.recv(s->inner.io, bytes, len);
}

static void port_close(void *io) {
    scaled_time_t *s = io;
    s->inner.close(s->inner.io);
}

static uint32_t port_now(void *io) {
    scaled_time_t *s = io;
    uint32_t now_ms = s->inner.now(s->inner.io);
    s->scaled_ms += (now_ms - s->last_ms) * s->scale;
    s->last_ms = now_ms;
    return s->scaled_ms;
}

static void port_wait(void *io, uint32_t max_ms) {
    scaled_time_t *s = io;
    uint32_t inner_ms = max_ms / s->scale;
    s->inner.wait(s->inner.io, inner_ms > 0 ? inner_ms : 1);
}

pipit_port_t scaled_time_port(scaled_time_t *s, pipit_port_t inner, uint32_t scale) {
    s->inner = inner;
    s->scale = scale;
    s->last_ms = inner.now(inner.io);
    s->scaled_ms = s->last_ms;
    pipit_port_t port = {s, inner.detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    return port;
}
