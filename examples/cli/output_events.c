/* SPDX-License-Identifier: MIT */
/* Every callback as one JSON object a line. */
#include "app.h"
#include <stdio.h>
#include <string.h>

static void begin(app_t *app, const char *event) {
    printf("{\"event\":\"%s\",\"t_ms\":%lu", event, (unsigned long)(app->port.now(app->port.io) - app->start_ms));
}

static void end(void) {
    puts("}");
    (void)fflush(stdout);
}

static void member(const char *name, pipit_str_t value) {
    printf(",\"%s\":", name);
    if (value.ptr)
        print_json(value);
    else
        fputs("null", stdout);
}

static pipit_str_t str(const char *text) {
    pipit_str_t s = {text, strlen(text)};
    return s;
}

static void simple(void *ctx, const char *event) {
    begin(ctx, event);
    end();
}

static void on_connect(void *ctx, pipit_t *client) {
    (void)client;
    simple(ctx, "connect");
}
static void on_keep_alive(void *ctx, pipit_t *client) {
    (void)client;
    simple(ctx, "keep_alive");
}
static void on_closed(void *ctx, pipit_t *client) {
    (void)client;
    simple(ctx, "closed");
}

static void on_data(void *ctx, pipit_t *client, pipit_str_t line) {
    (void)client;
    begin(ctx, "data");
    member("raw", line);
    end();
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)client;
    begin(ctx, "tweet");
    member("id", tweet->id);
    member("text", tweet->text);
    end();
}

static void part(void *ctx, const char *name, const pipit_part_t *value) {
    pipit_str_t raw = pipit_json_raw(value->json, value->node);
    begin(ctx, name);
    printf(",\"%s\":%.*s", name, (int)raw.len, raw.ptr);
    end();
}

static void on_includes(void *ctx, pipit_t *client, const pipit_part_t *includes) {
    (void)client;
    part(ctx, "includes", includes);
}
static void on_errors(void *ctx, pipit_t *client, const pipit_part_t *errors) {
    (void)client;
    part(ctx, "errors", errors);
}
static void on_matching_rules(void *ctx, pipit_t *client, const pipit_part_t *rules) {
    (void)client;
    part(ctx, "matching_rules", rules);
}

static void on_response(void *ctx, pipit_t *client, const pipit_response_t *response) {
    (void)client;
    simple(ctx, "response");
    if (response->tweet) app_post(ctx);
}

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    char words[256];
    (void)client;
    begin(ctx, "connection_error");
    member("error", str(pipit_err_name(err)));
    member("detail", str(app_detail(ctx, err, detail, words, sizeof words)));
    end();
}

static void on_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    (void)client;
    begin(ctx, "request_error");
    printf(",\"status\":%u", status);
    member("problem", problem->type);
    member("title", problem->title);
    member("detail", problem->message.ptr ? problem->message : problem->detail);
    end();
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)client;
    (void)line;
    begin(ctx, "exception");
    member("error", str(pipit_err_name(err)));
    end();
}

static void on_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)client;
    (void)head;
    begin(ctx, "oversize");
    printf(",\"bytes\":%lu", (unsigned long)total_bytes);
    end();
}

static void on_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    (void)client;
    begin(ctx, "retry");
    printf(",\"wait_ms\":%lu,\"attempt\":%lu", (unsigned long)wait_ms, (unsigned long)attempt);
    end();
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    (void)client;
    begin(ctx, "rule");
    member("id", rule->id);
    member("value", rule->value);
    member("tag", rule->tag);
    end();
}

static void on_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    app_t *app = ctx;
    (void)client;
    app->refused = app->refused || !error->id.ptr;
    begin(app, "rule_error");
    member("title", error->title);
    member("problem", error->type);
    member("value", error->value);
    member("id", error->id);
    member("detail", error->detail);
    end();
}

static void on_rules_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *s) {
    (void)client;
    begin(ctx, "rules_meta");
    printf(",\"created\":%lu,\"not_created\":%lu,\"deleted\":%lu,\"not_deleted\":%lu,\"result_count\":%lu",
           (unsigned long)s->created, (unsigned long)s->not_created, (unsigned long)s->deleted,
           (unsigned long)s->not_deleted, (unsigned long)s->result_count);
    end();
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    app_t *app = ctx;
    (void)client;
    app->reason = reason;
    begin(app, "disconnect");
    member("reason", str(pipit_err_name(reason)));
    end();
}

const pipit_handlers_t output_events = {
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
    .on_rule = on_rule,
    .on_rule_error = on_rule_error,
    .on_rules_summary = on_rules_summary,
    .on_disconnect = on_disconnect,
};
