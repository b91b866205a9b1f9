/* SPDX-License-Identifier: MIT */
#include "vector_calls.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- the lines of the log ---- */

static char lines[1 << 16];
static size_t used;

static void put(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(lines + used, sizeof lines - used, format, arguments);
    va_end(arguments);
    if (n > 0 && (size_t)n < sizeof lines - used) used += (size_t)n;
}

/* Write `before` and the text; "-" for an absent text, so that absent and empty texts differ. */
static void put_text(const char *before, pipit_str_t text) {
    put("%s%s", before, text.ptr ? "" : "-");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        put(c < 0x20 || c == 0x7f ? "\\x%02x" : "%c", c);
    }
}

static void tell_error(pipit_event_t *event) {
    pipit_rule_error_t error;
    if (!pipit_rule_error_read(event, &error)) return;
    put("rule_error %.*s [%.*s] (%.*s) ", (int)error.type.len, error.type.ptr ? error.type.ptr : "", (int)error.id.len,
        error.id.ptr ? error.id.ptr : "", (int)error.value.len, error.value.ptr ? error.value.ptr : "");
    put_text("", error.detail.ptr ? error.detail : (pipit_str_t){"", 0});
    put("\n");
}

static void tell_rules(pipit_event_t *event) {
    pipit_rule_t rule;
    pipit_rules_summary_t s;
    if (pipit_rule_read(event, &rule)) {
        put("%s %.*s [%.*s] ", rule.existed ? "existed" : "rule", (int)rule.id.len, rule.id.ptr ? rule.id.ptr : "",
            (int)rule.tag.len, rule.tag.ptr ? rule.tag.ptr : "");
        put_text("", rule.value);
        put("\n");
    }
    if (pipit_rules_summary_read(event, &s)) {
        put("summary created=%u not_created=%u deleted=%u not_deleted=%u count=%u next=%.*s\n", s.created,
            s.not_created, s.deleted, s.not_deleted, s.result_count, (int)s.next_token.len,
            s.next_token.ptr ? s.next_token.ptr : "");
    }
}

static void tell_counts(pipit_event_t *event) {
    pipit_rules_counts_t c;
    pipit_rules_app_t app;
    if (!pipit_rules_counts_read(event, &c)) return;
    put("counts app_cap=%llu project_cap=%llu project=%llu app=%llu:%llu", (unsigned long long)c.cap_per_client_app,
        (unsigned long long)c.cap_per_project, (unsigned long long)c.project_rules_count,
        (unsigned long long)c.client_app_id, (unsigned long long)c.rule_count);
    pipit_node_t node = pipit_json_first(&event->json, c.all_project_client_apps);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (pipit_rules_app_read(event, node, &app))
            put(" %llu:%llu", (unsigned long long)app.client_app_id, (unsigned long long)app.rule_count);
    }
    put("\n");
}

static void tell_connections(pipit_event_t *event) {
    pipit_connection_t c;
    if (pipit_connection_read(event, &c)) {
        put_text("connection ", c.id);
        put_text(" ", c.endpoint_name);
        put_text(" ip=", c.client_ip);
        put_text(" from=", c.connected_at);
        put_text(" to=", c.disconnected_at);
        put_text(" reason=", c.disconnect_reason);
        put("\n");
    }
    if (event->kind == PIPIT_EV_META) tell_rules(event);
}

static void tell_kills(pipit_event_t *event) {
    pipit_kills_t kills;
    pipit_kill_t kill;
    if (!pipit_kills_read(event, &kills)) return;
    put("kills %u+%u%s\n", kills.successful_kills, kills.failed_kills, kills.attempted ? " attempted" : "");
    pipit_node_t node = pipit_json_first(&event->json, kills.results);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (!pipit_kill_read(event, node, &kill)) continue;
        put_text(kill.success ? "killed " : "not killed ", kill.uuid);
        put_text(" ", kill.error_message);
        put("\n");
    }
}

static void tell_subscriptions(pipit_event_t *event) {
    pipit_subscription_t s;
    pipit_subscriptions_meta_t meta;
    if (pipit_subscription_read(event, &s)) {
        put_text(s.deleted ? "deleted " : "subscription ", s.id);
        put_text(" ", s.event_type);
        put_text(" user=", s.user_id);
        put_text(" keyword=", s.keyword);
        put_text(" direction=", s.direction);
        put_text(" tag=", s.tag);
        put_text(" webhook=", s.webhook_id);
        put("\n");
    }
    if (pipit_subscriptions_meta_read(event, &meta)) {
        put("meta count=%u total=%u", meta.result_count, meta.total_subscriptions);
        put_text(" next=", meta.next_token);
        put("\n");
    }
}

static void tell_token(pipit_event_t *event) {
    char token[128];
    pipit_err_t err = pipit_token_read(event, token, sizeof token);
    put("token %s\n", err == PIPIT_OK ? token : pipit_err_name(err));
}

/* ---- the calls ---- */

static const pipit_rule_spec_t rules[] = {{"cat has:images", "cats with images"}, {"a \"b\" \xc3\xa9", NULL}};
static const char *const values[] = {"cat has:images", "a \"b\" \xc3\xa9"};
static const char *const ids[] = {"1165037377523306498", "1165037377523306499"};
static const char *const uuids[] = {"0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"};
static const pipit_subscription_spec_t subscription = {
    .event_type = "profile.update.bio", .user_id = "2244994945", .tag = "bio"};
static const pipit_subscription_spec_t label = {.tag = "new"};
static const pipit_page_t page = {"ABCDEFGHIJKLMNOP", 100, 0, 0};

static pipit_err_t start_rules(pipit_t *client) {
    return pipit_rules_get(client, NULL, 0);
}
static pipit_err_t start_rules_some(pipit_t *client) {
    return pipit_rules_get(client, ids, 2);
}
static pipit_err_t start_rules_page(pipit_t *client) {
    return pipit_rules_list(client, &page);
}
static pipit_err_t start_add(pipit_t *client) {
    return pipit_rules_add(client, rules, 2, false);
}
static pipit_err_t start_add_dry(pipit_t *client) {
    return pipit_rules_add(client, rules, 2, true);
}
static pipit_err_t start_delete(pipit_t *client) {
    return pipit_rules_delete(client, ids, 2, false);
}
static pipit_err_t start_delete_values(pipit_t *client) {
    return pipit_rules_delete_values(client, values, 2, false);
}
static pipit_err_t start_delete_all(pipit_t *client) {
    return pipit_rules_delete_all(client, false);
}
static pipit_err_t start_powerstream_add(pipit_t *client) {
    return pipit_powerstream_rules_add(client, rules, 2);
}
static pipit_err_t start_powerstream_delete(pipit_t *client) {
    return pipit_powerstream_rules_delete(client, rules, 2);
}
static pipit_err_t start_connections(pipit_t *client) {
    static const pipit_connections_query_t query = {"all", "filtered_stream,sample_stream", NULL};
    return pipit_connections_list(client, &query, &page);
}
static pipit_err_t start_kill(pipit_t *client) {
    return pipit_connections_kill(client, uuids, 2);
}
static pipit_err_t start_kill_endpoint(pipit_t *client) {
    return pipit_connections_kill_endpoint(client, &pipit_endpoint_filter);
}
static pipit_err_t start_subscriptions(pipit_t *client) {
    return pipit_subscriptions_list(client, &page);
}
static pipit_err_t start_subscribe(pipit_t *client) {
    return pipit_subscriptions_create(client, &subscription);
}
static pipit_err_t start_resubscribe(pipit_t *client) {
    return pipit_subscriptions_update(client, ids[0], &label);
}
static pipit_err_t start_unsubscribe(pipit_t *client) {
    return pipit_subscriptions_delete(client, ids, 1);
}
static pipit_err_t start_unsubscribe_some(pipit_t *client) {
    return pipit_subscriptions_delete(client, ids, 2);
}
static pipit_err_t start_token(pipit_t *client) {
    return pipit_token_request(client, "key", "secret");
}

/* Writes the items and the meta of one API; entries of errors[] are the same for all. */
typedef void tell_t(pipit_event_t *event);

static const struct {
    const char *name;
    pipit_err_t (*start)(pipit_t *client);
    tell_t *tell;
} calls[] = {
    {"rules", start_rules, tell_rules},
    {"rules_some", start_rules_some, tell_rules},
    {"rules_page", start_rules_page, tell_rules},
    {"add", start_add, tell_rules},
    {"add_dry", start_add_dry, tell_rules},
    {"delete", start_delete, tell_rules},
    {"delete_values", start_delete_values, tell_rules},
    {"delete_all", start_delete_all, tell_rules},
    {"counts", pipit_rules_count, tell_counts},
    {"powerstream_rules", pipit_powerstream_rules_list, tell_rules},
    {"powerstream_add", start_powerstream_add, tell_rules},
    {"powerstream_delete", start_powerstream_delete, tell_rules},
    {"connections", start_connections, tell_connections},
    {"kill", start_kill, tell_kills},
    {"kill_endpoint", start_kill_endpoint, tell_kills},
    {"kill_all", pipit_connections_kill_all, tell_kills},
    {"subscriptions", start_subscriptions, tell_subscriptions},
    {"subscribe", start_subscribe, tell_subscriptions},
    {"resubscribe", start_resubscribe, tell_subscriptions},
    {"unsubscribe", start_unsubscribe, tell_subscriptions},
    {"unsubscribe_some", start_unsubscribe_some, tell_subscriptions},
    {"token", start_token, tell_token},
};

#define CALLS (sizeof calls / sizeof calls[0])

static size_t find(const char *name) {
    size_t i = 0;
    while (i < CALLS && strcmp(calls[i].name, name) != 0)
        i++;
    return i;
}

pipit_err_t vector_call_start(const char *name, pipit_t *client) {
    size_t i = find(name);
    return i < CALLS ? calls[i].start(client) : PIPIT_E_ABSENT;
}

const char *vector_call_tell(const char *name, pipit_event_t *event) {
    size_t i = find(name);
    used = 0;
    lines[0] = '\0';
    if (event->kind == PIPIT_EV_ITEM_ERROR)
        tell_error(event);
    else if (i < CALLS && event->err == PIPIT_OK)
        calls[i].tell(event);
    else if (i < CALLS)
        put("unreadable %s\n", pipit_err_name(event->err));
    return lines;
}
