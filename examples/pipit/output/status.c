/* SPDX-License-Identifier: MIT */
#include "status.h"
#include <stdio.h>
#include <time.h>

#define SILENT_MS 60000u /* shorter silences are usual */

static bool drawn;
static uint32_t drawn_ms; /* when the status line was drawn last, in real time */

void status_clear(void) {
    if (drawn) fputs("\r\x1b[K", stderr);
    drawn = false;
}

static uint32_t real_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

static uint32_t greater(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

/* The counters of all connections together: sums; for counters that are a maximum, the largest. */
static void stats_sum(const app_t *app, pipit_stats_t *sum) {
    pipit_stats_t zero = {0};
    *sum = zero;
    sum->lag_ms = PIPIT_LAG_UNKNOWN;
    for (size_t i = 0; i < app->feed_count; i++) {
        const pipit_stats_t *s = pipit_stats(&app->feeds[i].client);
        sum->bytes += s->bytes;
        sum->lines += s->lines;
        sum->tweets += s->tweets;
        sum->duplicates += s->duplicates;
        sum->keep_alives += s->keep_alives;
        sum->oversize += s->oversize;
        sum->malformed += s->malformed;
        sum->connects += s->connects;
        sum->retries += s->retries;
        sum->longest_gap_ms = greater(sum->longest_gap_ms, s->longest_gap_ms);
        sum->rx_high_bytes = greater(sum->rx_high_bytes, s->rx_high_bytes);
        sum->tokens_high = (uint16_t)greater(sum->tokens_high, s->tokens_high);
        if (s->lag_ms > sum->lag_ms) sum->lag_ms = s->lag_ms;
        for (int cause = 0; cause < PIPIT_RECONNECT_CAUSES; cause++)
            sum->reconnects[cause] = (uint16_t)(sum->reconnects[cause] + s->reconnects[cause]);
    }
}

static size_t connected(app_t *app, uint64_t *longest_ms) {
    size_t count = 0;
    *longest_ms = 0;
    for (size_t i = 0; i < app->feed_count; i++) {
        if (!app->feeds[i].connected) continue;
        uint64_t passed_ms = app_uptime_ms(app) - app->feeds[i].connected_ms;
        if (passed_ms > *longest_ms) *longest_ms = passed_ms;
        count++;
    }
    return count;
}

static void draw_some(const char *name, uint32_t value) {
    if (value > 0) fprintf(stderr, " | %s %lu", name, (unsigned long)value);
}

/* A stream that only sends keep-alives looks healthy. */
static void draw_silence(const app_t *app) {
    const uint32_t silent_ms = app_silent_ms(app);
    if (silent_ms >= SILENT_MS) fprintf(stderr, " | no message for %lu min", (unsigned long)silent_ms / 60000u);
}

void status_draw(app_t *app) {
    pipit_stats_t s;
    uint64_t longest_ms;
    uint32_t now_ms = real_ms();
    if (!app->status || (drawn && now_ms - drawn_ms < STATUS_MS)) return;
    drawn_ms = now_ms;
    drawn = true;
    stats_sum(app, &s);
    size_t count = connected(app, &longest_ms);
    fprintf(stderr, "\r\x1b[K%s", count > 0 ? "connected" : "not connected");
    if (app->feed_count > 1) fprintf(stderr, " %zu of %zu", count, app->feed_count);
    fprintf(stderr, " %lus | messages %lu | keep-alives %lu | reconnects %lu | bytes %lu",
            (unsigned long)(longest_ms / 1000u), (unsigned long)app->messages, (unsigned long)s.keep_alives,
            (unsigned long)s.retries, (unsigned long)s.bytes);
    draw_some("duplicates", s.duplicates);
    draw_some("without data", app->without_data);
    draw_some("cut", app->cuts);
    draw_silence(app);
    if (s.lag_ms != PIPIT_LAG_UNKNOWN) fprintf(stderr, " | lag %.1f s", (double)s.lag_ms / 1000.0);
    (void)fflush(stderr);
}

static void line(const char *name, uint32_t value) {
    fprintf(stderr, "%s %lu\n", name, (unsigned long)value);
}

void stats_print(const app_t *app) {
    static const char *const causes[PIPIT_RECONNECT_CAUSES] = {[PIPIT_RECONNECT_CLOSED] = "closed",
                                                               [PIPIT_RECONNECT_NOTICE] = "notice",
                                                               [PIPIT_RECONNECT_STALL] = "stall",
                                                               [PIPIT_RECONNECT_LINK] = "link",
                                                               [PIPIT_RECONNECT_TLS] = "tls",
                                                               [PIPIT_RECONNECT_SERVER] = "server",
                                                               [PIPIT_RECONNECT_RATE_LIMIT] = "rate_limit",
                                                               [PIPIT_RECONNECT_CONFLICT] = "conflict"};
    pipit_stats_t s;
    stats_sum(app, &s);
    line("messages", app->messages);
    line("bytes", s.bytes);
    line("lines", s.lines);
    line("data", s.tweets);
    line("duplicates", s.duplicates);
    line("keep_alives", s.keep_alives);
    line("oversize", s.oversize);
    line("malformed", s.malformed);
    line("without_data", app->without_data);
    line("cut", app->cuts);
    line("message_age_ms", app_silent_ms(app));
    line("connects", s.connects);
    line("retries", s.retries);
    for (int cause = 0; cause < PIPIT_RECONNECT_CAUSES; cause++)
        fprintf(stderr, "reconnects_%s %u\n", causes[cause], s.reconnects[cause]);
    line("gaps", app->gaps);
    line("longest_gap_ms", s.longest_gap_ms);
    if (s.lag_ms == PIPIT_LAG_UNKNOWN)
        fputs("lag_ms unknown\n", stderr);
    else
        fprintf(stderr, "lag_ms %ld\n", (long)s.lag_ms);
    line("rx_high_bytes", s.rx_high_bytes);
    line("tokens_high", s.tokens_high);
}
