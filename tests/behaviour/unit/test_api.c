/* SPDX-License-Identifier: MIT */
/* Statements of client.h, stream.h and rules.h that no vector tests: states, stop, restart, the bytes of requests. */
#define _XOPEN_SOURCE 600
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

#include "pipit/pipit.h"

PIPIT_DEFINE(feed, 2048, 64);

#define HEAD_200 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define POST_CHUNK "20\r\n{\"data\":{\"id\":\"1\",\"text\":\"a\"}}\r\n\r\n"

static pipit_config_t config_make(void) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "AAAA%2Fbbb%3D", .jitter_percent = PIPIT_JITTER_OFF};
    return config;
}

static int setup(void **state) {
    pipit_config_t config = config_make();
    (void)state;
    return pipit_init(&feed, &config) == PIPIT_OK ? 0 : -1;
}

/* Take the complete request, which may be in several pieces. */
static void request_take(char *out, size_t size) {
    size_t at = 0;
    size_t len;
    pipit_event_t event;
    pipit_open_ack(&feed);
    for (const uint8_t *tx; (tx = pipit_tx_buf(&feed, &len)) && len > 0;) {
        assert_true(at + len < size);
        memcpy(out + at, tx, len);
        at += len;
        pipit_tx_ack(&feed, len);
    }
    out[at] = '\0';
    assert_false(pipit_next(&feed, 0, &event));
}

static void receive(const char *text) {
    size_t room;
    uint8_t *rx = pipit_rx_buf(&feed, &room);
    assert_true(rx && strlen(text) <= room);
    memcpy(rx, text, strlen(text));
    pipit_rx_ack(&feed, strlen(text));
}

static void expect_event(uint8_t kind, pipit_err_t err) {
    pipit_event_t event;
    bool happened = false;
    for (int turn = 0; turn < 2 && !happened; turn++) { /* the first turn may only close the connection */
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        happened = pipit_next(&feed, 0, &event);
    }
    assert_true(happened);
    assert_int_equal(event.kind, kind);
    assert_int_equal(event.err, err);
}

static void expect_nothing(void) {
    pipit_event_t event;
    assert_false(pipit_next(&feed, 0, &event));
    assert_int_equal(event.kind, PIPIT_EV_NONE);
}

static void expect_stopped(void) {
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_E_STOPPED);
    assert_false(pipit_running(&feed));
    for (int i = 0; i < 3; i++)
        expect_nothing();
}

static void test_request_is_exact(void **state) {
    static const char expected[] =
        "GET /2/tweets/search/stream?expansions=author_id&tweet.fields=created_at,author_id&backfill_minutes=2 "
        "HTTP/1.1\r\n"
        "Host: api.x.com\r\nUser-Agent: pipit/" PIPIT_VERSION_STRING "\r\nAccept-Encoding: identity\r\n"
        "Authorization: Bearer AAAA%2Fbbb%3D\r\n\r\n";
    char request[1024];
    pipit_stream_t stream = {.tweet_fields = "created_at,author_id", .expansions = "author_id", .backfill_minutes = 2};
    (void)state;
    assert_int_equal(pipit_filter(&feed, &stream), PIPIT_OK);
    request_take(request, sizeof request);
    assert_string_equal(request, expected);
}

static void test_token_is_wiped(void **state) {
    char request[1024];
    (void)state;
    assert_int_equal(pipit_sample(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, "GET /2/tweets/sample/stream HTTP/1.1\r\n"));
    for (size_t i = 0; i < sizeof feed_rx; i++)
        assert_int_equal(feed_rx[i], 0);
}

static void test_token_is_wiped_when_sending_fails(void **state) {
    size_t len;
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    pipit_open_ack(&feed);
    assert_non_null(pipit_tx_buf(&feed, &len));
    pipit_link_lost(&feed, PIPIT_E_RESET, 104);
    expect_event(PIPIT_EV_CONNECTION_ERROR, PIPIT_E_RESET);
    for (size_t i = 0; i < sizeof feed_rx; i++)
        assert_int_equal(feed_rx[i], 0);
}

static void test_token_is_wiped_when_stopped(void **state) {
    size_t len;
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    pipit_open_ack(&feed);
    assert_non_null(pipit_tx_buf(&feed, &len));
    pipit_stop(&feed);
    assert_int_equal(pipit_want(&feed), PIPIT_WANT_CLOSE);
    pipit_close_ack(&feed);
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_E_STOPPED);
    for (size_t i = 0; i < sizeof feed_rx; i++)
        assert_int_equal(feed_rx[i], 0);
}

/* A network stack may report the end of a connection after it was closed. This must not end the next connection. */
static void test_late_news_of_an_old_link(void **state) {
    pipit_event_t event;
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    pipit_open_ack(&feed);
    pipit_stop(&feed);
    pipit_close_ack(&feed);
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_E_STOPPED);
    pipit_link_lost(&feed, PIPIT_E_RESET, 104);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    assert_false(pipit_next(&feed, 1000, &event));
    assert_int_equal(pipit_want(&feed), PIPIT_WANT_OPEN);
    pipit_stop(&feed);
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_E_STOPPED);
}

static int32_t dribble_open(void *io, const char *host, uint16_t port) {
    (void)io, (void)host, (void)port;
    return 0;
}

static int32_t dribble_send(void *io, const void *bytes, size_t len) {
    unsigned *left = io;
    (void)bytes;
    if (*left == 0) return 0;
    (*left)--;
    return len > 10 ? 10 : (int32_t)len;
}

static void dribble_close(void *io) {
    (void)io;
}

static int32_t dribble_recv(void *io, void *bytes, size_t len) {
    (void)io, (void)bytes, (void)len;
    return 0;
}

static uint32_t dribble_now(void *io) {
    (void)io;
    return 1;
}

/* If a port takes only some of the bytes, its send is called again at once, before the loop waits. */
static void test_no_wait_while_bytes_go_out(void **state) {
    unsigned left = 3;
    pipit_event_t event;
    const pipit_port_t port = {.io = &left,
                               .open = dribble_open,
                               .send = dribble_send,
                               .recv = dribble_recv,
                               .close = dribble_close,
                               .now = dribble_now};
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    while (left > 0) {
        assert_false(pipit_poll(&feed, &port, &event));
        assert_int_equal(event.wait_ms, 0);
    }
    assert_false(pipit_poll(&feed, &port, &event));
    assert_int_not_equal(event.wait_ms, 0);
}

/* Situation 52: with all fields in every list, the request is longer than the smallest buffer, so it is sent in pieces.
 */
static void test_long_request_in_pieces(void **state) {
    static uint8_t rx[PIPIT_RX_MIN];
    static char fields[1600];
    char request[4096];
    pipit_config_t config = config_make();
    (void)state;
    config.rx = rx;
    config.rx_bytes = sizeof rx;
    for (int i = 0; i < 100; i++)
        sprintf(fields + strlen(fields), "%sfield_%03d.x", i ? "," : "", i);
    pipit_stream_t stream = {.tweet_fields = fields};
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, &stream), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, fields));
    assert_string_equal(request + strlen(request) - 4, "\r\n\r\n");
    assert_null(strstr(strstr(request, "Host:") + 1, "Host:"));
}

static void test_rules_request_is_exact(void **state) {
    static const char expected[] =
        "POST /2/tweets/search/stream/rules HTTP/1.1\r\nHost: api.x.com\r\nUser-Agent: pipit/" PIPIT_VERSION_STRING
        "\r\nAccept-Encoding: identity\r\nAuthorization: Bearer AAAA%2Fbbb%3D\r\nContent-Type: application/json\r\n"
        "Content-Length: 61\r\nConnection: close\r\n\r\n"
        "{\"add\":[{\"value\":\"cat has:images\",\"tag\":\"cats with images\"}]}";
    static const pipit_rule_spec_t rule = {"cat has:images", "cats with images"};
    char request[1024];
    (void)state;
    assert_int_equal(pipit_rules_add(&feed, &rule, 1, false), PIPIT_OK);
    request_take(request, sizeof request);
    assert_string_equal(request, expected);
}

/* Situation 60. */
static void test_rule_is_escaped(void **state) {
    static const pipit_rule_spec_t rules[] = {{"a \"b\" \\ \n\x01 \xf0\x9f\x98\x80", NULL}, {"c", "t"}};
    char request[1024];
    (void)state;
    assert_int_equal(pipit_rules_add(&feed, rules, 2, true), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, "rules?dry_run=true HTTP/1.1\r\n"));
    const char *body = strstr(request, "\r\n\r\n") + 4;
    assert_string_equal(
        body,
        "{\"add\":[{\"value\":\"a \\\"b\\\" \\\\ \\u000a\\u0001 \xf0\x9f\x98\x80\"},{\"value\":\"c\",\"tag\":\"t\"}]}");
    char length[40];
    sprintf(length, "Content-Length: %zu\r\n", strlen(body));
    assert_non_null(strstr(request, length));
}

static void test_rules_by_id(void **state) {
    static const char *const ids[] = {"12", "1165037377523306498"};
    char request[1024];
    (void)state;
    assert_int_equal(pipit_rules_delete(&feed, ids, 2, false), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, "\r\n\r\n{\"delete\":{\"ids\":[\"12\",\"1165037377523306498\"]}}"));
    pipit_stop(&feed);
    expect_stopped();
    assert_int_equal(pipit_rules_get(&feed, ids, 2), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, "GET /2/tweets/search/stream/rules?ids=12,1165037377523306498 HTTP/1.1\r\n"));
}

/* Situation 94 */
static void test_what_was_copied_with_the_token_is_told(void **state) {
    static const char *const wrong[][2] = {{"\"AAAA%2Fb\"", "remove the quotes"},
                                           {"'AAAA%2Fb'", "remove the quotes"},
                                           {"AAAA\"", "without spaces and quotes"},
                                           {"Bearer AAAA", "\"Bearer \""},
                                           {"bearer  A", "\"Bearer \""},
                                           {"BEARER A", "\"Bearer \""},
                                           {"\xEF\xBB\xBF"
                                            "AAAA",
                                            "byte order mark"},
                                           {"AAAA\r", "line end"},
                                           {"AAAA\n", "line end"},
                                           {"AA AA", "without spaces"},
                                           {"", "visible ASCII"},
                                           {"A\x7f", "visible ASCII"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        pipit_config_t config = config_make();
        config.bearer_token = wrong[i][0];
        assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
        assert_non_null(strstr(pipit_offender(&feed), wrong[i][1]));
        assert_null(strstr(pipit_offender(&feed), "AAAA"));
    }
    pipit_config_t config = config_make();
    config.bearer_token = "Bearer%20-._~+/=(A)'";
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
}

static void test_config_is_checked(void **state) {
    pipit_config_t config = config_make();
    (void)state;
    config.bearer_token = "a\r\nb";
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "bearer_token"));
    /* Even if the program ignores the result, nothing is sent. */
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_E_INVALID);
    assert_int_equal(pipit_want(&feed), 0);
    config = config_make();
    config.bearer_token = NULL; /* a call that needs no token may run */
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "bearer_token"));
    assert_int_equal(pipit_want(&feed), 0);
    config = config_make();
    config.connects_max = 1;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "connects_max"));
    config = config_make();
    config.rx_bytes = PIPIT_RX_MIN - 1;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "rx"));
    config = config_make();
    config.token_count = PIPIT_TOKENS_MIN - 1;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    config = config_make();
    config.host = "a b";
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "host"));
    config = config_make();
    config.user_agent = "x\r\nEvil: 1";
    assert_int_equal(pipit_init(&feed, &config), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), "user_agent"));
}

static void expect_invalid(pipit_stream_t stream, const char *offender) {
    assert_int_equal(pipit_filter(&feed, &stream), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&feed), offender));
    assert_false(pipit_running(&feed));
}

static void test_parameters_are_checked(void **state) {
    (void)state;
    expect_invalid((pipit_stream_t){.backfill_minutes = 6}, "backfill_minutes");
    expect_invalid((pipit_stream_t){.tweet_fields = ""}, "tweet_fields");
    expect_invalid((pipit_stream_t){.tweet_fields = "a,,b"}, "tweet_fields");
    expect_invalid((pipit_stream_t){.user_fields = "name,id,name"}, "user_fields");
    expect_invalid((pipit_stream_t){.expansions = "a b"}, "expansions");
    expect_invalid((pipit_stream_t){.media_fields = "a&b=c"}, "media_fields");
    expect_invalid((pipit_stream_t){.place_fields = "a\r\nX: y"}, "place_fields");
    expect_invalid((pipit_stream_t){.poll_fields = "a,"}, "poll_fields");
}

static void test_rules_are_checked(void **state) {
    static char long_value[2 * PIPIT_RULE_MAX_CHARACTERS + 3];
    static const pipit_rule_spec_t empty = {"", NULL};
    static const pipit_rule_spec_t latin1 = {"caf\xe9", NULL};
    static const char *const ids[] = {"12x"};
    pipit_rule_spec_t rule = {long_value, NULL};
    (void)state;
    assert_int_equal(pipit_rules_add(&feed, &empty, 1, false), PIPIT_E_INVALID);
    assert_int_equal(pipit_rules_add(&feed, &latin1, 1, false), PIPIT_E_INVALID);
    assert_int_equal(pipit_rules_add(&feed, &empty, 0, false), PIPIT_E_INVALID);
    assert_int_equal(pipit_rules_delete(&feed, ids, 1, false), PIPIT_E_INVALID);
    assert_int_equal(pipit_rules_get(&feed, ids, 1), PIPIT_E_INVALID);
    for (unsigned i = 0; i < PIPIT_RULE_MAX_CHARACTERS; i++)
        memcpy(long_value + 2 * i, "\xc3\xa9", 2);
    assert_int_equal(pipit_rules_add(&feed, &rule, 1, false), PIPIT_OK);
    pipit_stop(&feed);
    expect_stopped();
    memcpy(long_value + 2 * PIPIT_RULE_MAX_CHARACTERS, "x", 2);
    assert_int_equal(pipit_rules_add(&feed, &rule, 1, false), PIPIT_E_INVALID);
}

/* Situation 48. */
static void test_second_start_is_refused(void **state) {
    char request[1024];
    static const pipit_rule_spec_t rule = {"cat", NULL};
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_E_STATE);
    request_take(request, sizeof request);
    assert_int_equal(pipit_sample(&feed, NULL), PIPIT_E_STATE);
    receive(HEAD_200);
    expect_event(PIPIT_EV_CONNECT, PIPIT_OK);
    assert_int_equal(pipit_rules_add(&feed, &rule, 1, false), PIPIT_E_STATE);
    receive(POST_CHUNK);
    expect_event(PIPIT_EV_LINE, PIPIT_OK);
    receive("0\r\n\r\n");
    expect_event(PIPIT_EV_CLOSED, PIPIT_E_CLOSED);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_E_STATE);
    expect_event(PIPIT_EV_RETRY, PIPIT_E_CLOSED);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_E_STATE);
}

/* Situation 47: in each state of the engine. */
static void test_stop_in_every_state(void **state) {
    char request[1024];
    (void)state;
    for (int depth = 0; depth < 9; depth++) {
        assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
        if (depth == 1) pipit_open_ack(&feed);
        if (depth >= 2) request_take(request, sizeof request);
        if (depth == 3) receive("HTTP/1.1 20");
        if (depth >= 4 && depth < 8) receive(HEAD_200);
        if (depth >= 5 && depth < 8) expect_event(PIPIT_EV_CONNECT, PIPIT_OK);
        if (depth == 6) receive("20\r\n{\"data\"");
        if (depth == 7) {
            receive("0\r\n\r\n");
            expect_event(PIPIT_EV_CLOSED, PIPIT_E_CLOSED);
            expect_event(PIPIT_EV_RETRY, PIPIT_E_CLOSED);
        }
        if (depth == 8) {
            receive("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
            expect_event(PIPIT_EV_REQUEST_ERROR, PIPIT_E_SERVER);
        }
        pipit_stop(&feed);
        pipit_stop(&feed);
        expect_stopped();
    }
}

/* Situation 49. */
static void test_start_again_after_the_end(void **state) {
    char request[1024];
    static const pipit_rule_spec_t rule = {"cat", NULL};
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    receive("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n");
    expect_event(PIPIT_EV_REQUEST_ERROR, PIPIT_E_NO_RULES);
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_E_NO_RULES);
    assert_int_equal(pipit_rules_add(&feed, &rule, 1, false), PIPIT_OK);
    request_take(request, sizeof request);
    receive("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"meta\":{}}");
    expect_event(PIPIT_EV_META, PIPIT_OK);
    expect_event(PIPIT_EV_DISCONNECT, PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    receive(HEAD_200 POST_CHUNK);
    expect_event(PIPIT_EV_CONNECT, PIPIT_OK);
    expect_event(PIPIT_EV_LINE, PIPIT_OK);
    pipit_stop(&feed);
    expect_stopped();
    pipit_stop(&feed);
    expect_nothing();
}

typedef struct {
    char log[512];
    const char *stop_at;
} trace_t;

static void trace(void *ctx, pipit_t *client, const char *name) {
    trace_t *t = ctx;
    strcat(t->log, name);
    strcat(t->log, " ");
    if (t->stop_at && strcmp(t->stop_at, name) == 0) pipit_stop(client);
}

#define TRACER(name)                                                                                                   \
    static void name(void *ctx, pipit_t *client) {                                                                     \
        trace(ctx, client, #name);                                                                                     \
    }
#define TRACER_WITH(name, type)                                                                                        \
    static void name(void *ctx, pipit_t *client, type value) {                                                         \
        (void)value;                                                                                                   \
        trace(ctx, client, #name);                                                                                     \
    }
TRACER(on_connect)
TRACER(on_keep_alive)
TRACER(on_closed)
TRACER_WITH(on_data, pipit_str_t)
TRACER_WITH(on_tweet, const pipit_tweet_t *)
TRACER_WITH(on_includes, const pipit_part_t *)
TRACER_WITH(on_errors, const pipit_part_t *)
TRACER_WITH(on_matching_rules, const pipit_part_t *)
TRACER_WITH(on_response, const pipit_response_t *)
TRACER_WITH(on_disconnect, pipit_err_t)

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)err;
    (void)line;
    trace(ctx, client, "on_exception");
}

static const pipit_handlers_t tracers = {.on_connect = on_connect,
                                         .on_keep_alive = on_keep_alive,
                                         .on_closed = on_closed,
                                         .on_data = on_data,
                                         .on_tweet = on_tweet,
                                         .on_includes = on_includes,
                                         .on_errors = on_errors,
                                         .on_matching_rules = on_matching_rules,
                                         .on_response = on_response,
                                         .on_disconnect = on_disconnect,
                                         .on_exception = on_exception};

#define FULL_LINE                                                                                                      \
    "{\"matching_rules\":[{\"id\":\"1\",\"tag\":\"t\"}],\"errors\":[{\"title\":\"x\"}],\"includes\":{\"users\":[]},"   \
    "\"data\":{\"id\":\"1\",\"text\":\"a\"}}"

static void dispatch_all(trace_t *t) {
    pipit_event_t event;
    char request[1024];
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    receive("HTTP/1.1 200 OK\r\n\r\n" FULL_LINE "\r\n\r\n{\"data\":{\"x\":1}}\r\n{\r\n{\"data\"");
    pipit_link_lost(&feed, PIPIT_E_CLOSED, 0);
    while (pipit_running(&feed)) {
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        if (!pipit_next(&feed, 0, &event)) continue;
        if (event.kind == PIPIT_EV_RETRY) pipit_stop(&feed);
        pipit_dispatch(&feed, &event, &tracers, t);
    }
}

static void test_order_of_callbacks(void **state) {
    trace_t t = {"", NULL};
    (void)state;
    dispatch_all(&t);
    assert_string_equal(t.log, "on_connect on_data on_tweet on_includes on_errors on_matching_rules on_response "
                               "on_keep_alive on_data on_response on_data on_exception on_exception on_closed "
                               "on_disconnect ");
}

typedef struct {
    pipit_err_t err;
    size_t head_bytes;
    uint32_t total_bytes;
} loss_t;

static void loss_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    loss_t *loss = ctx;
    (void)client;
    loss->err = err;
    loss->head_bytes = line.len;
}

static void loss_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    loss_t *loss = ctx;
    (void)client;
    loss->head_bytes = head.len;
    loss->total_bytes = total_bytes;
}

static void test_message_that_does_not_fit_is_told(void **state) {
    static const struct {
        pipit_handlers_t on;
        loss_t expected;
    } table[] = {{{.on_exception = loss_exception}, {PIPIT_E_NO_SPACE, 9, 0}},
                 {{.on_exception = loss_exception, .on_oversize = loss_oversize}, {PIPIT_OK, 9, 4000}},
                 {{.on_oversize = loss_oversize}, {PIPIT_OK, 9, 4000}},
                 {{.on_tweet = on_tweet}, {PIPIT_OK, 0, 0}}};
    pipit_event_t event = {.kind = PIPIT_EV_OVERSIZE, .data = {"{\"data\":{", 9}, .total_bytes = 4000};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        loss_t loss = {PIPIT_OK, 0, 0};
        pipit_dispatch(&feed, &event, &table[i].on, &loss);
        assert_int_equal(loss.err, table[i].expected.err);
        assert_int_equal(loss.head_bytes, table[i].expected.head_bytes);
        assert_int_equal(loss.total_bytes, table[i].expected.total_bytes);
    }
}

/* Situation 47: inside each callback. */
static void test_stop_in_every_callback(void **state) {
    static const char *const names[] = {"on_connect",   "on_data",           "on_tweet",    "on_includes",
                                        "on_errors",    "on_matching_rules", "on_response", "on_keep_alive",
                                        "on_exception", "on_closed"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        trace_t t = {"", names[i]};
        dispatch_all(&t);
        char end[64];
        sprintf(end, "%s on_disconnect ", names[i]);
        assert_string_equal(t.log + strlen(t.log) - strlen(end), end);
    }
}

static void stop_feed(int number) {
    (void)number;
    pipit_stop(&feed);
}

/* Situation 47: a signal interrupts the engine at any place while Posts arrive. */
static void test_stop_in_a_signal(void **state) {
    struct sigaction action = {.sa_handler = stop_feed};
    char request[1024];
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    for (int i = 0; i < 100; i++) {
        struct itimerval time = {.it_value = {0, 200 + 17 * i}};
        pipit_event_t event;
        unsigned ends = 0;
        assert_int_equal(setup(state), 0); /* a new client, so that the budget of connects is full */
        assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
        request_take(request, sizeof request);
        receive(HEAD_200);
        expect_event(PIPIT_EV_CONNECT, PIPIT_OK);
        assert_int_equal(setitimer(ITIMER_REAL, &time, NULL), 0);
        while (pipit_running(&feed)) {
            size_t room;
            uint8_t *rx = pipit_rx_buf(&feed, &room);
            if (rx && room >= strlen(POST_CHUNK)) {
                memcpy(rx, POST_CHUNK, strlen(POST_CHUNK));
                pipit_rx_ack(&feed, strlen(POST_CHUNK));
            }
            if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
            if (!pipit_next(&feed, 0, &event)) continue;
            ends += event.kind == PIPIT_EV_DISCONNECT;
            assert_int_equal(event.err, ends ? PIPIT_E_STOPPED : PIPIT_OK);
        }
        assert_int_equal(ends, 1);
        expect_nothing();
    }
}

static void test_waits_are_told(void **state) {
    pipit_event_t event;
    (void)state;
    assert_false(pipit_next(&feed, 0, &event));
    assert_int_equal(event.wait_ms, UINT32_MAX);
    assert_int_equal(pipit_want(&feed), 0);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    assert_int_equal(pipit_want(&feed), PIPIT_WANT_NEXT); /* nothing is opened before the time is known */
    assert_false(pipit_next(&feed, 1000, &event));
    assert_int_equal(pipit_want(&feed), PIPIT_WANT_OPEN);
    pipit_open_ack(&feed);
    assert_false(pipit_next(&feed, 1000, &event));
    assert_int_equal(event.wait_ms, 15000);
    assert_false(pipit_next(&feed, 5000, &event));
    assert_int_equal(event.wait_ms, 11000);
    (void)pipit_next(&feed, 16000, &event);
    assert_true(pipit_next(&feed, 16000, &event));
    assert_int_equal(event.err, PIPIT_E_CONNECT_TIMEOUT);
}

static void test_write_timeout(void **state) {
    pipit_event_t event;
    (void)state;
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    assert_false(pipit_next(&feed, 0, &event));
    pipit_open_ack(&feed);
    pipit_tx_ack(&feed, 10);
    assert_false(pipit_next(&feed, 14000, &event));
    assert_int_equal(event.wait_ms, 10000);
    (void)pipit_next(&feed, 24000, &event);
    assert_true(pipit_next(&feed, 24000, &event));
    assert_int_equal(event.err, PIPIT_E_WRITE_TIMEOUT);
}

static void test_user_agent_is_yours(void **state) {
    char request[1024];
    pipit_config_t config = config_make();
    (void)state;
    config.user_agent = "fridge/2.1 (pipit)";
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    assert_non_null(strstr(request, "\r\nUser-Agent: fridge/2.1 (pipit)\r\n"));
    assert_null(strstr(request, PIPIT_VERSION_STRING));
}

typedef struct {
    unsigned status;
    char problem[64];
    pipit_err_t err;
    int32_t detail;
    uint32_t wait_ms;
    uint32_t attempt;
} told_t;

static void told_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    told_t *told = ctx;
    (void)client;
    told->status = status;
    snprintf(told->problem, sizeof told->problem, "%.*s %.*s", (int)problem->type.len, problem->type.ptr,
             (int)problem->issue.len, problem->issue.ptr);
}

static void told_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    told_t *told = ctx;
    (void)client;
    told->err = err;
    told->detail = detail;
}

static void told_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    told_t *told = ctx;
    (void)client;
    told->wait_ms = wait_ms;
    told->attempt = attempt;
}

static const pipit_handlers_t tellers = {
    .on_request_error = told_request_error, .on_connection_error = told_connection_error, .on_retry = told_retry};

/* Wait for the next event of this kind and call its callback. */
static pipit_event_t told_event(uint8_t kind, told_t *told) {
    pipit_event_t event;
    for (int turn = 0; turn < 2 && !pipit_next(&feed, 0, &event); turn++) /* the first may only close */
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
    assert_int_equal(event.kind, kind);
    pipit_dispatch(&feed, &event, &tellers, told);
    return event;
}

static void test_error_callbacks_carry_all(void **state) {
    static const char body[] = "{\"type\":\"https://api.x.com/2/problems/streaming-connection\",\"connection_issue\":"
                               "\"ProvisioningSubscription\"}";
    char request[1024];
    char answer[256];
    told_t told = {0};
    (void)state;
    sprintf(answer, "HTTP/1.1 503 Oops\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    receive(answer);
    pipit_event_t event = told_event(PIPIT_EV_REQUEST_ERROR, &told);
    assert_int_equal(event.err, PIPIT_E_PROVISIONING);
    assert_int_equal(event.data.len, strlen(body));
    assert_int_equal(told.status, 503);
    assert_string_equal(told.problem, "streaming-connection ProvisioningSubscription");
    (void)told_event(PIPIT_EV_RETRY, &told);
    assert_int_equal(told.wait_ms, 60000);
    assert_int_equal(told.attempt, 1);
    assert_false(pipit_next(&feed, 60000, &event));
    pipit_open_ack(&feed);
    pipit_link_lost(&feed, PIPIT_E_RESET, 104);
    (void)told_event(PIPIT_EV_CONNECTION_ERROR, &told);
    assert_int_equal(told.err, PIPIT_E_RESET);
    assert_int_equal(told.detail, 104);
    (void)told_event(PIPIT_EV_RETRY, &told);
    assert_int_equal(told.wait_ms, 0);
    assert_int_equal(told.attempt, 2);
}

/* The first wait after a 503, with each of 50 seeds. */
static void test_waits_differ(void **state) {
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;
    (void)state;
    for (uint32_t seed = 1; seed <= 50; seed++) {
        char request[1024];
        pipit_event_t event;
        pipit_config_t config = config_make();
        config.jitter_percent = 0; /* the default */
        config.seed = seed * 2654435761u;
        assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
        assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
        request_take(request, sizeof request);
        receive("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        expect_event(PIPIT_EV_REQUEST_ERROR, PIPIT_E_SERVER);
        pipit_close_ack(&feed);
        assert_true(pipit_next(&feed, 0, &event));
        assert_int_equal(event.kind, PIPIT_EV_RETRY);
        if (event.wait_ms < least) least = event.wait_ms;
        if (event.wait_ms > most) most = event.wait_ms;
    }
    assert_in_range(least, 5000, 5250);
    assert_in_range(most, 6000, 6250);
}

static void test_counters(void **state) {
    trace_t t = {"", NULL};
    (void)state;
    pipit_stats_t before = *pipit_stats(&feed);
    dispatch_all(&t);
    const pipit_stats_t *after = pipit_stats(&feed);
    assert_int_equal(after->connects - before.connects, 1);
    assert_int_equal(after->lines - before.lines, 4);
    assert_int_equal(after->tweets - before.tweets, 2);
    assert_int_equal(after->keep_alives - before.keep_alives, 1);
    assert_int_equal(after->malformed - before.malformed, 1);
    assert_int_equal(after->retries - before.retries, 1);
    assert_int_equal(after->bytes - before.bytes,
                     strlen("HTTP/1.1 200 OK\r\n\r\n" FULL_LINE "\r\n\r\n{\"data\":{\"x\":1}}\r\n{\r\n{\"data\""));
}

static const char *const raw_texts[] = {"{\"data\":{\"id\":\"1\",\"text\":\"a\"}}", "{\"data\": no JSON",
                                        "{ \"data\":{\"id\":\"2\"}}", "{\"data\"",
                                        "{\"errors\":[{\"disconnect_type\":\"OperationalDisconnect\"}]}"};

static void raw_lines_start(pipit_seen_t *seen) {
    char request[1024];
    pipit_config_t config = config_make();
    config.raw_lines = true;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_seen_use(&feed, seen), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    request_take(request, sizeof request);
    receive("HTTP/1.1 200 OK\r\n\r\n");
    expect_event(PIPIT_EV_CONNECT, PIPIT_OK);
}

/* With raw_lines, Posts are not parsed; lines that may be a notice are. */
static void lines_feed(pipit_seen_t *seen, const char *expected) {
    char heard[64] = "";
    pipit_event_t event;
    raw_lines_start(seen);
    for (size_t i = 0; i < sizeof raw_texts / sizeof *raw_texts; i++) {
        receive(raw_texts[i]);
        receive("\r\n");
        assert_true(pipit_next(&feed, 0, &event));
        assert_int_equal(event.kind, PIPIT_EV_LINE);
        assert_int_equal(event.total_bytes, strlen(raw_texts[i]));
        assert_int_equal(event.data.len, strlen(raw_texts[i]));
        assert_memory_equal(event.data.ptr, raw_texts[i], event.data.len);
        strcat(heard, event.notice ? "notice" : event.err ? "bad " : event.json.count ? "json " : "raw ");
    }
    assert_string_equal(heard, expected);
    assert_int_equal(pipit_stats(&feed)->lines, sizeof raw_texts / sizeof *raw_texts);
}

static void test_raw_lines(void **state) {
    static uint64_t ids[8];
    static uint16_t slots[PIPIT_SEEN_SLOTS(8)];
    pipit_seen_t seen;
    (void)state;
    lines_feed(NULL, "raw raw json bad notice");
    pipit_seen_init(&seen, ids, slots, 8);
    lines_feed(&seen, "json bad json bad notice");
}

/* Situation 77: with raw_lines a last line without a line end is parsed, because it may be cut off. */
static void test_raw_last_line(void **state) {
    static const struct {
        const char *text;
        pipit_err_t err;
    } cases[] = {{"{\"data\":{\"id\":\"1\"}}", PIPIT_OK},
                 {"{\"data\":{\"id\":\"1", PIPIT_E_TRUNCATED},
                 {"{\"data\":{\"id\":\"1\"}}}", PIPIT_E_TRUNCATED}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pipit_event_t event;
        raw_lines_start(NULL);
        receive(cases[i].text);
        assert_false(pipit_next(&feed, 0, &event));
        pipit_link_lost(&feed, PIPIT_E_CLOSED, 0);
        assert_true(pipit_next(&feed, 0, &event));
        assert_int_equal(event.kind, PIPIT_EV_LINE);
        assert_int_equal(event.err, cases[i].err);
        assert_int_equal(event.total_bytes, strlen(cases[i].text));
        assert_int_equal(event.data.len, strlen(cases[i].text));
        assert_int_equal(pipit_stats(&feed)->lines, 1);
        assert_int_equal(pipit_stats(&feed)->malformed, 0);
        expect_event(PIPIT_EV_CLOSED, PIPIT_E_CLOSED);
    }
}

/* Situation 76: with raw_lines too, a server-sent event is its message. */
static void test_raw_server_sent_events(void **state) {
    pipit_event_t event;
    (void)state;
    raw_lines_start(NULL);
    receive("id: 9\ndata: {\"data\":no JSON\n\n");
    expect_event(PIPIT_EV_KEEP_ALIVE, PIPIT_OK);
    assert_true(pipit_next(&feed, 0, &event));
    assert_int_equal(event.kind, PIPIT_EV_LINE);
    assert_int_equal(event.err, PIPIT_OK);
    assert_true(event.has_data);
    assert_int_equal(event.data.len, 15);
    assert_memory_equal(event.data.ptr, "{\"data\":no JSON", 15);
    expect_event(PIPIT_EV_KEEP_ALIVE, PIPIT_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_request_is_exact, setup),
        cmocka_unit_test_setup(test_token_is_wiped, setup),
        cmocka_unit_test_setup(test_token_is_wiped_when_sending_fails, setup),
        cmocka_unit_test_setup(test_token_is_wiped_when_stopped, setup),
        cmocka_unit_test_setup(test_late_news_of_an_old_link, setup),
        cmocka_unit_test_setup(test_no_wait_while_bytes_go_out, setup),
        cmocka_unit_test_setup(test_long_request_in_pieces, setup),
        cmocka_unit_test_setup(test_rules_request_is_exact, setup),
        cmocka_unit_test_setup(test_rule_is_escaped, setup),
        cmocka_unit_test_setup(test_rules_by_id, setup),
        cmocka_unit_test_setup(test_config_is_checked, setup),
        cmocka_unit_test_setup(test_what_was_copied_with_the_token_is_told, setup),
        cmocka_unit_test_setup(test_parameters_are_checked, setup),
        cmocka_unit_test_setup(test_rules_are_checked, setup),
        cmocka_unit_test_setup(test_second_start_is_refused, setup),
        cmocka_unit_test_setup(test_stop_in_every_state, setup),
        cmocka_unit_test_setup(test_start_again_after_the_end, setup),
        cmocka_unit_test_setup(test_order_of_callbacks, setup),
        cmocka_unit_test_setup(test_message_that_does_not_fit_is_told, setup),
        cmocka_unit_test_setup(test_stop_in_every_callback, setup),
        cmocka_unit_test_setup(test_stop_in_a_signal, setup),
        cmocka_unit_test_setup(test_waits_are_told, setup),
        cmocka_unit_test_setup(test_write_timeout, setup),
        cmocka_unit_test_setup(test_user_agent_is_yours, setup),
        cmocka_unit_test_setup(test_error_callbacks_carry_all, setup),
        cmocka_unit_test_setup(test_waits_differ, setup),
        cmocka_unit_test_setup(test_counters, setup),
        cmocka_unit_test_setup(test_raw_lines, setup),
        cmocka_unit_test_setup(test_raw_last_line, setup),
        cmocka_unit_test_setup(test_raw_server_sent_events, setup),
    };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
