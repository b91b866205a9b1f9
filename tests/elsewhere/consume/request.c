/* SPDX-License-Identifier: MIT */
/* The smallest program that uses the core alone: the first line of the request for a stream. C99 and C++11. */
#include "pipit/pipit.h"
#include <stdio.h>
#include <string.h>

PIPIT_DEFINE(feed, 512, 32);

int main(void) {
    pipit_config_t config;
    pipit_stream_t stream;
    memset(&config, 0, sizeof config);
    memset(&stream, 0, sizeof stream);
    config.rx = feed_rx;
    config.rx_bytes = sizeof feed_rx;
    config.tokens = feed_tokens;
    config.token_count = sizeof feed_tokens / sizeof feed_tokens[0];
    config.bearer_token = "token";
    stream.tweet_fields = "created_at";
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_filter(&feed, &stream) != PIPIT_OK) return 2;
    pipit_event_t event;
    (void)pipit_next(&feed, 0, &event);
    if ((pipit_want(&feed) & PIPIT_WANT_OPEN) == 0) return 3;
    pipit_open_ack(&feed);
    (void)pipit_next(&feed, 0, &event);
    size_t len = 0;
    const uint8_t *bytes = pipit_tx_buf(&feed, &len);
    if (!bytes) return 4;
    printf("Pipit %s: %.*s\n", PIPIT_VERSION_STRING, (int)strcspn((const char *)bytes, "\r"), (const char *)bytes);
    return 0;
}
