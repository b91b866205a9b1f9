/* SPDX-License-Identifier: MIT */
/* select.h: paths that are refused, and long messages with little memory. What is selected is tested by
 * tests/behaviour/vectors/08_select.md with every split, and by tests/behaviour/select, which compares with Python's
 * json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipit/pipit.h"

#define HEAD "HTTP/1.1 200 OK\r\n\r\n"

static const char *const paths[] = {"data.id", "data.text", "data.note_tweet.text", "includes.users.username",
                                    "matching_rules.tag"};
static pipit_select_t select;
static pipit_t client;
static uint8_t rx[1024];
static pipit_token_t tokens[256];

static pipit_err_t init(size_t rx_bytes, size_t token_count) {
    pipit_config_t config = {
        .rx = rx, .rx_bytes = rx_bytes, .tokens = tokens, .token_count = token_count, .bearer_token = "T"};
    assert_int_equal(pipit_init(&client, &config), PIPIT_OK);
    return pipit_select_use(&client, &select);
}

static int set_up(void **state) {
    (void)state;
    select.paths = paths;
    select.path_count = sizeof paths / sizeof *paths;
    return 0;
}

/* ---- what is refused ---- */

static void expect_refused(const char *const *list, size_t count) {
    select.paths = list;
    select.path_count = count;
    assert_int_equal(init(sizeof rx, 64), PIPIT_E_INVALID);
    assert_non_null(strstr(pipit_offender(&client), "select"));
}

static void test_paths_are_checked(void **state) {
    static const char *const bad[] = {"", ".", "a.", ".a", "a..b", "a.b.c.d.e.f.g", "a\"", "a\\u0062", "a\n", NULL};
    static const char *const good[] = {"a", "a.b.c.d.e.f"};
    const char *many[PIPIT_SELECT_PATHS + 1];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_refused(&bad[i], 1);
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        many[i] = "data.id";
    expect_refused(many, sizeof many / sizeof *many);
    expect_refused(good, 0);
    expect_refused(NULL, 1);
    select.paths = good;
    select.path_count = 2;
    assert_int_equal(init(sizeof rx, 64), PIPIT_OK);
    select.paths = many;
    select.path_count = PIPIT_SELECT_PATHS;
    assert_int_equal(init(sizeof rx, 64), PIPIT_OK);
}

/* ---- long messages ---- */

static char message[400000];
static size_t message_len;

static void add(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(message + message_len, sizeof message - message_len, format, arguments);
    va_end(arguments);
    assert_true(n >= 0 && (size_t)n < sizeof message - message_len);
    message_len += (size_t)n;
}

static void add_times(const char *text, size_t times) {
    while (times-- > 0)
        add("%s", text);
}

static pipit_event_t event; /* the last line */
static unsigned lines;

static void turn(void) {
    pipit_event_t now;
    while (pipit_next(&client, 1000, &now)) {
        if (now.kind == PIPIT_EV_CONNECT) continue;
        assert_int_equal(now.kind, PIPIT_EV_LINE);
        event = now;
        lines++;
        return; /* its views are valid until the next call */
    }
}

static void feed(const char *bytes, size_t len, size_t piece) {
    for (size_t n; len > 0; bytes += n, len -= n) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&client, &room);
        assert_true(room > 0);
        n = len < piece ? len : piece;
        if (n > room) n = room;
        memcpy(to, bytes, n);
        pipit_rx_ack(&client, n);
        turn();
    }
}

/* Give the message to a client in pieces of this size; `event` is the result. */
static void play_line(size_t rx_bytes, size_t token_count, size_t piece) {
    size_t len;
    assert_int_equal(init(rx_bytes, token_count), PIPIT_OK);
    assert_int_equal(pipit_filter(&client, NULL), PIPIT_OK);
    pipit_open_ack(&client);
    while (pipit_tx_buf(&client, &len) && len > 0)
        pipit_tx_ack(&client, len);
    lines = 0;
    feed(HEAD, strlen(HEAD), sizeof HEAD);
    feed(message, message_len, piece);
    assert_int_equal(lines, 1);
}

/* The same; the Post must be readable, and is stored in *tweet. */
static void play(size_t rx_bytes, size_t token_count, size_t piece, pipit_tweet_t *tweet) {
    play_line(rx_bytes, token_count, piece);
    assert_int_equal(event.err, PIPIT_OK);
    assert_int_equal(event.total_bytes, message_len - 2);
    assert_true(pipit_tweet_read(&event, tweet));
    assert_int_equal(pipit_stats(&client)->oversize, 0);
}

static const size_t pieces[] = {1, 7, 256, 1460};
#define PIECES (sizeof pieces / sizeof *pieces)

static size_t tags(char *out) {
    pipit_parts_t parts;
    pipit_matching_rule_t rule;
    size_t count = 0;
    *out = '\0';
    pipit_parts_read(&event, &parts);
    pipit_node_t node = pipit_json_first(&event.json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event.json, node)) {
        (void)pipit_matching_rule_read(&event, node, &rule);
        if (rule.tag.len > 0 && count++ < 2) sprintf(out + strlen(out), "%.*s ", (int)rule.tag.len, rule.tag.ptr);
    }
    return count;
}

static void message_begin(void) {
    message_len = 0;
    add("{\"data\":{\"attachments\":{\"media_keys\":[\"3_1\",\"3_2\"]},\"id\":\"1067094924124872705\",");
}

static void test_a_thousand_rules(void **state) {
    pipit_tweet_t tweet;
    char first[64];
    (void)state;
    message_begin();
    add("\"text\":\"t\"},\"matching_rules\":[");
    for (int i = 0; i < 1000; i++)
        add("%s{\"id\":\"%d\",\"tag\":\"tag %d\"}", i > 0 ? "," : "", i, i);
    add("]}\r\n");
    for (size_t i = 0; i < PIECES; i++) {
        play(1024, 256, pieces[i], &tweet);
        assert_int_equal(tweet.id_number, 1067094924124872705u);
        assert_true(event.cut);
        assert_true(tags(first) > 45);
        assert_string_equal(first, "tag 0 tag 1 ");
        play(1024, PIPIT_TOKENS_MIN, pieces[i], &tweet); /* now the tokens are the limit */
        assert_int_equal(tweet.text.len, 1);
        assert_true(event.cut);
        assert_true(tags(first) >= 5);
        assert_int_equal(event.json.count, PIPIT_TOKENS_MIN);
        assert_string_equal(first, "tag 0 tag 1 ");
    }
}

static void test_a_long_text(void **state) {
    pipit_tweet_t tweet;
    char first[64];
    (void)state;
    message_begin();
    add("\"note_tweet\":{\"entities\":{\"urls\":[]},\"text\":\"");
    add_times("\xf0\x9f\xa6\xa4 \\\"", 25000);
    add("\"},\"text\":\"short\"},\"matching_rules\":[{\"id\":\"1\",\"tag\":\"t\"}]}\r\n");
    for (size_t i = 0; i < PIECES; i++) {
        select.path_count = 2; /* id, text */
        play(512, PIPIT_TOKENS_MIN, pieces[i], &tweet);
        assert_false(event.cut);
        assert_int_equal(tweet.text.len, 5);
        select.path_count = 5;
        play(1024, PIPIT_TOKENS_MIN, pieces[i], &tweet);
        assert_true(event.cut);
        pipit_str_t text = pipit_tweet_long_text(&event.json, &tweet);
        assert_true(text.len > 300);
        assert_true(pipit_utf8_valid(text.ptr, text.len));
        assert_int_equal(tweet.text.len, 5);
        assert_int_equal(tags(first), 1);
    }
}

static void test_a_message_with_everything(void **state) {
    pipit_tweet_t tweet;
    pipit_user_t user;
    char first[64];
    (void)state;
    message_begin();
    add("\"context_annotations\":[");
    for (int i = 0; i < 200; i++)
        add("%s{\"domain\":{\"id\":\"%d\",\"name\":\"Interests \\u00e9\",\"description\":\"]}\\\"\"},\"entity\":{}}",
            i ? "," : "", i);
    add("],\"text\":\"all of it\",\"author_id\":\"7\"},\"includes\":{\"media\":[");
    for (int i = 0; i < 100; i++)
        add("%s{\"media_key\":\"3_%d\",\"variants\":[{\"bit_rate\":%d,\"url\":\"https://v/%d?tag=12\"}]}", i ? "," : "",
            i, i, i);
    add("],\"users\":[{\"id\":\"7\",\"username\":\"XDev\",\"description\":\"");
    add_times("long ", 2000);
    add("\"}]},\"matching_rules\":[{\"id\":\"1\",\"tag\":\"cats\"},{\"id\":\"2\",\"tag\":\"dogs\"}]}\r\n");
    assert_true(message_len > 30000);
    for (size_t i = 0; i < PIECES; i++) {
        play(512, PIPIT_TOKENS_MIN, pieces[i], &tweet);
        assert_false(event.cut);
        assert_int_equal(tweet.text.len, 9);
        assert_int_equal(tags(first), 2);
        assert_string_equal(first, "cats dogs ");
        pipit_node_t node = pipit_includes_first(&event.json, "users");
        assert_false(pipit_user_read(&event.json, node, &user)); /* it has no id, because that was not selected */
        assert_true(pipit_json_find(&event.json, node, "username") != PIPIT_NODE_NONE);
    }
}

/* The table of boards/lm3s6965evb/README.md: the longest text that is received completely, and a longer one. */
static void test_what_the_ticker_can_receive(void **state) {
    static const char *const shown[] = {"data.id",         "data.text",         "data.author_id",
                                        "data.created_at", "includes.users.id", "includes.users.username"};
    static const struct {
        size_t rx_bytes;
        size_t text_bytes;
    } rows[] = {{512, 270}, {1024, 780}};
    pipit_tweet_t tweet;
    (void)state;
    select.paths = shown;
    select.path_count = sizeof shown / sizeof *shown;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t more = 0; more < 2; more++) {
            message_begin();
            add("\"author_id\":\"1000000000000000000\",\"created_at\":\"2026-11-26T12:00:00.000Z\",\"lang\":\"en\","
                "\"text\":\"");
            add_times("x", rows[i].text_bytes + more * 30);
            add("\"},\"includes\":{\"media\":[],\"users\":[{\"name\":\"A Name\",\"id\":\"1000000000000000000\",");
            add("\"username\":\"a_name_of_15_ch\"}]},\"matching_rules\":[{\"id\":\"1\",\"tag\":\"ticker\"}]}\r\n");
            play(rows[i].rx_bytes, PIPIT_TOKENS_MIN, 256, &tweet);
            assert_int_equal(event.cut, more);
            if (more == 0) assert_int_equal(tweet.text.len, rows[i].text_bytes);
        }
    }
}

static void expect_data(const char *line, const char *expected) {
    for (size_t i = 0; i < PIECES; i++) {
        message_len = 0;
        add("%s\r\n", line);
        play_line(sizeof rx, 256, pieces[i]);
        assert_int_equal(event.err, expected ? PIPIT_OK : PIPIT_E_JSON);
        if (!expected) continue;
        assert_int_equal(event.data.len, strlen(expected));
        assert_memory_equal(event.data.ptr, expected, event.data.len);
    }
}

static void test_names_count_below_their_parents(void **state) {
    (void)state;
    expect_data("{\"data\":{\"tag\":\"no\",\"users\":[{\"username\":\"no\"}],\"id\":\"1\"},\"id\":\"no\"}",
                "{\"data\":{\"id\":\"1\"}}");
    expect_data("{\"data\":{\"data\":{\"id\":\"no\"},\"includes\":{\"users\":{\"username\":\"no\"}},\"id\":\"1\"}}",
                "{\"data\":{\"id\":\"1\"}}");
}

/* The errors of a message with a Post are not selected; those of a message without a Post are kept. */
static void test_a_post_is_no_notice(void **state) {
    (void)state;
    expect_data("{\"data\":{\"id\":\"1\"},\"errors\":[{\"title\":\"t\"}]}", "{\"data\":{\"id\":\"1\"}}");
    expect_data("{\"dataset\":{\"id\":\"1\"},\"errors\":[{\"title\":\"t\"}]}", "{\"errors\":[{\"title\":\"t\"}]}");
}

static void test_broken_separators(void **state) {
    static const char *const broken[] = {"{,\"data\":{\"id\":\"1\",\"text\":\"a\"}}",
                                         "{\"data\":{,\"id\":\"1\",\"text\":\"a\"}}",
                                         "{\"data\":{\"id\":\"1\"\"text\":\"a\"}}",
                                         "{\"data\":{\"id\":\"1\",,\"text\":\"a\"}}",
                                         "{\"data\":{\"id\":\"1\",\"text\":\"a\",}}",
                                         "{\"data\":{\"id\":\"1\",\"text\":\"a\"},}",
                                         "{\"data\":{\"id\":\"1\",\"text\":\"\\u12g45\"}}",
                                         "{\"data\":{\"id\":\"1\",\"text\":\"\\u123g5\"}}",
                                         "{\"data\":{\"id\":\"1\",\"text\":\"\\x\"}}",
                                         "{\"data\":{\"id\":\"1\" \"text\":\"a\"}}",
                                         "{\"matching_rules\":[,{\"tag\":\"a\"}]}",
                                         "{\"matching_rules\":[{\"tag\":\"a\"},]}",
                                         "{\"matching_rules\":[{\"tag\":\"a\"}{\"tag\":\"a\"}]}"};
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        expect_data(broken[i], NULL);
}

/* A text that is kept, with something at each of its first places: a control character, a wrong escape, and one that
 * ends too early are refused; each escape is accepted. */
static void test_marks_of_a_text_at_every_place(void **state) {
    static const char dots[] = "........................................";
    static const char *const bad[] = {"\x01",    "\x1f", "\x01u0041", "\x01n", "\t\"",
                                      "\\u00g0", "\\x",  "\\u004.",   "\\ n",  "\\\x01"};
    static const char *const good[] = {"\\n",      "\\u0041",         "\\\\", "\\\"", "\\/", "\x7f", "\\b\\f\\r\\t",
                                       "\xc3\xa9", "\xf0\x9f\xa5\x81"};
    (void)state;
    for (int place = 0; place < (int)sizeof dots; place++) {
        char line[128];
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            snprintf(line, sizeof line, "{\"data\":{\"text\":\"%.*s%sabcdefghijklmnopqrstuvwxyz\"}}", place, dots,
                     bad[i]);
            expect_data(line, NULL);
        }
        for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
            snprintf(line, sizeof line, "{\"data\":{\"text\":\"%.*s%sabcdefghijklmnopqrstuvwxyz\"}}", place, dots,
                     good[i]);
            expect_data(line, line);
        }
    }
}

/* The text is cut after the last complete character, for all buffer sizes. */
static void test_a_cut_text_ends_with_a_character(void **state) {
    static const char *const units[] = {"\xf0\x9f\xa6\xa4 \\\"", "\xe0\xa0\x80 \\\"", "\xef\xbf\xbd \\\"",
                                        "\xc2\xa2 \\\"",         "\xdf\xbf \\\"",     "\xf4\x8f\xbf\xbf \\\""};
    pipit_tweet_t tweet;
    (void)state;
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        size_t first = strcspn(units[u], " ");
        size_t len = first + 2; /* the character, a space, a quote */
        bool ends_with[6] = {false};
        message_begin();
        add("\"text\":\"");
        add_times(units[u], 400);
        add("\"}}\r\n");
        for (size_t less = 0; less < 24; less++) {
            play(sizeof rx - less, PIPIT_TOKENS_MIN, 256, &tweet);
            assert_true(event.cut);
            assert_true(pipit_utf8_valid(tweet.text.ptr, tweet.text.len));
            ends_with[tweet.text.len % len] = true;
        }
        for (size_t at = 0; at < len; at++)
            assert_int_equal(ends_with[at], at == 0 || at >= first);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_paths_are_checked, set_up),
        cmocka_unit_test_setup(test_a_thousand_rules, set_up),
        cmocka_unit_test_setup(test_a_long_text, set_up),
        cmocka_unit_test_setup(test_a_message_with_everything, set_up),
        cmocka_unit_test_setup(test_what_the_ticker_can_receive, set_up),
        cmocka_unit_test_setup(test_a_cut_text_ends_with_a_character, set_up),
        cmocka_unit_test_setup(test_names_count_below_their_parents, set_up),
        cmocka_unit_test_setup(test_broken_separators, set_up),
        cmocka_unit_test_setup(test_marks_of_a_text_at_every_place, set_up),
        cmocka_unit_test_setup(test_a_post_is_no_notice, set_up),
    };
    return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
