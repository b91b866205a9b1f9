/* SPDX-License-Identifier: MIT */
#include "pipit_template.h"
#include <string.h>

typedef enum { STATE_CLOSED, STATE_CONNECTING, STATE_OPEN, STATE_FAILED } state_t;

/* ---- to be filled in ---- */

/* Begin: look the name up, begin to connect, return at once. What the platform does by callback only leaves a mark here
 * that platform_is_connected() finds. Free what an earlier attempt left. @return 0, PIPIT_E_DNS, PIPIT_E_CONNECT, ...
 */
static int32_t platform_connect(pipit_template_t *link, const char *host, uint16_t port) {
    (void)host;
    (void)port;
    link->detail = 0; /* the platform's number for the failure */
    return PIPIT_E_IO;
}

/* @return 1 when bytes can flow, 0 not yet, < 0 error. Gives up on nothing by itself: the engine has the timer. */
static int32_t platform_is_connected(pipit_template_t *link) {
    (void)link;
    return PIPIT_E_IO;
}

/* @return how many bytes the platform has taken (fewer is fine), 0 when it has no room, PIPIT_E_RESET or PIPIT_E_IO. */
static int32_t platform_send(pipit_template_t *link, const void *bytes, size_t len) {
    (void)link;
    (void)bytes;
    (void)len;
    return PIPIT_E_IO;
}

/* @return how many bytes were there, 0 when none are, PIPIT_E_CLOSED at the end of the stream, which most platforms
 * report as 0, PIPIT_E_RESET, PIPIT_E_IO. Bytes that came before the end are delivered before it. What is not read
 * stays with the platform and closes the TCP window: that is the back-pressure. One read: to go on while bytes come
 * would hand the loop, and with it every time-out, to a peer that sends faster than this machine reads. */
static int32_t platform_recv(pipit_template_t *link, void *bytes, size_t len) {
    (void)link;
    (void)bytes;
    (void)len;
    return PIPIT_E_IO;
}

/* FIN and forget, whatever the state; keep no descriptor and no callback that points here. */
static void platform_close(pipit_template_t *link) {
    (void)link;
}

/* Monotonic milliseconds; may wrap at 2^32. A tick counter, not the wall clock. */
static uint32_t platform_now_ms(void) {
    return 0;
}

/* Sleep until bytes arrive (not at all while some are there), a refused byte may be sent, or the time is over.
 * Returning early is always right, so an interrupt may end it; returning late loses time; never sleeping takes power.
 */
static void platform_sleep(pipit_template_t *link, uint32_t max_ms) {
    (void)link;
    (void)max_ms;
}

/* ---- the contract of port.h, the same on every platform ---- */

static int32_t fail(pipit_template_t *link, int32_t err) {
    link->state = STATE_FAILED;
    link->failure = err;
    return err;
}

/* Drives what open began. @return 1 the link stands, 0 not yet, < 0 error. */
static int32_t turn(pipit_template_t *link) {
    int32_t connected;
    switch ((state_t)link->state) {
    case STATE_CONNECTING:
        connected = platform_is_connected(link);
        if (connected < 0) return fail(link, connected);
        if (connected > 0) link->state = STATE_OPEN;
        return connected;
    case STATE_OPEN: return 1;
    case STATE_FAILED: return link->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

static void port_close(void *io) {
    pipit_template_t *link = io;
    if (link->state != STATE_CLOSED) platform_close(link);
    link->state = STATE_CLOSED;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_template_t *link = io;
    port_close(link);
    link->detail = 0;
    link->state = STATE_CONNECTING;
    int32_t result = platform_connect(link, host, port);
    return result < 0 ? fail(link, result) : 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_template_t *link = io;
    int32_t ready = turn(link);
    if (ready <= 0) return ready;
    int32_t n = platform_send(link, bytes, len);
    return n < 0 ? fail(link, n) : n;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_template_t *link = io;
    int32_t ready = turn(link);
    if (ready <= 0) return ready;
    int32_t n = platform_recv(link, bytes, len);
    return n < 0 ? fail(link, n) : n;
}

static uint32_t port_now(void *io) {
    (void)io;
    return platform_now_ms();
}

static void port_wait(void *io, uint32_t max_ms) {
    platform_sleep(io, max_ms);
}

pipit_port_t pipit_template_port(pipit_template_t *link) {
    memset(link, 0, sizeof *link);
    pipit_port_t port = {link, &link->detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    return port;
}
