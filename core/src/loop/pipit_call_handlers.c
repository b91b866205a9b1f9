/* SPDX-License-Identifier: MIT */
#include "../base/pipit_compile.h"
#include "../call/pipit_call_int.h"
#include "pipit/call_handlers.h"

static void dispatch_rules(pipit_t *client, pipit_event_t *event, const pipit_call_handlers_t *on, void *ctx) {
    union {
        pipit_rule_t rule;
        pipit_rule_error_t error;
        pipit_rules_summary_t summary;
    } view;
    switch (event->kind) {
    case PIPIT_EV_ITEM:
        if (on->on_rule && pipit_rule_read(event, &view.rule)) on->on_rule(ctx, client, &view.rule);
        break;
    case PIPIT_EV_ITEM_ERROR:
        if (on->on_rule_error && pipit_rule_error_read(event, &view.error)) on->on_rule_error(ctx, client, &view.error);
        break;
    default:
        if (on->on_rules_summary && pipit_rules_summary_read(event, &view.summary))
            on->on_rules_summary(ctx, client, &view.summary);
        break;
    }
}

static void dispatch_call(pipit_t *client, pipit_event_t *event, const pipit_call_handlers_t *on, void *ctx) {
    if (pipit_i_answer_has(client, PIPIT_I_ANSWER_RULES))
        dispatch_rules(client, event, on, ctx);
    else if (on->on_item)
        on->on_item(ctx, client, event);
}

bool pipit_call_dispatch(pipit_t *client, pipit_event_t *event, const pipit_call_handlers_t *handlers, void *ctx) {
    PIPIT_ASSERT(event && handlers);
    const bool is_stopping = pipit_stopping(client);
    switch (event->kind) {
    case PIPIT_EV_ITEM:
    case PIPIT_EV_ITEM_ERROR:
    case PIPIT_EV_META:
        if (!is_stopping) dispatch_call(client, event, handlers, ctx);
        return true;
    case PIPIT_EV_BODY:
        if (!is_stopping && handlers->on_body) handlers->on_body(ctx, client, event->status, event->data);
        return true;
    default: return false;
    }
}
