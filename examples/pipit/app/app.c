/* SPDX-License-Identifier: MIT */
#include "app.h"

uint64_t app_uptime_ms(app_t *app) {
    const pipit_port_t *port = &app->feeds[0].port;
    uint32_t now_ms = port->now(port->io);
    app->uptime_ms += now_ms - app->last_ms;
    app->last_ms = now_ms;
    return app->uptime_ms;
}

uint32_t app_silent_ms(const app_t *app) {
    uint32_t least_ms = UINT32_MAX;
    for (size_t i = 0; i < app->feed_count; i++) {
        if (app->feeds[i].recovery.silent_ms < least_ms) least_ms = app->feeds[i].recovery.silent_ms;
    }
    return least_ms;
}

void app_stop(app_t *app) {
    pipit_group_stop(&app->group);
}

/* @return whether a line of this kind counts as a message. */
static bool is_message(const pipit_json_t *json, const pipit_message_t *message) {
    switch (message->kind) {
    case PIPIT_MESSAGE_TWEET:
    case PIPIT_MESSAGE_LIKE:
    case PIPIT_MESSAGE_COMPLIANCE:
    case PIPIT_MESSAGE_LABEL:
    case PIPIT_MESSAGE_ACTIVITY: return true;
    case PIPIT_MESSAGE_UNKNOWN: return pipit_json_find(json, PIPIT_NODE_ROOT, "data") != PIPIT_NODE_NONE;
    default: return false;
    }
}

static void messages_count(app_t *app, pipit_json_t *json) {
    pipit_message_t message;
    pipit_message_read(json, &message);
    if (!is_message(json, &message)) return;
    pipit_node_t node = pipit_message_first(json);
    for (; node != PIPIT_NODE_NONE; node = pipit_message_next(json, node))
        app->messages++;
}

void app_count(app_t *app, pipit_event_t *event) {
    if (event->err == PIPIT_OK && event->json.count == 0)
        app->messages++; /* the line was not parsed: config.raw_lines */
    else
        messages_count(app, &event->json);
    if (app->options->limit > 0 && app->messages >= app->options->limit) app_stop(app);
}
