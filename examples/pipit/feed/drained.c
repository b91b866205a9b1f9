/* SPDX-License-Identifier: MIT */
#include "drained.h"

static int32_t port_open(void *io, const char *host, uint16_t port) {
    drained_t *d = io;
    (void)drained_forget(d);
    return d->inner.open(d->inner.io, host, port);
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    drained_t *d = io;
    return d->inner.send(d->inner.io, bytes, len);
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    drained_t *d = io;
    if (d->drained) {
        d->skipped = true;
        return 0;
    }
    int32_t n = d->inner.recv(d->inner.io, bytes, len);
    d->drained = n == 0;
    return n;
}

static void port_close(void *io) {
    drained_t *d = io;
    d->inner.close(d->inner.io);
}

static uint32_t port_now(void *io) {
    drained_t *d = io;
    return d->inner.now(d->inner.io);
}

static void port_wait(void *io, uint32_t max_ms) {
    drained_t *d = io;
    (void)drained_forget(d);
    d->inner.wait(d->inner.io, max_ms);
}

pipit_port_t drained_port(drained_t *drained, pipit_port_t inner) {
    pipit_port_t port = {drained, inner.detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    drained->inner = inner;
    (void)drained_forget(drained);
    return port;
}

bool drained_forget(drained_t *drained) {
    bool skipped = drained->skipped;
    drained->drained = false;
    drained->skipped = false;
    return skipped;
}
