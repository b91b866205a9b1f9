/* SPDX-License-Identifier: MIT */
/* For people: who, when, what, and which rules matched; and the lines unchanged, for programs. */
#include "app.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BOLD "\x1b[1;36m"
#define DIM "\x1b[2m"
#define PLAIN "\x1b[0m"

static void styled(const app_t *app, const char *style, pipit_str_t text) {
    if (app->colour) fputs(style, stdout);
    print_text(text);
    if (app->colour) fputs(PLAIN, stdout);
}

static pipit_str_t username(pipit_event_t *event, pipit_str_t author_id) {
    pipit_json_t *json = &event->json;
    pipit_node_t user = pipit_json_first(json, pipit_json_find(json, PIPIT_NODE_ROOT, "includes.users"));
    for (; user != PIPIT_NODE_NONE; user = pipit_json_next(json, user)) {
        pipit_str_t id = pipit_json_string(json, pipit_json_find(json, user, "id"));
        if (id.ptr && id.len == author_id.len && memcmp(id.ptr, author_id.ptr, id.len) == 0) {
            return pipit_json_string(json, pipit_json_find(json, user, "username"));
        }
    }
    return author_id;
}

/* "2026-11-24T05:02:31" and a fraction or not; UTC. */
static void lag_read(app_t *app, pipit_str_t created_at) {
    struct tm t;
    char text[32];
    memset(&t, 0, sizeof t);
    if (!created_at.ptr || created_at.len < 19 || created_at.len >= sizeof text) return;
    memcpy(text, created_at.ptr, created_at.len);
    text[created_at.len] = '\0';
    if (sscanf(text, "%d-%d-%dT%d:%d:%d", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min, &t.tm_sec) != 6)
        return;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    app->lag_ms = ((int64_t)time(NULL) - (int64_t)timegm(&t)) * 1000;
}

static void print_tags(const app_t *app, const pipit_response_t *response) {
    pipit_matching_rule_t rule;
    pipit_json_t *json = &response->event->json;
    pipit_node_t node = pipit_json_first(json, response->parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node)) {
        if (!pipit_matching_rule_read(response->event, node, &rule) || rule.tag.len == 0) continue;
        fputs(" [", stdout);
        styled(app, DIM, rule.tag);
        putchar(']');
    }
}

static void on_response(void *ctx, pipit_t *client, const pipit_response_t *response) {
    app_t *app = ctx;
    (void)client;
    if (!response->tweet) return;
    const pipit_tweet_t *tweet = response->tweet;
    status_clear(app);
    if (tweet->author_id.ptr) {
        pipit_str_t name = username(response->event, tweet->author_id);
        putchar('@');
        styled(app, BOLD, name.ptr ? name : tweet->author_id);
        putchar(' ');
    }
    if (tweet->created_at.ptr && tweet->created_at.len >= 19) {
        pipit_str_t clock = {tweet->created_at.ptr + 11, 8};
        styled(app, DIM, clock);
        putchar(' ');
    }
    print_text(tweet->text);
    print_tags(app, response);
    putchar('\n');
    lag_read(app, tweet->created_at);
    app_post(app);
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    (void)client;
    styled(ctx, BOLD, rule->id);
    putchar('\t');
    print_text(rule->tag);
    putchar('\t');
    print_text(rule->value);
    putchar('\n');
}

static void on_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *s) {
    app_t *app = ctx;
    const char *dry = app->options->dry_run ? " (dry run: nothing was changed)" : "";
    (void)client;
    if (app->options->command == COMMAND_RULES_ADD) app_say(app, "%lu created%s", (unsigned long)s->created, dry);
    if (app->options->command == COMMAND_RULES_DELETE) {
        app_say(app, "%lu deleted, %lu not%s", (unsigned long)s->deleted, (unsigned long)s->not_deleted, dry);
    }
    if (app->options->command == COMMAND_RULES_LIST) app_say(app, "%lu rules", (unsigned long)s->result_count);
}

const pipit_handlers_t output_text = {
    .on_connect = say_connect,
    .on_response = on_response,
    .on_oversize = say_oversize,
    .on_exception = say_exception,
    .on_closed = say_closed,
    .on_connection_error = say_connection_error,
    .on_request_error = say_request_error,
    .on_retry = say_retry,
    .on_rule = on_rule,
    .on_rule_error = say_rule_error,
    .on_rules_summary = on_summary,
    .on_disconnect = say_disconnect,
};

static void on_data(void *ctx, pipit_t *client, pipit_str_t line) {
    (void)ctx;
    (void)client;
    fwrite(line.ptr, 1, line.len, stdout);
    putchar('\n');
}

static void on_jsonl_response(void *ctx, pipit_t *client, const pipit_response_t *response) {
    (void)client;
    if (response->tweet) app_post(ctx);
}

const pipit_handlers_t output_jsonl = {
    .on_connect = say_connect,
    .on_data = on_data,
    .on_response = on_jsonl_response,
    .on_oversize = say_oversize,
    .on_closed = say_closed,
    .on_connection_error = say_connection_error,
    .on_request_error = say_request_error,
    .on_retry = say_retry,
    .on_rule = on_rule,
    .on_rule_error = say_rule_error,
    .on_disconnect = say_disconnect,
};
