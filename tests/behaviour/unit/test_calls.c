/* SPDX-License-Identifier: MIT */
/* The calls: the exact bytes of their requests, the answers in all forms that X sends, and the sync of rules. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

PIPIT_DEFINE(desk, 512, 64);
static char heard[16384];

static int set_up(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(desk), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    (void)state;
    heard[0] = '\0';
    return pipit_init(&desk, &config) == PIPIT_OK ? 0 : -1;
}

static void say(const char *format, ...) {
    size_t len = strlen(heard);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(heard + len, sizeof heard - len, format, arguments);
    va_end(arguments);
}

/* @return the complete request, which may be in several pieces. */
static const char *request(void) {
    static char text[32768];
    size_t total = 0;
    size_t len;
    const uint8_t *bytes;
    pipit_open_ack(&desk);
    while ((bytes = pipit_tx_buf(&desk, &len)) != NULL && len > 0) {
        assert_true(total + len < sizeof text);
        memcpy(text + total, bytes, len);
        total += len;
        pipit_tx_ack(&desk, len);
    }
    text[total] = '\0';
    return text;
}

static const char *body_of(const char *text) {
    const char *body = strstr(text, "\r\n\r\n");
    char length[40];
    assert_non_null(body);
    body += 4;
    snprintf(length, sizeof length, "Content-Length: %zu\r\n", strlen(body));
    if (*body != '\0')
        assert_non_null(strstr(text, length));
    else
        assert_null(strstr(text, "Content-Length"));
    return body;
}

static void stop(void) {
    pipit_event_t event;
    pipit_stop(&desk);
    pipit_close_ack(&desk);
    assert_true(pipit_next(&desk, 0, &event));
}

static void goes_out(pipit_err_t err, const char *line, const char *body) {
    assert_int_equal(err, PIPIT_OK);
    const char *text = request();
    if (strncmp(text, line, strlen(line)) != 0 || strncmp(text + strlen(line), " HTTP/1.1\r\n", 11) != 0)
        fail_msg("\"%.200s\" is not %s", text, line);
    assert_string_equal(body_of(text), body);
    stop();
}

static void is_refused(pipit_err_t err, const char *offender) {
    assert_int_equal(err, PIPIT_E_INVALID);
    if (!strstr(pipit_offender(&desk), offender)) fail_msg("\"%s\" is not about %s", pipit_offender(&desk), offender);
    assert_false(pipit_running(&desk));
}

#define RULES "/2/tweets/search/stream/rules"

static void test_rules_go_out(void **state) {
    static const char *const ids[] = {"1", "9223372036854775807"};
    static const char *const values[] = {"cat has:images", "a \"b\" \\ \xc3\xa9\n"};
    pipit_page_t page = {"ABCDEFGHIJKLMNOP", 1000, 0, 0};
    pipit_page_t odd = {"a/b=&c", 0, 0, 0};
    (void)state;
    goes_out(pipit_rules_delete_values(&desk, values, 2, false), "POST " RULES,
             "{\"delete\":{\"values\":[\"cat has:images\",\"a \\\"b\\\" \\\\ \xc3\xa9\\u000a\"]}}");
    goes_out(pipit_rules_delete_values(&desk, values, 1, true), "POST " RULES "?dry_run=true",
             "{\"delete\":{\"values\":[\"cat has:images\"]}}");
    goes_out(pipit_rules_delete(&desk, ids, 2, true), "POST " RULES "?dry_run=true",
             "{\"delete\":{\"ids\":[\"1\",\"9223372036854775807\"]}}");
    goes_out(pipit_rules_delete_all(&desk, false), "POST " RULES "?delete_all=true", "{}");
    goes_out(pipit_rules_delete_all(&desk, true), "POST " RULES "?delete_all=true&dry_run=true", "{}");
    goes_out(pipit_rules_list(&desk, NULL), "GET " RULES, "");
    goes_out(pipit_rules_list(&desk, &page), "GET " RULES "?max_results=1000&pagination_token=ABCDEFGHIJKLMNOP", "");
    goes_out(pipit_rules_list(&desk, &odd), "GET " RULES "?pagination_token=a%2Fb%3D%26c", "");
    goes_out(pipit_rules_get(&desk, ids, 2), "GET " RULES "?ids=1,9223372036854775807", "");
    goes_out(pipit_rules_count(&desk),
             "GET " RULES "/counts?rules_count.fields=all_project_client_apps,cap_per_client_app,cap_per_project,"
             "client_app_rules_count,project_rules_count",
             "");
}

static void test_powerstream_rules_go_out(void **state) {
    static const pipit_rule_spec_t rules[] = {{"contains:cat", "cats"}, {"dog", NULL}};
    (void)state;
    goes_out(pipit_powerstream_rules_add(&desk, rules, 2), "POST /2/powerstream/rules",
             "{\"rules\":[{\"value\":\"contains:cat\",\"tag\":\"cats\"},{\"value\":\"dog\"}]}");
    goes_out(pipit_powerstream_rules_delete(&desk, rules, 1), "DELETE /2/powerstream/rules",
             "{\"rules\":[{\"value\":\"contains:cat\",\"tag\":\"cats\"}]}");
    goes_out(pipit_powerstream_rules_list(&desk), "GET /2/powerstream/rules", "");
}

/* Situation 62 */
static void test_connections_go_out(void **state) {
    static const char *const uuids[] = {"0a1b-2c", "d"};
    static const char *const bad[] = {"a/b"};
    pipit_connections_query_t query = {"all", "filtered_stream,sample_stream", NULL};
    pipit_page_t page = {"", 100, 0, 0};
    (void)state;
    goes_out(pipit_connections_list(&desk, NULL, NULL),
             "GET /2/connections?connection.fields=client_ip,connected_at,disconnect_reason,disconnected_at,"
             "endpoint_name,id",
             "");
    goes_out(pipit_connections_list(&desk, &query, &page),
             "GET /2/connections?max_results=100&status=all&endpoints=filtered_stream,sample_stream", "");
    goes_out(pipit_connections_kill_all(&desk), "DELETE /2/connections/all", "");
    goes_out(pipit_connections_kill_endpoint(&desk, &pipit_endpoint_firehose_ja),
             "DELETE /2/connections/firehose_stream_lang_ja", "");
    goes_out(pipit_connections_kill(&desk, uuids, 2), "DELETE /2/connections", "{\"uuids\":[\"0a1b-2c\",\"d\"]}");
    is_refused(pipit_connections_kill_endpoint(&desk, &pipit_endpoint_activity), "endpoint");
    is_refused(pipit_connections_kill(&desk, bad, 1), "uuids");
    is_refused(pipit_connections_kill(&desk, uuids, 0), "uuids");
    query.status = "dead";
    is_refused(pipit_connections_list(&desk, &query, NULL), "status");
    page.max_results = 101;
    is_refused(pipit_connections_list(&desk, NULL, &page), "page");
}

static void test_subscriptions_go_out(void **state) {
    static const char *const ids[] = {"12", "ab_c-9"};
    pipit_subscription_spec_t spec = {.event_type = "profile.update.bio", .user_id = "2244994945", .tag = "a \"t\""};
    pipit_subscription_spec_t label = {.tag = "new"};
    (void)state;
    goes_out(pipit_subscriptions_create(&desk, &spec), "POST /2/activity/subscriptions",
             "{\"event_type\":\"profile.update.bio\",\"filter\":{\"user_id\":\"2244994945\"},\"tag\":\"a \\\"t\\\"\"}");
    spec = (pipit_subscription_spec_t){
        .event_type = "news.new", .keyword = "\xc3\xa9", .direction = "inbound", .webhook_id = "7"};
    goes_out(pipit_subscriptions_create(&desk, &spec), "POST /2/activity/subscriptions",
             "{\"event_type\":\"news.new\",\"filter\":{\"keyword\":\"\xc3\xa9\",\"direction\":\"inbound\"},"
             "\"webhook_id\":\"7\"}");
    goes_out(pipit_subscriptions_list(&desk, NULL), "GET /2/activity/subscriptions", "");
    goes_out(pipit_subscriptions_update(&desk, "12", &label), "PUT /2/activity/subscriptions/12", "{\"tag\":\"new\"}");
    goes_out(pipit_subscriptions_delete(&desk, ids, 1), "DELETE /2/activity/subscriptions/12", "");
    goes_out(pipit_subscriptions_delete(&desk, ids, 2), "DELETE /2/activity/subscriptions?ids=12,ab_c-9", "");
    is_refused(pipit_subscriptions_create(&desk, &label), "event_type");
    spec.direction = "up";
    is_refused(pipit_subscriptions_create(&desk, &spec), "direction");
    is_refused(pipit_subscriptions_update(&desk, "a/b", &label), "ids");
    is_refused(pipit_subscriptions_update(&desk, "12", &spec), "update");
    static const pipit_subscription_spec_t fixed[] = {{.tag = "t", .event_type = "post.create"},
                                                      {.tag = "t", .user_id = "1"},
                                                      {.tag = "t", .keyword = "k"},
                                                      {.tag = "t", .direction = "inbound"}};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        is_refused(pipit_subscriptions_update(&desk, "12", &fixed[i]), "update");
}

static void test_token_goes_out(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(desk)};
    (void)state;
    assert_int_equal(pipit_init(&desk, &config), PIPIT_OK); /* without a bearer token */
    assert_int_equal(pipit_token_request(&desk, "xvz1evFS4wEEPTGEFPHBog", "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg"),
                     PIPIT_OK);
    const char *text = request();
    assert_non_null(strstr(text, "POST /oauth2/token HTTP/1.1\r\n"));
    /* the example of X's documentation */
    assert_non_null(strstr(text,
                           "\r\nAuthorization: Basic eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzpMOHFxOVBaeVJnNmllS0dFS2hab2xHQ"
                           "zB2SldMdzhpRUo4OERSZHlPZw==\r\n"));
    assert_non_null(strstr(text, "\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n"));
    assert_string_equal(body_of(text), "grant_type=client_credentials");
    for (size_t i = 0; i < sizeof desk_rx; i++)
        assert_int_equal(desk_rx[i], 0);
    stop();
    assert_int_equal(pipit_token_request(&desk, "~~~", "~~"), PIPIT_OK); /* Base64 never has a '/' here */
    assert_non_null(strstr(request(), "\r\nAuthorization: Basic fn5+On5+\r\n"));
    stop();
    is_refused(pipit_token_request(&desk, "", "x"), "key");
    is_refused(pipit_rules_list(&desk, NULL), "bearer_token");
}

/* ---- answers ---- */

/* For an event of another kind all members of a view are zero, also in memory that was used before. */
#define ABSENT_OR_READ(type, read, but)                                                                                \
    do {                                                                                                               \
        type out;                                                                                                      \
        type absent;                                                                                                   \
        memset(&out, 0x55, sizeof out);                                                                                \
        memset(&absent, 0, sizeof absent);                                                                             \
        but;                                                                                                           \
        if (!read(event, &out)) assert_memory_equal(&out, &absent, sizeof out);                                        \
    } while (0)

static void read_as_everything(pipit_event_t *event) {
    ABSENT_OR_READ(pipit_rule_t, pipit_rule_read, (void)0);
    ABSENT_OR_READ(pipit_rule_error_t, pipit_rule_error_read, (void)0);
    ABSENT_OR_READ(pipit_rules_summary_t, pipit_rules_summary_read, (void)0);
    ABSENT_OR_READ(pipit_rules_counts_t, pipit_rules_counts_read, absent.all_project_client_apps = PIPIT_NODE_NONE);
    ABSENT_OR_READ(pipit_connection_t, pipit_connection_read, (void)0);
    ABSENT_OR_READ(pipit_kills_t, pipit_kills_read, absent.results = PIPIT_NODE_NONE);
    ABSENT_OR_READ(pipit_subscription_t, pipit_subscription_read, (void)0);
    ABSENT_OR_READ(pipit_subscriptions_meta_t, pipit_subscriptions_meta_read, (void)0);
    pipit_gap_t gap;
    assert_false(pipit_gap_read(&desk, event, &gap));
    static const pipit_handlers_t none;
    static const pipit_call_handlers_t no_call;
    if (!pipit_call_dispatch(&desk, event, &no_call, NULL)) pipit_dispatch(&desk, event, &none, NULL);
}

static void hear(pipit_event_t *event) {
    pipit_rule_t rule;
    pipit_rule_error_t error;
    switch (event->kind) {
    case PIPIT_EV_ITEM:
        if (pipit_rule_read(event, &rule))
            say("%s %.*s=%.*s; ", rule.existed ? "existed" : "rule", (int)rule.id.len, rule.id.ptr ? rule.id.ptr : "",
                (int)rule.value.len, rule.value.ptr ? rule.value.ptr : "");
        break;
    case PIPIT_EV_ITEM_ERROR:
        if (pipit_rule_error_read(event, &error))
            say("error %.*s; ", (int)error.detail.len, error.detail.ptr ? error.detail.ptr : "");
        break;
    case PIPIT_EV_DISCONNECT: say("%s", pipit_err_name(event->err)); break;
    default: break;
    }
}

static void feed_bytes(const char *text, size_t len, void (*each)(pipit_event_t *event)) {
    pipit_event_t event;
    size_t room;
    size_t at = 0;
    for (;;) {
        while (pipit_next(&desk, 0, &event)) {
            read_as_everything(&event);
            each(&event);
        }
        if (pipit_want(&desk) & PIPIT_WANT_CLOSE) {
            pipit_close_ack(&desk);
            continue;
        }
        if (at == len || !(pipit_want(&desk) & PIPIT_WANT_RECV)) return;
        uint8_t *rx = pipit_rx_buf(&desk, &room);
        size_t n = len - at < room ? len - at : room;
        memcpy(rx, text + at, n);
        pipit_rx_ack(&desk, n);
        at += n;
    }
}

/* Give the complete answer to the call that was started. */
static void answer(const char *status, const char *body, void (*each)(pipit_event_t *event)) {
    char head[160];
    (void)request();
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", status,
             strlen(body));
    feed_bytes(head, strlen(head), each);
    feed_bytes(body, strlen(body), each);
}

/* ---- callbacks ---- */

static char called[128];

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    assert_ptr_equal(ctx, called);
    assert_ptr_equal(client, &desk);
    strcat(called, rule->id.len == 1 ? "rule " : "? ");
    if (rule->id.ptr[0] == '2') pipit_stop(client);
}

static void on_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    (void)ctx, (void)client;
    strcat(called, error->value.len == 3 ? "error " : "? ");
}

static void on_rules_summary(void *ctx, pipit_t *client, const pipit_rules_summary_t *summary) {
    (void)ctx, (void)client;
    strcat(called, summary->created == 1 ? "summary " : "? ");
}

static void on_item(void *ctx, pipit_t *client, pipit_event_t *event) {
    (void)ctx, (void)client;
    strcat(called, event->kind == PIPIT_EV_ITEM ? "item " : event->kind == PIPIT_EV_META ? "meta " : "item_error ");
}

static void on_body(void *ctx, pipit_t *client, uint16_t status, pipit_str_t piece) {
    (void)ctx, (void)client;
    assert_int_equal(status, 200);
    strncat(called, piece.ptr, piece.len);
}

/* pipit_call_dispatch() returns false only for other kinds of events. */
static void call_back(pipit_event_t *event) {
    static const pipit_call_handlers_t on = {on_rule, on_rule_error, on_rules_summary, on_item, on_body};
    const bool is_of_calls = (event->kind >= PIPIT_EV_ITEM && event->kind <= PIPIT_EV_BODY);
    assert_int_equal(pipit_call_dispatch(&desk, event, &on, called), is_of_calls);
}

static unsigned read_well, read_badly;

static void judge(pipit_event_t *event) {
    if (event->kind < PIPIT_EV_ITEM || event->kind > PIPIT_EV_META) return;
    if (event->err == PIPIT_E_JSON)
        read_badly++;
    else
        read_well++;
}

/* White space is what RFC 8259 says; any other control character makes the element not JSON. */
static void test_space_between_elements(void **state) {
    static const struct {
        const char *body;
        unsigned well;
        bool bad;
    } rows[] = {{" \t\r\n{ \"data\" :\n[ \t{\"id\":\"1\"}\r\n,\r{\"id\":\"2\"} ] , \"meta\": {} }", 3, false},
                {"{\"data\":[ 7 , 8\n]}", 2, false},
                {"{\"data\":[\x01{\"id\":\"1\"}]}", 0, true},
                {"{\"data\":[{\"id\":\"1\"}\x1f,{\"id\":\"2\"}]}", 2, true},
                {"{\"data\":[7\x0b]}", 0, true},
                {"{\"meta\":\x0c{}}", 0, true}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        read_well = read_badly = 0;
        assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
        answer("200 OK", rows[i].body, judge);
        assert_int_equal(read_well, rows[i].well);
        assert_int_equal(read_badly > 0, rows[i].bad);
    }
}

static void test_callbacks_of_rules(void **state) {
    static const pipit_rule_spec_t rules[] = {{"cat", NULL}, {"dog", NULL}};
    (void)state;
    called[0] = '\0';
    assert_int_equal(pipit_rules_add(&desk, rules, 2, false), PIPIT_OK);
    answer("201 Created",
           "{\"data\":[{\"id\":\"1\",\"value\":\"cat\"}],\"meta\":{\"summary\":{\"created\":1}},"
           "\"errors\":[{\"value\":\"dog\",\"title\":\"UnprocessableEntity\"}]}",
           call_back);
    assert_string_equal(called, "rule summary error ");
}

static void test_callbacks_of_other_calls(void **state) {
    (void)state;
    called[0] = '\0';
    assert_int_equal(pipit_connections_list(&desk, NULL, NULL), PIPIT_OK);
    answer("200 OK", "{\"data\":[{\"id\":\"1\"}],\"errors\":[{\"title\":\"x\"}],\"meta\":{\"result_count\":1}}",
           call_back);
    assert_string_equal(called, "item item_error meta ");
}

static void test_no_callback_after_a_stop(void **state) {
    (void)state;
    called[0] = '\0';
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
    answer("200 OK", "{\"data\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}],\"meta\":{}}", call_back);
    assert_string_equal(called, "rule rule ");
}

static void test_callback_of_a_raw_body(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(desk), .bearer_token = "T", .result = PIPIT_RESULT_RAW};
    (void)state;
    called[0] = '\0';
    assert_int_equal(pipit_init(&desk, &config), PIPIT_OK);
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
    answer("200 OK", "{\"data\":[]}", call_back);
    assert_string_equal(called, "{\"data\":[]}");
}

/* Situation 57 */
static void test_a_rule_that_exists_is_success(void **state) {
    static const pipit_rule_spec_t rules[] = {{"from:elonmusk", NULL}};
    (void)state;
    assert_int_equal(pipit_rules_add(&desk, rules, 1, false), PIPIT_OK);
    answer("200 OK",
           "{\"errors\":[{\"value\":\"from:elonmusk\",\"id\":\"1605612339621163008\",\"title\":\"DuplicateRule\","
           "\"type\":\"https://api.twitter.com/2/problems/duplicate-rules\"}]}",
           hear);
    assert_string_equal(heard, "existed 1605612339621163008=from:elonmusk; PIPIT_OK");
}

static void test_every_space_between_rules(void **state) {
    (void)state;
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
    answer("200 OK",
           "\r\n{ \"data\"\t:\r[ \n{\"id\":\"1\",\"value\":\"a\"}\r,\n\t {\"id\":\"2\",\"value\":\"b\"} "
           "\r\n]\t,\r\"meta\" :{}\n}\r\n",
           hear);
    assert_string_equal(heard, "rule 1=a; rule 2=b; PIPIT_OK");
}

static pipit_page_t page;
static unsigned rules_heard;
static bool more;

static void count_rules(pipit_event_t *event) {
    pipit_rule_t rule;
    if (pipit_page_next(&page, event) == PIPIT_OK) more = true;
    if (event->kind == PIPIT_EV_ITEM) {
        char id[24];
        assert_true(pipit_rule_read(event, &rule));
        snprintf(id, sizeof id, "%u", ++rules_heard);
        assert_int_equal(rule.id.len, strlen(id));
        assert_memory_equal(rule.id.ptr, id, rule.id.len);
    }
    if (event->kind == PIPIT_EV_DISCONNECT) assert_int_equal(event->err, PIPIT_OK);
}

/* Situation 56: 25 pages of 1000 rules, together 2 MB, with a buffer of 512 bytes. */
static void test_25000_rules_in_pages(void **state) {
    static char body[200000];
    unsigned sent = 0;
    size_t total = 0;
    char expected[64] = "GET " RULES "?max_results=1000 HTTP/1.1\r\n";
    (void)state;
    memset(&page, 0, sizeof page);
    page.max_results = 1000;
    rules_heard = 0;
    for (unsigned number = 1; number <= 25; number++) {
        size_t len = (size_t)sprintf(body, "{\"data\":[");
        for (unsigned i = 0; i < 1000; i++)
            len += (size_t)sprintf(body + len, "%s{\"id\":\"%u\",\"value\":\"cat %0*u\",\"tag\":\"t\"}", i ? "," : "",
                                   sent + i + 1, 60, i);
        sent += 1000;
        len += (size_t)sprintf(body + len, "],\"meta\":{\"sent\":\"x\",\"result_count\":1000");
        if (number < 25) len += (size_t)sprintf(body + len, ",\"next_token\":\"PAGE%012u\"", number);
        (void)sprintf(body + len, "}}");
        total += strlen(body);
        more = false;
        assert_int_equal(pipit_rules_list(&desk, &page), PIPIT_OK);
        pipit_open_ack(&desk);
        size_t room;
        assert_memory_equal(pipit_tx_buf(&desk, &room), expected, number == 1 ? strlen(expected) : 4);
        answer("200 OK", body, count_rules);
        assert_int_equal(more, number < 25);
    }
    assert_int_equal(rules_heard, 25000);
    assert_true(total > 2000000);
    assert_string_equal(page.token, "");
}

static void test_a_page_that_repeats_itself(void **state) {
    pipit_event_t event;
    pipit_page_t here = {"SAME", 0, 0, 0};
    char meta[] = "{\"next_token\":\"SAME\"}";
    char none[] = "{\"next_token\":\"\"}";
    char shorter[] = "{\"next_token\":\"AB\"}";
    pipit_token_t tokens[8];
    (void)state;
    memset(&event, 0, sizeof event);
    event.kind = PIPIT_EV_META;
    assert_int_equal(pipit_json_parse(&event.json, meta, strlen(meta), tokens, 8), PIPIT_OK);
    assert_int_equal(pipit_page_next(&here, &event), PIPIT_E_REFUSED);
    assert_string_equal(here.token, "SAME");
    assert_int_equal(pipit_json_parse(&event.json, shorter, strlen(shorter), tokens, 8), PIPIT_OK);
    assert_int_equal(pipit_page_next(&here, &event), PIPIT_OK);
    assert_string_equal(here.token, "AB");
    assert_int_equal(pipit_json_parse(&event.json, none, strlen(none), tokens, 8), PIPIT_OK);
    assert_int_equal(pipit_page_next(&here, &event), PIPIT_E_ABSENT);
    assert_string_equal(here.token, "");
}

/* A server that always has a next page; every second one has the same token. */
static pipit_err_t page_of_many(pipit_page_t *of, unsigned number) {
    static pipit_token_t tokens[8];
    pipit_event_t event;
    char meta[64];
    memset(&event, 0, sizeof event);
    event.kind = PIPIT_EV_META;
    const int len = snprintf(meta, sizeof meta, "{\"next_token\":\"%s\"}", number % 2 == 0 ? "ONE" : "OTHER");
    assert_int_equal(pipit_json_parse(&event.json, meta, (size_t)len, tokens, 8), PIPIT_OK);
    return pipit_page_next(of, &event);
}

/* Situation 83 */
static void test_pages_without_end(void **state) {
    static const uint16_t bounds[] = {0, 1, 2, 7, 1000, UINT16_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        pipit_page_t of = {.max_pages = bounds[i]};
        unsigned pages = 1;
        while (page_of_many(&of, pages) == PIPIT_OK)
            pages++;
        assert_int_equal(pages, bounds[i] ? bounds[i] : 1000);
        assert_int_equal(page_of_many(&of, pages), PIPIT_E_PAGES);
        assert_string_equal(of.token, pages == 1 ? "" : pages % 2 == 0 ? "OTHER" : "ONE");
        if (pages == UINT16_MAX) continue;
        of.max_pages = (uint16_t)(pages + 1u);
        assert_int_equal(page_of_many(&of, pages), PIPIT_OK);
        assert_int_equal(page_of_many(&of, pages + 1u), PIPIT_E_PAGES);
    }
}

static pipit_rules_counts_t counts;
static unsigned apps;

static void hear_counts(pipit_event_t *event) {
    pipit_rules_counts_t here;
    pipit_rules_app_t app;
    if (!pipit_rules_counts_read(event, &here)) return;
    counts = here;
    pipit_node_t node = pipit_json_first(&event->json, counts.all_project_client_apps);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        assert_true(pipit_rules_app_read(event, node, &app));
        apps += (unsigned)app.rule_count;
    }
}

static void check_counts(const char *body) {
    apps = 0;
    assert_int_equal(pipit_rules_count(&desk), PIPIT_OK);
    answer("200 OK", body, hear_counts);
    assert_int_equal(counts.cap_per_client_app, 2500000);
    assert_int_equal(counts.cap_per_project, 2500001);
    assert_int_equal(counts.project_rules_count, 3);
    assert_int_equal(counts.client_app_id, 123456);
    assert_int_equal(counts.rule_count, 2);
}

/* Situation 61 */
static void test_counts_as_texts_and_numbers(void **state) {
    (void)state;
    check_counts(
        "{\"data\":{\"cap_per_client_app\":\"2500000\",\"cap_per_project\":\"2500001\",\"client_app_rules_count\":"
        "{\"client_app_id\":\"123456\",\"rule_count\":2},\"project_rules_count\":\"3\"}}");
    check_counts("{\"data\":{\"cap_per_client_app\":2500000,\"cap_per_project\":2500001,\"client_app_rules_count\":"
                 "{\"client_app_id\":123456,\"rule_count\":2},\"project_rules_count\":3,\"all_project_client_apps\":["
                 "{\"client_app_id\":\"1\",\"rule_count\":4},{\"client_app_id\":\"2\",\"rule_count\":\"5\"}]}}");
    assert_int_equal(apps, 9);
}

static void hear_connections(pipit_event_t *event) {
    pipit_connection_t connection;
    pipit_kills_t kills;
    pipit_kill_t kill;
    if (!pipit_kills_read(event, &kills)) return;
    (void)pipit_connection_read(event, &connection);
    if (connection.id.ptr)
        say("%.*s %.*s %.*s; ", (int)connection.id.len, connection.id.ptr, (int)connection.endpoint_name.len,
            connection.endpoint_name.ptr, (int)connection.disconnect_reason.len,
            connection.disconnect_reason.ptr ? connection.disconnect_reason.ptr : "");
    else
        say("%u+%u%s; ", kills.successful_kills, kills.failed_kills, kills.attempted ? " attempted" : "");
    pipit_node_t node = pipit_json_first(&event->json, kills.results);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        assert_true(pipit_kill_read(event, node, &kill));
        say("%.*s %d %.*s; ", (int)kill.uuid.len, kill.uuid.ptr, kill.success, (int)kill.error_message.len,
            kill.error_message.ptr ? kill.error_message.ptr : "");
    }
}

/* Situation 62 */
static void test_connections_listed_and_killed(void **state) {
    (void)state;
    assert_int_equal(pipit_connections_list(&desk, NULL, NULL), PIPIT_OK);
    answer("200 OK",
           "{\"data\":[{\"id\":\"u-1\",\"endpoint_name\":\"sample_stream\",\"client_ip\":\"10.0.0.1\"},{\"id\":\"u-2\","
           "\"endpoint_name\":\"filtered_stream\",\"disconnect_reason\":\"operator_disconnect\"}],"
           "\"meta\":{\"result_count\":2}}",
           hear_connections);
    assert_string_equal(heard, "u-1 sample_stream ; u-2 filtered_stream operator_disconnect; ");
    heard[0] = '\0';
    assert_int_equal(pipit_connections_kill_all(&desk), PIPIT_OK);
    answer("200 OK",
           "{\"data\":{\"successful_kills\":1,\"failed_kills\":1,\"results\":[{\"uuid\":\"u-1\",\"success\":true},"
           "{\"uuid\":\"u-2\",\"success\":false,\"error_message\":\"gone\"}]}}",
           hear_connections);
    assert_string_equal(heard, "1+1; u-1 1 ; u-2 0 gone; ");
    heard[0] = '\0';
    assert_int_equal(pipit_connections_kill_endpoint(&desk, &pipit_endpoint_filter), PIPIT_OK);
    answer("200 OK", "{\"data\":{\"attempted\":true}}", hear_connections);
    assert_string_equal(heard, "0+0 attempted; ");
}

static void hear_subscription(pipit_event_t *event) {
    pipit_subscription_t s;
    if (!pipit_subscription_read(event, &s)) return;
    if (s.deleted)
        say("deleted; ");
    else
        say("%.*s %.*s %.*s; ", (int)s.id.len, s.id.ptr, (int)s.event_type.len, s.event_type.ptr, (int)s.user_id.len,
            s.user_id.ptr);
}

static void test_every_shape_of_a_subscription(void **state) {
    static const char *const ids[] = {"1"};
    static const char *const shapes[] = {"{\"data\":[%s]}", "{\"data\":%s}", "{\"data\":{\"subscription\":%s}}"};
    pipit_subscription_spec_t spec = {.event_type = "a.b", .user_id = "5"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char body[256];
        heard[0] = '\0';
        snprintf(body, sizeof body, shapes[i], "{\"event_type\":\"a.b\",\"id\":\"9\",\"filter\":{\"user_id\":\"5\"}}");
        assert_int_equal(pipit_subscriptions_create(&desk, &spec), PIPIT_OK);
        answer("200 OK", body, hear_subscription);
        assert_string_equal(heard, "9 a.b 5; ");
    }
    heard[0] = '\0';
    assert_int_equal(pipit_subscriptions_delete(&desk, ids, 1), PIPIT_OK);
    answer("200 OK", "{\"data\":{\"deleted\":true},\"meta\":{\"total_subscriptions\":0}}", hear_subscription);
    assert_string_equal(heard, "deleted; ");
}

static char token[128];
static pipit_err_t token_err;

static void hear_token(pipit_event_t *event) {
    if (event->kind == PIPIT_EV_ITEM) token_err = pipit_token_read(event, token, sizeof token);
    if (event->kind == PIPIT_EV_DISCONNECT) say("%s", pipit_err_name(event->err));
}

static void test_token_comes_back(void **state) {
    (void)state;
    token_err = PIPIT_E_ABSENT;
    assert_int_equal(pipit_token_request(&desk, "key", "secret"), PIPIT_OK);
    answer("200 OK", "{\"token_type\":\"bearer\",\"access_token\":\"AAAA%2Fbbb%3D\"}", hear_token);
    assert_int_equal(token_err, PIPIT_OK);
    assert_string_equal(token, "AAAA%2Fbbb%3D");
    for (size_t i = 0; i + 4 < sizeof desk_rx; i++)
        assert_memory_not_equal(desk_rx + i, "AAAA", 4);
    assert_string_equal(heard, "PIPIT_OK");
    assert_int_equal(pipit_token_request(&desk, "key", "secret"), PIPIT_OK);
    answer("200 OK", "{\"token_type\":\"bearer\",\"access_token\":\"A\"}", hear_token);
    assert_int_equal(token_err, PIPIT_OK);
    assert_string_equal(token, "A");
    heard[0] = '\0';
    assert_int_equal(pipit_token_request(&desk, "key", "wrong"), PIPIT_OK);
    answer("403 Forbidden", "{\"errors\":[{\"code\":99,\"message\":\"Unable to verify your credentials\"}]}",
           hear_token);
    assert_string_equal(heard, "PIPIT_E_AUTH");
}

static void test_a_200_without_a_bearer_token(void **state) {
    static const char *const bodies[] = {
        "{\"token_type\":null,\"access_token\":\"AAAA\"}",
        "{\"token_type\":\"mac\",\"access_token\":\"AAAA\"}",
        "{\"access_token\":\"AAAA\"}",
        "{\"token_type\":\"bearer\"}",
        "{\"token_type\":\"bearer\",\"access_token\":null}",
        "{\"token_type\":\"bearer\",\"access_token\":\"\"}",
        "{\"token_type\":\"bearer\",\"access_token\":{\"a\":\"AAAA\"}}",
        "[\"bearer\",\"AAAA\"]",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        heard[0] = '\0';
        token_err = PIPIT_E_ABSENT;
        assert_int_equal(pipit_token_request(&desk, "key", "secret"), PIPIT_OK);
        answer("200 OK", bodies[i], hear_token);
        if (strcmp(heard, "PIPIT_E_REFUSED") != 0) fail_msg("%s ends with %s", bodies[i], heard);
        assert_int_equal(token_err, PIPIT_E_ABSENT);
    }
    heard[0] = '\0';
    assert_int_equal(pipit_token_request(&desk, "key", "secret"), PIPIT_OK);
    answer("200 OK", "{\"access_token\":\"A\\u0042\",\"token_type\":\"Bearer\"}", hear_token);
    assert_string_equal(heard, "PIPIT_OK");
    assert_string_equal(token, "AB");
}

static void hear_summary(pipit_event_t *event) {
    pipit_rules_summary_t s;
    if (pipit_rules_summary_read(event, &s)) say("%u+%u; ", s.deleted, s.not_deleted);
    if (event->kind == PIPIT_EV_DISCONNECT) say("%s", pipit_err_name(event->err));
}

static void test_powerstream_deletions_as_numbers_and_arrays(void **state) {
    static const pipit_rule_spec_t rules[] = {{"a", NULL}, {"b", "t"}};
    static const struct {
        const char *body;
        const char *heard;
    } answers[] = {
        {"{\"data\":{\"deleted\":2,\"not_deleted\":1}}", "2+1; PIPIT_OK"},
        {"{\"data\":{\"deleted\":\"2\"}}", "2+0; PIPIT_OK"},
        {"{\"data\":{\"deleted\":[{\"value\":\"a\",\"id\":\"1\"},{\"value\":\"b\"}],\"not_deleted\":[]}}",
         "2+0; PIPIT_OK"},
        {"{\"data\":{\"not_deleted\":[\"a\"],\"deleted\":[[1,2],null,3]}}", "3+1; PIPIT_OK"},
        {"{\"data\":{\"deleted\":null}}", "0+0; PIPIT_OK"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        heard[0] = '\0';
        assert_int_equal(pipit_powerstream_rules_delete(&desk, rules, 2), PIPIT_OK);
        answer("200 OK", answers[i].body, hear_summary);
        assert_string_equal(heard, answers[i].heard);
    }
}

static void test_powerstream_rules_come_back(void **state) {
    (void)state;
    assert_int_equal(pipit_powerstream_rules_list(&desk), PIPIT_OK);
    answer("200 OK",
           "{\"data\":{\"count\":2,\"rules\":[{\"value\":\"a\",\"id\":\"1\"},{\"value\":\"b\",\"id\":\"2\"}]},"
           "\"meta\":{\"sent\":\"x\"}}",
           hear);
    assert_string_equal(heard, "rule 1=a; rule 2=b; PIPIT_OK");
}

/* ---- the sync, with a small model of X in memory ---- */

#define X_RULES 300

typedef struct {
    char value[64];
    char tag[64];
    unsigned id;
} x_rule_t;

static x_rule_t x_rules[X_RULES];
static size_t x_count;
static unsigned x_next_id = 1;
static unsigned x_page_rules = 1000;
static size_t x_cap;       /* the largest number of rules that X accepts */
static const char *x_race; /* another program adds this rule just before the addition */

static void x_add(const char *value, const char *tag) {
    assert_true(x_count < X_RULES);
    snprintf(x_rules[x_count].value, sizeof x_rules[0].value, "%s", value);
    snprintf(x_rules[x_count].tag, sizeof x_rules[0].tag, "%s", tag);
    x_rules[x_count++].id = x_next_id++;
}

static void x_remove(unsigned id) {
    for (size_t i = 0; i < x_count; i++) {
        if (x_rules[i].id != id) continue;
        memmove(&x_rules[i], &x_rules[i + 1], (--x_count - i) * sizeof x_rules[0]);
        return;
    }
    fail_msg("there is no rule %u", id);
}

/* Copy the text of a member. Texts in these tests have no escapes. */
static const char *x_text(const char *at, const char *name, char *out) {
    const char *begin = strstr(at, name);
    out[0] = '\0';
    if (!begin) return NULL;
    begin += strlen(name);
    size_t len = strcspn(begin, "\"");
    memcpy(out, begin, len);
    out[len] = '\0';
    return begin + len;
}

static unsigned x_id(const char *value) {
    for (size_t i = 0; i < x_count; i++) {
        if (strcmp(x_rules[i].value, value) == 0) return x_rules[i].id;
    }
    return 0;
}

/* Add an entry to errors[]. */
static void x_refuse(char errors[1024], const char *format, ...) {
    size_t len = strlen(errors);
    va_list arguments;
    len += (size_t)sprintf(errors + len, "%s{", len > 0 ? "," : ",\"errors\":[");
    va_start(arguments, format);
    len += (size_t)vsprintf(errors + len, format, arguments);
    va_end(arguments);
    (void)sprintf(errors + len, "}");
}

static const char *x_answer(const char *text) {
    static char body[65536];
    const char *sent = strstr(text, "\r\n\r\n") + 4;
    bool dry = strstr(text, "dry_run=true") != NULL;
    size_t len = 0;
    if (strncmp(text, "GET ", 4) == 0) {
        const char *at = strstr(text, "pagination_token=PAGE");
        size_t first = at ? strtoul(at + 21, NULL, 10) : 0;
        size_t end = first + x_page_rules < x_count ? first + x_page_rules : x_count;
        len = (size_t)sprintf(body, "{");
        for (size_t i = first; i < end; i++) {
            len += (size_t)sprintf(body + len, "%s{\"id\":\"%u\",\"value\":\"%s\"", i == first ? "\"data\":[" : ",",
                                   x_rules[i].id, x_rules[i].value);
            if (x_rules[i].tag[0]) len += (size_t)sprintf(body + len, ",\"tag\":\"%s\"", x_rules[i].tag);
            len += (size_t)sprintf(body + len, "}");
        }
        len += (size_t)sprintf(body + len, "%s\"meta\":{\"result_count\":%zu", first < end ? "]," : "", end - first);
        if (end < x_count) len += (size_t)sprintf(body + len, ",\"next_token\":\"PAGE%012zu\"", end);
        (void)sprintf(body + len, "}}");
        return body;
    }
    if (strstr(text, "delete_all=true")) {
        (void)sprintf(body, "{\"meta\":{\"summary\":{\"deleted\":%zu,\"not_deleted\":0}}}", x_count);
        if (!dry) x_count = 0;
        return body;
    }
    if (strncmp(sent, "{\"delete\"", 9) == 0) {
        unsigned deleted = 0;
        for (const char *at = strchr(sent, '['); at && *at != ']'; at = strpbrk(at + 1, ",]")) {
            x_remove((unsigned)strtoul(strchr(at, '"') + 1, NULL, 10));
            deleted++;
        }
        (void)sprintf(body, "{\"meta\":{\"summary\":{\"deleted\":%u,\"not_deleted\":0}}}", deleted);
        return body;
    }
    len = (size_t)sprintf(body, "{\"data\":[");
    char refused[1024] = "";
    unsigned created = 0;
    bool full = false;
    if (x_race) x_add(x_race, "");
    x_race = NULL;
    char value[64];
    char tag[64];
    for (const char *at = sent; (at = x_text(at, "{\"value\":\"", value)) != NULL;) {
        tag[0] = '\0';
        if (strncmp(at, "\",\"tag\":\"", 9) == 0) at = x_text(at, "\"tag\":\"", tag);
        if (strncmp(value, "bad", 3) == 0) {
            x_refuse(refused, "\"value\":\"%s\",\"title\":\"UnprocessableEntity\",\"details\":[\"no\"]", value);
            continue;
        }
        if (x_id(value) != 0) {
            x_refuse(refused,
                     "\"value\":\"%s\",\"id\":\"%u\",\"title\":\"DuplicateRule\",\"type\":\"x/duplicate-rules\"", value,
                     x_id(value));
            continue;
        }
        if (x_count >= x_cap) {
            full = true;
            continue;
        }
        len +=
            (size_t)sprintf(body + len, "%s{\"value\":\"%s\",\"id\":\"%u\"}", created++ ? "," : "", value, x_next_id);
        if (dry)
            x_next_id++;
        else
            x_add(value, tag);
    }
    if (full) x_refuse(refused, "\"title\":\"RulesCapExceeded\",\"type\":\"x/rule-cap\",\"detail\":\"full\"");
    if (refused[0] != '\0') strcat(refused, "]");
    (void)sprintf(body + len, "]%s,\"meta\":{\"summary\":{\"created\":%u}}}", refused, created);
    return body;
}

static pipit_rules_sync_t sync;
static uint8_t marks[X_RULES];
static uint32_t slots[2 * X_RULES];
#define SLOTS slots, sizeof slots / sizeof *slots
static pipit_rule_id_t batch[X_RULES];
static bool sync_over;
static pipit_err_t sync_err;
static unsigned stop_before; /* stop the sync before this call, from 2 */

static void hear_sync(pipit_event_t *event) {
    pipit_rules_change_t change;
    static const char signs[] = " =+-!";
    assert_false(sync_over);
    if (event->kind == PIPIT_EV_DISCONNECT && stop_before > 0 && --stop_before == 1) {
        assert_false(pipit_running(&desk));
        pipit_stop(&desk);
    }
    if (!pipit_rules_sync_next(&sync, &desk, event, &change)) return;
    if (change.kind == PIPIT_CHANGE_DONE) {
        sync_over = true;
        sync_err = change.err;
    } else {
        say("%c%.*s ", signs[change.kind], (int)change.value.len, change.value.ptr ? change.value.ptr : "");
        if (change.detail.len > 0) say("(%.*s) ", (int)change.detail.len, change.detail.ptr);
    }
}

/* Run a complete sync. @return how many calls it made. */
static unsigned sync_all(const pipit_rule_spec_t *wanted, size_t count, size_t batch_count, bool dry_run) {
    static char text[32768];
    pipit_rules_sync_config_t config = {wanted, count, marks, batch, batch_count, dry_run, SLOTS, 0};
    unsigned calls = 0;
    heard[0] = '\0';
    sync_over = false;
    memset(batch, '9', sizeof batch); /* the memory need not be zeroed */
    memset(marks, '9', sizeof marks);
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
    while (!sync_over) {
        char head[96];
        snprintf(text, sizeof text, "%s", request());
        const char *body = x_answer(text);
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", strlen(body));
        feed_bytes(head, strlen(head), hear_sync);
        feed_bytes(body, strlen(body), hear_sync);
        calls++;
        assert_true(calls < 100);
    }
    assert_false(pipit_running(&desk));
    return calls;
}

/* ---- the same over a port: a connection in memory to the model of X ---- */

static char port_asked[8192];
static char port_answer[65536 + 96];
static size_t port_answered;
static unsigned port_empty; /* how many calls of recv return 0 before the answer */
static unsigned changes_heard;
static unsigned waits;

static int32_t port_open(void *io, const char *host, uint16_t port) {
    (void)io;
    (void)host;
    (void)port;
    port_asked[0] = '\0';
    port_answer[0] = '\0';
    port_answered = 0;
    port_empty = 2;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    size_t at = strlen(port_asked);
    (void)io;
    assert_true(at + len < sizeof port_asked);
    memcpy(port_asked + at, bytes, len);
    port_asked[at + len] = '\0';
    return (int32_t)len;
}

static bool is_complete(const char *text) {
    const char *body = strstr(text, "\r\n\r\n");
    const char *length = strstr(text, "Content-Length: ");
    return body && (!length || strlen(body + 4) == strtoul(length + 16, NULL, 10));
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    (void)io;
    if (!is_complete(port_asked)) return 0;
    if (port_empty > 0) {
        port_empty--;
        return 0;
    }
    if (port_answer[0] == '\0') {
        const char *body = x_answer(port_asked);
        snprintf(port_answer, sizeof port_answer, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(body),
                 body);
    }
    size_t left = strlen(port_answer) - port_answered;
    if (len > left) len = left;
    memcpy(bytes, port_answer + port_answered, len);
    port_answered += len;
    return (int32_t)len;
}

static void port_close(void *io) {
    (void)io;
}

static uint32_t port_now(void *io) {
    (void)io;
    return 0;
}

static void port_wait(void *io, uint32_t wait_ms) {
    (void)io;
    assert_true(wait_ms > 0);
    waits++;
}

static void hear_change(void *ctx, const pipit_rules_change_t *change) {
    assert_ptr_equal(ctx, &sync);
    assert_in_range(change->kind, PIPIT_CHANGE_KEPT, PIPIT_CHANGE_DONE);
    if (change->kind == PIPIT_CHANGE_KEPT || change->kind == PIPIT_CHANGE_ADDED)
        assert_memory_equal(change->value.ptr, sync.config.wanted[change->row].value, change->value.len);
    else
        assert_true(change->row == PIPIT_ROW_NONE);
    changes_heard++;
}

static int set_up_sync(void **state) {
    x_count = 0;
    x_page_rules = 1000;
    x_cap = X_RULES;
    x_race = NULL;
    stop_before = 0;
    return set_up(state);
}

static void test_sync(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"cat", "cats"}, {"dog", NULL}, {"bird", "birds"}};
    (void)state;
    x_add("dog", "");
    x_add("old", "x");
    x_add("bird", "other tag");
    (void)sync_all(wanted, 3, X_RULES, true);
    assert_string_equal(heard, "=dog -old -bird +cat +bird ");
    assert_int_equal(x_count, 3); /* a dry run changes nothing */
    assert_int_equal(sync_all(wanted, 3, X_RULES, false), 3);
    assert_string_equal(heard, "=dog -old -bird +cat +bird ");
    assert_int_equal(sync_err, PIPIT_OK);
    assert_int_equal(x_count, 3);
    assert_int_equal(sync_all(wanted, 3, X_RULES, false), 1); /* a second sync changes nothing */
    assert_string_equal(heard, "=dog =cat =bird ");
    assert_int_equal(sync.kept, 3);
    (void)sync_all(NULL, 0, 0, false);
    assert_string_equal(heard, "-dog -cat -bird ");
    assert_int_equal(x_count, 0);
    assert_int_equal(sync_all(NULL, 0, 0, false), 1);
    assert_string_equal(heard, "");
}

static void test_sync_runs_over_a_port(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"cat", "cats"}, {"dog", NULL}};
    pipit_rules_sync_config_t config = {wanted, 2, marks, batch, X_RULES, false, SLOTS, 0};
    pipit_port_t port = {NULL, NULL, port_open, port_send, port_recv, port_close, port_now, port_wait};
    (void)state;
    x_add("old", "");
    x_add("dog", "");
    changes_heard = 0;
    waits = 0;
    assert_int_equal(pipit_rules_sync_run(&sync, &desk, &port, &config, hear_change, &sync), PIPIT_OK);
    assert_int_equal(changes_heard, 4); /* kept, deleted, added, done */
    assert_int_equal(waits, 3);         /* for the answers to three calls */
    assert_int_equal(x_count, 2);
    x_add("old", "");
    port.wait = NULL; /* without a wait it polls again at once */
    assert_int_equal(pipit_rules_sync_run(&sync, &desk, &port, &config, NULL, NULL), PIPIT_OK);
    assert_int_equal(x_count, 2);
    config.marks = NULL;
    assert_int_equal(pipit_rules_sync_run(&sync, &desk, &port, &config, NULL, NULL), PIPIT_E_INVALID);
}

static void test_sync_refused(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"cat", NULL}, {"bad one", NULL}};
    (void)state;
    (void)sync_all(wanted, 2, X_RULES, false);
    assert_string_equal(heard, "+cat !bad one (no) ");
    assert_int_equal(sync_err, PIPIT_E_REFUSED);
    assert_int_equal(sync.refused, 1);
    assert_int_equal(x_count, 1);
    assert_int_equal(sync_all(wanted, 1, X_RULES, false), 1);
    assert_string_equal(heard, "=cat ");
}

static pipit_rule_spec_t many[250];

static void many_name(void) {
    static char values[250][16];
    for (unsigned i = 0; i < 250; i++) {
        snprintf(values[i], sizeof values[i], "w%u", i);
        many[i].value = values[i];
    }
}

/* X sends one error for all rules above the cap; then no further batch is sent. */
static void test_sync_meets_the_cap(void **state) {
    (void)state;
    many_name();
    x_cap = 140;
    assert_int_equal(sync_all(many, 250, X_RULES, false), 3); /* list, 100, 40 of 100; not the last 50 */
    assert_int_equal(sync_err, PIPIT_E_RULE_CAP);
    assert_int_equal(sync.added, 140);
    assert_int_equal(sync.refused, 60);
    assert_string_equal(heard + strlen(heard) - strlen("+w139 ! (full) "), "+w139 ! (full) ");
    assert_int_equal(sync_all(many, 250, X_RULES, false), 2); /* the list; none of the next 100 rules */
    assert_int_equal(sync_err, PIPIT_E_RULE_CAP);
    assert_int_equal(sync.kept, 140);
    assert_int_equal(sync.refused, 100);
}

/* If the answer has no data and no meta, the call itself is refused; the result must be the cap also then. */
static void test_sync_meets_the_cap_at_once(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"a", NULL}, {"b", NULL}};
    pipit_rules_sync_config_t config = {wanted, 2, marks, batch, 1, false, SLOTS, 0};
    (void)state;
    sync_over = false;
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
    answer("200 OK", "{\"meta\":{}}", hear_sync);
    answer("200 OK", "{\"errors\":[{\"title\":\"x\",\"type\":\"https://api.x.com/2/problems/rule-cap\"}]}", hear_sync);
    assert_true(sync_over);
    assert_int_equal(sync_err, PIPIT_E_RULE_CAP);
    assert_int_equal(sync.refused, 2);
}

/* X may name a refused rule twice, or not at all; each one must be counted once. */
static void test_sync_ends_with_a_page_without_meta(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"a", NULL}, {"b", NULL}};
    pipit_rules_sync_config_t config = {wanted, 2, marks, batch, 1, false, SLOTS, 0};
    (void)state;
    sync_over = false;
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
    answer("200 OK", "{\"data\":[{\"id\":\"1\",\"value\":\"a\"}],\"meta\":{\"next_token\":\"PAGE2\"}}", hear_sync);
    assert_false(sync_over);
    answer("200 OK", "{\"data\":[{\"id\":\"2\",\"value\":\"b\"}]}", hear_sync);
    assert_true(sync_over);
    assert_int_equal(sync_err, PIPIT_OK);
    assert_int_equal(sync.kept, 2);
}

/* Situation 83: the same in a sync, and a list that has more extra rules than the batch after each deletion. */
static void test_sync_of_pages_without_end(void **state) {
    static const char *const lists[] = {
        "{\"data\":[{\"id\":\"1\",\"value\":\"a\"}],\"meta\":{\"next_token\":\"ONE\"}}",
        "{\"meta\":{\"next_token\":\"OTHER\"}}",
        "{\"data\":[{\"id\":\"1\",\"value\":\"x\"},{\"id\":\"2\",\"value\":\"y\"}],\"meta\":{}}",
        "{\"meta\":{\"summary\":{\"deleted\":1,\"not_deleted\":0}}}"};
    static const pipit_rule_spec_t wanted[] = {{"a", NULL}};
    static const uint16_t bounds[] = {0, 3};
    (void)state;
    for (unsigned deletes = 0; deletes < 2; deletes++) {
        for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
            pipit_rules_sync_config_t config = {wanted, 1, marks, batch, 1, false, SLOTS, bounds[i]};
            unsigned answers = 0;
            sync_over = false;
            heard[0] = '\0';
            assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
            for (; !sync_over; answers++) {
                heard[0] = '\0';
                answer("200 OK", lists[2 * deletes + answers % 2], hear_sync);
                assert_true(answers < 140000);
            }
            assert_int_equal(sync_err, PIPIT_E_PAGES);
            assert_int_equal(answers, deletes ? 2 * 65536 : bounds[i] ? bounds[i] : 1000);
        }
    }
}

static void test_sync_counts_refusals_once(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"a", NULL}, {"b", NULL}, {"c", NULL}};
    pipit_rules_sync_config_t config = {wanted, 3, marks, batch, 1, false, SLOTS, 0};
    (void)state;
    sync_over = false;
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
    answer("200 OK", "{\"meta\":{}}", hear_sync);
    answer("200 OK",
           "{\"data\":[{\"value\":\"c\",\"id\":\"1\"}],\"errors\":[{\"value\":\"a\",\"title\":\"x\"},{\"value\":\"a\","
           "\"title\":"
           "\"y\"},{\"title\":\"z\"}]}",
           hear_sync);
    assert_true(sync_over);
    assert_int_equal(sync_err, PIPIT_E_REFUSED);
    assert_string_equal(heard, "+c !a !a ! ");
    assert_int_equal(sync.added, 1);
    assert_int_equal(sync.refused, 2);
}

/* Another program has added the rule after the list was read. */
static void test_sync_finds_a_rule_that_exists(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"cat", NULL}, {"dog", NULL}};
    (void)state;
    x_race = "dog";
    (void)sync_all(wanted, 2, X_RULES, false);
    assert_string_equal(heard, "+cat =dog ");
    assert_int_equal(sync_err, PIPIT_OK);
    assert_int_equal(sync.added, 1);
    assert_int_equal(sync.kept, 1);
    assert_int_equal(sync.refused, 0);
}

/* After a stop between two calls, the next call does not even open a connection. */
static void test_sync_is_stopped_between_calls(void **state) {
    static const pipit_rule_spec_t wanted[] = {{"cat", NULL}, {"dog", NULL}};
    (void)state;
    x_add("old", "");
    for (unsigned call = 2; call <= 3; call++) {
        stop_before = call;
        assert_int_equal(sync_all(wanted, 2, X_RULES, false), call - 1);
        assert_int_equal(sync_err, PIPIT_E_STOPPED);
        assert_int_equal(x_count, call == 2 ? 1 : 0);
    }
    (void)sync_all(wanted, 2, X_RULES, false); /* an old stop does not stop a new sync */
    assert_int_equal(sync_err, PIPIT_OK);
    assert_int_equal(x_count, 2);
    pipit_stop(&desk);
    assert_int_equal(pipit_rules_list(&desk, NULL), PIPIT_OK);
    assert_false(pipit_stopping(&desk));
    stop();
}

/* More rules than one call can handle: pages of 7, batches of 10 deletions, 250 additions. */
static void test_sync_of_many(void **state) {
    char text[16];
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        snprintf(text, sizeof text, "extra%u", i);
        x_add(text, "");
    }
    many_name();
    for (unsigned i = 0; i < 250; i += 25)
        x_add(many[i].value, "");
    x_page_rules = 7;
    (void)sync_all(many, 250, 10, false);
    assert_int_equal(sync_err, PIPIT_OK);
    assert_int_equal(sync.kept, 10);
    assert_int_equal(sync.deleted, 40);
    assert_int_equal(sync.added, 240);
    assert_int_equal(x_count, 250);
    x_page_rules = 1000;
    assert_int_equal(sync_all(many, 250, 10, false), 1);
    assert_int_equal(sync.kept, 250);
}

static void test_sync_is_checked(void **state) {
    static const pipit_rule_spec_t twins[] = {{"a", NULL}, {"b", NULL}, {"a", "t"}};
    pipit_rules_sync_config_t config = {twins, 3, marks, batch, 1, false, SLOTS, 0};
    (void)state;
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "wanted");
    config.wanted_count = 2;
    config.batch_count = 0;
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "batch");
    config.batch_count = 1001;
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "batch");
    config.batch_count = 1;
    config.marks = NULL;
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "marks");
    config.marks = marks;
    config.slots = NULL;
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "slots");
    config.slots = slots;
    config.slot_count = 2; /* not more than rules: then a search would never end */
    is_refused(pipit_rules_sync_start(&sync, &desk, &config), "slots");
    config.slot_count = 3;
    config.batch_count = 1000; /* the batch is not used before it is needed */
    assert_int_equal(pipit_rules_sync_start(&sync, &desk, &config), PIPIT_OK);
    stop();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_space_between_elements, set_up),
        cmocka_unit_test_setup(test_rules_go_out, set_up),
        cmocka_unit_test_setup(test_every_space_between_rules, set_up),
        cmocka_unit_test_setup(test_powerstream_rules_go_out, set_up),
        cmocka_unit_test_setup(test_connections_go_out, set_up),
        cmocka_unit_test_setup(test_subscriptions_go_out, set_up),
        cmocka_unit_test_setup(test_token_goes_out, set_up),
        cmocka_unit_test_setup(test_callbacks_of_rules, set_up),
        cmocka_unit_test_setup(test_callbacks_of_other_calls, set_up),
        cmocka_unit_test_setup(test_no_callback_after_a_stop, set_up),
        cmocka_unit_test_setup(test_callback_of_a_raw_body, set_up),
        cmocka_unit_test_setup(test_a_rule_that_exists_is_success, set_up),
        cmocka_unit_test_setup(test_25000_rules_in_pages, set_up),
        cmocka_unit_test_setup(test_a_page_that_repeats_itself, set_up),
        cmocka_unit_test_setup(test_pages_without_end, set_up),
        cmocka_unit_test_setup(test_counts_as_texts_and_numbers, set_up),
        cmocka_unit_test_setup(test_connections_listed_and_killed, set_up),
        cmocka_unit_test_setup(test_every_shape_of_a_subscription, set_up),
        cmocka_unit_test_setup(test_token_comes_back, set_up),
        cmocka_unit_test_setup(test_a_200_without_a_bearer_token, set_up),
        cmocka_unit_test_setup(test_powerstream_deletions_as_numbers_and_arrays, set_up),
        cmocka_unit_test_setup(test_powerstream_rules_come_back, set_up),
        cmocka_unit_test_setup(test_sync, set_up_sync),
        cmocka_unit_test_setup(test_sync_refused, set_up_sync),
        cmocka_unit_test_setup(test_sync_meets_the_cap, set_up_sync),
        cmocka_unit_test_setup(test_sync_meets_the_cap_at_once, set_up_sync),
        cmocka_unit_test_setup(test_sync_ends_with_a_page_without_meta, set_up_sync),
        cmocka_unit_test_setup(test_sync_of_pages_without_end, set_up_sync),
        cmocka_unit_test_setup(test_sync_runs_over_a_port, set_up_sync),
        cmocka_unit_test_setup(test_sync_counts_refusals_once, set_up_sync),
        cmocka_unit_test_setup(test_sync_finds_a_rule_that_exists, set_up_sync),
        cmocka_unit_test_setup(test_sync_is_stopped_between_calls, set_up_sync),
        cmocka_unit_test_setup(test_sync_of_many, set_up_sync),
        cmocka_unit_test_setup(test_sync_is_checked, set_up_sync),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
