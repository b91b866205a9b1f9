/* SPDX-License-Identifier: MIT */
/* Unit tests of the ticker: history, reader, times, the status line. */
#include "history.h"
#include "reader.h"
#include "rfc3339.h"
#include "status.h"
#include "ticker_tests.h"

/* ---- history ---- */

static void add(history_t *history, const char *author, const char *text) {
    char *copy = test_copy(text, strlen(text));
    const history_source_t post = {author, strlen(author), copy, strlen(text), 7};
    history_add(history, &post);
    test_copy_free(copy);
}

static void expect_post(const history_t *history, size_t age, const char *author, const char *text) {
    const history_post_t *post = history_post(history, age);
    assert_non_null(post);
    assert_string_equal(post->author, author);
    assert_int_equal(post->text_len, strlen(text));
    assert_memory_equal(post->text, text, post->text_len);
}

static void the_history_begins_empty(void **state) {
    history_t history = {0};
    (void)state;
    assert_null(history_post(&history, 0));
}

static void the_newest_comes_first_and_the_oldest_goes(void **state) {
    static const char *const texts[] = {"1", "2", "3", "4", "5", "6"};
    history_t history = {0};
    (void)state;
    for (size_t added = 1; added <= 6; added++) {
        add(&history, "a", texts[added - 1]);
        size_t kept = added < HISTORY_POSTS ? added : HISTORY_POSTS;
        for (size_t age = 0; age < kept; age++)
            expect_post(&history, age, "a", texts[added - 1 - age]);
        assert_null(history_post(&history, kept));
    }
    assert_int_equal(history_post(&history, 0)->created_s, 7);
}

static void entities_are_decoded_and_a_long_name_is_cut(void **state) {
    history_t history = {0};
    (void)state;
    add(&history, "12345678901234567890", "a &amp; b");
    expect_post(&history, 0, "123456789012345", "a & b");
    add(&history, "", "");
    expect_post(&history, 0, "", "");
}

static void a_text_of_any_length_is_kept_or_ends_with_an_ellipsis(void **state) {
    static const char euro[] = "\xe2\x82\xac";
    char text[HISTORY_TEXT_BYTES + 64], expected[HISTORY_TEXT_BYTES];
    (void)state;
    for (size_t lead = 0; lead < 3; lead++) {
        for (size_t len = HISTORY_TEXT_BYTES - 8; len < HISTORY_TEXT_BYTES + 8; len++) {
            history_t history = {0};
            memset(text, 'x', sizeof text);
            for (size_t at = lead; at + 3 <= len; at += 3)
                memcpy(text + at, euro, 3);
            text[len] = '\0';
            size_t most = HISTORY_TEXT_BYTES - 3;
            size_t kept = len <= HISTORY_TEXT_BYTES ? len : lead + (most - lead) / 3 * 3;
            memcpy(expected, text, kept);
            add(&history, "a", text);
            const history_post_t *post = history_post(&history, 0);
            assert_int_equal(post->text_len, len <= HISTORY_TEXT_BYTES ? len : kept + 3);
            assert_memory_equal(post->text, expected, kept);
            if (len > HISTORY_TEXT_BYTES) assert_memory_equal(post->text + kept, "\xe2\x80\xa6", 3);
        }
    }
}

/* ---- reader ---- */

static const reader_view_t view = {5, 2};

typedef struct {
    history_t history;
    reader_t reader;
} desk_t;

static desk_t *desk_make(void) {
    static desk_t desk;
    memset(&desk, 0, sizeof desk);
    reader_init(&desk.reader);
    return &desk;
}

static void desk_add(desk_t *desk, const char *text) {
    add(&desk->history, "a", text);
    reader_post_added(&desk->reader, &desk->history, &view);
}

static bool press(desk_t *desk, button_t button) {
    return reader_press(&desk->reader, &desk->history, &view, button);
}

static void expect_reader(const desk_t *desk, unsigned age, unsigned line, bool following) {
    assert_int_equal(desk->reader.age, age);
    assert_int_equal(desk->reader.line, line);
    assert_int_equal(desk->reader.following, following);
}

static void buttons_do_nothing_while_there_is_no_post(void **state) {
    desk_t *desk = desk_make();
    (void)state;
    for (button_t button = BUTTON_UP; button < BUTTON_COUNT; button++) {
        assert_false(press(desk, button));
        expect_reader(desk, 0, 0, true);
    }
}

static void scrolling_ends_at_the_first_and_the_last_line(void **state) {
    desk_t *desk = desk_make();
    (void)state;
    desk_add(desk, "one\ntwo\nthree\nfour");
    assert_int_equal(desk->reader.lines, 4);
    assert_false(press(desk, BUTTON_UP));
    assert_true(press(desk, BUTTON_DOWN));
    expect_reader(desk, 0, 1, false);
    assert_true(press(desk, BUTTON_DOWN));
    assert_false(press(desk, BUTTON_DOWN));
    expect_reader(desk, 0, 2, false);
    assert_true(press(desk, BUTTON_UP));
    assert_true(press(desk, BUTTON_UP));
    expect_reader(desk, 0, 0, true);
}

static void a_short_post_does_not_scroll(void **state) {
    desk_t *desk = desk_make();
    (void)state;
    desk_add(desk, "one\ntwo");
    assert_false(press(desk, BUTTON_DOWN));
    expect_reader(desk, 0, 0, true);
}

static void left_and_right_go_through_what_is_kept(void **state) {
    desk_t *desk = desk_make();
    (void)state;
    desk_add(desk, "old\nold\nold");
    desk_add(desk, "new");
    assert_false(press(desk, BUTTON_RIGHT));
    assert_true(press(desk, BUTTON_LEFT));
    assert_int_equal(desk->reader.lines, 3);
    assert_false(press(desk, BUTTON_LEFT));
    assert_true(press(desk, BUTTON_DOWN));
    expect_reader(desk, 1, 1, false);
    assert_true(press(desk, BUTTON_RIGHT));
    expect_reader(desk, 0, 0, true);
    assert_true(press(desk, BUTTON_LEFT));
    assert_true(press(desk, BUTTON_SELECT));
    expect_reader(desk, 0, 0, true);
}

static void who_reads_stays_with_the_post_as_long_as_it_is_kept(void **state) {
    desk_t *desk = desk_make();
    (void)state;
    desk_add(desk, "1\n1\n1");
    press(desk, BUTTON_DOWN);
    for (unsigned age = 1; age < HISTORY_POSTS; age++) {
        desk_add(desk, "more");
        expect_reader(desk, age, 1, false);
    }
    desk_add(desk, "pushes out");
    expect_reader(desk, HISTORY_POSTS - 1, 0, false);
    press(desk, BUTTON_SELECT);
    desk_add(desk, "next");
    expect_reader(desk, 0, 0, true);
}

/* ---- times ---- */

static void times_of_x_are_read(void **state) {
    static const struct {
        const char *text;
        uint32_t unix_s;
    } cases[] = {{"1970-01-01T00:00:00.000Z", 0},           {"2000-02-29T23:59:59Z", 951868799},
                 {"2021-03-14T07:26:46.000Z", 1615706806},  {"2026-11-25T18:50:32.999Z", 1795632632},
                 {"2100-03-01T00:00:00.000Z", 4107542400u}, {"2105-12-31T00:00:00Z", 4291660800u}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t unix_s = 1;
        char *copy = test_copy(cases[i].text, strlen(cases[i].text));
        assert_true(rfc3339_read(copy, strlen(cases[i].text), &unix_s));
        test_copy_free(copy);
        assert_int_equal(unix_s, cases[i].unix_s);
    }
}

static void other_texts_are_no_times(void **state) {
    static const char *const cases[] = {"",
                                        "Z",
                                        "2021-03-14",
                                        "2021-03-14T07:26:46",
                                        "2021-03-14 07:26:46Z",
                                        "2021-13-14T07:26:46Z",
                                        "2021-00-14T07:26:46Z",
                                        "2021-03-32T07:26:46Z",
                                        "2021-03-14T24:26:46Z",
                                        "2021-03-14T07:60:46Z",
                                        "2021-03-14T07:26:61Z",
                                        "1969-03-14T07:26:46Z",
                                        "2106-03-14T07:26:46Z",
                                        "2o21-03-14T07:26:46Z",
                                        "2021-03-14T07:26:46+00:00"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t unix_s = 1;
        char *copy = test_copy(cases[i], strlen(cases[i]));
        assert_false(rfc3339_read(copy, strlen(cases[i]), &unix_s));
        test_copy_free(copy);
        assert_int_equal(unix_s, 1);
    }
}

/* ---- status ---- */

static void the_status_line_says_it_in_words(void **state) {
    static const struct {
        status_t status;
        const char *line;
    } cases[] = {
        {{STATUS_RULES, 0, 0, STATUS_LAG_UNKNOWN, NULL}, "checking rules"},
        {{STATUS_CONNECTING, 0, 0, 0, NULL}, "connecting"},
        {{STATUS_CONNECTING, 0, 5, 0, NULL}, "reconnecting"},
        {{STATUS_CONNECTED, 0, 0, 0, NULL}, "connected, 0 Posts"},
        {{STATUS_CONNECTED, 0, 1, STATUS_LAG_UNKNOWN, NULL}, "\xe2\x9c\x93 1 Post"},
        {{STATUS_CONNECTED, 0, 42, 0, NULL}, "\xe2\x9c\x93 42 Posts lag 0s"},
        {{STATUS_CONNECTED, 0, 9999, 59, NULL}, "\xe2\x9c\x93 9999 Posts lag 59s"},
        {{STATUS_CONNECTED, 0, 10000, 60, NULL}, "\xe2\x9c\x93 10k Posts lag 1m"},
        {{STATUS_CONNECTED, 0, 2, 3599, NULL}, "\xe2\x9c\x93 2 Posts lag 59m"},
        {{STATUS_CONNECTED, 0, 2, 3600, NULL}, "\xe2\x9c\x93 2 Posts lag 1h"},
        {{STATUS_CONNECTED, 0, 2, 172799, NULL}, "\xe2\x9c\x93 2 Posts lag 47h"},
        {{STATUS_CONNECTED, 0, 2, 172800, NULL}, "\xe2\x9c\x93 2 Posts lag 2d"},
        {{STATUS_CONNECTED, 0, 2, 8640000, NULL}, "\xe2\x9c\x93 2 Posts lag >99d"},
        {{STATUS_WAITING, 0, 2, 0, NULL}, "reconnecting"},
        {{STATUS_WAITING, 5, 2, 0, NULL}, "reconnecting in 5 s"},
        {{STATUS_WAITING, 120, 2, 0, NULL}, "reconnecting in 120 s"},
        {{STATUS_WAITING, 121, 2, 0, NULL}, "reconnecting in 3min"},
        {{STATUS_WAITING, 900, 2, 0, NULL}, "reconnecting in 15min"},
        {{STATUS_STOPPED, 0, 2, 0, "AUTH"}, "stopped: AUTH"},
        {{STATUS_STOPPED, 0, 2, 0, "A_VERY_LONG_REASON_THAT_DOES_NOT_FIT_THE_LINE"},
         "stopped: A_VERY_LONG_REASON_THAT_DOES_N"},
    };
    char line[STATUS_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len = status_format(&cases[i].status, line);
        assert_int_equal(len, strlen(line));
        assert_string_equal(line, cases[i].line);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_history_begins_empty),
        cmocka_unit_test(the_newest_comes_first_and_the_oldest_goes),
        cmocka_unit_test(entities_are_decoded_and_a_long_name_is_cut),
        cmocka_unit_test(a_text_of_any_length_is_kept_or_ends_with_an_ellipsis),
        cmocka_unit_test(buttons_do_nothing_while_there_is_no_post),
        cmocka_unit_test(scrolling_ends_at_the_first_and_the_last_line),
        cmocka_unit_test(a_short_post_does_not_scroll),
        cmocka_unit_test(left_and_right_go_through_what_is_kept),
        cmocka_unit_test(who_reads_stays_with_the_post_as_long_as_it_is_kept),
        cmocka_unit_test(times_of_x_are_read),
        cmocka_unit_test(other_texts_are_no_times),
        cmocka_unit_test(the_status_line_says_it_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
