/* SPDX-License-Identifier: MIT */
/* A port that does nothing. The programs of this folder are linked with --gc-sections, so their sizes show how much
 * code of the core a program needs if it uses the same functions. */
#ifndef PORT_H
#define PORT_H

#include "pipit/pipit.h"

static int32_t port_open(void *io, const char *host, uint16_t port) {
    (void)io, (void)host, (void)port;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    (void)io, (void)bytes;
    return (int32_t)len;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    (void)io, (void)bytes, (void)len;
    return 0;
}

static void port_close(void *io) {
    (void)io;
}

static uint32_t port_now(void *io) {
    (void)io;
    return 0;
}

static const pipit_port_t port = {
    .open = port_open, .send = port_send, .recv = port_recv, .close = port_close, .now = port_now};

#endif
