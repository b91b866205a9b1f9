/* SPDX-License-Identifier: MIT */
/* Prints every Post that matches this app's rules on the console, and blinks the LED. */
#include "pipit/pipit.h"
#include "pipit_app.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <driver/gpio.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <stdio.h>
#include <stdlib.h>

#define BLINK_MS 50

PIPIT_DEFINE(feed, CONFIG_PIPIT_RX_BYTES, CONFIG_PIPIT_TOKENS);

static void led_set(int level) {
    (void)gpio_set_level((gpio_num_t)CONFIG_PIPIT_LED_GPIO, (uint32_t)level);
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx;
    (void)client;
    led_set(1);
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
    vTaskDelay(pdMS_TO_TICKS(BLINK_MS));
    led_set(0);
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    printf("a message of %u bytes was not read: %s\n", (unsigned)line.len, pipit_strerror(err));
}

static void on_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)ctx;
    (void)client;
    (void)head;
    printf("a message of %lu bytes is longer than the buffer (PIPIT_RX_BYTES)\n", (unsigned long)total_bytes);
}

static void on_connect(void *ctx, pipit_t *client) {
    (void)ctx;
    (void)client;
    printf("connected\n");
}

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    (void)ctx;
    (void)client;
    printf("%s (%ld)\n", pipit_strerror(err), (long)detail);
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    (void)ctx;
    (void)client;
    printf("%s\n", pipit_strerror(reason));
}

int pipit_app(void) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet,
                                        .on_exception = on_exception,
                                        .on_oversize = on_oversize,
                                        .on_connect = on_connect,
                                        .on_connection_error = on_connection_error,
                                        .on_disconnect = on_disconnect};
    static pipit_posix_t tcp;
    static pipit_tls_t tls;
    pipit_port_t port = pipit_tls_port(&tls, pipit_posix_port(&tcp), PIPIT_TLS_SYSTEM_CA);
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN")};
    (void)gpio_set_direction((gpio_num_t)CONFIG_PIPIT_LED_GPIO, GPIO_MODE_OUTPUT);
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, NULL) != PIPIT_OK) {
        printf("%s\n", pipit_offender(&feed));
        return 2;
    }
    return pipit_run(&feed, &port, &on, NULL) == PIPIT_E_STOPPED ? 0 : 1;
}
