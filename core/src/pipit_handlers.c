/* SPDX-License-Identifier: MIT */
#include "pipit/handlers.h"

/* Call `name` if it is there and nobody has stopped the client, which only leaves on_disconnect. */
#define CALL(name, ...)                                                                                                \
    do {                                                                                                               \
        if (handlers->name && !pipit_stopping(client)) handlers->name(ctx, client, __VA_ARGS__);                       \
    } while (0)

/* What an event is read into: one at a time. */
typedef union {
    pipit_tweet_t tweet;
    pipit_problem_t problem;
    pipit_rule_t rule;
    pipit_rule_error_t error;
    pipit_rules_summary_t summary;
} view_t;

static void dispatch_part(pipit_t *client, pipit_event_t *event, pipit_node_t node,
                          void (*handler)(void *, pipit_t *, const pipit_part_t *), void *ctx) {
    pipit_part_t part = {&event->json, node};
    if (handler && node != PIPIT_NODE_NONE && !pipit_stopping(client)) handler(ctx, client, &part);
}

static void dispatch_message(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx,
                             view_t *view) {
    pipit_response_t response = {event, {0, 0, 0, 0}, NULL};
    pipit_parts_read(event, &response.parts);
    if ((handlers->on_tweet || handlers->on_response) && pipit_tweet_read(event, &view->tweet)) {
        response.tweet = &view->tweet;
        CALL(on_tweet, &view->tweet);
    }
    dispatch_part(client, event, response.parts.includes, handlers->on_includes, ctx);
    dispatch_part(client, event, response.parts.errors, handlers->on_errors, ctx);
    dispatch_part(client, event, response.parts.matching_rules, handlers->on_matching_rules, ctx);
    CALL(on_response, &response);
}

static void dispatch_line(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx,
                          view_t *view) {
    CALL(on_data, event->data);
    if (event->err != PIPIT_OK)
        CALL(on_exception, event->err, event->data);
    else
        dispatch_message(client, event, handlers, ctx, view);
}

#if PIPIT_CFG_RULES
static void dispatch_call(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *on, void *ctx, view_t *view) {
    switch (event->kind) {
    case PIPIT_EV_RULE:
        if (on->on_rule && pipit_rule_read(event, &view->rule)) on->on_rule(ctx, client, &view->rule);
        break;
    case PIPIT_EV_RULE_ERROR:
        if (on->on_rule_error && pipit_rule_error_read(event, &view->error))
            on->on_rule_error(ctx, client, &view->error);
        break;
    case PIPIT_EV_RULES_META:
        if (on->on_rules_summary && pipit_rules_summary_read(event, &view->summary))
            on->on_rules_summary(ctx, client, &view->summary);
        break;
    default:
        if (on->on_body) on->on_body(ctx, client, event->status, event->data);
        break;
    }
}
#endif

static void dispatch_refusal(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *on, void *ctx,
                             view_t *view) {
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &view->problem);
    if (on->on_request_error) on->on_request_error(ctx, client, event->status, &view->problem);
}

static void dispatch_link(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *on, void *ctx) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT:
        if (on->on_connect) on->on_connect(ctx, client);
        break;
    case PIPIT_EV_CLOSED:
        if (on->on_closed) on->on_closed(ctx, client);
        break;
    case PIPIT_EV_CONNECTION_ERROR:
        if (on->on_connection_error) on->on_connection_error(ctx, client, event->err, event->detail);
        break;
    case PIPIT_EV_RETRY:
        if (on->on_retry) on->on_retry(ctx, client, event->wait_ms, event->attempt);
        break;
    default: break;
    }
}

void pipit_dispatch(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx) {
    view_t view;
    if (event->kind == PIPIT_EV_DISCONNECT) {
        if (handlers->on_disconnect) handlers->on_disconnect(ctx, client, event->err);
        return;
    }
    if (pipit_stopping(client)) return;
    switch (event->kind) {
    case PIPIT_EV_LINE: dispatch_line(client, event, handlers, ctx, &view); break;
    case PIPIT_EV_KEEP_ALIVE:
        if (handlers->on_keep_alive) handlers->on_keep_alive(ctx, client);
        break;
    case PIPIT_EV_OVERSIZE:
        if (handlers->on_oversize) handlers->on_oversize(ctx, client, event->data, event->total_bytes);
        break;
    case PIPIT_EV_REQUEST_ERROR: dispatch_refusal(client, event, handlers, ctx, &view); break;
#if PIPIT_CFG_RULES
    case PIPIT_EV_RULE:
    case PIPIT_EV_RULE_ERROR:
    case PIPIT_EV_RULES_META:
    case PIPIT_EV_BODY: dispatch_call(client, event, handlers, ctx, &view); break;
#endif
    default: dispatch_link(client, event, handlers, ctx); break;
    }
}
