/* SPDX-License-Identifier: MIT */
/* port/arduino with a Client that always has bytes, as many as an int can count. Each call of the port reads once, as much
 * as it has room for, and wait reads nothing. With this port the time-outs of the engine and pipit_stop() must work. The
 * test sets the clock. */
#include "pipit/pipit.h"
#include "pipit_arduino.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char WAIT[] = "HTTP/1.1 100 Wait\r\n\r\n";
static const uint32_t TURN_MS = 100;
static const uint32_t HEAD_MS = 20000;

static unsigned long clock_ms = 0xfffff000UL;
static int failures = 0;

unsigned long millis() {
    return clock_ms & 0xffffffffUL;
}

void delay(unsigned long ms) {
    clock_ms += ms;
}

static void is_true(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("FAILED  %s\n", what);
}

class Flood : public Client {
  public:
    int reads = 0;
    size_t taken = 0;

    int connect(const char *, uint16_t) override { return 1; }
    size_t write(const uint8_t *, size_t len) override { return len; }
    int available() override { return INT_MAX; }
    int read(uint8_t *bytes, size_t len) override {
        reads++;
        for (size_t i = 0; i < len; i++)
            bytes[i] = static_cast<uint8_t>(WAIT[taken++ % (sizeof WAIT - 1)]);
        return static_cast<int>(len);
    }
    void stop() override {}
    uint8_t connected() override { return 1; }
};

static Flood client;
static pipit_arduino_t link_;
static pipit_t feed;
static uint8_t rx[4096];
static pipit_token_t tokens[64];

static void calls_are_bounded() {
    const pipit_port_t port = pipit_arduino_port(&link_, client);
    uint8_t bytes[1000];
    is_true(port.open(port.io, "api.x.com", 443) == 0, "open");
    for (int i = 0; i < 100; i++) {
        client.reads = 0;
        is_true(port.recv(port.io, bytes, sizeof bytes) == sizeof bytes && client.reads == 1, "recv reads once");
        const unsigned long before_ms = clock_ms;
        port.wait(port.io, 1000);
        is_true(client.reads == 1 && clock_ms == before_ms, "wait takes nothing, and does not sleep over bytes");
    }
}

/* @return the number of turns until the event, at most 1000. */
static uint32_t turns_until(const pipit_port_t &port, pipit_event_t *event) {
    for (uint32_t turns = 0; turns < 1000; turns++) {
        if (pipit_poll(&feed, &port, event)) return turns;
        if (event->wait_ms > 0) port.wait(port.io, 1);
        clock_ms += TURN_MS;
    }
    return 1000;
}

static pipit_port_t start() {
    pipit_config_t config;
    memset(&config, 0, sizeof config);
    client.taken = 0;
    config.rx = rx;
    config.rx_bytes = sizeof rx;
    config.tokens = tokens;
    config.token_count = sizeof tokens / sizeof tokens[0];
    config.bearer_token = "T";
    config.head_ms = HEAD_MS;
    is_true(pipit_init(&feed, &config) == PIPIT_OK && pipit_sample(&feed, nullptr) == PIPIT_OK, "start");
    return pipit_arduino_port(&link_, client);
}

static void time_out_and_stop_hold() {
    pipit_event_t event;
    pipit_port_t port = start();
    const uint32_t turns = turns_until(port, &event);
    is_true(event.err == PIPIT_E_HEAD_TIMEOUT && turns <= HEAD_MS / TURN_MS + 4, "the time-out comes when it is due");
    port = start();
    for (int i = 0; i < 20; i++)
        is_true(!pipit_poll(&feed, &port, &event), "nothing has happened");
    pipit_stop(&feed);
    is_true(turns_until(port, &event) <= 2 && event.kind == PIPIT_EV_DISCONNECT, "stop ends it");
}

int main() {
    calls_are_bounded();
    time_out_and_stop_hold();
    return failures > 0;
}
