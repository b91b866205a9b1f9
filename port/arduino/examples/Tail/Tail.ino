/* SPDX-License-Identifier: MIT */
/* Prints the text of every Post that matches this app's rules. Fill in secrets.h.
 *
 * RAM: 6.9 KB for Pipit; the client's TLS comes on top. */
#include "secrets.h"
#include <Pipit.h>
#include <WiFiClientSecure.h>
#include <time.h>

PIPIT_DEFINE(feed, 4096, 128);

static WiFiClientSecure client;
static pipit_arduino_t tcp;
static pipit_port_t port;
static pipit_handlers_t on;
static pipit_config_t config;

static void on_tweet(void *, pipit_t *, const pipit_tweet_t *tweet) {
    Serial.write(reinterpret_cast<const uint8_t *>(tweet->text.ptr), tweet->text.len);
    Serial.println();
}

static void on_disconnect(void *, pipit_t *, pipit_err_t reason) {
    Serial.println(pipit_strerror(reason));
}

/* Certificates have dates. */
static void clock_set() {
    configTime(0, 0, "pool.ntp.org");
    while (time(nullptr) < 1700000000)
        delay(100);
}

void setup() {
    Serial.begin(115200);
    WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
    while (WiFi.status() != WL_CONNECTED)
        delay(100);
    clock_set();
    client.setCACert(ROOT_CERTIFICATE);
    port = pipit_arduino_port(&tcp, client);
    on.on_tweet = on_tweet;
    on.on_disconnect = on_disconnect;
    config.rx = feed_rx;
    config.rx_bytes = sizeof feed_rx;
    config.tokens = feed_tokens;
    config.token_count = sizeof feed_tokens / sizeof feed_tokens[0];
    config.bearer_token = BEARER_TOKEN;
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, nullptr) != PIPIT_OK)
        Serial.println(pipit_offender(&feed));
}

void loop() {
    pipit_event_t event;
    if (pipit_poll(&feed, &port, &event))
        pipit_dispatch(&feed, &event, &on, nullptr);
    else
        port.wait(port.io, event.wait_ms < 100 ? event.wait_ms : 100);
}
