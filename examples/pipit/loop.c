/* SPDX-License-Identifier: MIT */
#include "loop.h"
#include "calls/calls.h"
#include "output/status.h"
#include "output/stdout.h"
#include "output/talk.h"

/* @return the time that is left of --for, in engine time; UINT32_MAX without --for. Call it in each turn. */
static uint32_t left_ms(app_t *app) {
    uint64_t for_ms = app->options->for_s * (uint64_t)1000;
    uint64_t passed_ms = app_uptime_ms(app);
    if (for_ms == 0) return UINT32_MAX;
    return passed_ms < for_ms ? (uint32_t)(for_ms - passed_ms) : 0;
}

/* After an error a recording is not read further, because nothing can be received again. But JSON lines continue after
 * a notice. */
static void replay_check(app_t *app, feed_t *feed, const pipit_event_t *event) {
    if (app->options->command != COMMAND_REPLAY) return;
    bool broken = event->kind == PIPIT_EV_CONNECTION_ERROR || event->kind == PIPIT_EV_REQUEST_ERROR;
    if (broken) app->refused = true;
    if (event->kind == PIPIT_EV_RETRY && (app->refused || !app->replay.lines)) pipit_stop(&feed->client);
}

static void line_count(app_t *app, feed_t *feed, const pipit_event_t *event) {
    if (event->err == PIPIT_OK && !event->has_data && !event->notice) app->without_data++;
    if (event->cut && app->cuts++ == 0 && !app->options->events)
        say(feed, "a part of a message had no room and is left out; raise --rx-bytes or --tokens");
}

static void event_handle(app_t *app, feed_t *feed, pipit_event_t *event, const output_t *output) {
    bool stopping = pipit_stopping(&feed->client);
    if (call_event(app, feed, event)) return;
    if (event->kind == PIPIT_EV_GAP) app->gaps++;
    if (event->kind == PIPIT_EV_LINE) line_count(app, feed, event);
    if (event->kind == PIPIT_EV_LINE && output->line && !stopping) output->line(app, feed, event);
    if (!output->call_handlers || !pipit_call_dispatch(&feed->client, event, output->call_handlers, app))
        pipit_dispatch(&feed->client, event, output->handlers, app);
    replay_check(app, feed, event);
    stdout_check(app);
}

/* @return whether a connection has work that needs no waiting. The sleep below does not see it, because it waits for
 * the sockets, not for TLS. Such a connection gets its turn, although nothing has arrived for it. */
static bool is_busy(app_t *app) {
    bool busy = false;
    for (size_t i = 0; app->options->tls && i < app->feed_count; i++) {
        if (!tls_busy(&app->feeds[i].tls)) continue;
        app->feeds[i].tcp.quiet = 0;
        busy = true;
    }
    return busy;
}

static void sleep_most(app_t *app, uint32_t most_ms) {
    uint32_t scale = app->options->time_scale;
    if (app->status && most_ms > STATUS_MS * scale) most_ms = STATUS_MS * scale;
    if (most_ms > left_ms(app)) most_ms = left_ms(app);
    if (most_ms == 0 || is_busy(app)) return;
    if (app->options->command == COMMAND_REPLAY) {
        app->feeds[0].port.wait(app->feeds[0].port.io, most_ms);
        return;
    }
    uint32_t real_ms = most_ms / scale;
    pipit_posix_wait(app->links, app->feed_count, real_ms > 0 ? real_ms : 1);
}

void loop(app_t *app, const output_t *output) {
    pipit_event_t event;
    pipit_t *client;
    while (pipit_group_running(&app->group)) {
        if (left_ms(app) == 0) app_stop(app);
        if (pipit_group_poll(&app->group, &event, &client)) {
            event_handle(app, feed_of(client), &event, output);
        } else if (event.wait_ms > 0 && stdout_flush(app)) {
            status_draw(app);
            sleep_most(app, event.wait_ms);
        }
    }
    status_clear();
    (void)stdout_flush(app);
}
