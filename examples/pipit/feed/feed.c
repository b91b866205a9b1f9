/* SPDX-License-Identifier: MIT */
#include "feed.h"
#include "../options/mistake.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

feed_t *feed_of(pipit_t *client) {
    return (feed_t *)client;
}

/* @return whether lines are printed unchanged and nothing needs their content, so they need not be parsed. */
static bool prints_lines(const options_t *o) {
    return o->command == COMMAND_STREAM && o->jsonl && !o->out && !o->metadata && !o->stats;
}

static void client_init(feed_t *feed, const options_t *o, const char *token, pipit_seen_t *seen) {
    uint32_t own_seed = (uint32_t)getpid() * 2654435761u + 1u;
    pipit_config_t config = {.rx_bytes = o->rx_bytes,
                             .token_count = o->tokens,
                             .bearer_token = token,
                             .host = o->host,
                             .port = o->port,
                             .stall_ms = o->stall_ms,
                             .max_retries = o->max_retries,
                             .connects_max = (uint16_t)o->connects_max,
                             .seed = (o->seed ? o->seed : own_seed) + feed->partition,
                             .jitter_percent = o->exact_waits ? PIPIT_JITTER_OFF : 0,
                             .raw_lines = prints_lines(o),
                             .wait_on_rate_limit = true};
    feed->select.paths = o->select_paths;
    feed->select.path_count = o->select_count;
    feed->recovery.kill_stale = o->kill_stale ? &pipit_kill_stale : NULL;
    config.rx = malloc(o->rx_bytes);
    config.tokens = malloc(o->tokens * sizeof(pipit_token_t));
    if (!config.rx || !config.tokens) mistake("not enough memory for --rx-bytes and --tokens");
    if (pipit_init(&feed->client, &config) != PIPIT_OK ||
        pipit_select_use(&feed->client, o->select ? &feed->select : NULL) != PIPIT_OK ||
        pipit_seen_use(&feed->client, seen) != PIPIT_OK ||
        pipit_recovery_use(&feed->client, &feed->recovery) != PIPIT_OK)
        mistake("%s", pipit_offender(&feed->client));
}

static pipit_port_t port_make(feed_t *feed, const options_t *o, const pipit_posix_waker_t *waker) {
    pipit_port_t port = pipit_posix_port(&feed->tcp);
    pipit_posix_waker_use(&feed->tcp, waker);
    if (o->proxy && pipit_proxy_port(&feed->proxy, port, o->proxy, &port) != PIPIT_OK) {
        mistake("--proxy: %s", pipit_proxy_offender(&feed->proxy));
    }
    if (o->tls) port = tls_port(&feed->tls, port, o->ca_file);
    port = request_line_port(&feed->request_line, port);
    return o->time_scale > 1 ? scaled_time_port(&feed->scaled, port, o->time_scale) : port;
}

void feed_make(feed_t *feed, const options_t *o, const char *token, pipit_seen_t *seen,
               const pipit_posix_waker_t *waker) {
    feed->reason = PIPIT_E_STATE;
    client_init(feed, o, token, seen);
    feed->port = port_make(feed, o, waker);
}

pipit_err_t feed_start(feed_t *feed, const options_t *o) {
    pipit_stream_t stream = o->stream;
    stream.partition = feed->partition;
    return pipit_stream_start(&feed->client, o->endpoint, &stream);
}

void feed_free(feed_t *feed, const options_t *o) {
    feed->port.close(feed->port.io);
    if (o->tls) tls_free(&feed->tls);
    pipit_posix_free(&feed->tcp);
}
