/* SPDX-License-Identifier: MIT */
/* A week of bad Wi-Fi in a second: how to test your own application. The application here is a lamp that shows the
 * state of the stream. Nothing is sent to a network: the network, its faults and X are simulated (port/sim).
 *
 *     build/bin/simulated_week [SEED]
 *
 * Output and RAM: examples/README.md. The same seed gives the same week. */
#include "pipit/pipit.h"
#include "pipit_sim_x.h"

#include <stdio.h>
#include <stdlib.h>

#define WEEK_MS 604800000u
#define HOUR_MS 3600000.0

PIPIT_DEFINE(feed, 4096, 128); /* all memory of the application */
PIPIT_SEEN_DEFINE(seen, 256);
static pipit_recovery_t recovery;

/* ---- the application, as it runs on the device ---- */

typedef enum { GREEN, YELLOW, RED, COLOURS } colour_t;

static colour_t lamp = RED;
static unsigned long posts, gaps;

static void on_connect(void *ctx, pipit_t *client) {
    (void)ctx;
    (void)client;
    lamp = GREEN;
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx;
    (void)client;
    (void)tweet;
    posts++;
}

/* The lamp does not show short interruptions. */
static void on_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    (void)ctx;
    (void)client;
    (void)wait_ms;
    if (attempt >= 3 && lamp == GREEN) lamp = YELLOW;
    if (attempt >= 20) lamp = RED;
}

static void on_gap(void *ctx, pipit_t *client, const pipit_gap_t *gap) {
    (void)ctx;
    (void)client;
    (void)gap;
    gaps++;
}

static const pipit_handlers_t on = {
    .on_connect = on_connect, .on_tweet = on_tweet, .on_retry = on_retry, .on_gap = on_gap};

/* ---- the simulation ---- */

static pipit_sim_t world;
static pipit_sim_link_t wifi;
static pipit_sim_x_t x;
static uint64_t lit_ms[COLOURS];

/* Like pipit_run(), but only for a week; it also counts how long the lamp shows each colour. */
static void week_run(const pipit_port_t *port) {
    pipit_event_t event;
    while (pipit_running(&feed) && pipit_sim_now_ms(&world) < WEEK_MS) {
        if (pipit_poll(&feed, port, &event)) {
            pipit_dispatch(&feed, &event, &on, NULL);
            continue;
        }
        uint64_t before_ms = pipit_sim_now_ms(&world);
        port->wait(port->io, event.wait_ms);
        lit_ms[lamp] += pipit_sim_now_ms(&world) - before_ms;
    }
}

static void faults_print(void) {
    for (size_t i = 0; i < PIPIT_SIM_FAULTS; i++)
        if (world.counts[i] > 0)
            printf("%6lu times: %s\n", (unsigned long)world.counts[i], pipit_sim_fault_name((uint8_t)i));
}

int main(int argc, char **argv) {
    const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = PIPIT_SIM_X_TOKEN};
    const pipit_stream_t stream = {.tweet_fields = "created_at", .backfill_minutes = PIPIT_BACKFILL_AUTO};
    pipit_sim_init(&world, argc > 1 ? strtoull(argv[1], NULL, 10) : 1, &pipit_sim_bad_wifi);
    pipit_sim_x_init(&x, &world, NULL);
    pipit_port_t port = pipit_sim_port(&wifi, &world, &pipit_sim_x_peer, &x);
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_seen_use(&feed, &seen) != PIPIT_OK ||
        pipit_recovery_use(&feed, &recovery) != PIPIT_OK || pipit_filter(&feed, &stream) != PIPIT_OK) {
        fprintf(stderr, "%s\n", pipit_offender(&feed));
        return 2;
    }
    week_run(&port);
    faults_print();
    printf("the lamp was green for %.1f hours, yellow for %.1f, red for %.1f\n", (double)lit_ms[GREEN] / HOUR_MS,
           (double)lit_ms[YELLOW] / HOUR_MS, (double)lit_ms[RED] / HOUR_MS);
    printf("%lu of %lu Posts came; %lu times more was missing than backfill brings\n", posts,
           (unsigned long)pipit_sim_x_posts(&x), gaps);
    return 0;
}
