/* SPDX-License-Identifier: MIT */
#include "pipit_arduino.h"
#include <Arduino.h>

static const uint32_t LOOK_MS = 5; /* time between two checks, because a Client cannot wait for bytes */

static pipit_arduino_t *link_of(void *io) {
    return static_cast<pipit_arduino_t *>(io);
}

static int32_t fail(pipit_arduino_t *link, pipit_err_t err, int32_t detail) {
    link->open = false;
    link->failure = err;
    link->detail = detail;
    return err;
}

static void port_close(void *io) {
    pipit_arduino_t *link = link_of(io);
    link->client->stop();
    link->open = false;
    link->failure = PIPIT_E_CLOSED;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_arduino_t *link = link_of(io);
    port_close(io);
    link->detail = 0;
    const int result = link->client->connect(host, port);
    if (result <= 0) return fail(link, PIPIT_E_CONNECT, result);
    link->open = true;
    return 0;
}

/* The client took or gave no bytes. The connection counts as ended only when all received bytes were read. */
static int32_t nothing_there(pipit_arduino_t *link) {
    if (link->client->connected() || link->client->available() > 0) return 0;
    return fail(link, PIPIT_E_CLOSED, 0);
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_arduino_t *link = link_of(io);
    if (!link->open) return link->failure;
    const size_t most = len < INT16_MAX ? len : INT16_MAX;
    const size_t sent = link->client->write(static_cast<const uint8_t *>(bytes), most);
    return sent > 0 ? static_cast<int32_t>(sent) : nothing_there(link);
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_arduino_t *link = link_of(io);
    if (!link->open) return link->failure;
    const int there = link->client->available();
    if (there <= 0) return nothing_there(link);
    const size_t most = len < static_cast<size_t>(there) ? len : static_cast<size_t>(there);
    const int got = link->client->read(static_cast<uint8_t *>(bytes), most);
    return got > 0 ? got : nothing_there(link);
}

static uint32_t port_now(void *io) {
    (void)io;
    return static_cast<uint32_t>(millis());
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_arduino_t *link = link_of(io);
    const uint32_t begin = port_now(io);
    while (port_now(io) - begin < max_ms) {
        if (link->open && (link->client->available() > 0 || !link->client->connected())) return;
        const uint32_t left = max_ms - (port_now(io) - begin);
        delay(left < LOOK_MS ? left : LOOK_MS); /* delay() also runs the watchdog and the radio */
    }
}

pipit_port_t pipit_arduino_port(pipit_arduino_t *link, Client &client) {
    link->client = &client;
    link->detail = 0;
    link->failure = PIPIT_E_CLOSED;
    link->open = false;
    const pipit_port_t port = {link, &link->detail, port_open, port_send, port_recv, port_close, port_now, port_wait};
    return port;
}
