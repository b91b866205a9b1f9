/* SPDX-License-Identifier: MIT */
/* Servers that attack or are broken, and send without end: the memory does not grow, the work for each byte does not
 * grow, and after the end of the attempt the usual delays apply. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* With a sanitizer each byte takes ten times as long. */
#if defined(__SANITIZE_ADDRESS__)
#define ENDLESS_BYTES (1u << 26)
#else
#define ENDLESS_BYTES (1u << 30)
#endif

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define PLAIN_HEAD "HTTP/1.0 200 OK\r\n\r\n"
#define POST "{\"data\":{\"id\":\"1\",\"text\":\"a\"}}\r\n"
#define DEPTH 10000u
#define RULES 1000u

PIPIT_DEFINE(feed, 4096, 256);
static uint32_t now_ms;
static uint32_t calls; /* number of calls of pipit_next() */

typedef struct {
    uint32_t count;
    pipit_event_t last;
    uint32_t kinds[PIPIT_EV_KILL + 1];
} said_t;
static said_t said;

static void start(pipit_select_t *select) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    now_ms = 0xfffff000u;
    calls = 0;
    memset(&said, 0, sizeof said);
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_select_use(&feed, select), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
}

static void hear(const pipit_event_t *event) {
    said.count++;
    said.kinds[event->kind]++;
    said.last = *event;
}

static void turn(void) {
    pipit_event_t event;
    size_t len;
    bool more = true;
    while (more) {
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        if (pipit_want(&feed) & PIPIT_WANT_OPEN) pipit_open_ack(&feed);
        while (pipit_tx_buf(&feed, &len))
            pipit_tx_ack(&feed, len);
        calls++;
        more = pipit_next(&feed, now_ms, &event);
        if (more) hear(&event);
        more = more || pipit_want(&feed) & ~(unsigned)PIPIT_WANT_RECV;
    }
}

static bool is_reading(void) {
    return (pipit_want(&feed) & PIPIT_WANT_RECV) != 0;
}

/* @return false if the client does not read any more. */
static bool receive(const char *bytes, size_t len) {
    turn();
    while (len > 0 && is_reading()) {
        size_t room;
        uint8_t *rx = pipit_rx_buf(&feed, &room);
        const size_t n = len < room ? len : room;
        memcpy(rx, bytes, n);
        pipit_rx_ack(&feed, n);
        bytes += n;
        len -= n;
        turn();
    }
    return len == 0;
}

static bool receive_text(const char *text) {
    return receive(text, strlen(text));
}

/* Send `text` again and again, until this number of bytes were read, or the client does not read any more. @return how
 * many were read. */
static uint32_t repeat(const char *text, uint32_t bytes) {
    static char many[4096];
    const size_t len = strlen(text);
    size_t filled = 0;
    for (; filled + len <= sizeof many; filled += len)
        memcpy(many + filled, text, len);
    uint32_t gone = 0;
    while (gone < bytes && receive(many, filled))
        gone += (uint32_t)filled;
    print_message("seen: %u MB received in %u calls of pipit_next()\n", (unsigned)(gone / 1000000u), (unsigned)calls);
    return gone;
}

static void pass(uint32_t ms) {
    turn();
    now_ms += ms;
    turn();
    turn(); /* a time-out needs two turns */
}

/* Bytes without an event need at most one call of pipit_next() for each `room` bytes. */
static void expect_bounded_work(uint32_t bytes, uint32_t room) {
    assert_true(calls <= 64u + bytes / room * 2u);
}

/* Without a complete answer the attempt ends with its time-out, and the next one begins after a delay. */
static void expect_head_timeout(uint32_t bytes) {
    assert_true(is_reading());
    assert_int_equal(said.count, 0);
    expect_bounded_work(bytes, 2048);
    pass(20001);
    assert_int_equal(said.kinds[PIPIT_EV_CONNECTION_ERROR], 1);
    assert_int_equal(said.last.kind, PIPIT_EV_RETRY);
    assert_int_equal(said.last.err, PIPIT_E_HEAD_TIMEOUT);
}

static void test_head_of_a_gigabyte(void **state) {
    (void)state;
    start(NULL);
    assert_true(receive_text("HTTP/1.1 200 OK\r\n"));
    expect_head_timeout(repeat("X-Header-Of-Mine: and so on and so forth\r\n", ENDLESS_BYTES));
}

static void test_header_line_without_end(void **state) {
    (void)state;
    start(NULL);
    assert_true(receive_text("HTTP/1.1 200 OK\r\nSet-Cookie: "));
    expect_head_timeout(repeat("cookie", ENDLESS_BYTES / 8u));
}

static void test_endless_1xx(void **state) {
    (void)state;
    start(NULL);
    expect_head_timeout(repeat("HTTP/1.1 100 Continue\r\n\r\n", ENDLESS_BYTES / 8u));
}

/* Bytes without content restart the stall timer, like a keep-alive. When they end, the stream stalls. */
static void test_endless_chunk_extension(void **state) {
    (void)state;
    start(NULL);
    assert_true(receive_text(HEAD "5;"));
    const uint32_t bytes = repeat("extension=", ENDLESS_BYTES / 8u);
    assert_true(is_reading());
    assert_int_equal(said.count, 1);
    assert_int_equal(said.last.kind, PIPIT_EV_CONNECT);
    expect_bounded_work(bytes, 2048);
    pass(25001);
    assert_int_equal(said.last.kind, PIPIT_EV_RETRY);
    assert_int_equal(said.last.err, PIPIT_E_STALL);
}

static void test_chunk_of_2_to_the_64(void **state) {
    static const char *const sizes[] = {"10000000000000000\r\n", "ffffffffffffffff\r\n", "100000000\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        start(NULL);
        assert_true(receive_text(HEAD));
        (void)receive_text(sizes[i]);
        assert_int_equal(said.kinds[PIPIT_EV_CONNECTION_ERROR], 1);
        assert_int_equal(said.last.kind, PIPIT_EV_RETRY);
        assert_int_equal(said.last.err, PIPIT_E_CHUNK);
    }
}

static void expect_intact_line_next(void) {
    assert_true(receive_text(POST));
    assert_int_equal(said.last.kind, PIPIT_EV_LINE);
    assert_int_equal(said.last.err, PIPIT_OK);
}

static void test_endless_line(void **state) {
    (void)state;
    start(NULL);
    assert_true(receive_text(PLAIN_HEAD "{\"data\":{\"id\":\"1\",\"text\":\""));
    const uint32_t bytes = repeat("never ending ", ENDLESS_BYTES);
    assert_int_equal(said.count, 1);
    expect_bounded_work(bytes, 2048);
    assert_true(receive_text("\r\n"));
    assert_int_equal(said.last.kind, PIPIT_EV_OVERSIZE);
    assert_int_equal(said.last.total_bytes, bytes + strlen("{\"data\":{\"id\":\"1\",\"text\":\""));
    expect_intact_line_next();
}

static void test_endless_line_selected(void **state) {
    static const char *const wanted[] = {"data.id"};
    pipit_select_t select = PIPIT_SELECT(wanted);
    (void)state;
    start(&select);
    assert_true(receive_text(PLAIN_HEAD "{\"data\":{\"id\":\"1\",\"text\":\""));
    const uint32_t bytes = repeat("never ending ", ENDLESS_BYTES / 8u);
    assert_int_equal(said.count, 1);
    expect_bounded_work(bytes, 2048);
    assert_true(receive_text("\"}}\r\n"));
    assert_int_equal(said.last.kind, PIPIT_EV_LINE);
    assert_int_equal(said.last.err, PIPIT_OK);
    expect_intact_line_next();
}

/* Of an endless error body as much is read as fits into the buffer; then the refusal is handled. */
static void test_endless_error_body(void **state) {
    (void)state;
    start(NULL);
    assert_true(receive_text("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    const uint32_t bytes = repeat("<html>", 1u << 20);
    assert_true(bytes < 1u << 20);
    assert_int_equal(said.kinds[PIPIT_EV_REQUEST_ERROR], 1);
    assert_int_equal(said.last.kind, PIPIT_EV_RETRY);
}

static void thousand_rules(char *line, size_t size) {
    size_t len = (size_t)snprintf(line, size, "{\"data\":{\"id\":\"1\",\"text\":\"a\"},\"matching_rules\":[");
    for (unsigned i = 0; i < RULES; i++)
        len +=
            (size_t)snprintf(line + len, size - len, "%s{\"id\":\"%u\",\"tag\":\"t\"}", i > 0 ? "," : "", 100000u + i);
    (void)snprintf(line + len, size - len, "]}\r\n");
}

static void test_thousand_matching_rules(void **state) {
    static char line[64u * RULES];
    static const char *const wanted[] = {"data.text", "matching_rules.tag"};
    pipit_select_t select = PIPIT_SELECT(wanted);
    (void)state;
    thousand_rules(line, sizeof line);
    start(NULL);
    assert_true(receive_text(PLAIN_HEAD));
    assert_true(receive_text(line));
    assert_int_equal(said.last.kind, PIPIT_EV_OVERSIZE);
    assert_int_equal(said.last.total_bytes, strlen(line) - 2u);
    expect_intact_line_next();
    start(&select);
    assert_true(receive_text(PLAIN_HEAD));
    assert_true(receive_text(line));
    assert_int_equal(said.last.kind, PIPIT_EV_LINE);
    assert_int_equal(said.last.err, PIPIT_OK);
    assert_true(said.last.cut);
    expect_intact_line_next();
}

/* ---- texts of 4 MB: how often the port is asked for bytes ---- */

#define LONG_BYTES (4u << 20)

static size_t turns_until_received(pipit_t *client) {
    pipit_event_t event;
    size_t len;
    for (;;) {
        if (pipit_want(client) & PIPIT_WANT_OPEN) pipit_open_ack(client);
        while (pipit_tx_buf(client, &len))
            pipit_tx_ack(client, len);
        const bool more = pipit_next(client, 1000, &event);
        if (more) hear(&event);
        if (!more && !(pipit_want(client) & ~(unsigned)PIPIT_WANT_RECV)) break;
    }
    return pipit_rx_buf(client, &len) ? len : 0;
}

/* @return in how many calls all bytes were received. */
static uint32_t long_text(pipit_t *client, const char *begin, char fill, const char *end) {
    const size_t lens[] = {strlen(begin), LONG_BYTES, strlen(end)};
    uint32_t receives = 0;
    memset(&said, 0, sizeof said);
    for (unsigned part = 0; part < 3; part++) {
        for (size_t gone = 0; gone < lens[part]; receives++) {
            size_t room = turns_until_received(client);
            assert_true(room > 0);
            const size_t n = lens[part] - gone < room ? lens[part] - gone : room;
            uint8_t *rx = pipit_rx_buf(client, &room);
            if (part == 1)
                memset(rx, fill, n);
            else
                memcpy(rx, (part == 0 ? begin : end) + gone, n);
            pipit_rx_ack(client, n);
            gone += n;
        }
    }
    (void)turns_until_received(client);
    return receives;
}

static pipit_t *long_client(uint8_t *rx, size_t rx_bytes) {
    static pipit_t client;
    static pipit_token_t tokens[64];
    const pipit_config_t config = {
        .rx = rx, .rx_bytes = rx_bytes, .tokens = tokens, .token_count = 64, .bearer_token = "T"};
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    return &client;
}

/* Situation 82 */
static void test_receives_of_4_megabytes(void **state) {
    static uint8_t rx[4096];
    static const char *const wanted[] = {"data.id"};
    static const size_t sizes[] = {4096, 1000, 512};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const uint32_t most = LONG_BYTES / (uint32_t)(sizes[i] / 2u) + 16u;
        for (unsigned selected = 0; selected < 2; selected++) {
            pipit_select_t select = PIPIT_SELECT(wanted);
            pipit_t *client = long_client(rx, sizes[i]);
            assert_int_equal(pipit_select_use(client, selected ? &select : NULL), PIPIT_OK);
            assert_int_equal(pipit_filter(client, NULL), PIPIT_OK);
            assert_true(long_text(client, PLAIN_HEAD "[\"", 'x', "\"]\r\n" POST) <= most);
            assert_int_equal(said.kinds[PIPIT_EV_OVERSIZE], 1);
            assert_int_equal(said.kinds[PIPIT_EV_LINE], 1);
        }
        pipit_t *client = long_client(rx, sizes[i]);
        assert_int_equal(pipit_rules_list(client, NULL), PIPIT_OK);
        assert_true(long_text(client, PLAIN_HEAD "{\"data\":[{\"id\":\"1\",\"value\":\"", 'x',
                              "\"},{\"id\":\"2\",\"value\":\"y\"}],\"meta\":{}}") <= most);
        assert_int_equal(said.kinds[PIPIT_EV_OVERSIZE], 1);
        assert_int_equal(said.kinds[PIPIT_EV_ITEM], 1);
    }
}

static void nest(char *line, unsigned depth) {
    memset(line, '[', depth);
    memset(line + depth, ']', depth);
    memcpy(line + 2u * depth, "}\r\n", 4);
}

static void test_nesting(void **state) {
    static char line[2u * DEPTH + 8u];
    static const char *const wanted[] = {"data.id", "a"};
    pipit_select_t select = PIPIT_SELECT(wanted);
    (void)state;
    nest(line, 1000); /* it fits into the buffer, but not into the tokens */
    start(NULL);
    assert_true(receive_text(PLAIN_HEAD "{\"a\":"));
    assert_true(receive_text(line));
    assert_int_equal(said.last.kind, PIPIT_EV_LINE);
    assert_int_equal(said.last.err, PIPIT_E_TOKENS);
    expect_intact_line_next();
    nest(line, DEPTH);
    start(NULL);
    assert_true(receive_text(PLAIN_HEAD "{\"a\":"));
    assert_true(receive_text(line));
    assert_int_equal(said.last.kind, PIPIT_EV_OVERSIZE);
    expect_intact_line_next();
    start(&select);
    assert_true(receive_text(PLAIN_HEAD "{\"a\":"));
    assert_true(receive_text(line));
    assert_int_equal(said.last.kind, PIPIT_EV_LINE);
    assert_int_equal(said.last.err, PIPIT_OK);
    assert_true(said.last.cut);
    expect_intact_line_next();
}

/* Situation 81. The bound holds with any number of tokens; it is exact, wherever the deep place is. */
static void test_depth_of_a_text(void **state) {
    static char line[2u * DEPTH];
    static pipit_token_t tokens[DEPTH];
    pipit_json_t json;
    (void)state;
    for (size_t before = 0; before < 600; before++) {
        for (unsigned over = 0; over < 2; over++) {
            const size_t depth = PIPIT_JSON_DEPTH - 1u + over;
            size_t len = 0;
            line[len++] = '[';
            for (size_t i = 0; i < before; i++, len += 2)
                memcpy(line + len, "1,", 2);
            memset(line + len, '[', depth);
            memset(line + len + depth, ']', depth + 1u);
            len += 2u * depth + 1u;
            assert_int_equal(pipit_json_parse(&json, line, len, tokens, DEPTH), over ? PIPIT_E_DEPTH : PIPIT_OK);
            assert_int_equal(json.count, over ? 0 : before + depth + 1u);
        }
    }
    memset(line, '[', DEPTH);
    memset(line + DEPTH, ']', DEPTH);
    assert_int_equal(pipit_json_parse(&json, line, sizeof line, tokens, DEPTH), PIPIT_E_DEPTH);
    assert_int_equal(json.count, 0);
    assert_int_equal(pipit_json_parse(&json, line, DEPTH, tokens, DEPTH), PIPIT_E_DEPTH);
    assert_int_equal(pipit_json_parse(&json, line, DEPTH, tokens, 300), PIPIT_E_TOKENS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_head_of_a_gigabyte),
        cmocka_unit_test(test_header_line_without_end),
        cmocka_unit_test(test_endless_1xx),
        cmocka_unit_test(test_endless_chunk_extension),
        cmocka_unit_test(test_chunk_of_2_to_the_64),
        cmocka_unit_test(test_endless_line),
        cmocka_unit_test(test_endless_line_selected),
        cmocka_unit_test(test_endless_error_body),
        cmocka_unit_test(test_thousand_matching_rules),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_depth_of_a_text),
        cmocka_unit_test(test_receives_of_4_megabytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
