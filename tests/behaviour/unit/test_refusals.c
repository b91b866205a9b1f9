/* SPDX-License-Identifier: MIT */
/* Arguments that calls refuse: nothing starts, and pipit_offender() says what is expected. And callbacks that are NULL:
 * their events are ignored. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

PIPIT_DEFINE(desk, 512, 64);
static char long_text[4096];

static int set_up(void **state) {
    const pipit_config_t config = {PIPIT_BUFFERS(desk), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    (void)state;
    memset(long_text, 'a', sizeof long_text - 1u);
    return pipit_init(&desk, &config) == PIPIT_OK ? 0 : -1;
}

static void stop(void) {
    pipit_event_t event;
    pipit_stop(&desk);
    assert_true(pipit_next(&desk, 0, &event));
}

static void refused(pipit_err_t err, const char *begins) {
    assert_int_equal(err, PIPIT_E_INVALID);
    assert_false(pipit_running(&desk));
    assert_string_not_equal(pipit_offender(&desk), "");
    if (strncmp(pipit_offender(&desk), begins, strlen(begins)) != 0)
        fail_msg("'%s' does not begin with '%s'", pipit_offender(&desk), begins);
}

static void accepted(pipit_err_t err) {
    assert_int_equal(err, PIPIT_OK);
    assert_string_equal(pipit_offender(&desk), "");
    stop();
}

static void test_tokens(void **state) {
    (void)state;
    refused(pipit_token_request(&desk, NULL, "s"), "key");
    refused(pipit_token_request(&desk, "", "s"), "key");
    refused(pipit_token_request(&desk, "k", NULL), "key");
    refused(pipit_token_request(&desk, "k", ""), "key");
    accepted(pipit_token_request(&desk, "k", "s"));
}

static void test_rules(void **state) {
    const char *many[PIPIT_RULES_IDS_MAX + 1u];
    static const char *const ids[] = {"12", "x"};
    static const char *const values[] = {"cat", ""};
    static const char *const none[] = {NULL};
    const pipit_rule_spec_t good = {"cat", NULL};
    const pipit_rule_spec_t empty = {"", NULL};
    const pipit_rule_spec_t absent = {NULL, NULL};
    const pipit_rule_spec_t bytes = {"\xff", NULL};
    const pipit_rule_spec_t tagged = {"cat", "\xff"};
    const pipit_rule_spec_t wide = {long_text, NULL};
    (void)state;
    refused(pipit_rules_add(&desk, NULL, 1, false), "rules");
    refused(pipit_rules_add(&desk, &good, 0, false), "rules");
    refused(pipit_rules_add(&desk, &empty, 1, false), "rule");
    refused(pipit_rules_add(&desk, &absent, 1, false), "rule");
    refused(pipit_rules_add(&desk, &bytes, 1, false), "rule");
    refused(pipit_rules_add(&desk, &tagged, 1, false), "rule");
    refused(pipit_rules_add(&desk, &wide, 1, false), "rule");
    accepted(pipit_rules_add(&desk, &good, 1, true));
    refused(pipit_rules_delete(&desk, ids, 2, false), "rule ids");
    refused(pipit_rules_delete(&desk, NULL, 2, false), "rule ids");
    refused(pipit_rules_delete(&desk, ids, 0, false), "rule ids");
    refused(pipit_rules_delete(&desk, none, 1, false), "rule ids");
    accepted(pipit_rules_delete(&desk, ids, 1, true));
    refused(pipit_rules_delete_values(&desk, values, 2, false), "rule");
    refused(pipit_rules_delete_values(&desk, NULL, 1, false), "rules");
    refused(pipit_rules_delete_values(&desk, values, 0, false), "rules");
    accepted(pipit_rules_delete_values(&desk, values, 1, true));
    refused(pipit_rules_get(&desk, NULL, 1), "rule ids");
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        many[i] = "1";
    accepted(pipit_rules_get(&desk, many, PIPIT_RULES_IDS_MAX));
    refused(pipit_rules_get(&desk, many, PIPIT_RULES_IDS_MAX + 1u), "rule ids");
    accepted(pipit_rules_delete(&desk, many, PIPIT_RULES_IDS_MAX, false));
    refused(pipit_rules_delete(&desk, many, PIPIT_RULES_IDS_MAX + 1u, false), "rule ids");
    accepted(pipit_rules_get(&desk, NULL, 0));
}

static void test_connections(void **state) {
    static const char *const uuids[] = {"6ab1-2", "a b"};
    static const char *const statuses[] = {"active", "inactive", "all"};
    pipit_connections_query_t query = {"gone", NULL, NULL};
    (void)state;
    refused(pipit_connections_list(&desk, &query, NULL), "status");
    for (size_t i = 0; i < 3; i++) {
        query.status = statuses[i];
        accepted(pipit_connections_list(&desk, &query, NULL));
    }
    query.endpoints = "a,,b";
    refused(pipit_connections_list(&desk, &query, NULL), "endpoints");
    query.endpoints = "filtered_stream";
    query.fields = "id, x";
    refused(pipit_connections_list(&desk, &query, NULL), "fields");
    query.fields = "id";
    accepted(pipit_connections_list(&desk, &query, NULL));
    refused(pipit_connections_kill(&desk, NULL, 1), "uuids");
    refused(pipit_connections_kill(&desk, uuids, 0), "uuids");
    refused(pipit_connections_kill(&desk, uuids, PIPIT_CONNECTIONS_MAX + 1u), "uuids");
    refused(pipit_connections_kill(&desk, uuids, 2), "uuids");
    accepted(pipit_connections_kill(&desk, uuids, 1));
    refused(pipit_connections_kill_endpoint(&desk, &pipit_endpoint_activity), "endpoint");
}

static void test_subscriptions(void **state) {
    static const char *const ids[] = {"12", "?"};
    pipit_subscription_spec_t spec = {.event_type = "profile.update.bio"};
    (void)state;
    accepted(pipit_subscriptions_create(&desk, &spec));
    spec.direction = "sideways";
    refused(pipit_subscriptions_create(&desk, &spec), "direction");
    spec.direction = "outbound";
    accepted(pipit_subscriptions_create(&desk, &spec));
    spec.keyword = "";
    refused(pipit_subscriptions_create(&desk, &spec), "keyword");
    spec.keyword = long_text;
    refused(pipit_subscriptions_create(&desk, &spec), "keyword");
    spec.keyword = "cat";
    spec.tag = "\xc0\x80";
    refused(pipit_subscriptions_create(&desk, &spec), "tag");
    spec.tag = "t";
    spec.webhook_id = "12a";
    refused(pipit_subscriptions_create(&desk, &spec), "webhook_id");
    spec.webhook_id = "12";
    spec.user_id = "";
    refused(pipit_subscriptions_create(&desk, &spec), "user_id");
    spec.user_id = "2244994945";
    accepted(pipit_subscriptions_create(&desk, &spec));
    spec.event_type = NULL;
    refused(pipit_subscriptions_create(&desk, &spec), "event_type");
    refused(pipit_subscriptions_update(&desk, "1", &spec), "");
    spec = (pipit_subscription_spec_t){.webhook_id = NULL};
    refused(pipit_subscriptions_update(&desk, "1", &spec), "");
    spec.tag = "t";
    accepted(pipit_subscriptions_update(&desk, "1", &spec));
    spec.keyword = "k";
    refused(pipit_subscriptions_update(&desk, "1", &spec), "");
    spec = (pipit_subscription_spec_t){.tag = "t", .direction = "inbound"};
    refused(pipit_subscriptions_update(&desk, "1", &spec), "");
    spec = (pipit_subscription_spec_t){.webhook_id = "7"};
    accepted(pipit_subscriptions_update(&desk, "1", &spec));
    refused(pipit_subscriptions_delete(&desk, NULL, 1), "");
    refused(pipit_subscriptions_delete(&desk, ids, 0), "");
    refused(pipit_subscriptions_delete(&desk, ids, 2), "");
    accepted(pipit_subscriptions_delete(&desk, ids, 1));
}

static void test_pages(void **state) {
    static pipit_page_t page;
    (void)state;
    page.max_results = 1001;
    refused(pipit_rules_list(&desk, &page), "page");
    page.max_results = 1000;
    accepted(pipit_rules_list(&desk, &page));
    memset(page.token, 'a', sizeof page.token); /* without a terminating zero */
    refused(pipit_rules_list(&desk, &page), "page");
}

static void test_busy(void **state) {
    static const char *const ids[] = {"12"};
    static const pipit_rule_spec_t rule = {"cat", NULL};
    pipit_subscription_spec_t spec = {.event_type = "a"};
    pipit_rules_sync_t sync;
    const pipit_rules_sync_config_t nothing = {.wanted = NULL};
    (void)state;
    assert_int_equal(pipit_sample(&desk, NULL), PIPIT_OK);
    assert_int_equal(pipit_sample(&desk, NULL), PIPIT_E_STATE);
    assert_int_equal(pipit_token_request(&desk, "k", "s"), PIPIT_E_STATE);
    assert_int_equal(pipit_rules_add(&desk, &rule, 1, false), PIPIT_E_STATE);
    assert_int_equal(pipit_rules_delete(&desk, ids, 1, false), PIPIT_E_STATE);
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_E_STATE);
    assert_int_equal(pipit_connections_list(&desk, NULL, NULL), PIPIT_E_STATE);
    assert_int_equal(pipit_connections_kill(&desk, ids, 1), PIPIT_E_STATE);
    assert_int_equal(pipit_connections_kill_all(&desk), PIPIT_E_STATE);
    assert_int_equal(pipit_subscriptions_create(&desk, &spec), PIPIT_E_STATE);
    assert_int_equal(pipit_subscriptions_delete(&desk, ids, 1), PIPIT_E_STATE);
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &nothing), PIPIT_E_STATE);
    assert_true(pipit_running(&desk));
    stop();
}

static void events_go_by(void) {
    static const pipit_handlers_t none = {.on_tweet = NULL};
    for (uint8_t kind = PIPIT_EV_NONE; kind <= PIPIT_EV_KILL; kind++) {
        pipit_event_t event;
        memset(&event, 0, sizeof event);
        event.kind = kind;
        pipit_dispatch(&desk, &event, &none, NULL);
        event.err = PIPIT_E_JSON;
        pipit_dispatch(&desk, &event, &none, NULL);
    }
    assert_true(pipit_running(&desk));
}

static void test_events_without_a_callback(void **state) {
    (void)state;
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
    events_go_by();
    stop();
    assert_int_equal(pipit_connections_list(&desk, NULL, NULL), PIPIT_OK);
    events_go_by();
    stop();
}

static void test_readers_of_other_events(void **state) {
    pipit_event_t event;
    pipit_rules_summary_t summary;
    pipit_gap_t gap = {1, 2};
    pipit_page_t page;
    char token[8];
    (void)state;
    memset(&event, 0, sizeof event);
    memset(&page, 0, sizeof page);
    event.kind = PIPIT_EV_CONNECT;
    assert_false(pipit_gap_read(&desk, &event, &gap));
    assert_true(gap.start_s == 0 && gap.end_s == 0);
    assert_false(pipit_rules_summary_read(&event, &summary));
    assert_int_equal(pipit_token_read(&event, token, sizeof token), PIPIT_E_ABSENT);
    event.kind = PIPIT_EV_META;
    event.err = PIPIT_E_JSON;
    assert_int_equal(pipit_page_next(&page, &event), PIPIT_E_JSON);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_tokens, set_up),
        cmocka_unit_test_setup(test_rules, set_up),
        cmocka_unit_test_setup(test_connections, set_up),
        cmocka_unit_test_setup(test_subscriptions, set_up),
        cmocka_unit_test_setup(test_pages, set_up),
        cmocka_unit_test_setup(test_busy, set_up),
        cmocka_unit_test_setup(test_events_without_a_callback, set_up),
        cmocka_unit_test(test_readers_of_other_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
