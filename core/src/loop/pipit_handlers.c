/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "pipit/handlers.h"

/* Call the handler `name` if it is not NULL. After pipit_stop(), which an earlier handler may have called, only
 * on_disconnect may still be called. */
#define CALL(name, ...)                                                                                                \
    do {                                                                                                               \
        if (handlers->name && !pipit_stopping(client)) handlers->name(ctx, client, __VA_ARGS__);                       \
    } while (0)

static void dispatch_part(pipit_t *client, const pipit_response_t *response, pipit_node_t node,
                          void (*handler)(void *, pipit_t *, const pipit_part_t *), void *ctx) {
    pipit_part_t part = {&response->event->json, node};
    if (handler && node != PIPIT_NODE_NONE && !pipit_stopping(client)) handler(ctx, client, &part);
}

PIPIT_I_OWN_FRAME void dispatch_parts(pipit_t *client, pipit_response_t *response, const pipit_handlers_t *handlers,
                                      void *ctx) {
    const pipit_parts_t *parts = &response->parts;
    pipit_parts_read(response->event, &response->parts);
    if (response->tweet) CALL(on_tweet, response->tweet);
    dispatch_part(client, response, parts->includes, handlers->on_includes, ctx);
    dispatch_part(client, response, parts->errors, handlers->on_errors, ctx);
    dispatch_part(client, response, parts->matching_rules, handlers->on_matching_rules, ctx);
    CALL(on_response, response);
}

PIPIT_I_OWN_FRAME void dispatch_message(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers,
                                        void *ctx) {
    pipit_tweet_t tweet;
    pipit_response_t response;
    bool wanted = handlers->on_tweet || handlers->on_response;
    response.event = event;
    response.tweet = wanted && pipit_tweet_read(event, &tweet) ? &tweet : NULL;
    dispatch_parts(client, &response, handlers, ctx);
}

static void dispatch_line(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx) {
    if (event->err != PIPIT_E_TRUNCATED) CALL(on_data, event->data);
    if (event->err != PIPIT_OK)
        CALL(on_exception, event->err, event->data);
    else
        dispatch_message(client, event, handlers, ctx);
}

static void dispatch_refusal(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *on, void *ctx) {
    pipit_problem_t problem;
    if (!on->on_request_error) return;
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &problem);
    on->on_request_error(ctx, client, event->status, &problem);
}

static void dispatch_gap(pipit_t *client, const pipit_event_t *event, const pipit_handlers_t *on, void *ctx) {
    pipit_gap_t gap;
    if (on->on_gap && pipit_gap_read(client, event, &gap)) on->on_gap(ctx, client, &gap);
}

/* A program without on_oversize is told by on_exception that a message did not fit. */
static void dispatch_oversize(pipit_t *client, const pipit_event_t *event, const pipit_handlers_t *on, void *ctx) {
    if (on->on_oversize)
        on->on_oversize(ctx, client, event->data, event->total_bytes);
    else if (on->on_exception)
        on->on_exception(ctx, client, PIPIT_E_NO_SPACE, event->data);
}

PIPIT_I_OWN_FRAME void dispatch_link(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *on, void *ctx) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT:
        if (on->on_connect) on->on_connect(ctx, client);
        break;
    case PIPIT_EV_KEEP_ALIVE:
        if (on->on_keep_alive) on->on_keep_alive(ctx, client);
        break;
    case PIPIT_EV_OVERSIZE: dispatch_oversize(client, event, on, ctx); break;
    case PIPIT_EV_CLOSED:
        if (on->on_closed) on->on_closed(ctx, client);
        break;
    case PIPIT_EV_CONNECTION_ERROR:
        if (on->on_connection_error) on->on_connection_error(ctx, client, event->err, event->detail);
        break;
    case PIPIT_EV_GAP: dispatch_gap(client, event, on, ctx); break;
    case PIPIT_EV_KILL:
        if (on->on_kill) on->on_kill(ctx, client, event->status, event->err);
        break;
    case PIPIT_EV_RETRY:
        if (on->on_retry) on->on_retry(ctx, client, event->wait_ms, event->attempt);
        break;
    case PIPIT_EV_DISCONNECT:
        if (on->on_disconnect) on->on_disconnect(ctx, client, event->err);
        break;
    default: break;
    }
}

void pipit_dispatch(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx) {
    PIPIT_ASSERT(event && handlers);
    if (pipit_stopping(client) && event->kind != PIPIT_EV_DISCONNECT) return;
    switch (event->kind) {
    case PIPIT_EV_LINE: dispatch_line(client, event, handlers, ctx); break;
    case PIPIT_EV_REQUEST_ERROR: dispatch_refusal(client, event, handlers, ctx); break;
    default: dispatch_link(client, event, handlers, ctx); break;
    }
}
