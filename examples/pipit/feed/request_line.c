/* SPDX-License-Identifier: MIT */
#include "request_line.h"

enum { METHOD, TARGET, REST };

static void target_read(request_line_t *line, const char *bytes, size_t len) {
    for (size_t i = 0; i < len && line->word != REST; i++) {
        if (bytes[i] == ' ')
            line->word++;
        else if (line->word == TARGET && line->len + 1 < sizeof line->target)
            line->target[line->len++] = bytes[i];
    }
    line->target[line->len] = '\0';
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    request_line_t *line = io;
    line->word = METHOD;
    line->len = 0;
    return line->inner.open(line->inner.io, host, port);
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    request_line_t *line = io;
    int32_t n = line->inner.send(line->inner.io, bytes, len);
    if (n > 0) target_read(line, bytes, (size_t)n);
    return n;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    request_line_t *line = io;
    return line->inner.recv(line->inner.io, bytes, len);
}

static void port_close(void *io) {
    request_line_t *line = io;
    line->inner.close(line->inner.io);
}

static uint32_t port_now(void *io) {
    request_line_t *line = io;
    return line->inner.now(line->inner.io);
}

static void port_wait(void *io, uint32_t max_ms) {
    request_line_t *line = io;
    line->inner.wait(line->inner.io, max_ms);
}

pipit_port_t request_line_port(request_line_t *line, pipit_port_t inner) {
    pipit_port_t port = {line, inner.detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    line->inner = inner;
    line->len = 0;
    line->word = METHOD;
    line->target[0] = '\0';
    return port;
}
