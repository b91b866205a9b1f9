/* SPDX-License-Identifier: MIT */
/* Prints one line for each item of an answer; the members are separated by tabs. */
#include "calls_print.h"
#include "../output/print.h"
#include "../output/talk.h"
#include "pipit/connections.h"
#include "pipit/subscriptions.h"
#include "pipit/token.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TOKEN_BYTES 4096

static void columns(const pipit_str_t *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) putchar('\t');
        print_plain(texts[i]);
    }
    putchar('\n');
}

void print_rule(const pipit_rule_t *rule) {
    const pipit_str_t texts[] = {rule->id, rule->tag, rule->value};
    columns(texts, sizeof texts / sizeof texts[0]);
}

static void count(const char *name, uint64_t value) {
    printf("%s %llu\n", name, (unsigned long long)value);
}

void print_counts(const pipit_event_t *event) {
    pipit_rules_counts_t counts;
    pipit_rules_app_t app;
    if (!pipit_rules_counts_read(event, &counts)) return;
    count("cap_per_client_app", counts.cap_per_client_app);
    count("cap_per_project", counts.cap_per_project);
    count("project_rules_count", counts.project_rules_count);
    count("client_app_id", counts.client_app_id);
    count("rule_count", counts.rule_count);
    pipit_node_t node = pipit_json_first(&event->json, counts.all_project_client_apps);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (!pipit_rules_app_read(event, node, &app)) continue;
        printf("rule_count of %llu %llu\n", (unsigned long long)app.client_app_id, (unsigned long long)app.rule_count);
    }
}

void print_connection(pipit_event_t *event) {
    pipit_connection_t c;
    if (!pipit_connection_read(event, &c)) return;
    const pipit_str_t texts[] = {c.id,           c.endpoint_name,   c.client_ip,
                                 c.connected_at, c.disconnected_at, c.disconnect_reason};
    columns(texts, sizeof texts / sizeof texts[0]);
}

void print_kills(app_t *app, pipit_event_t *event) {
    pipit_kills_t kills;
    pipit_kill_t kill;
    char which[64];
    char why[256];
    if (!pipit_kills_read(event, &kills)) return;
    pipit_node_t node = pipit_json_first(&event->json, kills.results);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (!pipit_kill_read(event, node, &kill)) continue;
        const pipit_str_t text[] = {kill.uuid};
        if (kill.success) columns(text, 1);
        if (kill.success) continue;
        say(NULL, "%s was not ended: %s", printable(kill.uuid, which, sizeof which),
            printable(kill.error_message, why, sizeof why));
    }
    if (kills.failed_kills > 0) app->refused = true;
    if (kills.attempted)
        say(NULL, "X does not say how many were ended");
    else
        say(NULL, "%lu ended, %lu not", (unsigned long)kills.successful_kills, (unsigned long)kills.failed_kills);
}

void print_subscription(app_t *app, pipit_event_t *event) {
    pipit_subscription_t s;
    if (!pipit_subscription_read(event, &s)) return;
    if (app->options->command == COMMAND_SUBSCRIPTIONS_DELETE) {
        say(NULL, s.deleted ? "deleted" : "X did not delete it");
        if (!s.deleted) app->refused = true;
        return;
    }
    const pipit_str_t texts[] = {s.id, s.event_type, s.user_id, s.keyword, s.direction, s.tag, s.webhook_id};
    columns(texts, sizeof texts / sizeof texts[0]);
}

static bool is_visible(const char *text) {
    while (*text > ' ' && *text <= '~')
        text++;
    return *text == '\0';
}

/* Written without stdio, because its buffer would keep a copy. A token with other characters cannot be used in a
 * request, and its control characters could change the terminal. */
void print_token(app_t *app, pipit_event_t *event) {
    char token[TOKEN_BYTES];
    volatile char *wiped = token;
    if (pipit_token_read(event, token, sizeof token - 1) != PIPIT_OK) return;
    size_t len = strlen(token);
    app->refused = !is_visible(token);
    token[len] = '\n';
    if (app->refused)
        say(NULL, "X's token has characters that are not allowed in a token");
    else if (write(STDOUT_FILENO, token, len + 1) < 0)
        perror("pipit: stdout");
    for (size_t i = 0; i < sizeof token; i++)
        wiped[i] = 0;
}
