/* SPDX-License-Identifier: MIT */
/* Prints the text of every Post that matches this app's rules. RAM: PIPIT_RAM(CONFIG_PIPIT_RX_BYTES,
 * CONFIG_PIPIT_TOKENS), 6.9 KB by default. */
#include "pipit/pipit.h"
#include "pipit_zephyr.h"
#if defined(CONFIG_PIPIT_TLS)
#include "pipit_tls.h"
#endif

#include <stdio.h>
#include <zephyr/kernel.h>

#define CA_TAG 1

PIPIT_DEFINE(feed, CONFIG_PIPIT_RX_BYTES, CONFIG_PIPIT_TOKENS);

static const unsigned char ca[] = {
#include "pipit_ca.inc"
};

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    static int posts;
    (void)ctx;
    printf("%.*s\n", (int)tweet->text.len, tweet->text.ptr ? tweet->text.ptr : "");
    if (++posts == CONFIG_PIPIT_SAMPLE_POSTS) pipit_stop(client);
}

/* A line with more JSON tokens than CONFIG_PIPIT_TOKENS, or a line that is not JSON. */
static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    printf("%s: a line of %lu bytes\n", pipit_strerror(err), (unsigned long)line.len);
}

static void on_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)ctx;
    (void)client;
    (void)head;
    printf("a line of %lu bytes is longer than CONFIG_PIPIT_RX_BYTES allows\n", (unsigned long)total_bytes);
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

#if defined(CONFIG_PIPIT_TLS)
static pipit_port_t link_make(void) {
    static const pipit_tls_config_t trust = {.ca_bytes = ca, .ca_len = sizeof ca};
    static pipit_zephyr_t tcp;
    static pipit_tls_t tls;
    return pipit_tls_port(&tls, pipit_zephyr_tcp_port(&tcp), &trust);
}
#else
static pipit_port_t link_make(void) {
    static const sec_tag_t tags[] = {CA_TAG};
    static const pipit_zephyr_config_t trust = {.tags = tags, .tag_count = 1};
    static pipit_zephyr_t link;
    if (tls_credential_add(CA_TAG, TLS_CREDENTIAL_CA_CERTIFICATE, ca, sizeof ca) != 0)
        printf("the CA certificate cannot be used\n");
    return pipit_zephyr_port(&link, &trust);
}
#endif

int main(void) {
    static const pipit_handlers_t on = {.on_tweet = on_tweet,
                                        .on_exception = on_exception,
                                        .on_oversize = on_oversize,
                                        .on_connection_error = on_connection_error,
                                        .on_disconnect = on_disconnect};
    pipit_port_t port = link_make();
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = CONFIG_PIPIT_SAMPLE_TOKEN,
                             .host = CONFIG_PIPIT_SAMPLE_HOST, .port = CONFIG_PIPIT_SAMPLE_PORT};
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, NULL) != PIPIT_OK) {
        printf("%s\n", pipit_offender(&feed));
        return 2;
    }
    return pipit_run(&feed, &port, &on, NULL) == PIPIT_E_STOPPED ? 0 : 1;
}
