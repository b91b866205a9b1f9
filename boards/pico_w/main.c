/* SPDX-License-Identifier: MIT */
/* Prints one line for each Post on the USB console. RAM: README.md. */
#include "board.h"
#include "ca_certificates.h"
#include "link_port.h"
#include "pipit/pipit.h"
#include "pipit_lwip.h"
#include "pipit_tls.h"
#include "secrets.h" /* made by CMakeLists.txt */

#include <pico/cyw43_arch.h>
#include <pico/rand.h>
#include <pico/stdlib.h>
#include <stdio.h>
#include <string.h>

#define TLS_ARENA_BYTES 28672 /* as in the normal profile of boards/mps2, where it was measured */
#define JOIN_MS 30000

PIPIT_DEFINE(feed, 4096, 128);
static uint8_t tls_arena[TLS_ARENA_BYTES] __attribute__((aligned(8)));
static uint8_t session[PIPIT_TLS_SESSION_BYTES];

/* ---- functions that boards/common needs ---- */

uint32_t board_now_ms(void) {
    return to_ms_since_boot(get_absolute_time());
}

size_t board_entropy(uint8_t *bytes, size_t len) {
    for (size_t at = 0; at < len;) {
        const uint32_t random = get_rand_32();
        const size_t n = len - at < sizeof random ? len - at : sizeof random;
        memcpy(bytes + at, &random, n);
        at += n;
    }
    return len;
}

/* ---- the network ---- */

/* In the order of pipit_lwip.h: first sleep, then run the driver and lwIP. */
static void turn(void *ctx, uint32_t max_ms) {
    (void)ctx;
    if (max_ms > 0) cyw43_arch_wait_for_work_until(make_timeout_time_ms(max_ms));
    cyw43_arch_poll();
}

static bool join(void) {
    if (cyw43_arch_init() != 0) return false;
    cyw43_arch_enable_sta_mode();
    while (cyw43_arch_wifi_connect_timeout_ms(WIFI_NAME, WIFI_PASSWORD, CYW43_AUTH_WPA2_AES_PSK, JOIN_MS) != 0)
        printf("joining %s again\n", WIFI_NAME);
    return true;
}

static pipit_port_t port_make(void) {
    static pipit_lwip_t tcp;
    static pipit_tls_t tls;
    const pipit_tls_config_t config = {.ca_bytes = ca_certificates[0].der,
                                       .ca_len = ca_certificates[0].len,
                                       .session = session,
                                       .session_bytes = sizeof session};
    return date_port(pipit_tls_port(&tls, pipit_lwip_port(&tcp, turn, NULL), &config));
}

/* ---- the application ---- */

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx;
    (void)client;
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    (void)line;
    printf("a message could not be read: %s\n", pipit_strerror(err));
}

static void on_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)ctx;
    (void)client;
    (void)head;
    printf("a message of %lu bytes has no room\n", (unsigned long)total_bytes);
}

static void on_connect(void *ctx, pipit_t *client) {
    (void)ctx;
    (void)client;
    printf("connected\n");
}

static void on_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    (void)ctx;
    (void)client;
    printf("HTTP %u %.*s\n", status, (int)problem->detail.len, problem->detail.ptr ? problem->detail.ptr : "");
}

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    (void)ctx;
    (void)client;
    printf("%s (%ld)\n", pipit_strerror(err), (long)detail);
}

int main(void) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet,
                                        .on_exception = on_exception,
                                        .on_oversize = on_oversize,
                                        .on_connect = on_connect,
                                        .on_request_error = on_request_error,
                                        .on_connection_error = on_connection_error};
    static const char *const wanted[] = {"data.id", "data.text"};
    static pipit_select_t select = PIPIT_SELECT(wanted);
    stdio_init_all();
    if (!join() || pipit_tls_arena(tls_arena, sizeof tls_arena) != PIPIT_OK) {
        printf("the radio does not start\n");
        return 1;
    }
    pipit_port_t port = port_make();
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = BEARER_TOKEN, .seed = get_rand_32(),
                             .connect_ms = 30000};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_select_use(&feed, &select) != PIPIT_OK ||
        pipit_filter(&feed, NULL) != PIPIT_OK) {
        printf("%s\n", pipit_offender(&feed));
        return 2;
    }
    printf("%s\n", pipit_strerror(pipit_run(&feed, &port, &on, NULL)));
    return 0;
}
