/* SPDX-License-Identifier: MIT */
/* message.h, compliance.h, activity.h and text.h: each kind of line as X sends it, and with wrong content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipit/pipit.h"

static char memory[65536];
static pipit_token_t tokens[4096];
static pipit_event_t event;
static pipit_json_t *const json = &event.json;

/* The bytes are in memory of the exact size, so that AddressSanitizer detects an access after them. */
static void line_of(const char *text, size_t len) {
    static char *exact;
    free(exact);
    exact = malloc(len > 0 ? len : 1);
    assert_non_null(exact);
    memcpy(exact, text, len);
    memset(&event, 0, sizeof event);
    event.kind = PIPIT_EV_LINE;
    event.data.ptr = exact;
    event.data.len = len;
    event.err = pipit_json_parse(json, exact, len, tokens, sizeof tokens / sizeof tokens[0]);
}

static void line(const char *text) {
    line_of(text, strlen(text));
    assert_int_equal(event.err, PIPIT_OK);
}

/* `expected` is NULL if the text must be absent. */
static void expect_text(pipit_str_t text, const char *expected) {
    if (!expected) {
        assert_null(text.ptr);
        assert_int_equal(text.len, 0);
        return;
    }
    assert_non_null(text.ptr);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void expect_raw(pipit_node_t node, const char *expected) {
    expect_text(pipit_json_raw(json, node), expected);
}

static void expect_message(const char *text, uint8_t kind, const char *name, const char *raw) {
    pipit_message_t message;
    line(text);
    pipit_message_read(json, &message);
    assert_int_equal(message.kind, kind);
    expect_text(message.name, name);
    if (raw) expect_raw(message.node, raw);
}

static pipit_str_t str(const char *text) {
    pipit_str_t s = {text, strlen(text)};
    return s;
}

#define POST                                                                                                           \
    "{\"data\":{\"edit_history_tweet_ids\":[\"1445880548472328192\"],\"id\":\"1445880548472328192\","                  \
    "\"text\":\"caf\xc3\xa9 \\uD83E\\uDD41 &amp; more\"},"                                                             \
    "\"matching_rules\":[{\"id\":\"1166916266197536768\",\"tag\":\"t1\"}]}"
#define LIKE                                                                                                           \
    "{\"data\":{\"id\":\"8bb8a0a1e0c13ea34ff6ae67b2ad0e04\",\"created_at\":\"2026-07-24T21:26:05.000Z\","              \
    "\"liked_tweet_id\":\"2047\",\"tweet_author_id\":\"12\",\"timestamp_ms\":\"1784927565236\"}}"
#define DELETION                                                                                                       \
    "{\"data\":{\"delete\":{\"tweet\":{\"id\":\"1543734217692828673\",\"author_id\":\"906948460078698496\"},"          \
    "\"event_at\":\"2022-07-08T17:54:25.052Z\"}}}"
#define NOTICE                                                                                                         \
    "{\"data\":{\"public_tweet_notice\":{\"tweet\":{\"id\":\"7\",\"author_id\":\"8\"},\"event_type\":\"misleading\","  \
    "\"application\":\"apply\",\"details\":\"d\",\"label_title\":\"l\",\"extended_details_url\":\"https://x\","        \
    "\"event_at\":\"2022-07-08T17:54:25.052Z\"}}}"
#define ACTIVITY                                                                                                       \
    "{\"data\":{\"event_uuid\":\"u-1\",\"filter\":{\"user_id\":\"12\",\"direction\":\"inbound\"},"                     \
    "\"event_type\":\"post.create\",\"tag\":\"mine\",\"payload\":{\"id\":\"20\",\"id_str\":\"20\",\"text\":\"hi\","    \
    "\"author_id\":\"12\",\"public_metrics\":{\"like_count\":0,\"like_count_str\":\"0\"}},"                            \
    "\"includes\":{\"users\":[{\"id\":\"11\"},{\"id\":\"12\",\"username\":\"jack\",\"name\":\"Jack\","                 \
    "\"profile_geo_enrichment\":{\"potential_locations\":[{\"geo_entity\":{}}]}}]}}}"
#define POWER                                                                                                          \
    "[{\"created_at\":\"Tue Mar 21 20:50:14 +0000 2006\",\"id\":20,\"id_str\":\"20\",\"text\":\"just setting up\","    \
    "\"user\":{\"id\":12,\"id_str\":\"12\",\"name\":\"jack\",\"screen_name\":\"jack\",\"url\":null,"                   \
    "\"verified\":true},\"geo\":null,\"coordinates\":null},"                                                           \
    "{\"id_str\":\"21\",\"full_text\":\"all of it\",\"user\":{\"id_str\":\"13\",\"screen_name\":\"biz\"}}]"

static void test_post(void **state) {
    pipit_tweet_t tweet;
    (void)state;
    line(POST);
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(tweet.id, "1445880548472328192");
    expect_text(tweet.text, "caf\xc3\xa9 \xf0\x9f\xa5\x81 &amp; more");
    expect_text(tweet.author_id, NULL);
    expect_text(tweet.created_at, NULL);
    assert_true(tweet.id_number == UINT64_C(1445880548472328192));
    assert_int_equal(tweet.node, pipit_json_find(json, PIPIT_NODE_ROOT, "data"));
    line("{\"data\":{\"id\":1337295154017955843,\"text\":\"\",\"author_id\":null,\"created_at\":null}}");
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(tweet.id, "1337295154017955843");
    expect_text(tweet.text, "");
    assert_true(tweet.id_number == UINT64_C(1337295154017955843));
    expect_text(tweet.author_id, NULL);
}

static void test_what_is_no_post(void **state) {
    static const char *const lines[] = {
        LIKE,
        DELETION,
        NOTICE,
        ACTIVITY,
        "{}",
        "null",
        "123",
        "[]",
        "\"text\"",
        "{\"data\":null}",
        "{\"data\":[]}",
        "{\"data\":{\"id\":\"1\"}}",
        "{\"data\":{\"text\":\"a\"}}",
        "{\"data\":{\"id\":{},\"text\":\"a\"}}",
        "{\"data\":{\"id\":\"1\",\"text\":[\"a\"]}}",
        "{\"data\":{\"id\":null,\"text\":null}}",
        "{\"data\":{\"jd\":\"1\",\"text\":\"a\"}}",
        "{\"data\":{\"id\":\"1\",\"texts\":\"a\"}}",
        "{\"errors\":[{\"title\":\"Not Found Error\",\"id\":\"1\",\"text\":\"a\"}]}",
        "{\"type\":\"connection_metadata\",\"datacenter\":\"atla\",\"timestamp\":1762557264155}"};
    pipit_tweet_t tweet;
    pipit_tweet_t zero;
    (void)state;
    memset(&zero, 0, sizeof zero);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        line(lines[i]);
        memset(&tweet, 0x55, sizeof tweet);
        assert_false(pipit_tweet_read(&event, &tweet));
        assert_memory_equal(&tweet, &zero, sizeof zero);
    }
    line(POST);
    assert_false(pipit_tweet_read_at(json, PIPIT_NODE_NONE, &tweet));
    assert_false(pipit_tweet_read_at(json, 4000, &tweet));
}

static void test_statuses_without_a_word(void **state) {
    static const struct {
        uint16_t status;
        pipit_err_t err;
    } rows[] = {
        {302, PIPIT_E_STATUS},      {399, PIPIT_E_STATUS},      {400, PIPIT_E_BAD_REQUEST}, {401, PIPIT_E_AUTH},
        {402, PIPIT_E_CREDITS},     {403, PIPIT_E_FORBIDDEN},   {404, PIPIT_E_NOT_FOUND},   {405, PIPIT_E_BAD_REQUEST},
        {406, PIPIT_E_BAD_REQUEST}, {408, PIPIT_E_STATUS},      {409, PIPIT_E_BAD_REQUEST}, {410, PIPIT_E_NOT_FOUND},
        {413, PIPIT_E_BAD_REQUEST}, {414, PIPIT_E_BAD_REQUEST}, {415, PIPIT_E_BAD_REQUEST}, {420, PIPIT_E_RATE_LIMIT},
        {422, PIPIT_E_BAD_REQUEST}, {425, PIPIT_E_STATUS},      {426, PIPIT_E_BAD_REQUEST}, {429, PIPIT_E_RATE_LIMIT},
        {430, PIPIT_E_BAD_REQUEST}, {431, PIPIT_E_BAD_REQUEST}, {451, PIPIT_E_BAD_REQUEST}, {499, PIPIT_E_BAD_REQUEST},
        {500, PIPIT_E_SERVER},      {599, PIPIT_E_SERVER},      {600, PIPIT_E_STATUS}};
    (void)state;
    line("{\"title\":\"?\"}");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(pipit_problem_classify(rows[i].status, json), rows[i].err);
}

/* What X says counts, whatever the status is. */
static void test_words_of_refusals(void **state) {
    static const struct {
        const char *text;
        pipit_err_t err;
    } rows[] = {
        {"{\"account_id\":123,\"title\":\"CreditsDepleted\",\"type\":\"https://api.twitter.com/2/problems/credits\"}",
         PIPIT_E_CREDITS},
        {"{\"title\":\"Too Many Requests\",\"type\":\"https://api.x.com/2/problems/credits-depleted\"}",
         PIPIT_E_CREDITS},
        {"{\"title\":\"SpendCapReached\",\"reset_date\":\"2026-12-01\"}", PIPIT_E_SPEND_CAP},
        {"{\"errors\":[{\"title\":\"SpendCapReached\"}],\"title\":\"Forbidden\"}", PIPIT_E_SPEND_CAP},
        {"{\"title\":\"UsageCapExceeded\",\"period\":\"Monthly\"}", PIPIT_E_USAGE_CAP},
        {"{\"type\":\"https://api.x.com/2/problems/usage-capped\"}", PIPIT_E_USAGE_CAP},
        {"{\"title\":\"RulesCapExceeded\"}", PIPIT_E_RULE_CAP},
        {"{\"errors\":[{\"type\":\"https://api.x.com/2/problems/rule-cap\"}]}", PIPIT_E_RULE_CAP},
        {"{\"connection_issue\":\"RuleConfigurationIssue\"}", PIPIT_E_NO_RULES},
        {" <html><title>Attention Required!</title></html>", PIPIT_E_NOT_X},
        {"error code: 1015", PIPIT_E_NOT_X},
        {"Ratings", PIPIT_E_NOT_X},
        {"Rat", PIPIT_E_NOT_X},
        {"[1]", PIPIT_E_NOT_X},
    };
    static const uint16_t statuses[] = {302, 400, 401, 402, 403, 409, 422, 429, 451, 500, 503, 520, 599};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        line_of(rows[i].text, strlen(rows[i].text));
        for (size_t j = 0; j < sizeof statuses / sizeof statuses[0]; j++)
            assert_int_equal(pipit_problem_classify(statuses[j], json), rows[i].err);
    }
    line_of("Rate", 4);
    assert_int_equal(pipit_problem_classify(429, json), PIPIT_E_RATE_LIMIT);
    line_of(" \n Rate limit exceeded", 22);
    assert_int_equal(pipit_problem_classify(429, json), PIPIT_E_RATE_LIMIT);
    line("{\"title\":\"SpendCapReached\",\"reset_date\":\"2026-12-01\",\"reason\":\"r\"}");
    pipit_problem_t problem;
    pipit_problem_read(json, PIPIT_NODE_ROOT, &problem);
    assert_true(problem.reset_date.len == 10 && memcmp(problem.reset_date.ptr, "2026-12-01", 10) == 0);
    assert_true(problem.issue.len == 1);
    line("{\"error\":{\"message\":\"Forced\",\"title\":\"t\"},\"title\":\"top\"}");
    pipit_problem_read(json, PIPIT_NODE_ROOT, &problem);
    assert_true(problem.message.len == 6 && problem.title.len == 3);
    line("{\"errors\":[{\"detail\":\"of the first\",\"title\":\"t\"}],\"title\":\"top\"}");
    pipit_problem_read(json, PIPIT_NODE_ROOT, &problem);
    assert_true(problem.detail.len == 12 && problem.title.len == 3);
    line("{\"type\":\"/abc\"}");
    pipit_problem_read(json, PIPIT_NODE_ROOT, &problem);
    assert_int_equal(problem.type.len, 3);
}

/* The page of a proxy or a CDN is not JSON; its title is all that a person needs. */
static void test_the_title_of_a_page(void **state) {
    static const struct {
        const char *page;
        const char *title;
    } rows[] = {{"<html><head><title>Just a moment...</title>", "Just a moment..."},
                {"<HTML><TITLE>Login</TITLE>", "Login"},
                {"<<title>>a</title>", ">a"},
                {"<title>cut off at the end of the buf", "cut off at the end of the buf"},
                {"<title", NULL},
                {"error code: 1015", NULL},
                {"<title></title>", ""},
                {"", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pipit_problem_t problem;
        line_of(rows[i].page, strlen(rows[i].page));
        pipit_problem_read(json, PIPIT_NODE_ROOT, &problem);
        assert_int_equal(problem.title.ptr != NULL, rows[i].title != NULL);
        if (!rows[i].title) continue;
        assert_int_equal(problem.title.len, strlen(rows[i].title));
        assert_memory_equal(problem.title.ptr, rows[i].title, problem.title.len);
    }
}

/* Members that X does not send are zero, also in memory that was used before. */
static void test_views_in_used_memory(void **state) {
    pipit_tweet_t tweet;
    pipit_like_t like;
    (void)state;
    memset(&tweet, 0x55, sizeof tweet);
    line("{\"data\":{\"id\":\"no number\",\"text\":\"a\"}}");
    assert_true(pipit_tweet_read(&event, &tweet));
    assert_true(tweet.id_number == 0);
    assert_null(tweet.author_id.ptr);
    memset(&like, 0x55, sizeof like);
    line("{\"data\":{\"id\":\"1\",\"created_at\":\"2026-10-01T12:00:00.000Z\",\"liked_tweet_id\":\"2\"}}");
    assert_true(pipit_like_read(&event, &like));
    assert_true(like.timestamp_number_ms == 0);
    assert_null(like.liked_tweet_author_id.ptr);
}

static void test_powerstream(void **state) {
    pipit_tweet_t tweet;
    pipit_user_t user;
    int64_t created_ms;
    (void)state;
    line(POWER);
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(tweet.id, "20");
    expect_text(tweet.text, "just setting up");
    expect_text(tweet.author_id, "12");
    assert_int_equal(pipit_time_ms(tweet.created_at.ptr, tweet.created_at.len, &created_ms), PIPIT_OK);
    assert_true(created_ms == INT64_C(1142974214000));
    assert_true(pipit_author_read(json, &tweet, &user));
    expect_text(user.id, "12");
    expect_text(user.username, "jack");
    expect_text(user.url, NULL);
    assert_true(user.is_verified);
    pipit_node_t node = pipit_message_next(json, pipit_message_first(json));
    assert_true(pipit_tweet_read_at(json, node, &tweet));
    expect_text(tweet.id, "21");
    expect_text(tweet.text, "all of it");
    expect_text(tweet.author_id, "13");
    assert_true(pipit_author_read(json, &tweet, &user));
    expect_text(user.id, "13");
    expect_text(user.username, "biz");
    assert_int_equal(pipit_message_next(json, node), PIPIT_NODE_NONE);
    line("{\"id\":20,\"text\":\"bare\",\"user\":{\"id_str\":\"12\"}}");
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(tweet.author_id, "12");
    assert_int_equal(tweet.node, PIPIT_NODE_ROOT);
    line(POST);
    assert_int_equal(pipit_message_next(json, pipit_message_first(json)), PIPIT_NODE_NONE);
}

/* Situation 34 */
static void test_kinds_of_messages(void **state) {
    (void)state;
    expect_message(POST, PIPIT_MESSAGE_TWEET, NULL, NULL);
    expect_message(POWER, PIPIT_MESSAGE_TWEET, NULL, NULL);
    expect_message(LIKE, PIPIT_MESSAGE_LIKE, NULL, NULL);
    expect_message(DELETION, PIPIT_MESSAGE_COMPLIANCE, "delete", NULL);
    expect_message(NOTICE, PIPIT_MESSAGE_LABEL, "public_tweet_notice", NULL);
    expect_message(ACTIVITY, PIPIT_MESSAGE_ACTIVITY, "post.create", NULL);
    expect_message("{\"type\":\"connection_metadata\",\"datacenter\":\"atla\",\"timestamp\":1762557264155}",
                   PIPIT_MESSAGE_CONNECTION_METADATA, "connection_metadata",
                   "{\"type\":\"connection_metadata\",\"datacenter\":\"atla\",\"timestamp\":1762557264155}");
    expect_message("{\"info\":{\"message\":\"Replay Request Completed\",\"activity_count\":3}}", PIPIT_MESSAGE_SYSTEM,
                   "info", "{\"message\":\"Replay Request Completed\",\"activity_count\":3}");
    expect_message("{\"warn\":{\"message\":\"m\"}}", PIPIT_MESSAGE_SYSTEM, "warn", "{\"message\":\"m\"}");
    expect_message("{\"error\":{\"message\":\"m\"}}", PIPIT_MESSAGE_SYSTEM, "error", "{\"message\":\"m\"}");
    expect_message("{\"errors\":[{\"title\":\"t\"}]}", PIPIT_MESSAGE_ERRORS, NULL, "[{\"title\":\"t\"}]");
    expect_message("{\"data\":null,\"errors\":[]}", PIPIT_MESSAGE_ERRORS, NULL, "[]");
    expect_message("{\"title\":\"operational-disconnect\",\"type\":\"https://api.x.com/2/problems/x\"}",
                   PIPIT_MESSAGE_ERRORS, "https://api.x.com/2/problems/x", NULL);
}

/* Situation 34 */
static void test_unknown_messages(void **state) {
    pipit_message_t message;
    (void)state;
    expect_message("{\"data\":{\"tweet_glow\":{\"at\":\"a\\nb\"}}}", PIPIT_MESSAGE_UNKNOWN, "tweet_glow",
                   "{\"at\":\"a\\nb\"}");
    expect_message("{\"delete\":{\"status\":{}}}", PIPIT_MESSAGE_UNKNOWN, "delete", "{\"status\":{}}");
    expect_message("{\"type\":\"heartbeat\",\"n\":1}", PIPIT_MESSAGE_UNKNOWN, "heartbeat",
                   "{\"type\":\"heartbeat\",\"n\":1}");
    expect_message("{\"data\":{\"a\":{},\"b\":{}}}", PIPIT_MESSAGE_UNKNOWN, NULL, "{\"a\":{},\"b\":{}}");
    expect_message("{}", PIPIT_MESSAGE_UNKNOWN, NULL, "{}");
    expect_message("{\"data\":{\"text\":\"a\",\"n\":1}}", PIPIT_MESSAGE_UNKNOWN, NULL, "{\"text\":\"a\",\"n\":1}");
    expect_message("{\"data\":{}}", PIPIT_MESSAGE_UNKNOWN, NULL, "{}");
    expect_message("[]", PIPIT_MESSAGE_UNKNOWN, NULL, NULL);
    expect_message("[[{\"a\":{}}]]", PIPIT_MESSAGE_UNKNOWN, NULL, "[{\"a\":{}}]");
    expect_message("null", PIPIT_MESSAGE_UNKNOWN, NULL, "null");
    expect_message("123", PIPIT_MESSAGE_UNKNOWN, NULL, "123");
    line_of("{\"data\":", 8);
    assert_int_equal(event.err, PIPIT_E_JSON);
    pipit_message_read(json, &message);
    assert_int_equal(message.kind, PIPIT_MESSAGE_UNKNOWN);
    assert_int_equal(message.node, PIPIT_NODE_NONE);
}

/* Situation 33 */
static void test_errors(void **state) {
    pipit_parts_t parts;
    pipit_problem_t problem;
    (void)state;
    line("{\"errors\":[{\"title\":\"Not Found Error\",\"detail\":\"Could not find user\","
         "\"type\":\"https://api.twitter.com/2/problems/resource-not-found\"},{\"message\":\"two\"}]}");
    pipit_parts_read(&event, &parts);
    assert_int_equal(parts.data, PIPIT_NODE_NONE);
    pipit_node_t node = pipit_json_first(json, parts.errors);
    pipit_problem_read(json, node, &problem);
    expect_text(problem.type, "resource-not-found");
    expect_text(problem.title, "Not Found Error");
    node = pipit_json_next(json, node);
    pipit_problem_read(json, node, &problem);
    expect_text(problem.message, "two");
    assert_int_equal(pipit_json_next(json, node), PIPIT_NODE_NONE);
}

/* Situation 37 */
static void test_both_spellings(void **state) {
    static const char *const names[][2] = {{"edit_history_tweet_ids", "edit_history_post_ids"},
                                           {"referenced_tweets", "referenced_posts"},
                                           {"note_tweet", "note_post"},
                                           {"retweet_count", "repost_count"},
                                           {"tweet_count", "post_count"},
                                           {"pinned_tweet_id", "pinned_post_id"},
                                           {"most_recent_tweet_id", "most_recent_post_id"},
                                           {"tweets", "posts"}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t on_wire = 0; on_wire < 2; on_wire++) {
            char text[256];
            snprintf(text, sizeof text, "{\"x\":{},\"%s_\":1,\"tweetpost\":2,\"%s\":%u}", names[i][on_wire],
                     names[i][on_wire], (unsigned)i + 10u);
            line(text);
            for (size_t asked = 0; asked < 2; asked++) {
                uint64_t value = 0;
                assert_int_equal(
                    pipit_json_u64(json, pipit_message_member(json, PIPIT_NODE_ROOT, names[i][asked]), &value),
                    PIPIT_OK);
                assert_int_equal(value, i + 10u);
            }
        }
    }
    line("{\"post\":1,\"tweeter\":2,\"pos\":3,\"twee\":4,\"\":5}");
    assert_int_equal(pipit_message_member(json, PIPIT_NODE_ROOT, "tweets"), PIPIT_NODE_NONE);
    assert_int_equal(pipit_message_member(json, PIPIT_NODE_ROOT, "poster"), pipit_json_find(json, 0, "tweeter"));
    assert_int_equal(pipit_message_member(json, PIPIT_NODE_ROOT, "t"), PIPIT_NODE_NONE);
    expect_raw(pipit_message_member(json, PIPIT_NODE_ROOT, ""), "5");
    expect_raw(pipit_message_member(json, PIPIT_NODE_ROOT, "tweet"), "1");
    line("[\"tweet\",1]");
    assert_int_equal(pipit_message_member(json, PIPIT_NODE_ROOT, "tweet"), PIPIT_NODE_NONE);
}

/* Situation 37 */
static void test_references_and_long_text(void **state) {
    static const char *const spellings[] = {
        "{\"data\":{\"id\":\"1\",\"text\":\"RT @a: b\xe2\x80\xa6\",\"referenced_tweets\":[{\"type\":\"quoted\",\"id\":"
        "\"2\"},{\"id\":\"4\"},{\"type\":\"retweeted\",\"id\":3}]},\"includes\":{\"tweets\":[{\"id\":\"2\"},{\"id\":"
        "\"3\","
        "\"text\":\"b\xe2\x80\xa6\",\"note_tweet\":{\"text\":\"b c\"}}]}}",
        "{\"includes\":{\"posts\":[{\"note_post\":{\"text\":\"b c\"},\"text\":\"b\xe2\x80\xa6\",\"id\":\"3\"}]},"
        "\"data\":{\"referenced_posts\":[{\"type\":\"quoted\",\"id\":\"2\"},{\"type\":\"retweeted\",\"id\":\"3\"}],"
        "\"id\":\"1\",\"text\":\"RT @a: b\xe2\x80\xa6\"}}"};
    pipit_tweet_t tweet;
    pipit_tweet_t original;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        line(spellings[i]);
        assert_true(pipit_tweet_read(&event, &tweet));
        expect_text(pipit_tweet_long_text(json, &tweet), "RT @a: b\xe2\x80\xa6");
        expect_text(pipit_tweet_reference(json, &tweet, "quoted"), "2");
        expect_text(pipit_tweet_reference(json, &tweet, "replied_to"), NULL);
        pipit_node_t node = pipit_includes_find(json, "tweets", pipit_tweet_reference(json, &tweet, "retweeted"));
        assert_true(pipit_tweet_read_at(json, node, &original));
        expect_text(original.id, "3");
        expect_text(pipit_tweet_long_text(json, &original), "b c");
    }
    line(
        "{\"id_str\":\"1\",\"text\":\"a\xe2\x80\xa6\",\"note_tweet\":null,\"extended_tweet\":{\"full_text\":\"a b\"}}");
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(pipit_tweet_long_text(json, &tweet), "a b");
}

/* Situation 36 */
static void test_matching_rules(void **state) {
    static const char *const tags[] = {"n", NULL, NULL, "", NULL};
    static const char *const similarities[] = {"0.8731", NULL, NULL, NULL, NULL};
    pipit_matching_rule_t rule;
    pipit_parts_t parts;
    size_t i = 0;
    (void)state;
    line("{\"matching_rules\":[{\"id\":1166916266197536768,\"tag\":\"n\",\"embedding_similarity\":0.8731,"
         "\"embedding_threshold\":0.8},{\"id\":\"1166916266197536768\"},{\"tag\":null,\"id\":\"1166916266197536768\"},"
         "{\"id\":1166916266197536768,\"tag\":\"\"},{\"id\":\"1166916266197536768\",\"tag\":{},"
         "\"embedding_similarity\":null}],\"data\":{\"id\":\"1\",\"text\":\"a\"}}");
    pipit_parts_read(&event, &parts);
    for (pipit_node_t n = pipit_json_first(json, parts.matching_rules); n != PIPIT_NODE_NONE;
         n = pipit_json_next(json, n), i++) {
        assert_true(pipit_matching_rule_read(&event, n, &rule));
        expect_text(rule.id, "1166916266197536768");
        assert_true(rule.id_number == UINT64_C(1166916266197536768));
        expect_text(rule.tag, tags[i]);
        expect_text(rule.embedding_similarity, similarities[i]);
    }
    assert_int_equal(i, 5);
    assert_false(pipit_matching_rule_read(&event, parts.matching_rules, &rule));
}

#define INCLUDES                                                                                                       \
    "{\"data\":{\"id\":\"1\",\"text\":\"a\",\"author_id\":\"13\"},\"includes\":{\"users\":[{\"id\":\"12\","            \
    "\"name\":\"A\",\"username\":\"a\"},{\"name\":\"B\\u00e9\",\"username\":\"b\",\"id\":\"13\",\"created_at\":"       \
    "\"2006-03-21T20:50:14.000Z\",\"description\":\"d\",\"location\":\"l\",\"url\":\"u\",\"profile_image_url\":\"p\"," \
    "\"verified_type\":\"blue\",\"verified\":true,\"protected\":false}],\"media\":[{\"media_key\":\"3_1\",\"type\":"   \
    "\"photo\",\"url\":\"https://p\",\"width\":1200,\"height\":\"675\",\"alt_text\":\"t\"},{\"media_key\":\"7_2\","    \
    "\"type\":\"video\",\"preview_image_url\":\"https://v\",\"duration_ms\":30033,\"width\":99999999999}],"            \
    "\"polls\":[{\"id\":\"5\",\"options\":[{\"position\":1,\"label\":\"y\",\"votes\":2},{\"position\":2,\"label\":"    \
    "\"n\",\"votes\":7}],\"duration_minutes\":1440,\"voting_status\":\"open\",\"end_datetime\":"                       \
    "\"2026-01-01T00:00:00.000Z\"}],\"places\":[{\"id\":\"01a9a39529b27f36\",\"full_name\":\"Manhattan, NY\","         \
    "\"name\":\"Manhattan\",\"country\":\"United States\",\"country_code\":\"US\",\"place_type\":\"city\"}],"          \
    "\"topics\":[{\"id\":\"9\",\"name\":\"T\"},{\"name\":\"nameless\"}],\"tweets\":[]}}"

static void test_users(void **state) {
    pipit_tweet_t tweet;
    pipit_user_t user;
    (void)state;
    line(INCLUDES);
    assert_true(pipit_tweet_read(&event, &tweet));
    assert_true(pipit_author_read(json, &tweet, &user));
    expect_text(user.id, "13");
    expect_text(user.name, "B\xc3\xa9");
    expect_text(user.username, "b");
    expect_text(user.created_at, "2006-03-21T20:50:14.000Z");
    expect_text(user.description, "d");
    expect_text(user.location, "l");
    expect_text(user.url, "u");
    expect_text(user.profile_image_url, "p");
    expect_text(user.verified_type, "blue");
    assert_true(user.is_verified);
    assert_false(user.is_protected);
    pipit_node_t node = pipit_includes_first(json, "users");
    assert_true(pipit_user_read(json, node, &user));
    expect_text(user.id, "12");
    assert_int_equal(pipit_json_next(json, node), pipit_includes_find(json, "users", str("13")));
    assert_int_equal(pipit_json_next(json, pipit_json_next(json, node)), PIPIT_NODE_NONE);
    assert_int_equal(pipit_includes_find(json, "users", str("1")), PIPIT_NODE_NONE);
    assert_int_equal(pipit_includes_find(json, "users", str("")), PIPIT_NODE_NONE);
    line(POST);
    assert_true(pipit_tweet_read(&event, &tweet));
    assert_false(pipit_author_read(json, &tweet, &user));
    expect_text(user.id, NULL);
}

static void test_includes_of_other_kinds(void **state) {
    pipit_media_t media;
    pipit_poll_t poll;
    pipit_poll_option_t option;
    pipit_place_t place;
    (void)state;
    line(INCLUDES);
    assert_true(pipit_media_read(json, pipit_includes_first(json, "media"), &media));
    expect_text(media.media_key, "3_1");
    expect_text(media.type, "photo");
    expect_text(media.url, "https://p");
    expect_text(media.alt_text, "t");
    assert_int_equal(media.width, 1200);
    assert_int_equal(media.height, 675);
    assert_int_equal(media.duration_ms, 0);
    assert_true(pipit_media_read(json, pipit_includes_find(json, "media", str("7_2")), &media));
    expect_text(media.url, NULL);
    expect_text(media.preview_image_url, "https://v");
    assert_int_equal(media.duration_ms, 30033);
    assert_int_equal(media.width, 0);
    assert_true(pipit_poll_read(json, pipit_includes_find(json, "polls", str("5")), &poll));
    expect_text(poll.voting_status, "open");
    expect_text(poll.end_datetime, "2026-01-01T00:00:00.000Z");
    assert_int_equal(poll.duration_minutes, 1440);
    pipit_node_t second = pipit_json_next(json, pipit_json_first(json, poll.options));
    assert_true(pipit_poll_option_read(json, second, &option));
    expect_text(option.label, "n");
    assert_int_equal(option.position, 2);
    assert_int_equal(option.votes, 7);
    assert_int_equal(option.node, second);
    assert_false(pipit_poll_option_read(json, poll.options, &option));
    assert_false(pipit_poll_option_read(json, PIPIT_NODE_NONE, &option));
    assert_true(pipit_place_read(json, pipit_includes_first(json, "places"), &place));
    expect_text(place.id, "01a9a39529b27f36");
    expect_text(place.full_name, "Manhattan, NY");
    expect_text(place.name, "Manhattan");
    expect_text(place.country, "United States");
    expect_text(place.country_code, "US");
    expect_text(place.place_type, "city");
    expect_raw(pipit_includes_first(json, "topics"), "{\"id\":\"9\",\"name\":\"T\"}");
    assert_int_equal(pipit_includes_find(json, "topics", str("")), PIPIT_NODE_NONE);
    assert_int_equal(pipit_includes_first(json, "posts"), PIPIT_NODE_NONE);
    assert_int_equal(pipit_includes_first(json, "nothing"), PIPIT_NODE_NONE);
    assert_false(pipit_media_read(json, pipit_includes_first(json, "users"), &media));
}

/* Write names of members with escapes: each of their characters, or every third one. */
static void names_escape(const char *text, char *out, unsigned step) {
    const char *name = NULL; /* its first character */
    for (; *text != '\0'; text++) {
        if (*text == '"' && !name) {
            const char *end = text + 1;
            while (*end != '"')
                end += *end == '\\' ? 2 : 1;
            name = end[1] == ':' ? text + 1 : NULL;
            const size_t len = (size_t)(end - text) + 1u;
            if (!name) {
                memcpy(out, text, len);
                out += len;
                text = end;
                continue;
            }
            *out++ = '"';
        } else if (name && *text == '"') {
            name = NULL;
            *out++ = '"';
        } else if (name && (size_t)(text - name) % step == 0) {
            out += sprintf(out, (text - name) % 2 ? "\\u%04X" : "\\u%04x", (unsigned)*text);
        } else {
            *out++ = *text;
        }
    }
    *out = '\0';
}

typedef struct {
    char texts[9][64];
    uint8_t kind;
    bool is_tweet, is_like, is_compliance, has_author;
} reading_t;

static void text_keep(char *to, pipit_str_t text) {
    snprintf(to, 64, "%.*s", (int)text.len, text.len ? text.ptr : "");
}

static void all_read(const char *text, reading_t *out) {
    pipit_message_t message;
    pipit_tweet_t tweet;
    pipit_like_t like;
    pipit_compliance_t compliance;
    pipit_user_t author;
    memset(out, 0, sizeof *out);
    line(text);
    pipit_message_read(json, &message);
    out->kind = message.kind;
    out->is_tweet = pipit_tweet_read(&event, &tweet);
    out->has_author = out->is_tweet && pipit_author_read(json, &tweet, &author);
    out->is_like = pipit_like_read(&event, &like);
    out->is_compliance = pipit_compliance_read(&event, &compliance);
    if (out->is_tweet) text_keep(out->texts[0], tweet.id);
    if (out->is_tweet) text_keep(out->texts[1], tweet.text);
    if (out->has_author) text_keep(out->texts[2], author.username);
    if (out->is_like) text_keep(out->texts[3], like.liked_tweet_id);
    if (out->is_like) text_keep(out->texts[4], like.timestamp_ms);
    if (out->is_compliance) text_keep(out->texts[5], compliance.event_at);
    if (out->is_compliance) text_keep(out->texts[6], compliance.tweet_id);
    out->texts[7][0] = (char)compliance.kind;
}

/* Situation 80 */
static void test_names_with_escapes(void **state) {
    static const char *const messages[] = {POST,
                                           POWER,
                                           LIKE,
                                           DELETION,
                                           NOTICE,
                                           ACTIVITY,
                                           INCLUDES,
                                           "{\"warn\":{\"message\":\"m\"}}",
                                           "{\"errors\":[{\"title\":\"t\"}]}"};
    static char escaped[16384];
    reading_t plain, read;
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        all_read(messages[i], &plain);
        for (unsigned step = 1; step <= 3; step++) {
            names_escape(messages[i], escaped, step);
            assert_string_not_equal(escaped, messages[i]);
            all_read(escaped, &read);
            assert_memory_equal(&read, &plain, sizeof plain);
        }
    }
    line("{\"data\\u0000\":{\"id\":\"1\",\"text\":\"a\"},\"d\\u0161ta\":{\"id\":\"1\",\"text\":\"a\"},\"dat\\\\u0061\":"
         "{\"id\":\"1\",\"text\":\"a\"}}");
    pipit_tweet_t tweet;
    assert_false(pipit_tweet_read(&event, &tweet));
}

/* Situation 63 */
static void test_likes(void **state) {
    pipit_like_t like;
    (void)state;
    line(LIKE);
    assert_true(pipit_like_read(&event, &like));
    expect_text(like.id, "8bb8a0a1e0c13ea34ff6ae67b2ad0e04");
    expect_text(like.created_at, "2026-07-24T21:26:05.000Z");
    expect_text(like.liked_tweet_id, "2047");
    expect_text(like.liked_tweet_author_id, "12");
    expect_text(like.timestamp_ms, "1784927565236");
    assert_true(like.timestamp_number_ms == UINT64_C(1784927565236));
    line("{\"data\":{\"timestamp_ms\":1784927565236,\"liked_post_id\":\"2047\",\"liked_tweet_author_id\":\"12\","
         "\"id\":\"8bb8a0a1e0c13ea34ff6ae67b2ad0e04\"}}");
    assert_true(pipit_like_read(&event, &like));
    expect_text(like.liked_tweet_id, "2047");
    expect_text(like.liked_tweet_author_id, "12");
    expect_text(like.timestamp_ms, "1784927565236");
    assert_true(like.timestamp_number_ms == UINT64_C(1784927565236));
    line("{\"data\":{\"id\":\"8bb8a0a1e0c13ea34ff6ae67b2ad0e04\"}}");
    assert_true(pipit_like_read(&event, &like));
    expect_text(like.liked_tweet_id, NULL);
    line("{\"data\":{\"id\":\"news-1\",\"name\":\"n\"}}");
    assert_false(pipit_like_read(&event, &like));
    line(POST);
    assert_false(pipit_like_read(&event, &like));
    expect_text(like.id, NULL);
    line(ACTIVITY);
    assert_false(pipit_like_read(&event, &like));
    line(DELETION);
    assert_false(pipit_like_read(&event, &like));
}

/* Situation 63 */
static void test_every_compliance_kind(void **state) {
    static const struct {
        const char *name;
        uint8_t kind;
    } kinds[] = {{"delete", PIPIT_COMPLIANCE_DELETE},
                 {"drop", PIPIT_COMPLIANCE_DROP},
                 {"undrop", PIPIT_COMPLIANCE_UNDROP},
                 {"withheld", PIPIT_COMPLIANCE_WITHHELD},
                 {"tweet_edit", PIPIT_COMPLIANCE_TWEET_EDIT},
                 {"post_edit", PIPIT_COMPLIANCE_TWEET_EDIT},
                 {"user_delete", PIPIT_COMPLIANCE_USER_DELETE},
                 {"user_undelete", PIPIT_COMPLIANCE_USER_UNDELETE},
                 {"user_protect", PIPIT_COMPLIANCE_USER_PROTECT},
                 {"user_unprotect", PIPIT_COMPLIANCE_USER_UNPROTECT},
                 {"user_suspend", PIPIT_COMPLIANCE_USER_SUSPEND},
                 {"user_unsuspend", PIPIT_COMPLIANCE_USER_UNSUSPEND},
                 {"user_withheld", PIPIT_COMPLIANCE_USER_WITHHELD},
                 {"scrub_geo", PIPIT_COMPLIANCE_SCRUB_GEO},
                 {"user_profile_modification", PIPIT_COMPLIANCE_USER_PROFILE_MODIFICATION},
                 {"public_tweet_notice", PIPIT_COMPLIANCE_TWEET_NOTICE},
                 {"public_tweet_unviewable", PIPIT_COMPLIANCE_TWEET_UNVIEWABLE},
                 {"public_tweet_unviewable_", PIPIT_COMPLIANCE_UNKNOWN},
                 {"user", PIPIT_COMPLIANCE_UNKNOWN},
                 {"", PIPIT_COMPLIANCE_UNKNOWN}};
    pipit_compliance_t compliance;
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "{\"data\":{\"%s\":{\"user\":{\"id\":\"%u\"},\"event_at\":\"t\"}}}", kinds[i].name,
                 (unsigned)i);
        line(text);
        assert_true(pipit_compliance_read(&event, &compliance));
        assert_int_equal(compliance.kind, kinds[i].kind);
        expect_text(compliance.name, kinds[i].name);
        expect_text(compliance.event_at, "t");
        snprintf(text, sizeof text, "%u", (unsigned)i);
        expect_text(compliance.user_id, text);
        assert_int_equal(compliance.withheld_in_countries, PIPIT_NODE_NONE);
        assert_int_equal(compliance.edit_tweet_ids, PIPIT_NODE_NONE);
        snprintf(text, sizeof text, "{\"user\":{\"id\":\"%u\"},\"event_at\":\"t\"}", (unsigned)i);
        expect_raw(compliance.node, text);
    }
}

/* Situation 63 */
static void test_compliance_of_posts(void **state) {
    pipit_compliance_t compliance;
    (void)state;
    line(DELETION);
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.tweet_id, "1543734217692828673");
    expect_text(compliance.author_id, "906948460078698496");
    expect_text(compliance.event_at, "2022-07-08T17:54:25.052Z");
    expect_text(compliance.like_id, NULL);
    expect_text(compliance.user_id, NULL);
    line("{\"data\":{\"withheld\":{\"post\":{\"id\":\"1\",\"author_id\":\"2\"},\"quote_tweet_id\":\"3\","
         "\"withheld_in_countries\":[\"DE\",\"XY\"],\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    assert_int_equal(compliance.kind, PIPIT_COMPLIANCE_WITHHELD);
    expect_text(compliance.tweet_id, "1");
    expect_text(compliance.author_id, "2");
    expect_text(compliance.quote_tweet_id, "3");
    expect_raw(compliance.withheld_in_countries, "[\"DE\",\"XY\"]");
    line("{\"data\":{\"tweet_edit\":{\"tweet\":{\"id\":\"1\"},\"initial_tweet_id\":\"1\",\"edit_tweet_ids\":[\"1\","
         "\"2\"],\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.initial_tweet_id, "1");
    expect_raw(compliance.edit_tweet_ids, "[\"1\",\"2\"]");
    line(NOTICE);
    assert_true(pipit_compliance_read(&event, &compliance));
    assert_int_equal(compliance.kind, PIPIT_COMPLIANCE_TWEET_NOTICE);
    expect_text(compliance.tweet_id, "7");
    expect_text(compliance.author_id, "8");
    expect_text(compliance.event_type, "misleading");
    expect_text(compliance.application, "apply");
    expect_text(compliance.details, "d");
    expect_text(compliance.label_title, "l");
    expect_text(compliance.extended_details_url, "https://x");
}

/* Situation 63 */
static void test_compliance_of_users_and_likes(void **state) {
    pipit_compliance_t compliance;
    (void)state;
    line("{\"data\":{\"scrub_geo\":{\"user\":{\"id\":\"1\"},\"up_to_tweet_id\":\"9\",\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.up_to_tweet_id, "9");
    line("{\"data\":{\"user_profile_modification\":{\"user\":{\"id\":\"1\"},\"profile_field\":\"profile.name\","
         "\"new_value\":\"n\\u00e9\",\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.profile_field, "profile.name");
    expect_text(compliance.new_value, "n\xc3\xa9");
    line("{\"data\":{\"delete\":{\"favorite\":{\"id\":\"5\",\"user_id\":\"6\"},\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    assert_int_equal(compliance.kind, PIPIT_COMPLIANCE_DELETE);
    expect_text(compliance.like_id, "5");
    expect_text(compliance.user_id, "6");
    expect_text(compliance.tweet_id, NULL);
    line("{\"data\":{\"delete\":{\"like\":{\"id\":\"5\",\"liked_tweet_id\":\"7\",\"liked_tweet_author_id\":\"8\"},"
         "\"event_at\":\"t\"}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.like_id, "5");
    expect_text(compliance.user_id, NULL);
    expect_text(compliance.tweet_id, "7");
    expect_text(compliance.author_id, "8");
    line(POST);
    assert_false(pipit_compliance_read(&event, &compliance));
    assert_int_equal(compliance.kind, PIPIT_COMPLIANCE_UNKNOWN);
    expect_text(compliance.name, NULL);
    line("{\"data\":{\"drop\":{\"tweet\":{\"id\":\"5\"}}}}");
    assert_true(pipit_compliance_read(&event, &compliance));
    expect_text(compliance.event_at, NULL);
    expect_text(compliance.tweet_id, "5");
    assert_int_equal(compliance.edit_tweet_ids, PIPIT_NODE_NONE);
    expect_raw(compliance.node, "{\"tweet\":{\"id\":\"5\"}}");
    line("{\"data\":{\"delete\":[]}}");
    assert_false(pipit_compliance_read(&event, &compliance));
}

/* Situation 63 */
static void test_activity_posts(void **state) {
    pipit_activity_t activity;
    pipit_tweet_t tweet;
    pipit_like_t like;
    pipit_user_t user;
    (void)state;
    line(ACTIVITY);
    assert_true(pipit_activity_read(&event, &activity));
    expect_text(activity.event_uuid, "u-1");
    expect_text(activity.event_type, "post.create");
    expect_text(activity.tag, "mine");
    expect_text(activity.user_id, "12");
    expect_text(activity.keyword, NULL);
    expect_text(activity.direction, "inbound");
    assert_int_equal(activity.includes, pipit_json_find(json, 0, "data.includes"));
    assert_true(pipit_tweet_read_at(json, activity.payload, &tweet));
    expect_text(tweet.id, "20");
    assert_true(pipit_author_read(json, &tweet, &user));
    expect_text(user.username, "jack");
    line("{\"data\":{\"event_type\":\"like.create\",\"filter\":{},\"payload\":{\"id\":\"ab\",\"liked_tweet_id\":\"1\"}}"
         "}");
    assert_true(pipit_activity_read(&event, &activity));
    expect_text(activity.event_uuid, NULL);
    expect_text(activity.tag, NULL);
    expect_text(activity.user_id, NULL);
    assert_int_equal(activity.includes, PIPIT_NODE_NONE);
    assert_true(pipit_like_read_at(json, activity.payload, &like));
    expect_text(like.liked_tweet_id, "1");
    line("{\"data\":{\"event_type\":\"post.delete\",\"payload\":{\"id\":\"1\",\"author_id\":\"2\"}}}");
    assert_true(pipit_activity_read(&event, &activity));
    assert_false(pipit_tweet_read_at(json, activity.payload, &tweet));
    assert_false(pipit_like_read_at(json, activity.payload, &like));
    expect_raw(pipit_json_find(json, activity.payload, "author_id"), "\"2\"");
    line(NOTICE);
    assert_false(pipit_activity_read(&event, &activity));
    line(POST);
    assert_false(pipit_activity_read(&event, &activity));
}

/* Situation 63 */
static void test_activity_people(void **state) {
    pipit_activity_t activity;
    pipit_profile_change_t change;
    pipit_user_t user;
    (void)state;
    line("{\"data\":{\"event_type\":\"follow.follow\",\"payload\":{\"source\":{\"data\":{\"id\":\"1\",\"username\":"
         "\"a\"}},"
         "\"target\":{\"id\":\"2\",\"username\":\"b\"}}}}");
    assert_true(pipit_activity_read(&event, &activity));
    assert_true(pipit_activity_user_read(json, &activity, "source", &user));
    expect_text(user.username, "a");
    assert_true(pipit_activity_user_read(json, &activity, "target", &user));
    expect_text(user.id, "2");
    assert_false(pipit_activity_user_read(json, &activity, "author", &user));
    expect_text(user.id, NULL);
    assert_false(pipit_profile_change_read(json, &activity, &change));
    line("{\"data\":{\"event_type\":\"profile.update.bio\",\"payload\":{\"before\":\"\",\"after\":\"a\\\"b\"}}}");
    assert_true(pipit_activity_read(&event, &activity));
    assert_true(pipit_profile_change_read(json, &activity, &change));
    expect_text(change.before, "");
    expect_text(change.after, "a\"b");
    line("{\"data\":{\"event_type\":\"profile.update.url\",\"payload\":{\"before\":null,\"after\":\"u\"}}}");
    assert_true(pipit_activity_read(&event, &activity));
    assert_true(pipit_profile_change_read(json, &activity, &change));
    expect_text(change.before, NULL);
    expect_text(change.after, "u");
    line("{\"data\":{\"event_type\":\"ProfileBioUpdate\",\"tag\":null,\"payload\":null}}");
    assert_true(pipit_activity_read(&event, &activity));
    expect_text(activity.event_type, "ProfileBioUpdate");
    expect_text(activity.tag, NULL);
    assert_int_equal(activity.payload, PIPIT_NODE_NONE);
    assert_false(pipit_activity_user_read(json, &activity, "source", &user));
}

static void read_everything(void) {
    pipit_parts_t parts;
    pipit_message_t message;
    pipit_compliance_t compliance;
    pipit_activity_t activity;
    pipit_profile_change_t change;
    pipit_tweet_t tweet;
    pipit_like_t like;
    pipit_user_t user;
    pipit_media_t media;
    pipit_poll_t poll;
    pipit_place_t place;
    pipit_matching_rule_t rule;
    pipit_parts_read(&event, &parts);
    pipit_message_read(json, &message);
    assert_true(message.kind <= PIPIT_MESSAGE_ERRORS);
    (void)pipit_compliance_read(&event, &compliance);
    if (pipit_activity_read(&event, &activity)) {
        (void)pipit_activity_user_read(json, &activity, "source", &user);
        (void)pipit_profile_change_read(json, &activity, &change);
    }
    for (pipit_node_t node = PIPIT_NODE_NONE; node <= (pipit_node_t)json->count; node++) {
        if (pipit_tweet_read_at(json, node, &tweet)) {
            (void)pipit_author_read(json, &tweet, &user);
            (void)pipit_tweet_long_text(json, &tweet);
            (void)pipit_tweet_reference(json, &tweet, "quoted");
            (void)pipit_includes_find(json, "tweets", tweet.id);
        }
        (void)pipit_like_read_at(json, node, &like);
        (void)pipit_user_read(json, node, &user);
        (void)pipit_media_read(json, node, &media);
        (void)pipit_poll_read(json, node, &poll);
        (void)pipit_place_read(json, node, &place);
        (void)pipit_matching_rule_read(&event, node, &rule);
    }
}

static const char *const SAMPLES[] = {POST, LIKE, DELETION, NOTICE, ACTIVITY, POWER, INCLUDES};

/* Each value, one after the other, is replaced by a value of another type. */
static void test_wrong_types(void **state) {
    static const char *const others[] = {"null", "0",  "true",          "\"\"",
                                         "[]",   "{}", "[{\"id\":[]}]", "{\"data\":{\"data\":1}}"};
    size_t read = 0;
    (void)state;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        line(SAMPLES[i]);
        pipit_node_t count = (pipit_node_t)json->count;
        for (pipit_node_t node = 0; node < count; node++) {
            for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
                line(SAMPLES[i]);
                pipit_str_t raw = pipit_json_raw(json, node);
                int before = (int)(raw.ptr - json->text);
                int len = snprintf(memory, sizeof memory, "%.*s%s%s", before, SAMPLES[i], others[k],
                                   SAMPLES[i] + before + raw.len);
                line_of(memory, (size_t)len); /* without a name it is not JSON: nothing is found */
                read += event.err == PIPIT_OK;
                read_everything();
            }
        }
    }
    assert_true(read > 1000);
}

/* A line that is cut at any place is not JSON, and nothing must be found. */
static void test_cut_lines(void **state) {
    pipit_message_t message;
    (void)state;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        for (size_t len = 0; len < strlen(SAMPLES[i]); len++) {
            line_of(SAMPLES[i], len);
            assert_int_equal(event.err, PIPIT_E_JSON);
            read_everything();
            pipit_message_read(json, &message);
            assert_int_equal(message.node, PIPIT_NODE_NONE);
        }
    }
}

/* Situation 39 */
static void test_unknown_members_and_twins(void **state) {
    size_t at = 0;
    pipit_tweet_t tweet;
    (void)state;
    at += (size_t)sprintf(memory + at, "{\"data\":{");
    for (int i = 0; i < 60; i++)
        at += (size_t)sprintf(memory + at, "\"unknown_%d\":{\"id\":\"9\",\"text\":[{\"id_str\":\"8\"}]},", i);
    at += (size_t)sprintf(memory + at, "\"deep\":");
    for (int i = 0; i < 200; i++)
        at += (size_t)sprintf(memory + at, "[");
    for (int i = 0; i < 200; i++)
        at += (size_t)sprintf(memory + at, "]");
    at += (size_t)sprintf(memory + at, ",\"id\":20,\"id_str\":\"20\",\"text\":\"t\",\"author_id\":12}}");
    line_of(memory, at);
    assert_int_equal(event.err, PIPIT_OK);
    assert_true(pipit_tweet_read(&event, &tweet));
    expect_text(tweet.id, "20");
    expect_text(tweet.text, "t");
    expect_text(tweet.author_id, "12");
    read_everything();
}

static void expect_time(const char *text, int64_t expected) {
    int64_t ms = 0;
    char exact[64];
    memcpy(exact, text, strlen(text));
    assert_int_equal(pipit_time_ms(exact, strlen(text), &ms), PIPIT_OK);
    assert_true(ms == expected);
}

/* Situation 38 */
static void test_times(void **state) {
    (void)state;
    expect_time("2021-01-06T18:40:40Z", INT64_C(1609958440000));
    expect_time("2021-01-06T18:40:40.000Z", INT64_C(1609958440000));
    expect_time("2021-01-06T18:40:40.5Z", INT64_C(1609958440500));
    expect_time("2021-01-06T18:40:40.123456Z", INT64_C(1609958440123));
    expect_time("2021-01-06T18:40:40.00987654321012345678901234567890Z", INT64_C(1609958440009));
    expect_time("2021-01-06T18:40:40+00:00", INT64_C(1609958440000));
    expect_time("2021-01-06T18:40:40.25-00:00", INT64_C(1609958440250));
    expect_time("2021-01-06T20:10:40+01:30", INT64_C(1609958440000));
    expect_time("2021-01-06T20:10:40+0130", INT64_C(1609958440000));
    expect_time("2021-01-06T10:40:40.7-08:00", INT64_C(1609958440700));
    expect_time("2021-01-06t18:40:40z", INT64_C(1609958440000));
    expect_time("Wed Jan 06 18:40:40 +0000 2021", INT64_C(1609958440000));
    expect_time("Wed Jan 06 20:10:40 +0130 2021", INT64_C(1609958440000));
    expect_time("Tue Mar 21 20:50:14 +0000 2006", INT64_C(1142974214000));
    expect_time("2016-12-31T23:59:60Z", INT64_C(1483228800000));
    expect_time("2024-02-29T00:00:00Z", INT64_C(1709164800000));
    expect_time("2000-02-29T00:00:00Z", INT64_C(951782400000));
    expect_time("1970-01-01T00:00:00Z", 0);
    expect_time("1969-12-31T23:59:59.999Z", -1);
    expect_time("0001-01-01T00:00:00Z", INT64_C(-62135596800000));
    expect_time("9999-12-31T23:59:59.999Z", INT64_C(253402300799999));
}

/* Situation 38 */
static void test_times_that_are_none(void **state) {
    static const char *const texts[] = {"x",
                                        "2021",
                                        "2021-01-06",
                                        "2021-01-06T18:40:40",
                                        "2021-01-06T18:40:40.Z",
                                        "2021-01-06T18:40:40.5",
                                        "2021-01-06T18:40:40.5ZZ",
                                        "2021-01-06T18:40:40+0",
                                        "2021-01-06T18:40:40+00",
                                        "2021-01-06T18:40:40+00:0",
                                        "2021-01-06T18:40:40+24:00",
                                        "2021-01-06T18:40:40+00:60",
                                        "2021-01-06T18:40:40-24:00",
                                        "2021-01-06T18:40:40*00:00",
                                        "2021-01-06T18:40:40+00:000",
                                        "2021-01-06T18:40:40+00-00",
                                        "2021-01-06 18:40:40Z",
                                        "2021-13-06T18:40:40Z",
                                        "2021-00-06T18:40:40Z",
                                        "2021-01-00T18:40:40Z",
                                        "2021-01-32T18:40:40Z",
                                        "2021-04-31T18:40:40Z",
                                        "2021-02-29T18:40:40Z",
                                        "2100-02-29T18:40:40Z",
                                        "2021-01-06T24:00:00Z",
                                        "2021-01-06T18:60:40Z",
                                        "2021-01-06T18:40:61Z",
                                        "0000-01-01T00:00:00Z",
                                        "2021-01-06T18:40:4xZ",
                                        "20x1-01-06T18:40:40Z",
                                        "-021-01-06T18:40:40Z",
                                        "2021-01-06T18-40-40Z",
                                        "2021\r01-06T18:40:40Z",
                                        "Wed Jan 06 18:40:40 +0000 202x",
                                        "Wed Foo 06 18:40:40 +0000 2021",
                                        "Wed Jan 00 18:40:40 +0000 2021",
                                        "Wed Feb 29 18:40:40 +0000 2021",
                                        "Wed Jan 06 18:40:40 =0000 2021",
                                        "Wed Jan 06 18:40:40 +0060 2021",
                                        "Wed Jan 06 18:40:40 +0000 20211",
                                        "Wed Jan 06 25:40:40 +0000 2021"};
    int64_t ms = 77;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        line_of(texts[i], strlen(texts[i]));
        assert_int_equal(pipit_time_ms(event.data.ptr, event.data.len, &ms), PIPIT_E_INVALID);
    }
    assert_int_equal(pipit_time_ms(NULL, 0, &ms), PIPIT_E_ABSENT);
    assert_true(ms == 77);
}

/* Situation 38 */
static void test_times_around_and_back(void **state) {
    static const char expected[] = "2021-01-06T18:40:40Z2106-02-07T06:28:15Z";
    char text[2 * PIPIT_TIME_BYTES];
    int64_t ms;
    (void)state;
    pipit_time_put(1609958440u, text);
    pipit_time_put(UINT32_MAX, text + PIPIT_TIME_BYTES);
    assert_memory_equal(text, expected, sizeof text);
    for (uint64_t s = 0; s <= UINT32_MAX; s += 40009) {
        pipit_time_put((uint32_t)s, text);
        assert_int_equal(pipit_time_ms(text, PIPIT_TIME_BYTES, &ms), PIPIT_OK);
        assert_true(ms == (int64_t)s * 1000);
    }
    for (int day = 1, days = 0; day <= 31 * 12; day++) { /* checks the number of days of each month and year */
        char date[32];
        snprintf(date, sizeof date, "2023-%02d-%02dT00:00:00Z", (day - 1) / 31 + 1, (day - 1) % 31 + 1);
        days += pipit_time_ms(date, PIPIT_TIME_BYTES, &ms) == PIPIT_OK;
        if (day == 31 * 12) assert_int_equal(days, 365);
    }
}

static void test_entities(void **state) {
    pipit_str_t text = str("caf\xc3\xa9 \xf0\x9f\xa5\x81 &amp; #drums\xe2\x80\xa6");
    pipit_str_t absent = {NULL, 0};
    (void)state;
    expect_text(pipit_text_slice(text, 0, 4), "caf\xc3\xa9");
    expect_text(pipit_text_slice(text, 5, 6), "\xf0\x9f\xa5\x81");
    expect_text(pipit_text_slice(text, 13, 19), "#drums");
    expect_text(pipit_text_slice(text, 13, 20), "#drums\xe2\x80\xa6");
    expect_text(pipit_text_slice(text, 13, UINT32_MAX), "#drums\xe2\x80\xa6");
    expect_text(pipit_text_slice(text, 20, 21), "");
    expect_text(pipit_text_slice(text, UINT32_MAX, UINT32_MAX), "");
    expect_text(pipit_text_slice(text, 6, 2), "");
    expect_text(pipit_text_slice(text, 0, 20), text.ptr);
    expect_text(pipit_text_slice(str(""), 0, 1), "");
    expect_text(pipit_text_slice(absent, 0, 1), NULL);
}

static void expect_decoded(const char *text, const char *expected) {
    line_of(text, strlen(text));
    char *bytes = json->text;
    size_t len = pipit_html_decode(bytes, strlen(text));
    assert_int_equal(len, strlen(expected));
    assert_memory_equal(bytes, expected, len);
}

static void test_html(void **state) {
    (void)state;
    expect_decoded("", "");
    expect_decoded("a", "a");
    expect_decoded("&", "&");
    expect_decoded("&amp", "&amp");
    expect_decoded("&amp;", "&");
    expect_decoded("a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39;", "a & b <c> \"d\" 'e'");
    expect_decoded("&amp;lt; &amp;amp;", "&lt; &amp;");
    expect_decoded("&&amp;&", "&&&");
    expect_decoded("&nbsp; &AMP; &#38;", "&nbsp; &AMP; &#38;");
    expect_decoded("caf\xc3\xa9&lt", "caf\xc3\xa9&lt");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_post),
                                       cmocka_unit_test(test_what_is_no_post),
                                       cmocka_unit_test(test_powerstream),
                                       cmocka_unit_test(test_views_in_used_memory),
                                       cmocka_unit_test(test_statuses_without_a_word),
                                       cmocka_unit_test(test_words_of_refusals),
                                       cmocka_unit_test(test_the_title_of_a_page),
                                       cmocka_unit_test(test_kinds_of_messages),
                                       cmocka_unit_test(test_unknown_messages),
                                       cmocka_unit_test(test_errors),
                                       cmocka_unit_test(test_both_spellings),
                                       cmocka_unit_test(test_references_and_long_text),
                                       cmocka_unit_test(test_matching_rules),
                                       cmocka_unit_test(test_users),
                                       cmocka_unit_test(test_includes_of_other_kinds),
                                       cmocka_unit_test(test_likes),
                                       cmocka_unit_test(test_every_compliance_kind),
                                       cmocka_unit_test(test_compliance_of_posts),
                                       cmocka_unit_test(test_compliance_of_users_and_likes),
                                       cmocka_unit_test(test_activity_posts),
                                       cmocka_unit_test(test_activity_people),
                                       cmocka_unit_test(test_wrong_types),
                                       cmocka_unit_test(test_cut_lines),
                                       cmocka_unit_test(test_unknown_members_and_twins),
                                       cmocka_unit_test(test_times),
                                       cmocka_unit_test(test_times_that_are_none),
                                       cmocka_unit_test(test_times_around_and_back),
                                       cmocka_unit_test(test_entities),
                                       cmocka_unit_test(test_html),
                                       cmocka_unit_test(test_names_with_escapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
