/* SPDX-License-Identifier: MIT */
#include "replay_port.h"
#include "../options/byte_order_mark.h"
#include "../options/mistake.h"
#include <errno.h>
#include <string.h>

static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";

static int byte_read(replay_port_t *r) {
    if (r->begin_at < r->begin_len) return (unsigned char)r->begin[r->begin_at++];
    int c = getc(r->file);
    if (c == EOF && ferror(r->file) && errno != EINTR) mistake("replay: %s", strerror(errno));
    r->over = c == EOF && feof(r->file);
    clearerr(r->file); /* a read that a signal has interrupted is tried again */
    return c;
}

static int32_t head_copy(replay_port_t *r, char *bytes, size_t len) {
    size_t n = sizeof head - 1 - r->head_at;
    if (n > len) n = len;
    memcpy(bytes, head + r->head_at, n);
    r->head_at += n;
    return (int32_t)n;
}

/* At most one line, because the lines after a notice must be read on the next connection. */
static int32_t bytes_copy(replay_port_t *r, char *bytes, size_t len) {
    size_t n = 0;
    int c = 0;
    while (n < len && c != '\n' && !r->over) {
        c = byte_read(r);
        if (c == EOF) break;
        bytes[n++] = (char)c;
    }
    if (n > 0) r->in_line = bytes[n - 1] != '\n';
    return (int32_t)n;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    replay_port_t *r = io;
    if (r->lines && r->head_at < sizeof head - 1) return head_copy(r, bytes, len);
    int32_t n = bytes_copy(r, bytes, len);
    if (n > 0 || !r->over) return n;
    if (!r->lines || !r->in_line) return PIPIT_E_CLOSED;
    r->in_line = false; /* add the line end that the last line of a file may not have */
    *(char *)bytes = '\n';
    return 1;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    replay_port_t *r = io;
    (void)host;
    (void)port;
    r->head_at = 0;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    return (int32_t)len;
}

static void port_close(void *io) {
    (void)io;
}

static uint32_t port_now(void *io) {
    replay_port_t *r = io;
    return r->now_ms;
}

static void port_wait(void *io, uint32_t max_ms) {
    replay_port_t *r = io;
    r->now_ms += max_ms;
}

pipit_port_t replay_port(replay_port_t *r, const char *name) {
    pipit_port_t port = {r, NULL, port_open, port_send, port_recv, port_close, port_now, port_wait};
    memset(r, 0, sizeof *r);
    r->file = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
    if (!r->file) mistake("replay %s: %s", name, strerror(errno));
    r->begin_len = fread(r->begin, 1, sizeof r->begin, r->file);
    if (ferror(r->file)) mistake("replay %s: %s", name, strerror(errno)); /* for example a directory */
    const size_t mark = byte_order_mark(r->begin, r->begin_len, "replay", name);
    r->begin_len -= mark;
    memmove(r->begin, r->begin + mark, r->begin_len);
    if (mark > 0) r->begin_len += fread(r->begin + r->begin_len, 1, mark, r->file);
    r->lines = r->begin_len < sizeof r->begin || memcmp(r->begin, "HTTP/", sizeof r->begin) != 0;
    return port;
}
