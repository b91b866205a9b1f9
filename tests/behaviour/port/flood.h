/* SPDX-License-Identifier: MIT */
/* A port below the layer under test whose peer never stops and is faster than any reader: each recv returns as many
 * bytes as it was asked for. The results do not depend on time: bytes and calls are counted. */
#ifndef FLOOD_H
#define FLOOD_H

#include "pipit/port.h"

/* If one call takes so many bytes, it would never end. Then the flood returns PIPIT_E_RESET, and the test fails. */
#define FLOOD_ENDLESS_BYTES (8u << 20)

typedef struct {
    const char *bytes; /* repeated without end instead of the peer's bytes; NULL: the peer's bytes */
    size_t len;
    size_t at;
    size_t taken; /* bytes and calls of recv since flood_count() */
    size_t calls;
    bool dry;         /* the last of these calls brought nothing: at this moment there are no more bytes */
    size_t sent;      /* bytes since the port was made */
    uint32_t wait_ms; /* the argument of the last wait */
    bool endless;
    void (*on_recv)(
        void *ctx); /* called inside each recv of the flood, like a signal handler or another thread; or NULL */
    void *ctx;
} flood_t;

extern flood_t flood;

/* Make a port over `port` with a flood. There is only one at the same time. */
pipit_port_t flood_port(pipit_port_t port);

/* From now on recv returns `bytes` again and again; NULL: no flood. */
void flood_begin(const char *bytes, size_t len);

/* Count from 0. */
void flood_count(void);

#endif
