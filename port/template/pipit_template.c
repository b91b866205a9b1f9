/* SPDX-License-Identifier: MIT */
#include "pipit_template.h"
#include <string.h>

typedef enum { STATE_CLOSED, STATE_CONNECTING, STATE_OPEN, STATE_FAILED } state_t;

/* ---- write these functions for your platform ---- */

/* Begin to resolve the name and to connect, and return at once. A callback of the platform should only set a flag,
 * which platform_is_connected() reads. Free everything of an earlier attempt. @return 0, PIPIT_E_DNS, PIPIT_E_CONNECT,
 * ... */
static int32_t platform_connect(pipit_template_t *link, const char *host, uint16_t port) {
    (void)host;
    (void)port;
    link->detail = 0; /* the platform's number for the failure */
    return PIPIT_E_IO;
}

/* @return 1: bytes can be sent and received; 0: not yet; below 0: an error. It needs no time-out, because the engine
 * has one. */
static int32_t platform_is_connected(pipit_template_t *link) {
    (void)link;
    return PIPIT_E_IO;
}

/* @return how many bytes the platform has taken (`len` or fewer); 0: it has no room; PIPIT_E_RESET or PIPIT_E_IO. */
static int32_t platform_send(pipit_template_t *link, const void *bytes, size_t len) {
    (void)link;
    (void)bytes;
    (void)len;
    return PIPIT_E_IO;
}

/* @return how many bytes were received; 0: there are none now; PIPIT_E_CLOSED: the end of the connection, which most
 * platforms report as 0; PIPIT_E_RESET or PIPIT_E_IO. Deliver bytes that arrived before the end first. Bytes that are
 * not read stay in the platform, so the TCP window closes and the peer stops sending. Read only once: if this continued
 * while bytes arrive, a peer that sends faster than this machine reads could prevent all time-outs. */
static int32_t platform_recv(pipit_template_t *link, void *bytes, size_t len) {
    (void)link;
    (void)bytes;
    (void)len;
    return PIPIT_E_IO;
}

/* Close the connection (FIN) in any state. Afterwards no descriptor and no callback may refer to `link`. */
static void platform_close(pipit_template_t *link) {
    (void)link;
}

/* @return milliseconds of a clock that never steps back, such as a tick counter, not the time of day. It may wrap at
 * 2^32. */
static uint32_t platform_now_ms(void) {
    return 0;
}

/* Sleep until bytes can be read (do not sleep if there are some), until bytes that were refused can be sent, or for
 * max_ms. It may always return early, so an interrupt may end it. If it returns late, events are late; if it never
 * sleeps, the program only uses more power. */
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

/* Continue to open the connection. @return 1: it is open; 0: not yet; below 0: an error. */
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
