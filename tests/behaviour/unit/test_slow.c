/* SPDX-License-Identifier: MIT */
/* Peers that send or take single bytes slowly: each wait has a limit. And counters and clocks that reach their limits
 * after days. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: Tue, 24 Nov 2026 05:02:31 GMT\r\n\r\n"
#define EOF_HEAD "HTTP/1.0 200 OK\r\n\r\n"
#define RX_BYTES 4096u
#define MINUTE_MS 60000u
#define LINE_MS 120000u
#define CALL_MS 120000u
#define STALL_MS 25000u
#define END_MS (10u * MINUTE_MS) /* after this time a test has failed */

static uint8_t rx[RX_BYTES];
static pipit_token_t tokens[70000];
static pipit_t client;
static pipit_recovery_t recovery;
static uint32_t now_ms;
static pipit_event_t last;    /* the last event */
static pipit_err_t first_err; /* of the first PIPIT_EV_CONNECTION_ERROR */
static uint32_t kinds[PIPIT_EV_KILL + 1];
static char sent[1u << 16];
static size_t sent_len;

static void init(void) {
    const pipit_config_t config = {.rx = rx,
                                   .rx_bytes = sizeof rx,
                                   .tokens = tokens,
                                   .token_count = 256,
                                   .bearer_token = "T",
                                   .jitter_percent = PIPIT_JITTER_OFF};
    now_ms = 0xffffff00u; /* the clock wraps soon */
    first_err = PIPIT_OK;
    sent_len = 0;
    memset(kinds, 0, sizeof kinds);
    memset(&recovery, 0, sizeof recovery);
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
}

static bool next(void) {
    pipit_event_t event;
    if (!pipit_next(&client, now_ms, &event)) return false;
    last = event;
    kinds[last.kind]++;
    if (last.kind == PIPIT_EV_CONNECTION_ERROR && first_err == PIPIT_OK) first_err = last.err;
    return true;
}

/* One turn without receiving; it sends at most this number of bytes. @return how many. */
static size_t turn(size_t most) {
    size_t gone = 0;
    if (pipit_want(&client) == PIPIT_WANT_NEXT) (void)next(); /* a new request asks for the time */
    do {
        size_t len = 0;
        if (pipit_want(&client) & PIPIT_WANT_CLOSE) pipit_close_ack(&client);
        if (pipit_want(&client) & PIPIT_WANT_OPEN) pipit_open_ack(&client);
        const uint8_t *bytes = pipit_tx_buf(&client, &len);
        if (len > most - gone) len = most - gone;
        if (len > 0) {
            if (sent_len + len <= sizeof sent) memcpy(sent + sent_len, bytes, len);
            sent_len += len;
            pipit_tx_ack(&client, len);
            gone += len;
        }
    } while (next() || (gone < most && pipit_tx_buf(&client, &(size_t){0})));
    return gone;
}

static bool receive(const char *text) {
    size_t len = strlen(text);
    while (len > 0) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&client, &room);
        if (!to) return false;
        const size_t n = len < room ? len : room;
        memcpy(to, text, n);
        pipit_rx_ack(&client, n);
        text += n;
        len -= n;
        turn(SIZE_MAX);
    }
    return true;
}

static void pass(uint32_t ms) {
    now_ms += ms;
    turn(SIZE_MAX);
    turn(SIZE_MAX); /* a time-out needs two turns */
}

/* For tests/hostile/attacks/run.py, which shows it beside the attack. */
static uint32_t seen(uint32_t ms) {
    print_message("seen: it ended after %u ms of the engine's clock, %u bytes received\n", (unsigned)ms,
                  (unsigned)pipit_stats(&client)->bytes);
    return ms;
}

/* `text` again and again with so much time between. @return how many milliseconds until nobody reads it. */
static uint32_t drip(const char *text, uint32_t every_ms) {
    uint32_t ms = 0;
    while (ms < END_MS && receive(text)) {
        pass(every_ms);
        ms += every_ms;
        if (kinds[PIPIT_EV_CONNECTION_ERROR] + kinds[PIPIT_EV_CLOSED] > 0) break;
    }
    return seen(ms);
}

static void stream_open(const char *head) {
    init();
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(head));
    assert_int_equal(kinds[PIPIT_EV_CONNECT], 1);
}

/* ---- lines ---- */

static void test_a_line_byte_by_byte_ends(void **state) {
    (void)state;
    stream_open(EOF_HEAD);
    const uint32_t ms = drip("x", 10000);
    assert_int_equal(first_err, PIPIT_E_SLOW);
    assert_true(ms >= LINE_MS && ms <= LINE_MS + STALL_MS);
}

static void test_a_chunk_extension_byte_by_byte_ends(void **state) {
    (void)state;
    stream_open(HEAD);
    assert_true(receive("1;"));
    const uint32_t ms = drip("x", 10000);
    assert_int_equal(first_err, PIPIT_E_SLOW);
    assert_true(ms >= LINE_MS && ms <= LINE_MS + STALL_MS);
}

/* Faster than the program reads: there is no turn without bytes. */
static uint32_t flood(const char *text) {
    uint32_t ms = 0;
    while (ms < END_MS && receive(text)) {
        now_ms += 100;
        ms += 100;
        if (kinds[PIPIT_EV_CONNECTION_ERROR] + kinds[PIPIT_EV_CLOSED] > 0) break;
    }
    return seen(ms);
}

static void test_a_flood_of_a_line_ends(void **state) {
    (void)state;
    stream_open(EOF_HEAD);
    assert_in_range(flood("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), LINE_MS, LINE_MS + 1000u);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void test_a_flood_of_a_chunk_extension_ends(void **state) {
    (void)state;
    stream_open(HEAD);
    assert_true(receive("1;"));
    assert_in_range(flood("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), LINE_MS, LINE_MS + 1000u);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void stream_that_may_be_silent(const char *begin) {
    const pipit_config_t config = {.rx = rx,
                                   .rx_bytes = sizeof rx,
                                   .tokens = tokens,
                                   .token_count = 64,
                                   .bearer_token = "T",
                                   .stall_ms = 10u * MINUTE_MS};
    init();
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(begin));
    for (int minute = 0; minute < 5; minute++)
        pass(MINUTE_MS);
}

/* Five minutes without a byte are for stall_ms to judge. */
static void test_silence_is_not_slow(void **state) {
    (void)state;
    stream_that_may_be_silent(EOF_HEAD "\r\n");
    assert_int_equal(first_err, PIPIT_OK);
}

/* It came together with the end of the line before it. */
static void test_half_a_line_and_silence(void **state) {
    (void)state;
    stream_that_may_be_silent(EOF_HEAD "\r\n{\"data\":");
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void test_keep_alives_are_no_line(void **state) {
    (void)state;
    stream_open(EOF_HEAD);
    assert_int_equal(drip("\r\n", 20000), END_MS);
    assert_int_equal(first_err, PIPIT_OK);
}

static void test_a_slow_line_that_ends_in_time(void **state) {
    (void)state;
    stream_open(EOF_HEAD);
    for (int line = 0; line < 3; line++) {
        for (uint32_t ms = 0; ms + 20000u < LINE_MS; ms += 20000u) {
            assert_true(receive("1"));
            pass(20000);
        }
        assert_true(receive("\r\n"));
    }
    assert_int_equal(first_err, PIPIT_OK);
    assert_int_equal(kinds[PIPIT_EV_LINE], 3);
}

/* The rest of the line was already waiting in the socket during the pause of the program. */
static void test_a_program_that_was_away_in_a_line(void **state) {
    (void)state;
    stream_open(EOF_HEAD);
    assert_true(receive("{\"data\":{\"id\":"));
    now_ms += 5u * MINUTE_MS;
    assert_true(receive("\"1\",")); /* one piece of it after another */
    now_ms += 1;
    assert_true(receive("\"text\":\"a\"}}\r\n"));
    assert_int_equal(kinds[PIPIT_EV_LINE], 1);
    assert_int_equal(first_err, PIPIT_OK);
}

static void test_line_ms_is_configured(void **state) {
    const pipit_config_t config = {
        .rx = rx, .rx_bytes = sizeof rx, .tokens = tokens, .token_count = 64, .bearer_token = "T", .line_ms = 5000};
    (void)state;
    init();
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD));
    const uint32_t ms = drip("x", 1000);
    assert_int_equal(first_err, PIPIT_E_SLOW);
    assert_true(ms >= 5000 && ms <= 6000);
}

static void test_trailers_are_not_waited_for(void **state) {
    (void)state;
    stream_open(HEAD);
    assert_true(receive("0\r\n"));
    assert_int_equal(kinds[PIPIT_EV_CLOSED], 1);
    assert_false(receive("X-Trailer: "));
}

/* ---- calls ---- */

static void test_an_answer_byte_by_byte_ends(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_rules_list(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":["));
    const uint32_t ms = drip(" ", 5000);
    assert_int_equal(first_err, PIPIT_E_SLOW);
    assert_true(ms >= CALL_MS - 5000u && ms <= CALL_MS + STALL_MS);
    turn(SIZE_MAX);
    assert_false(pipit_running(&client));
}

static void test_a_flood_of_an_element_ends(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_rules_list(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":[{\"id\":\""));
    assert_in_range(flood("11111111111111111111111111111111111111111111111111"), LINE_MS, LINE_MS + 1000u);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void test_a_flood_of_nothing_in_an_answer_ends(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_rules_list(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":["));
    assert_in_range(flood("                                                  "), LINE_MS, LINE_MS + 1000u);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void test_elements_now_and_then_are_slow_too(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_rules_list(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":[{}"));
    assert_true(drip(",{}", 20000) <= CALL_MS + STALL_MS);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

static void test_a_token_byte_by_byte_ends(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_token_request(&client, "key", "secret"), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{"));
    assert_true(drip(" ", 5000) <= CALL_MS + STALL_MS);
    assert_int_equal(first_err, PIPIT_E_SLOW);
}

/* An answer with 4 KB in two minutes is not ended, even if it takes an hour. */
static void test_an_answer_at_the_least_rate_goes_on(void **state) {
    char element[1400];
    (void)state;
    init();
    assert_int_equal(pipit_rules_list(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":["));
    snprintf(element, sizeof element, "{\"id\":\"%01300d\"},", 7);
    for (uint32_t ms = 0; ms < 60u * MINUTE_MS; ms += 20000u) {
        assert_true(receive(element));
        pass(20000);
    }
    assert_int_equal(first_err, PIPIT_OK);
    assert_int_equal(kinds[PIPIT_EV_ITEM], 180);
}

/* The server takes a byte of the request every 9 s, so write_ms never expires. */
static void request_is_slow(uint32_t most_ms) {
    uint32_t ms = 0;
    for (; ms < END_MS && kinds[PIPIT_EV_CONNECTION_ERROR] == 0; ms += 9000u) {
        turn(1);
        now_ms += 9000u;
    }
    assert_int_equal(first_err, PIPIT_E_SLOW);
    assert_true(seen(ms) <= most_ms);
}

static void test_a_request_byte_by_byte_ends(void **state) {
    static const pipit_rule_spec_t rule = {"cat", NULL};
    (void)state;
    init();
    assert_int_equal(pipit_rules_add(&client, &rule, 1, false), PIPIT_OK);
    request_is_slow(CALL_MS + STALL_MS);
}

static void test_a_streams_request_byte_by_byte_ends(void **state) {
    (void)state;
    init();
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    request_is_slow(LINE_MS + STALL_MS);
}

/* 400 bytes every 9 s: more than a buffer in two minutes. */
static void test_a_large_request_at_the_least_rate_goes_on(void **state) {
    static char values[100][1000];
    static pipit_rule_spec_t rules[100];
    uint32_t ms = 0;
    (void)state;
    init();
    for (size_t i = 0; i < 100; i++) {
        snprintf(values[i], sizeof values[i], "from:%0990zu", i);
        rules[i].value = values[i];
    }
    assert_int_equal(pipit_rules_add(&client, rules, 100, false), PIPIT_OK);
    while (turn(400) > 0) {
        now_ms += 9000u;
        ms += 9000u;
    }
    assert_int_equal(first_err, PIPIT_OK);
    assert_true(ms > 10 * CALL_MS && sent_len > 100000);
    assert_true(receive(EOF_HEAD "{\"data\":[{}]}"));
}

/* ---- texts that change ---- */

static void test_a_text_that_becomes_shorter(void **state) {
    static char fields[3000];
    pipit_stream_t stream = {.tweet_fields = fields};
    (void)state;
    init();
    for (size_t i = 0; i + 8 < sizeof fields; i += 8)
        snprintf(fields + i, 9, "%s%07u", i > 0 ? "," : "a", (unsigned)i);
    static uint8_t small[PIPIT_RX_MIN];
    const pipit_config_t config = {
        .rx = small, .rx_bytes = sizeof small, .tokens = tokens, .token_count = 64, .bearer_token = "T"};
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, &stream), PIPIT_OK);
    turn(2000);
    fields[10] = '\0';
    turn(SIZE_MAX);
    print_message("seen: %lu bytes went out\n", (unsigned long)sent_len);
    assert_true(sent_len <= 2000u + sizeof small);
    assert_int_equal(first_err, PIPIT_E_INVALID);
    turn(SIZE_MAX);
    assert_false(pipit_running(&client));
    assert_int_equal(last.err, PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&client), "shorter"));
}

/* ---- ends of ranges ---- */

/* Refusals for days: after the 1st, the 5th .. and the 397th one, Pipit asks X to end the stale connection. */
static void test_stale_connections_are_ended_for_ever(void **state) {
    uint32_t refusals = 0;
    (void)state;
    init();
    recovery.kill_stale = &pipit_kill_stale;
    assert_int_equal(pipit_recovery_use(&client, &recovery), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    for (; refusals < 400; refusals++) {
        const uint32_t kills = kinds[PIPIT_EV_KILL];
        while (!pipit_rx_buf(&client, &(size_t){0}))
            pass(1000);
        assert_true(receive("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 43\r\n\r\n"
                            "{\"connection_issue\":\"TooManyConnections\"}\r\n"));
        if (refusals % 4 == 0) {
            while (!pipit_rx_buf(&client, &(size_t){0}))
                pass(1);
            assert_true(receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
            assert_int_equal(kinds[PIPIT_EV_KILL], kills + 1);
        }
    }
    assert_int_equal(kinds[PIPIT_EV_KILL], 100);
}

static void test_more_tokens_than_16_bits(void **state) {
    static uint8_t large[300000];
    const pipit_config_t config = {
        .rx = large, .rx_bytes = sizeof large, .tokens = tokens, .token_count = 70000, .bearer_token = "T"};
    (void)state;
    init();
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(EOF_HEAD "{\"data\":[0"));
    for (int i = 0; i < 66000; i++)
        assert_true(receive(",0"));
    assert_true(receive("]}\r\n{\"data\":1}\r\n"));
    assert_int_equal(pipit_stats(&client)->tokens_high, 66001 + 3);
}

/* If the clock of a server is wrong (1970), no replay is possible for its times, so no gap is reported. */
static void gap_with_date(const char *date, uint32_t gaps) {
    char head[200];
    const pipit_stream_t stream = {.backfill_minutes = PIPIT_BACKFILL_AUTO};
    snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\nDate: %s\r\n\r\n", date);
    init();
    assert_int_equal(pipit_recovery_use(&client, &recovery), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, &stream), PIPIT_OK);
    turn(SIZE_MAX);
    assert_true(receive(head));
    assert_true(receive("\r\n"));
    pipit_link_lost(&client, PIPIT_E_RESET, 0);
    pass(20u * MINUTE_MS);
    assert_true(receive(head));
    pass(1);
    assert_int_equal(kinds[PIPIT_EV_CONNECT], 2);
    assert_int_equal(kinds[PIPIT_EV_GAP], gaps);
}

static void test_a_date_of_1970_makes_no_gap(void **state) {
    (void)state;
    gap_with_date("Tue, 24 Nov 2026 05:02:31 GMT", 1);
    gap_with_date("Thu, 01 Jan 1970 00:03:00 GMT", 0);
    gap_with_date("Tue, 21 Mar 2006 20:50:13 GMT", 0);
}

/* The cause may be a Wi-Fi login page or a clock that is not set, so the request must not end in the first minute. */
static void test_refused_certificates_are_spread(void **state) {
    uint32_t ms = 0;
    (void)state;
    init();
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    turn(0);
    for (; pipit_running(&client) && ms < END_MS; ms += 1000u) {
        if (pipit_want(&client) & PIPIT_WANT_SEND) pipit_link_lost(&client, PIPIT_E_TLS_CERT, 4);
        now_ms += 1000u;
        turn(0);
    }
    assert_int_equal(last.err, PIPIT_E_TLS_CERT);
    assert_true(ms >= MINUTE_MS && ms <= 3u * MINUTE_MS);
    assert_int_equal(kinds[PIPIT_EV_CONNECTION_ERROR], 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_byte_by_byte_ends),
        cmocka_unit_test(test_a_chunk_extension_byte_by_byte_ends),
        cmocka_unit_test(test_a_flood_of_a_line_ends),
        cmocka_unit_test(test_a_flood_of_a_chunk_extension_ends),
        cmocka_unit_test(test_silence_is_not_slow),
        cmocka_unit_test(test_half_a_line_and_silence),
        cmocka_unit_test(test_keep_alives_are_no_line),
        cmocka_unit_test(test_a_slow_line_that_ends_in_time),
        cmocka_unit_test(test_a_program_that_was_away_in_a_line),
        cmocka_unit_test(test_line_ms_is_configured),
        cmocka_unit_test(test_trailers_are_not_waited_for),
        cmocka_unit_test(test_an_answer_byte_by_byte_ends),
        cmocka_unit_test(test_a_flood_of_an_element_ends),
        cmocka_unit_test(test_a_flood_of_nothing_in_an_answer_ends),
        cmocka_unit_test(test_elements_now_and_then_are_slow_too),
        cmocka_unit_test(test_a_token_byte_by_byte_ends),
        cmocka_unit_test(test_an_answer_at_the_least_rate_goes_on),
        cmocka_unit_test(test_a_request_byte_by_byte_ends),
        cmocka_unit_test(test_a_streams_request_byte_by_byte_ends),
        cmocka_unit_test(test_a_large_request_at_the_least_rate_goes_on),
        cmocka_unit_test(test_a_text_that_becomes_shorter),
        cmocka_unit_test(test_stale_connections_are_ended_for_ever),
        cmocka_unit_test(test_more_tokens_than_16_bits),
        cmocka_unit_test(test_a_date_of_1970_makes_no_gap),
        cmocka_unit_test(test_refused_certificates_are_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
