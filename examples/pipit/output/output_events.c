/* SPDX-License-Identifier: MIT */
#include "output_events.h"
#include "again.h"
#include "event_json.h"
#include "print.h"
#include "talk.h"
#include <stdio.h>

static void simple(void *ctx, pipit_t *client, const char *event) {
    event_begin(ctx, client, event);
    event_end();
}

static void on_connect(void *ctx, pipit_t *client) {
    simple(ctx, client, "connect");
}
static void on_keep_alive(void *ctx, pipit_t *client) {
    simple(ctx, client, "keep_alive");
}
static void on_closed(void *ctx, pipit_t *client) {
    simple(ctx, client, "closed");
}

static void on_data(void *ctx, pipit_t *client, pipit_str_t line) {
    event_begin(ctx, client, "data");
    event_member("raw", line);
    event_end();
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    event_begin(ctx, client, "tweet");
    event_member("id", tweet->id);
    event_member("text", tweet->text);
    event_end();
}

static void part(void *ctx, pipit_t *client, const char *name, const pipit_part_t *value) {
    const app_t *app = ctx;
    event_begin(ctx, client, name);
    printf(",\"%s\":", name);
    print_raw_json(pipit_json_raw(value->json, value->node), app->terminal);
    event_end();
}

static void on_includes(void *ctx, pipit_t *client, const pipit_part_t *includes) {
    part(ctx, client, "includes", includes);
}
static void on_errors(void *ctx, pipit_t *client, const pipit_part_t *errors) {
    part(ctx, client, "errors", errors);
}
static void on_matching_rules(void *ctx, pipit_t *client, const pipit_part_t *rules) {
    part(ctx, client, "matching_rules", rules);
}

static void on_response(void *ctx, pipit_t *client, const pipit_response_t *response) {
    if (!response->tweet) event_message(ctx, client, response->event);
    event_begin(ctx, client, "response");
    if (response->event->cut) fputs(",\"cut\":true", stdout);
    event_end();
    app_count(ctx, response->event);
}

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    char words[256];
    event_begin(ctx, client, "connection_error");
    event_text("error", pipit_err_name(err));
    event_text("detail", error_detail(ctx, feed_of(client), err, detail, words, sizeof words));
    event_end();
}

static void on_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    event_begin(ctx, client, "request_error");
    printf(",\"status\":%u", status);
    event_member("problem", problem->type);
    event_member("title", problem->title);
    event_member("detail", problem->message.ptr ? problem->message : problem->detail);
    event_member("reset_date", problem->reset_date);
    event_end();
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)line;
    event_begin(ctx, client, "exception");
    event_text("error", pipit_err_name(err));
    event_end();
}

static void on_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)head;
    event_begin(ctx, client, "oversize");
    printf(",\"bytes\":%lu", (unsigned long)total_bytes);
    event_end();
}

static void on_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    event_begin(ctx, client, "retry");
    printf(",\"wait_ms\":%lu,\"attempt\":%lu", (unsigned long)wait_ms, (unsigned long)attempt);
    event_end();
}

static void on_gap(void *ctx, pipit_t *client, const pipit_gap_t *gap) {
    static char command[8192];
    const app_t *app = ctx;
    event_begin(ctx, client, "gap");
    printf(",\"start_s\":%lu,\"end_s\":%lu", (unsigned long)gap->start_s, (unsigned long)gap->end_s);
    event_text("command", replay_command(app->options, feed_of(client), gap, command, sizeof command));
    event_end();
}

static void on_kill(void *ctx, pipit_t *client, uint16_t status, pipit_err_t err) {
    event_begin(ctx, client, "kill");
    printf(",\"status\":%u", status);
    event_text("error", pipit_err_name(err));
    event_end();
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    event_begin(ctx, client, "rule");
    event_member("id", rule->id);
    event_member("value", rule->value);
    event_member("tag", rule->tag);
    printf(",\"existed\":%s", rule->existed ? "true" : "false");
    event_end();
}

static void on_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    app_t *app = ctx;
    app->refused = true;
    event_begin(app, client, "rule_error");
    event_member("title", error->title);
    event_member("problem", error->type);
    event_member("value", error->value);
    event_member("id", error->id);
    event_member("detail", error->detail);
    event_end();
}

static void on_rules_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *s) {
    event_begin(ctx, client, "rules_meta");
    printf(",\"created\":%lu,\"not_created\":%lu,\"deleted\":%lu,\"not_deleted\":%lu,\"result_count\":%lu",
           (unsigned long)s->created, (unsigned long)s->not_created, (unsigned long)s->deleted,
           (unsigned long)s->not_deleted, (unsigned long)s->result_count);
    event_end();
}

/* Items of calls other than those for rules are printed as X sent them. */
static void on_item(void *ctx, pipit_t *client, pipit_event_t *event) {
    static const char *const names[] = {"item", "item_error", "meta"};
    app_t *app = ctx;
    pipit_str_t raw = pipit_json_raw(&event->json, PIPIT_NODE_ROOT);
    if (event->kind == PIPIT_EV_ITEM_ERROR) app->refused = true;
    event_begin(app, client, names[event->kind - PIPIT_EV_ITEM]);
    printf(",\"data\":%.*s", raw.ptr ? (int)raw.len : 4, raw.ptr ? raw.ptr : "null");
    event_end();
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    const app_t *app = ctx;
    feed_of(client)->reason = reason;
    event_begin(ctx, client, "disconnect");
    event_text("reason", pipit_err_name(reason));
    if (app->options->command == COMMAND_STREAM || app->options->command == COMMAND_REPLAY)
        printf(",\"cut\":%lu,\"without_data\":%lu,\"message_age_ms\":%lu", (unsigned long)app->cuts,
               (unsigned long)app->without_data, (unsigned long)app_silent_ms(app));
    event_end();
}

static const pipit_handlers_t handlers = {
    .on_connect = on_connect,
    .on_data = on_data,
    .on_tweet = on_tweet,
    .on_includes = on_includes,
    .on_errors = on_errors,
    .on_matching_rules = on_matching_rules,
    .on_response = on_response,
    .on_keep_alive = on_keep_alive,
    .on_oversize = on_oversize,
    .on_exception = on_exception,
    .on_closed = on_closed,
    .on_connection_error = on_connection_error,
    .on_request_error = on_request_error,
    .on_retry = on_retry,
    .on_gap = on_gap,
    .on_kill = on_kill,
    .on_disconnect = on_disconnect,
};

static const pipit_call_handlers_t call_handlers = {
    .on_rule = on_rule, .on_rule_error = on_rule_error, .on_rules_summary = on_rules_summary, .on_item = on_item};

const output_t output_events = {NULL, &handlers, &call_handlers};
