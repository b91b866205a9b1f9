/* SPDX-License-Identifier: MIT */
#include "calls.h"
#include "../options/token.h"
#include "../output/print.h"
#include "../output/talk.h"
#include "calls_print.h"
#include "calls_sync.h"
#include "pipit/connections.h"
#include "pipit/subscriptions.h"
#include "pipit/token.h"
#include <stdio.h>

static pipit_page_t page; /* the page of a list that is requested next */
static bool more_pages;

/* ---- requests ---- */

static pipit_err_t rules_list(pipit_t *client, const options_t *o) {
    if (o->powerstream) return pipit_powerstream_rules_list(client);
    if (o->operand_count > 0) return pipit_rules_get(client, o->operands, o->operand_count);
    return pipit_rules_list(client, &page);
}

static pipit_err_t rules_add(pipit_t *client, const options_t *o) {
    static pipit_rule_spec_t rule;
    rule.value = o->operands[0];
    rule.tag = o->tag;
    if (o->powerstream) return pipit_powerstream_rules_add(client, &rule, 1);
    return pipit_rules_add(client, &rule, 1, o->dry_run);
}

static pipit_err_t rules_delete(pipit_t *client, const options_t *o) {
    static pipit_rule_spec_t rule;
    rule.value = o->value;
    if (o->powerstream) return pipit_powerstream_rules_delete(client, &rule, 1);
    if (o->all) return pipit_rules_delete_all(client, o->dry_run);
    if (o->value) return pipit_rules_delete_values(client, &o->value, 1, o->dry_run);
    return pipit_rules_delete(client, o->operands, o->operand_count, o->dry_run);
}

static pipit_err_t connections_list(pipit_t *client, const options_t *o) {
    static pipit_connections_query_t query;
    query.status = o->status;
    query.endpoints = o->endpoint ? o->endpoint->connections_id : NULL;
    query.fields = PIPIT_ALL_CONNECTION_FIELDS;
    page.max_results = PIPIT_CONNECTIONS_MAX;
    return pipit_connections_list(client, &query, &page);
}

static pipit_err_t connections_kill(pipit_t *client, const options_t *o) {
    if (o->all) return pipit_connections_kill_all(client);
    if (o->endpoint) return pipit_connections_kill_endpoint(client, o->endpoint);
    return pipit_connections_kill(client, o->operands, o->operand_count);
}

static const pipit_subscription_spec_t *subscription(const options_t *o) {
    static pipit_subscription_spec_t spec;
    spec.event_type = o->event_type;
    spec.user_id = o->user_id;
    spec.keyword = o->keyword;
    spec.direction = o->direction;
    spec.tag = o->tag;
    spec.webhook_id = o->webhook_id;
    return &spec;
}

static pipit_err_t token_request(pipit_t *client, const options_t *o) {
    const char *key;
    const char *secret;
    credentials_read(o, &key, &secret);
    return pipit_token_request(client, key, secret);
}

pipit_err_t call_start(app_t *app) {
    pipit_t *client = &app->feeds[0].client;
    const options_t *o = app->options;
    page.max_pages = (uint16_t)o->max_pages;
    switch (o->command) {
    case COMMAND_RULES_LIST: return rules_list(client, o);
    case COMMAND_RULES_ADD: return rules_add(client, o);
    case COMMAND_RULES_DELETE: return rules_delete(client, o);
    case COMMAND_RULES_SYNC: return sync_start(app);
    case COMMAND_RULES_COUNT: return pipit_rules_count(client);
    case COMMAND_CONNECTIONS_LIST: return connections_list(client, o);
    case COMMAND_CONNECTIONS_KILL: return connections_kill(client, o);
    case COMMAND_SUBSCRIPTIONS_LIST: return pipit_subscriptions_list(client, &page);
    case COMMAND_SUBSCRIPTIONS_CREATE: return pipit_subscriptions_create(client, subscription(o));
    case COMMAND_SUBSCRIPTIONS_UPDATE: return pipit_subscriptions_update(client, o->operands[0], subscription(o));
    case COMMAND_SUBSCRIPTIONS_DELETE: return pipit_subscriptions_delete(client, o->operands, o->operand_count);
    default: return token_request(client, o);
    }
}

/* ---- pages ---- */

static bool page_event(app_t *app, feed_t *feed, pipit_event_t *event) {
    if (event->kind == PIPIT_EV_META) {
        pipit_err_t err = pipit_page_next(&page, event);
        more_pages = err == PIPIT_OK;
        if (more_pages || err == PIPIT_E_ABSENT) return false;
        say(feed, "the next page cannot be requested: %s%s", pipit_strerror(err),
            err == PIPIT_E_PAGES ? "; --max-pages N" : "");
        app->refused = true;
    }
    bool again = event->kind == PIPIT_EV_DISCONNECT && event->err == PIPIT_OK && more_pages;
    if (!again) return false;
    more_pages = false;
    return call_start(app) == PIPIT_OK;
}

bool call_event(app_t *app, feed_t *feed, pipit_event_t *event) {
    switch (app->options->command) {
    case COMMAND_RULES_LIST:
    case COMMAND_CONNECTIONS_LIST:
    case COMMAND_SUBSCRIPTIONS_LIST: return page_event(app, feed, event);
    case COMMAND_RULES_SYNC: return sync_event(app, feed, event);
    default: return false;
    }
}

/* ---- the answers, as text for people ---- */

static const char *dry(const app_t *app) {
    return app->options->dry_run ? " (dry run: nothing was changed)" : "";
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    app_t *app = ctx;
    char id[32];
    (void)client;
    if (app->options->command == COMMAND_RULES_DELETE) return;
    app->messages++;
    print_rule(rule);
    if (rule->existed) say(NULL, "exists already as %s", printable(rule->id, id, sizeof id));
}

static void on_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *s) {
    app_t *app = ctx;
    (void)client;
    if (app->options->command == COMMAND_RULES_ADD) {
        say(NULL, "%lu created%s", (unsigned long)s->created, dry(app));
    }
    if (app->options->command == COMMAND_RULES_DELETE) {
        say(NULL, "%lu deleted, %lu not%s", (unsigned long)s->deleted, (unsigned long)s->not_deleted, dry(app));
    }
}

static void item_print(app_t *app, pipit_event_t *event) {
    switch (app->options->command) {
    case COMMAND_RULES_COUNT: print_counts(event); break;
    case COMMAND_CONNECTIONS_LIST: print_connection(event); break;
    case COMMAND_CONNECTIONS_KILL: print_kills(app, event); break;
    case COMMAND_TOKEN: print_token(app, event); break;
    default: print_subscription(app, event); break;
    }
}

static void on_item(void *ctx, pipit_t *client, pipit_event_t *event) {
    app_t *app = ctx;
    pipit_rule_error_t error;
    if (event->kind == PIPIT_EV_ITEM_ERROR && pipit_rule_error_read(event, &error)) say_rule_error(app, client, &error);
    if (event->kind != PIPIT_EV_ITEM) return;
    app->messages++;
    item_print(app, event);
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    app_t *app = ctx;
    const char *what = NULL;
    if (app->options->command == COMMAND_RULES_LIST) what = "rules";
    if (app->options->command == COMMAND_CONNECTIONS_LIST) what = "connections";
    if (app->options->command == COMMAND_SUBSCRIPTIONS_LIST) what = "subscriptions";
    if (what && reason == PIPIT_OK) say(NULL, "%lu %s", (unsigned long)app->messages, what);
    say_disconnect(app, client, reason);
}

static const pipit_handlers_t handlers = {
    .on_oversize = say_oversize,
    .on_connection_error = say_connection_error,
    .on_request_error = say_request_error,
    .on_retry = say_retry,
    .on_disconnect = on_disconnect,
};

static const pipit_call_handlers_t call_handlers = {
    .on_rule = on_rule, .on_rule_error = say_rule_error, .on_rules_summary = on_summary, .on_item = on_item};

const output_t output_call = {NULL, &handlers, &call_handlers};
