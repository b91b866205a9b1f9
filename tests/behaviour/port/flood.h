/* SPDX-License-Identifier: MIT */
/* A peer that never stops, below the layer under test, and faster than any reader: each recv brings as many bytes as
 * are asked for. No clock decides anything here: bytes and calls are counted. */
#ifndef FLOOD_H
#define FLOOD_H

#include "pipit/port.h"

/* Who takes so much in one call would take for ever: then the flood ends with PIPIT_E_RESET, and the test fails. */
#define FLOOD_ENDLESS_BYTES (8u << 20)

typedef struct {
    const char *bytes; /* repeated without end in place of the peer; NULL: the peer's own */
    size_t len;
    size_t at;
    size_t taken; /* bytes and calls of recv since flood_count() */
    size_t calls;
    size_t sent;      /* bytes since the port was made */
    uint32_t wait_ms; /* what its wait was last asked for */
    bool endless;
    void (*on_recv)(
        void *ctx); /* inside each recv of the flood, as a signal handler or another thread would be; or NULL */
    void *ctx;
} flood_t;

extern flood_t flood;

/* `port` with the flood before it; one at a time. */
pipit_port_t flood_port(pipit_port_t port);

/* From now on the peer says `bytes` again and again; NULL: no flood. */
void flood_begin(const char *bytes, size_t len);

/* Count from 0. */
void flood_count(void);

#endif
