/* SPDX-License-Identifier: MIT */
/* The parts that can be used alone: JSON, HTTP head and body, backoff, names of errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "pipit/pipit.h"

static char text[8192];
static pipit_token_t tokens[512];
static pipit_json_t json;

static pipit_err_t parse(const char *source) {
    strcpy(text, source);
    return pipit_json_parse(&json, text, strlen(source), tokens, sizeof tokens / sizeof tokens[0]);
}

static void expect_text(const char *path, const char *expected) {
    pipit_str_t s = pipit_json_string(&json, pipit_json_find(&json, PIPIT_NODE_ROOT, path));
    if (!expected) {
        assert_null(s.ptr);
        return;
    }
    assert_non_null(s.ptr);
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.ptr, expected, s.len);
}

static void test_paths(void **state) {
    (void)state;
    assert_int_equal(
        parse(" { \"data\" : {\"text\":\"a\\nb\",\"n\":-1.5e3,\"t\":true,\"z\":null,\"e\":{},\"d\\u0061\":\"k\"},\n"
              "\"matching_rules\":[{\"tag\":\"t0\"},{\"tag\":\"t1\"}],"
              "\"includes\":{\"users\":[[1,2],{\"username\":\"u\"}]}} "),
        PIPIT_OK);
    expect_text("data.text", "a\nb");
    expect_text("data.text", "a\nb");
    expect_text("data.n", "-1.5e3");
    expect_text("data.t", "true");
    expect_text("data.z", NULL);
    expect_text("data.e", NULL);
    expect_text("data.da", "k");
    expect_text("matching_rules[0].tag", "t0");
    expect_text("matching_rules[1].tag", "t1");
    expect_text("matching_rules[2].tag", NULL);
    expect_text("includes.users[1].username", "u");
    expect_text("includes.users[0][1]", "2");
    expect_text("includes.users[x]", NULL);
    expect_text("includes.users[].username", NULL);
    expect_text("matching_rules[", NULL);
    expect_text("matching_rules[0", NULL);
    expect_text("data.text.x", NULL);
    expect_text("nothing", NULL);
    expect_text("data.tex", NULL);
    assert_int_equal(parse("{\"\\u00e9\":\"e\",\"\\u20ac\\ud83e\\udd41\":\"signs\"}"), PIPIT_OK);
    expect_text("\xc3\xa9", "e");
    expect_text("\xc3\xaa", NULL);
    expect_text("\xe2\x82\xac\xf0\x9f\xa5\x81", "signs");
    expect_text("\xe2\x82\xac\xf0\x9f\xa5\x82", NULL);
    expect_text("\xe2\x83\xac\xf0\x9f\xa5\x81", NULL);
}

static void test_texts_without_a_value(void **state) {
    static const char *const texts[] = {"", " ", ",", ":", "}", "]", "\"", "\\", "\x01"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(parse(texts[i]), PIPIT_E_JSON);
}

static void test_iteration(void **state) {
    static const char *const keys[] = {"a", "b", "c"};
    (void)state;
    assert_int_equal(parse("{\"a\":[1,[2,{}],3],\"b\":{\"x\":{\"y\":[]}},\"c\":4}"), PIPIT_OK);
    int count = 0;
    pipit_node_t node = pipit_json_first(&json, PIPIT_NODE_ROOT);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&json, node)) {
        pipit_str_t key = pipit_json_key(&json, node);
        assert_int_equal(key.len, 1);
        assert_memory_equal(key.ptr, keys[count], 1);
        count++;
    }
    assert_int_equal(count, 3);
    node = pipit_json_find(&json, PIPIT_NODE_ROOT, "a");
    count = 0;
    for (node = pipit_json_first(&json, node); node != PIPIT_NODE_NONE; node = pipit_json_next(&json, node))
        count++;
    assert_int_equal(count, 3);
    node = pipit_json_find(&json, PIPIT_NODE_ROOT, "b.x.y");
    assert_int_equal(pipit_json_first(&json, node), PIPIT_NODE_NONE);
    assert_int_equal(pipit_json_kind(&json, node), PIPIT_JSON_ARRAY);
    assert_int_equal(pipit_json_next(&json, PIPIT_NODE_ROOT), PIPIT_NODE_NONE);
    pipit_str_t raw = pipit_json_raw(&json, pipit_json_find(&json, PIPIT_NODE_ROOT, "b"));
    assert_int_equal(raw.len, strlen("{\"x\":{\"y\":[]}}"));
}

static void expect_u64(const char *source, pipit_err_t err, uint64_t expected) {
    uint64_t value = 0;
    assert_int_equal(parse(source), PIPIT_OK);
    assert_int_equal(pipit_json_u64(&json, pipit_json_first(&json, PIPIT_NODE_ROOT), &value), err);
    assert_true(value == expected);
}

static void test_ids_are_exact(void **state) {
    (void)state;
    expect_u64("[1166916266197536768]", PIPIT_OK, 1166916266197536768u);
    expect_u64("[\"1166916266197536768\"]", PIPIT_OK, 1166916266197536768u);
    expect_u64("[18446744073709551615]", PIPIT_OK, UINT64_MAX);
    expect_u64("[18446744073709551616]", PIPIT_E_JSON, 0);
    expect_u64("[19999999999999999999]", PIPIT_E_JSON, 0);
    expect_u64("[20000000000000000000]", PIPIT_E_JSON, 0);
    expect_u64("[30000000000000000000]", PIPIT_E_JSON, 0); /* modulo 2^64 more than 3 * 10^18 */
    expect_u64("[99999999999999999999]", PIPIT_E_JSON, 0);
    expect_u64("[100000000000000000000]", PIPIT_E_JSON, 0);
    expect_u64("[\"09999999999999999999\"]", PIPIT_OK, 9999999999999999999u);
    expect_u64("[\"1000000000000000000/\"]", PIPIT_E_JSON, 0);
    expect_u64("[-1]", PIPIT_E_JSON, 0);
    expect_u64("[1.0]", PIPIT_E_JSON, 0);
    expect_u64("[\"\"]", PIPIT_E_JSON, 0);
    expect_u64("[null]", PIPIT_E_ABSENT, 0);
    expect_u64("[true]", PIPIT_E_JSON, 0);
    expect_u64("[]", PIPIT_E_ABSENT, 0);
}

/* Whatever was in the structure before, nothing is found in a text that was refused. */
/* Ids of 1 to 20 characters, with each printable character at each place. */
static void test_what_is_no_digit_is_found_at_every_place(void **state) {
    (void)state;
    for (size_t len = 1; len <= 20; len++) {
        for (size_t place = 0; place < len; place++) {
            for (char c = ' '; c <= '~'; c++) {
                char source[32] = "[\"";
                uint64_t expected = 0;
                if (c == '"' || c == '\\') continue;
                for (size_t i = 0; i < len; i++) {
                    source[2 + i] = i == place ? c : (char)('0' + i % 2);
                    expected = expected * 10u + (uint64_t)(source[2 + i] - '0');
                }
                memcpy(source + 2 + len, "\"]", 3);
                const bool good = c >= '0' && c <= '9' && (len < 20 || place > 0 || c <= '1');
                expect_u64(source, good ? PIPIT_OK : PIPIT_E_JSON, good ? expected : 0);
            }
        }
    }
}

static void test_a_refused_text_has_no_nodes(void **state) {
    (void)state;
    memset(&json, 0x55, sizeof json);
    assert_int_equal(parse("{\"a\":}"), PIPIT_E_JSON);
    assert_int_equal(json.count, 0);
    memset(&json, 0x55, sizeof json);
    assert_int_equal(pipit_json_parse(&json, text, (size_t)INT32_MAX + 1u, tokens, 1), PIPIT_E_INVALID);
    assert_int_equal(json.count, 0);
    assert_int_equal(pipit_json_kind(&json, PIPIT_NODE_ROOT), PIPIT_JSON_NONE);
}

static void expect_unescaped(const char *source, const char *expected, size_t len) {
    char copy[256];
    strcpy(copy, source);
    assert_int_equal(pipit_unescape(copy, strlen(source)), len);
    assert_memory_equal(copy, expected, len);
}

static void test_unescape(void **state) {
    (void)state;
    expect_unescaped("plain", "plain", 5);
    expect_unescaped("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8);
    expect_unescaped("\\u0041\\u00e9\\u20ac\\u20AC", "A\xc3\xa9\xe2\x82\xac\xe2\x82\xac", 9);
    expect_unescaped("\\uD83E\\uDD41!", "\xf0\x9f\xa5\x81!", 5);
    expect_unescaped("\\uD83E", "\xef\xbf\xbd", 3);
    expect_unescaped("\\uDD41x", "\xef\xbf\xbdx", 4);
    expect_unescaped("\\uD83E\\uD83E\\uDD41", "\xef\xbf\xbd\xf0\x9f\xa5\x81", 7);
    expect_unescaped("\\uD83E\\n", "\xef\xbf\xbd\n", 4);
    expect_unescaped("\\u0000", "", 1);
}

/* Encode a character as in the table of RFC 3629 section 3. @return the number of bytes. */
static size_t utf8(uint32_t c, char *out) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (n == 1) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = n - 1; i > 0; i--, c /= 64)
        out[i] = (char)(0x80 + c % 64);
    out[0] = (char)(c + (n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0));
    return n;
}

static void test_every_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        bool surrogate = c >= 0xd800 && c < 0xe000;
        char expected[5];
        char escaped[13];
        size_t n = utf8(c, expected);
        if (pipit_utf8_valid(expected, n) == surrogate) fail_msg("U+%04X", (unsigned)c);
        if (surrogate) continue;
        if (c < 0x10000)
            snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)c);
        else
            snprintf(escaped, sizeof escaped, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + c / 0x400),
                     (unsigned)(0xdc00 + c % 0x400));
        if (pipit_unescape(escaped, strlen(escaped)) != n || memcmp(escaped, expected, n) != 0)
            fail_msg("\\u%04X", (unsigned)c);
    }
}

static void test_utf8(void **state) {
    static const char *const good[] = {
        "", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"};
    static const char *const bad[] = {"\x80",
                                      "\xc3",
                                      "\xc0\xaf",
                                      "\xe0\x80\xaf",
                                      "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xe2\x82",
                                      "\xf0\x9f\x98",
                                      "a\xffz",
                                      "\xf0\x8f\xbf\xbf"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(pipit_utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(pipit_utf8_valid(bad[i], strlen(bad[i])));
}

/* A wrong byte at each place of a machine word, and after it. */
static void test_control_characters_at_every_place(void **state) {
    (void)state;
    for (size_t at = 0; at < 40; at++) {
        char source[64] = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
        source[1 + at] = '\x1f';
        assert_int_equal(parse(source), PIPIT_E_JSON);
        source[1 + at] = '\x80';
        assert_int_equal(parse(source), PIPIT_E_JSON);
        source[1 + at] = ' ';
        assert_int_equal(parse(source), PIPIT_OK);
        source[1 + at] = '\x7f';
        assert_int_equal(parse(source), PIPIT_OK);
    }
}

static void test_tokens_run_out(void **state) {
    (void)state;
    strcpy(text, "[1,2,3]");
    assert_int_equal(pipit_json_parse(&json, text, 7, tokens, 3), PIPIT_E_TOKENS);
    assert_int_equal(json.count, 0);
    assert_int_equal(pipit_json_kind(&json, PIPIT_NODE_ROOT), PIPIT_JSON_NONE);
    assert_int_equal(pipit_json_parse(&json, text, 7, tokens, 4), PIPIT_OK);
}

static void test_date(void **state) {
    static const struct {
        const char *value;
        uint32_t seconds;
    } cases[] = {{"Sun, 06 Nov 1994 08:49:37 GMT", 784111777u},  {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
                 {"Tue, 29 Feb 2028 23:59:59 UTC", 1835481599u}, {"Sun, 07 Feb 2106 06:28:14 GMT", PIPIT_HEAD_ABSENT},
                 {"1994-11-06T08:49:37Z", PIPIT_HEAD_ABSENT},    {"Sun, 06 Foo 1994 08:49:37 GMT", PIPIT_HEAD_ABSENT}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char head_text[128] = "HTTP/1.1 200 OK\r\nDate: ";
        pipit_head_t head;
        size_t used = 0;
        strcat(strcat(head_text, cases[i].value), "\r\n\r\n");
        pipit_head_init(&head);
        assert_int_equal(pipit_head_read(&head, (const uint8_t *)head_text, strlen(head_text), &used), 1);
        assert_int_equal(used, strlen(head_text));
        assert_int_equal(head.date_s, cases[i].seconds);
    }
}

static void test_a_head_begins_with_nothing(void **state) {
    static const char source[] = "HTTP/1.1 200 OK\r\n\r\n";
    pipit_head_t head;
    size_t used = 0;
    (void)state;
    memset(&head, 0x55, sizeof head);
    pipit_head_init(&head);
    assert_int_equal(pipit_head_read(&head, (const uint8_t *)source, sizeof source - 1, &used), 1);
    assert_false(head.chunked || head.encoded);
    assert_int_equal(head.content_length, PIPIT_HEAD_ABSENT);
    assert_int_equal(head.retry_after_s, PIPIT_HEAD_ABSENT);
    assert_false(head.rate_left || head.day_used_up);
    assert_int_equal(head.rate_limit_reset_s, PIPIT_HEAD_ABSENT);
    assert_int_equal(head.date_s, PIPIT_HEAD_ABSENT);
}

static void test_encodings(void **state) {
    static const struct {
        const char *field;
        bool chunked;
        bool encoded;
    } rows[] = {{"Content-Encoding: identity", false, false},      {"Content-Encoding:", false, false},
                {"Content-Encoding: gzip", false, true},           {"Transfer-Encoding: chunked", true, false},
                {"Transfer-Encoding: gzip, chunked", false, true}, {"Transfer-Encoding: identity", false, false},
                {"Transfer-Encoding: CHUNKED", true, false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char head_text[96];
        pipit_head_t head;
        size_t used = 0;
        snprintf(head_text, sizeof head_text, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", rows[i].field);
        pipit_head_init(&head);
        assert_int_equal(pipit_head_read(&head, (const uint8_t *)head_text, strlen(head_text), &used), 1);
        assert_int_equal(head.chunked, rows[i].chunked);
        assert_int_equal(head.encoded, rows[i].encoded);
    }
}

static void test_head_values(void **state) {
    static const char source[] =
        "HTTP/1.1 429 Too Many Requests\r\ncontent-type:  application/problem+json; charset=utf-8\r\n"
        "X-RATE-LIMIT-LIMIT:50 \r\nx-rate-limit-remaining: 48\r\nx-rate-limit-reset: 1634603522\r\n"
        "x-rate-limit-resetx: 7\r\nx-rate-limit-rese: 8\r\nRetry-After: 120\r\n\r\nBODY";
    pipit_head_t head;
    size_t used = 0;
    (void)state;
    pipit_head_init(&head);
    assert_int_equal(pipit_head_read(&head, (const uint8_t *)source, sizeof source - 1, &used), 1);
    assert_string_equal(source + used, "BODY");
    assert_int_equal(head.status, 429);
    assert_true(head.rate_left);
    assert_int_equal(head.rate_limit_reset_s, 1634603522);
    assert_int_equal(head.retry_after_s, 120);
    assert_int_equal(head.content_length, PIPIT_HEAD_ABSENT);
}

static void expect_head(const char *source, int32_t expected) {
    pipit_head_t head;
    size_t used = 0;
    pipit_head_init(&head);
    assert_int_equal(pipit_head_read(&head, (const uint8_t *)source, strlen(source), &used), expected);
}

static void test_heads_that_are_none(void **state) {
    (void)state;
    expect_head("HTTP/2 200\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.x 200 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1200 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.12 200 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 20 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 2000 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 099 OK\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 0400 Bad Request\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 0 400 Bad Request\r\n", PIPIT_E_HTTP); /* there must be only one status */
    expect_head("HTTP/1.1 101 Switching\r\n\r\n", PIPIT_E_HTTP);
    expect_head("HTTP/1.1 200 OK\r\nno colon\r\n", 0);
    expect_head("HTTP/1.1 200\r\n\r\n", 1);
    expect_head("HTTP/1.1 200\n\n", 1);
    expect_head("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", PIPIT_E_FRAMING);
    expect_head("HTTP/1.1 200 OK\r\nContent-Length: 4294967295\r\n\r\n", PIPIT_E_FRAMING);
    expect_head("HTTP/1.1 200 OK\r\nContent-Length: 4294967294\r\nContent-Length: 4294967294\r\n\r\n", 1);
}

static void test_ladders(void **state) {
    (void)state;
    assert_int_equal(pipit_backoff_linear(0, 250, 16000), 0);
    assert_int_equal(pipit_backoff_linear(3, 250, 16000), 750);
    assert_int_equal(pipit_backoff_linear(64, 250, 16000), 16000);
    assert_int_equal(pipit_backoff_linear(UINT32_MAX, 250, 16000), 16000);
    assert_int_equal(pipit_backoff_double(0, 5000, 320000), 5000);
    assert_int_equal(pipit_backoff_double(6, 5000, 320000), 320000);
    assert_int_equal(pipit_backoff_double(UINT32_MAX, 5000, 320000), 320000);
    assert_int_equal(pipit_backoff_double(4, 60000, 900000), 900000);
    assert_int_equal(pipit_backoff_double(2, 1000, 5000), 4000);
    assert_int_equal(pipit_backoff_until_reset(1000, 300), 701000);
    assert_int_equal(pipit_backoff_until_reset(1000, 1000), 0);
    assert_int_equal(pipit_backoff_until_reset(1000, 2000), 0);
    assert_int_equal(pipit_backoff_until_reset(1000000, 1), 901000);
    assert_int_equal(pipit_backoff_until_reset(PIPIT_HEAD_ABSENT, 1), 0);
    assert_int_equal(pipit_backoff_until_reset(1, PIPIT_HEAD_ABSENT), 0);
}

/* All delays in the range of the jitter occur, also the shortest and the longest, and no others. */
static void test_jitter(void **state) {
    static const uint32_t waits_ms[][2] = {{0, 0}, {3, 3}, {4, 5}, {99, 123}, {100, 125}, {199, 248}, {1000, 1250}};
    uint32_t random = 1;
    (void)state;
    for (size_t w = 0; w < sizeof waits_ms / sizeof waits_ms[0]; w++) {
        uint32_t least = UINT32_MAX;
        uint32_t most = 0;
        for (int i = 0; i < 10000; i++) {
            uint32_t wait_ms = pipit_backoff_jitter(waits_ms[w][0], 25, &random);
            least = wait_ms < least ? wait_ms : least;
            most = wait_ms > most ? wait_ms : most;
        }
        assert_int_equal(least, waits_ms[w][0]);
        assert_int_equal(most, waits_ms[w][1]);
    }
    assert_in_range(pipit_backoff_jitter(1000000000, 25, &random), 1000000000, 1250000000);
}

static void test_errors_have_names(void **state) {
    (void)state;
    unsigned named = 0;
    for (pipit_err_t err = 0; err >= -79; err--) {
        if (strcmp(pipit_err_name(err), "PIPIT_E_UNKNOWN") == 0) continue;
        named++;
        assert_string_not_equal(pipit_strerror(err), "unknown error");
        assert_int_equal(pipit_err_family(err), err == 0 ? 0 : -err / 10 + 1);
    }
    assert_int_equal(named, 53);
    assert_string_equal(pipit_strerror(-1000), "unknown error");
    assert_int_equal(pipit_err_family(-1000), PIPIT_FAMILY_LINK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_iteration),
        cmocka_unit_test(test_ids_are_exact),
        cmocka_unit_test(test_what_is_no_digit_is_found_at_every_place),
        cmocka_unit_test(test_a_refused_text_has_no_nodes),
        cmocka_unit_test(test_unescape),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_every_character),
        cmocka_unit_test(test_control_characters_at_every_place),
        cmocka_unit_test(test_tokens_run_out),
        cmocka_unit_test(test_texts_without_a_value),
        cmocka_unit_test(test_date),
        cmocka_unit_test(test_head_values),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_a_head_begins_with_nothing),
        cmocka_unit_test(test_heads_that_are_none),
        cmocka_unit_test(test_ladders),
        cmocka_unit_test(test_jitter),
        cmocka_unit_test(test_errors_have_names),
    };
    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
