/* SPDX-License-Identifier: MIT */
/* Prints the text of every Post that matches this app's rules. Fill in secrets.h.
 *
 * RAM: 7,060 bytes for Pipit; the client's TLS comes on top. */
#include "link.h"
#include <Pipit.h>

PIPIT_DEFINE(feed, 4096, 128);

static const char *const wanted[] = {"data.id", "data.text"};
static pipit_select_t selection = PIPIT_SELECT(wanted);
static pipit_arduino_t tcp;
static pipit_port_t port;
static pipit_handlers_t on;
static pipit_config_t config;

static void on_tweet(void *, pipit_t *, const pipit_tweet_t *tweet) {
    Serial.write(reinterpret_cast<const uint8_t *>(tweet->text.ptr), tweet->text.len);
    Serial.println();
}

static void on_exception(void *, pipit_t *, pipit_err_t err, pipit_str_t) {
    Serial.print("a message could not be read: ");
    Serial.println(pipit_strerror(err));
}

static void on_oversize(void *, pipit_t *, pipit_str_t, uint32_t total_bytes) {
    Serial.print("a message has no room; its bytes: ");
    Serial.println(static_cast<unsigned long>(total_bytes));
}

static void on_connection_error(void *, pipit_t *, pipit_err_t err, int32_t) {
    Serial.println(pipit_strerror(err));
    if (err == PIPIT_E_CONNECT)
        Serial.println("A client does not tell why: look at the root certificate and the time too.");
}

static void on_request_error(void *, pipit_t *, uint16_t status, const pipit_problem_t *) {
    Serial.print("refused by the server, HTTP ");
    Serial.println(static_cast<unsigned long>(status));
}

static void on_disconnect(void *, pipit_t *, pipit_err_t reason) {
    Serial.println(pipit_strerror(reason));
}

static void wifi_join() {
    while (WiFi.status() != WL_CONNECTED) {
        WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
        for (int looks = 0; looks < 100 && WiFi.status() != WL_CONNECTED; looks++)
            delay(100);
    }
}

void setup() {
    Serial.begin(115200);
    wifi_join();
    port = pipit_arduino_port(&tcp, link_client());
    on.on_tweet = on_tweet;
    on.on_exception = on_exception;
    on.on_oversize = on_oversize;
    on.on_connection_error = on_connection_error;
    on.on_request_error = on_request_error;
    on.on_disconnect = on_disconnect;
    config.rx = feed_rx;
    config.rx_bytes = sizeof feed_rx;
    config.tokens = feed_tokens;
    config.token_count = sizeof feed_tokens / sizeof feed_tokens[0];
    config.bearer_token = BEARER_TOKEN;
    config.host = LINK_HOST;
    config.port = LINK_PORT;
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_select_use(&feed, &selection) != PIPIT_OK ||
        pipit_filter(&feed, nullptr) != PIPIT_OK)
        Serial.println(pipit_offender(&feed));
}

void loop() {
    pipit_event_t event;
    if (pipit_poll(&feed, &port, &event))
        pipit_dispatch(&feed, &event, &on, nullptr);
    else
        port.wait(port.io, event.wait_ms < 100 ? event.wait_ms : 100);
}
