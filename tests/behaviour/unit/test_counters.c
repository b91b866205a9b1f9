/* SPDX-License-Identifier: MIT */
/* The counters of a client. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

PIPIT_DEFINE(feed, 1024, 64);
static pipit_recovery_t recovery;
static uint32_t now_ms;

#define HEAD "HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 05:02:31 GMT\r\n\r\n"

static int set_up(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    (void)state;
    now_ms = 0xfffff000u;
    if (pipit_init(&feed, &config) != PIPIT_OK || pipit_recovery_use(&feed, &recovery) != PIPIT_OK) return -1;
    return pipit_filter(&feed, NULL) == PIPIT_OK ? 0 : -1;
}

static void turn(void) {
    pipit_event_t event;
    size_t len;
    for (;;) {
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        if (pipit_want(&feed) & PIPIT_WANT_OPEN) pipit_open_ack(&feed);
        while (pipit_tx_buf(&feed, &len) && len > 0)
            pipit_tx_ack(&feed, len);
        if (!pipit_next(&feed, now_ms, &event) && !(pipit_want(&feed) & ~(unsigned)PIPIT_WANT_RECV)) return;
    }
}

static void receive(const char *text) {
    size_t room;
    turn();
    uint8_t *rx = pipit_rx_buf(&feed, &room);
    assert_non_null(rx);
    assert_true(strlen(text) <= room);
    memcpy(rx, text, strlen(text));
    pipit_rx_ack(&feed, strlen(text));
    turn();
}

static void pass(uint32_t ms) {
    turn();
    now_ms += ms;
    turn();
    turn(); /* a time-out needs two turns */
}

static void cut(pipit_err_t why) {
    pipit_link_lost(&feed, why, 0);
    turn();
}

static const pipit_stats_t *stats(void) {
    return pipit_stats(&feed);
}

static void test_reconnects_by_cause(void **state) {
    static const struct {
        const char *answer;
        pipit_err_t cut;
        uint8_t cause;
    } cases[] = {
        {HEAD "\r\n", PIPIT_E_CLOSED, PIPIT_RECONNECT_CLOSED},
        {HEAD "{\"title\":\"operational-disconnect\"}\r\n", PIPIT_OK, PIPIT_RECONNECT_NOTICE},
        {HEAD "\r\n", PIPIT_E_RESET, PIPIT_RECONNECT_LINK},
        {"", PIPIT_E_DNS, PIPIT_RECONNECT_LINK},
        {"", PIPIT_E_PROXY, PIPIT_RECONNECT_LINK},
        {"", PIPIT_E_PROXY_REFUSED, PIPIT_RECONNECT_LINK},
        {"", PIPIT_E_TLS, PIPIT_RECONNECT_TLS},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", PIPIT_E_CLOSED, PIPIT_RECONNECT_LINK},
        {"HTTP/1.1 503 Oops\r\nContent-Length: 0\r\n\r\n", PIPIT_OK, PIPIT_RECONNECT_SERVER},
        {"SSH-2.0\r\n", PIPIT_OK, PIPIT_RECONNECT_SERVER},
        {"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", PIPIT_OK, PIPIT_RECONNECT_RATE_LIMIT},
        {"HTTP/1.1 429 Slow\r\nContent-Length: 41\r\n\r\n{\"connection_issue\":\"TooManyConnections\"}", PIPIT_OK,
         PIPIT_RECONNECT_CONFLICT},
    };
    uint16_t expected[PIPIT_RECONNECT_CAUSES] = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        turn();
        while (!(pipit_want(&feed) & PIPIT_WANT_RECV))
            pass(1000);
        if (*cases[i].answer) receive(cases[i].answer);
        if (cases[i].cut != PIPIT_OK) cut(cases[i].cut);
        expected[cases[i].cause]++;
        assert_memory_equal(stats()->reconnects, expected, sizeof expected);
        assert_int_equal(stats()->retries, i + 1);
    }
}

static void test_stall_and_longest_gap(void **state) {
    (void)state;
    receive(HEAD "\r\n");
    pass(20000);
    receive("\r\n");
    assert_int_equal(stats()->longest_gap_ms, 20000);
    pass(25000);
    assert_int_equal(stats()->reconnects[PIPIT_RECONNECT_STALL], 1);
    cut(PIPIT_E_CONNECT); /* next attempt after 0 ms */
    cut(PIPIT_E_CONNECT); /* next attempt after 250 ms */
    pass(250);
    receive("HTTP/1.1 503 Oops\r\nContent-Length: 0\r\n\r\n"); /* these bytes do not belong to a stream */
    pass(5000);
    receive(HEAD);
    pass(1000);
    receive("\r\n");
    assert_int_equal(stats()->longest_gap_ms, 25000 + 250 + 5000 + 1000);
    pass(500);
    receive("\r\n");
    assert_int_equal(stats()->longest_gap_ms, 25000 + 250 + 5000 + 1000);
}

static void test_lag(void **state) {
    (void)state;
    assert_int_equal(stats()->lag_ms, PIPIT_LAG_UNKNOWN);
    receive(HEAD);
    receive("{\"data\":{\"id\":\"1\",\"text\":\"a\"}}\r\n");
    assert_int_equal(stats()->lag_ms, PIPIT_LAG_UNKNOWN);
    receive("{\"data\":{\"id\":\"1\",\"created_at\":\"2026-11-24T05:02:30.250Z\"}}\r\n");
    assert_int_equal(stats()->lag_ms, 750);
    pass(10000);
    receive("{\"data\":{\"id\":\"1\",\"created_at\":\"2026-11-24T05:02:39.000Z\"}}\r\n");
    assert_int_equal(stats()->lag_ms, 2000);
    receive("{\"data\":{\"id\":\"1\",\"created_at\":\"2026-11-24T05:03:00Z\"}}\r\n"); /* the server's clock is slow */
    assert_int_equal(stats()->lag_ms, -19000);
    receive("{\"data\":{\"id\":\"1\",\"created_at\":\"2006-03-21T20:50:14Z\"}}\r\n"); /* the age does not fit */
    receive("{\"data\":{\"id\":\"1\",\"created_at\":\"soon\"}}\r\n");
    assert_int_equal(stats()->lag_ms, -19000);
}

static void test_high_water(void **state) {
    static char line[900];
    (void)state;
    receive(HEAD);
    assert_int_equal(stats()->rx_high_bytes, sizeof HEAD - 1);
    memset(line, 'x', sizeof line);
    memcpy(line, "{\"data\":{\"id\":\"1\",\"text\":\"", 26);
    memcpy(line + sizeof line - 6, "\"}}\r\n", 6);
    receive(line);
    assert_int_equal(stats()->rx_high_bytes, sizeof line - 1);
    assert_int_equal(stats()->tokens_high, 7);
    receive("{\"a\":[1,2,3,4,5,6,7,8]}\r\n");
    assert_int_equal(stats()->tokens_high, 11);
    receive("[1]\r\n");
    assert_int_equal(stats()->tokens_high, 11);
    assert_int_equal(stats()->rx_high_bytes, sizeof line - 1);
}

static void test_duplicates_are_counted(void **state) {
    PIPIT_SEEN_DEFINE(seen, 4);
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T"};
    (void)state;
    pipit_seen_clear(&seen);
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_seen_use(&feed, &seen), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    receive(
        HEAD
        "{\"data\":{\"id\":\"1\"}}\r\n{\"data\":{\"id\":\"1\"}}\r\n{\"data\":{\"id\":\"2\"}}\r\n{\"x\":1}\r\n{bad\r\n");
    assert_int_equal(stats()->tweets, 2);
    assert_int_equal(stats()->duplicates, 1);
    assert_int_equal(stats()->lines, 5);
    assert_int_equal(stats()->malformed, 1);
}

static void is_text(const pipit_json_t *json, pipit_node_t from, const char *path, const char *text) {
    const pipit_str_t raw = pipit_json_raw(json, pipit_json_find(json, from, path));
    assert_int_equal(raw.len, strlen(text));
    assert_memory_equal(raw.ptr, text, raw.len);
}

/* Every set of duplicates among the four elements; what is left is read as if nothing else had been there. */
static void array_of_power(pipit_seen_t *seen, unsigned duplicates) {
    static const char line[] =
        "[{\"id\":11,\"id_str\":\"11\",\"a\":[[1],{\"b\":[2,3]}]},{\"id\":12,\"a\":[[1],{\"b\":[2,3]}]},"
        "{\"a\":[[1],{\"b\":[2,3]}],\"id\":\"13\"},{\"id\":14,\"a\":[[1],{\"b\":[2,3]}]}]\r\n";
    pipit_event_t event;
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T"};
    uint32_t left = 0;
    pipit_seen_clear(seen);
    for (unsigned i = 0; i < 4; i++)
        if (duplicates >> i & 1) (void)pipit_seen_add(seen, 11 + i);
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_seen_use(&feed, seen), PIPIT_OK);
    assert_int_equal(pipit_stream_start(&feed, &pipit_endpoint_powerstream, NULL), PIPIT_OK);
    receive(HEAD);
    size_t room;
    uint8_t *rx = pipit_rx_buf(&feed, &room);
    memcpy(rx, line, sizeof line - 1u);
    pipit_rx_ack(&feed, sizeof line - 1u);
    assert_int_equal(pipit_next(&feed, now_ms, &event), duplicates != 15);
    pipit_node_t node = pipit_json_first(&event.json, PIPIT_NODE_ROOT);
    for (unsigned i = 0; i < 4; i++) {
        static const char *const ids[] = {"11", "12", "\"13\"", "14"};
        if (duplicates >> i & 1) continue;
        is_text(&event.json, node, "id", ids[i]);
        is_text(&event.json, node, "a[0][0]", "1");
        is_text(&event.json, node, "a[1].b[1]", "3");
        node = pipit_json_next(&event.json, node);
        left++;
    }
    assert_int_equal(node, PIPIT_NODE_NONE);
    assert_int_equal(stats()->duplicates, 4 - left);
    assert_int_equal(stats()->tweets, left > 0);
}

/* Situations 44, 93 */
static void test_duplicates_inside_an_array(void **state) {
    PIPIT_SEEN_DEFINE(seen, 8);
    (void)state;
    for (unsigned duplicates = 0; duplicates < 16; duplicates++)
        array_of_power(&seen, duplicates);
}

/* Situation 95 */
static void test_a_stream_of_keep_alives_is_silent(void **state) {
    (void)state;
    receive(HEAD);
    pass(9000);
    receive("{\"data\":{\"id\":\"1\"}}\r\n");
    assert_int_equal(recovery.silent_ms, 0);
    for (uint32_t i = 1; i <= 100; i++) {
        pass(20000);
        receive(i % 2 ? "\r\n" : "{\"errors\":[{\"title\":\"x\"}]}\r\n");
        assert_int_equal(recovery.silent_ms, i * 20000);
    }
    receive("[{\"id\":2}]\r\n");
    assert_int_equal(recovery.silent_ms, 0);
    pass(1000);
    cut(PIPIT_E_RESET);
    pass(1000);
    assert_int_equal(recovery.silent_ms, 2000);
    receive(HEAD);
    assert_int_equal(recovery.silent_ms, 2000);
    for (size_t i = 0; i < 500; i++)
        receive("xxxx");
    receive("\r\n");
    assert_int_equal(stats()->oversize, 1);
    assert_int_equal(recovery.silent_ms, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_reconnects_by_cause, set_up),
        cmocka_unit_test_setup(test_stall_and_longest_gap, set_up),
        cmocka_unit_test_setup(test_lag, set_up),
        cmocka_unit_test_setup(test_high_water, set_up),
        cmocka_unit_test_setup(test_duplicates_are_counted, set_up),
        cmocka_unit_test(test_duplicates_inside_an_array),
        cmocka_unit_test_setup(test_a_stream_of_keep_alives_is_silent, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
