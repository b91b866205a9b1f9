/* SPDX-License-Identifier: MIT */
/* Every stream of X by name, the parameters that each accepts and refuses, and the budget of connects. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

PIPIT_DEFINE(feed, 4096, 64);
static pipit_recovery_t recovery;

static int set_up(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    (void)state;
    return pipit_init(&feed, &config) == PIPIT_OK ? 0 : -1;
}

static void ended(void) {
    pipit_event_t event;
    pipit_stop(&feed);
    pipit_close_ack(&feed);
    assert_true(pipit_next(&feed, 0, &event));
    assert_int_equal(event.kind, PIPIT_EV_DISCONNECT);
}

/* @return the target of the running request. */
static const char *target(void) {
    static char text[4096];
    size_t len;
    pipit_open_ack(&feed);
    const char *bytes = (const char *)pipit_tx_buf(&feed, &len);
    assert_non_null(bytes);
    assert_true(len < sizeof text);
    memcpy(text, bytes, len);
    text[len] = '\0';
    char *end = strstr(text, " HTTP/1.1\r\n");
    assert_non_null(end);
    *end = '\0';
    assert_memory_equal(text, "GET ", 4);
    ended();
    return text + 4;
}

static void asks(const pipit_endpoint_t *endpoint, pipit_stream_t stream, const char *expected) {
    assert_int_equal(pipit_stream_start(&feed, endpoint, &stream), PIPIT_OK);
    assert_string_equal(target(), expected);
}

static void refused(const pipit_endpoint_t *endpoint, pipit_stream_t stream, const char *offender) {
    assert_int_equal(pipit_stream_start(&feed, endpoint, &stream), PIPIT_E_INVALID);
    assert_false(pipit_running(&feed));
    if (strncmp(pipit_offender(&feed), offender, strlen(offender)) != 0)
        fail_msg("%s: \"%s\" does not begin with \"%s\"", endpoint->name, pipit_offender(&feed), offender);
}

typedef struct {
    const char *name;
    const char *path;
    const char *connections_id;
    uint8_t partitions;
    char group; /* P: fields of Posts, L: fields of likes, or no fields */
    bool replay;
} row_t;

/* The streams of X's OpenAPI description 2.167, written here a second time, so that a mistake in the core is found. */
static const row_t rows[] = {
    {"filter", "/2/tweets/search/stream", "filtered_stream", 0, 'P', true},
    {"sample", "/2/tweets/sample/stream", "sample_stream", 0, 'P', false},
    {"sample10", "/2/tweets/sample10/stream", "sample10_stream", 2, 'P', true},
    {"firehose", "/2/tweets/firehose/stream", "firehose_stream", 20, 'P', true},
    {"firehose_en", "/2/tweets/firehose/stream/lang/en", "firehose_stream_lang_en", 8, 'P', true},
    {"firehose_ja", "/2/tweets/firehose/stream/lang/ja", "firehose_stream_lang_ja", 2, 'P', true},
    {"firehose_ko", "/2/tweets/firehose/stream/lang/ko", "firehose_stream_lang_ko", 2, 'P', true},
    {"firehose_pt", "/2/tweets/firehose/stream/lang/pt", "firehose_stream_lang_pt", 2, 'P', true},
    {"likes_firehose", "/2/likes/firehose/stream", "likes_firehose_stream", 20, 'L', true},
    {"likes_sample10", "/2/likes/sample10/stream", "likes_sample10_stream", 2, 'L', true},
    {"tweets_compliance", "/2/tweets/compliance/stream", "tweets_compliance_stream", 4, '-', true},
    {"users_compliance", "/2/users/compliance/stream", "users_compliance_stream", 4, '-', true},
    {"likes_compliance", "/2/likes/compliance/stream", "likes_compliance_stream", 0, '-', true},
    {"tweet_labels", "/2/tweets/label/stream", "tweet_label_stream", 0, '-', true},
    {"activity", "/2/activity/stream", NULL, 0, '-', true},
    {"powerstream", "/2/powerstream", NULL, 0, '-', true},
};

static void test_every_stream_is_in_the_table(void **state) {
    (void)state;
    assert_int_equal(sizeof rows / sizeof rows[0], PIPIT_ENDPOINTS);
    for (size_t i = 0; i < PIPIT_ENDPOINTS; i++) {
        const pipit_endpoint_t *endpoint = pipit_endpoint_find(rows[i].name);
        assert_ptr_equal(endpoint, pipit_endpoints[i]);
        assert_string_equal(endpoint->path, rows[i].path);
        assert_int_equal(endpoint->partitions, rows[i].partitions);
        if (rows[i].connections_id)
            assert_string_equal(endpoint->connections_id, rows[i].connections_id);
        else
            assert_null(endpoint->connections_id);
    }
    assert_null(pipit_endpoint_find("filtered"));
}

static void test_partitions(void **state) {
    char expected[128];
    (void)state;
    for (size_t i = 0; i < PIPIT_ENDPOINTS; i++) {
        const pipit_endpoint_t *endpoint = pipit_endpoints[i];
        uint8_t most = rows[i].partitions;
        refused(endpoint, (pipit_stream_t){.partition = (uint8_t)(most + 1)}, "partition: ");
        refused(endpoint, (pipit_stream_t){.partition = 255}, "partition: ");
        if (most == 0) continue;
        refused(endpoint, (pipit_stream_t){.partition = 0}, "partition: is required");
        for (uint8_t partition = 1; partition <= most; partition++) {
            snprintf(expected, sizeof expected, "%s?partition=%u", rows[i].path, partition);
            asks(endpoint, (pipit_stream_t){.partition = partition}, expected);
        }
    }
}

static pipit_stream_t first_partition(size_t i) {
    return (pipit_stream_t){.partition = rows[i].partitions > 0};
}

static void test_lists_of_each_stream(void **state) {
    static const char *const names[] = {"expansions",   "media_fields", "place_fields", "poll_fields",
                                        "tweet_fields", "user_fields",  "like_fields"};
    static const char *const wire[] = {"expansions=a",
                                       "media.fields=a",
                                       "place.fields=a",
                                       "poll.fields=a",
                                       "tweet.fields=a",
                                       "user.fields=a",
                                       "like_with_tweet_author.fields=a"};
    (void)state;
    for (size_t i = 0; i < PIPIT_ENDPOINTS; i++) {
        for (size_t list = 0; list < 7; list++) {
            pipit_stream_t stream = first_partition(i);
            bool taken = rows[i].group == 'P' ? list != 6 : rows[i].group == 'L' && list != 2 && list != 3;
            const char **lists = &stream.expansions;
            lists[list] = "a";
            if (taken) {
                assert_int_equal(pipit_stream_start(&feed, pipit_endpoints[i], &stream), PIPIT_OK);
                assert_non_null(strstr(target(), wire[list]));
            } else {
                refused(pipit_endpoints[i], stream, names[list]);
            }
        }
    }
}

static void test_replay_of_each_stream(void **state) {
    (void)state;
    for (size_t i = 0; i < PIPIT_ENDPOINTS; i++) {
        pipit_stream_t stream = first_partition(i);
        pipit_replay_t replay;
        assert_int_equal(pipit_replay_times(&replay, "2022-07-12T15:10:00Z", "2022-07-12T15:11:00Z"), PIPIT_OK);
        stream.replay = &replay;
        if (!rows[i].replay) {
            refused(pipit_endpoints[i], stream, "replay: this stream does not take it");
            continue;
        }
        assert_int_equal(pipit_stream_start(&feed, pipit_endpoints[i], &stream), PIPIT_OK);
        const char *query = strstr(target(), "start");
        assert_string_equal(query, strcmp(rows[i].name, "powerstream") == 0
                                       ? "startTime=2022-07-12T15:10:00Z&endTime=2022-07-12T15:11:00Z"
                                       : "start_time=2022-07-12T15:10:00Z&end_time=2022-07-12T15:11:00Z");
    }
}

/* The times must be refused, and the replay must not change. */
static void expect_bad_times(const char *start_time, const char *end_time) {
    pipit_replay_t replay = {"before", "before"};
    assert_int_equal(pipit_replay_times(&replay, start_time, end_time), PIPIT_E_INVALID);
    assert_string_equal(replay.start_time, "before");
    assert_string_equal(replay.end_time, "before");
}

static void asks_seconds(uint32_t start_s, uint32_t end_s, const char *expected) {
    pipit_replay_t replay;
    assert_int_equal(pipit_replay_seconds(&replay, start_s, end_s), PIPIT_OK);
    asks(&pipit_endpoint_filter, (pipit_stream_t){.replay = &replay}, expected);
}

static void test_times_are_checked(void **state) {
    pipit_replay_t replay = {"", ""};
    (void)state;
    expect_bad_times("yesterday", NULL);
    expect_bad_times("", NULL);
    expect_bad_times("2022-02-30T00:00:00Z", NULL);
    expect_bad_times("1969-12-31T23:59:59Z", NULL);
    expect_bad_times(NULL, "2022-07-12T15:10:00Z\r\nX: y");
    expect_bad_times(NULL, NULL);
    expect_bad_times("2022-07-12T15:10:00Z", "2022-07-12T15:10:00Z");
    expect_bad_times("2022-07-12T15:10:00Z", "2022-07-12T15:09:59Z");
    assert_int_equal(pipit_replay_seconds(&replay, 100, 100), PIPIT_E_INVALID);
    assert_int_equal(pipit_replay_seconds(&replay, 100, 99), PIPIT_E_INVALID);
    assert_int_equal(pipit_replay_seconds(&replay, 0, 0), PIPIT_E_INVALID);
    refused(&pipit_endpoint_filter, (pipit_stream_t){.replay = &replay}, "replay: is empty");
    asks_seconds(0, 4294967295u, "/2/tweets/search/stream?end_time=2106-02-07T06:28:15Z");
    asks_seconds(1, 0, "/2/tweets/search/stream?start_time=1970-01-01T00:00:01Z");
}

static void test_backfill_is_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < PIPIT_ENDPOINTS; i++) {
        for (unsigned minutes = 1; minutes < 256; minutes++) {
            pipit_stream_t stream = first_partition(i);
            stream.backfill_minutes = (uint8_t)minutes;
            if (minutes > 5 && minutes != PIPIT_BACKFILL_AUTO) {
                refused(pipit_endpoints[i], stream, "backfill_minutes: 1 to 5");
                continue;
            }
            if (minutes == PIPIT_BACKFILL_AUTO) {
                refused(pipit_endpoints[i], stream, "backfill_minutes: PIPIT_BACKFILL_AUTO needs pipit_recovery_use()");
                assert_int_equal(pipit_recovery_use(&feed, &recovery), PIPIT_OK);
            }
            assert_int_equal(pipit_stream_start(&feed, pipit_endpoints[i], &stream), PIPIT_OK);
            const char *query = target();
            assert_int_equal(pipit_recovery_use(&feed, NULL), PIPIT_OK);
            if (minutes == PIPIT_BACKFILL_AUTO)
                assert_null(strstr(query, "backfill")); /* nothing is missing at the first connect */
            else
                assert_non_null(strstr(query, "backfill"));
        }
    }
}

static void test_powerstream(void **state) {
    (void)state;
    asks(&pipit_endpoint_powerstream, (pipit_stream_t){.local_dc_only = true, .backfill_minutes = 3},
         "/2/powerstream?backfillMinutes=3&localDcOnly=true");
    refused(&pipit_endpoint_filter, (pipit_stream_t){.local_dc_only = true}, "local_dc_only");
}

static void test_any_path(void **state) {
    pipit_endpoint_t mine = {"mine", "/2/new/stream?level=5", NULL, 3, PIPIT_LISTS_ALL, PIPIT_ENDPOINT_BACKFILL};
    (void)state;
    asks(&mine, (pipit_stream_t){.partition = 3, .tweet_fields = "id,not_yet_known"},
         "/2/new/stream?level=5&tweet.fields=id,not_yet_known&partition=3");
    static const struct {
        uint8_t partitions;
        const char *says;
    } sayings[] = {{3, "partition: is required, from 1 up to"},
                   {2, "partition: is required, 1 or 2"},
                   {4, "partition: is required, 1 to 4"},
                   {8, "partition: is required, 1 to 8"},
                   {20, "partition: is required, 1 to 20"}};
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
        mine.partitions = sayings[i].partitions;
        refused(&mine, (pipit_stream_t){.partition = (uint8_t)(sayings[i].partitions + 1)}, sayings[i].says);
    }
    mine.partitions = 3;
    pipit_replay_t replay;
    assert_int_equal(pipit_replay_seconds(&replay, 1, 0), PIPIT_OK);
    refused(&mine, (pipit_stream_t){.partition = 1, .replay = &replay}, "replay");
    mine.features = 0;
    asks(&mine, (pipit_stream_t){.partition = 1}, "/2/new/stream?level=5&partition=1");
    refused(&mine, (pipit_stream_t){.partition = 1, .backfill_minutes = 1}, "backfill_minutes");
    static const char *const bad[] = {"", "2/x", "/a b", "/a\r\nX: y", "/\xc3\xa9", "http://other.example/"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        mine.path = bad[i];
        refused(&mine, (pipit_stream_t){.partition = 1}, "path");
    }
}

static void test_presets(void **state) {
    pipit_stream_t all = {PIPIT_FIELDS_ALL_PUBLIC};
    pipit_stream_t likes = {PIPIT_LIKE_FIELDS_ALL_PUBLIC, .partition = 1};
    pipit_stream_t likes_minimal = {PIPIT_LIKE_FIELDS_MINIMAL, .partition = 1};
    (void)state;
    assert_int_equal(pipit_filter(&feed, &all), PIPIT_OK);
    const char *query = target();
    static const char *const secret[] = {"non_public_metrics", "organic_metrics",  "promoted_metrics",
                                         "connection_status",  "receives_your_dm", "confirmed_email"};
    for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
        assert_null(strstr(query, secret[i]));
    assert_non_null(strstr(query, "note_tweet"));
    assert_int_equal(pipit_stream_start(&feed, &pipit_endpoint_likes_firehose, &likes), PIPIT_OK);
    assert_non_null(strstr(target(), "like_with_tweet_author.fields=attachments_media_keys,"));
    assert_int_equal(pipit_stream_start(&feed, &pipit_endpoint_likes_sample10, &likes_minimal), PIPIT_OK);
    ended();
    asks(&pipit_endpoint_sample, (pipit_stream_t){PIPIT_FIELDS_MINIMAL},
         "/2/tweets/sample/stream?expansions=author_id&tweet.fields=author_id,created_at&user.fields=username");
}

/* ---- the budget ---- */

static uint32_t now_ms;
static uint32_t connects_at[100000];
static size_t connects;

static void link_opened(void) {
    pipit_event_t event;
    while (!(pipit_want(&feed) & PIPIT_WANT_OPEN)) {
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        bool more = pipit_next(&feed, now_ms, &event);
        if (!more && pipit_want(&feed) == 0) now_ms += event.wait_ms; /* only the time must pass */
    }
    pipit_open_ack(&feed);
}

static void request_sent(void) {
    size_t len;
    while (pipit_tx_buf(&feed, &len) && len > 0)
        pipit_tx_ack(&feed, len);
    assert_true(connects < sizeof connects_at / sizeof connects_at[0]);
    connects_at[connects++] = now_ms;
}

static void received(const char *text) {
    size_t len;
    uint8_t *rx = pipit_rx_buf(&feed, &len);
    assert_true(strlen(text) <= len);
    memcpy(rx, text, strlen(text));
    pipit_rx_ack(&feed, strlen(text));
}

/* One attempt: send this response head ("": none), and `lives_ms` later the end. */
static void stream_once(const char *answer, uint32_t lives_ms, const char *end) {
    pipit_event_t event;
    size_t len;
    link_opened();
    request_sent();
    if (*answer) received(answer);
    while (pipit_next(&feed, now_ms, &event)) {
    }
    now_ms += lives_ms;
    (void)pipit_next(&feed, now_ms, &event);
    if (pipit_rx_buf(&feed, &len) && *end) received(end);
    pipit_link_lost(&feed, PIPIT_E_CLOSED, 0);
}

static size_t most_in_a_window(uint32_t window_ms) {
    size_t most = 0;
    size_t first = 0;
    for (size_t i = 0; i < connects; i++) {
        while (connects_at[i] - connects_at[first] >= window_ms)
            first++;
        if (i - first + 1 > most) most = i - first + 1;
    }
    return most;
}

static const char *const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\r\n\r\n";
static const char *const empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
static const char *const refusal = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";

static void budget_holds(uint16_t connects_max, uint32_t seed) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    config.connects_max = connects_max;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    connects = 0;
    now_ms = 0xffff0000u; /* the clock wraps soon */
    for (unsigned i = 0; i < 3000; i++) {
        seed = seed * 1664525u + 1013904223u;
        switch (seed >> 29) {
        case 0: stream_once(empty, 0, ""); break;
        case 1: stream_once(refusal, 0, ""); break;
        case 2: stream_once(chunked, 1000, "0\r\n\r\n"); break;
        case 3: stream_once("", 0, ""); break;                    /* no answer, but X may have counted the request */
        default: stream_once(chunked, 20000, "0\r\n\r\n"); break; /* healthy: no delay, the worst for the budget */
        }
        if (seed % 97u == 0) now_ms += 1500000u; /* time without connects fills the budget, but not above its limit */
        if (seed % 61u == 0) {                   /* a stop and a start must not change the budget */
            pipit_event_t event;
            pipit_stop(&feed);
            pipit_close_ack(&feed);
            (void)pipit_next(&feed, now_ms, &event);
            assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
        }
    }
    assert_true(most_in_a_window(900000) <= (connects_max ? connects_max : 50u));
}

/* Situation 27 */
static void test_connects_never_exceed_the_budget(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        budget_holds(0, seed);
        budget_holds(2, seed);
        budget_holds(7, seed);
        budget_holds(100, seed);
    }
}

/* Situation 27 */
static void test_a_thousand_empty_answers(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T"};
    (void)state;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    connects = 0;
    for (unsigned i = 0; i < 1000; i++)
        stream_once(empty, 0, "");
    assert_true(most_in_a_window(900000) <= 50);
    assert_true(most_in_a_window(900000) >= 3); /* attempts continue */
    ended();
}

/* A server ends each healthy stream after 21 s. Without the budget this gives 43 connects in 15 minutes, and more for
 * shorter streams. With the budget, half of connects_max are possible at once, then one in each 36 s. */
static void test_the_budget_is_used(void **state) {
    (void)state;
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .uptime_ms = 1000,
                             .jitter_percent = PIPIT_JITTER_OFF};
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    connects = 0;
    for (unsigned i = 0; i < 200; i++)
        stream_once(chunked, 1000, "0\r\n\r\n");
    assert_in_range(most_in_a_window(900000), 49, 50);
    ended();
}

/* @return how long the client waits after the budget is used up and one more stream has lived `lives_ms`. */
static uint32_t budget_wait_ms(uint32_t lives_ms, uint32_t turn_ms) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .uptime_ms = 1000,
                             .jitter_percent = PIPIT_JITTER_OFF};
    pipit_event_t event;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    connects = 0;
    for (unsigned i = 0; i < 30; i++)
        stream_once(chunked, 1000, "0\r\n\r\n");
    link_opened();
    request_sent();
    received(chunked);
    for (uint32_t end_ms = now_ms + lives_ms; now_ms != end_ms; now_ms += turn_ms)
        while (pipit_next(&feed, now_ms, &event)) {
        }
    received("0\r\n\r\n");
    while (pipit_next(&feed, now_ms, &event)) {
    }
    pipit_close_ack(&feed);
    while (pipit_next(&feed, now_ms, &event)) {
    }
    return event.wait_ms;
}

/* A program that calls in each millisecond waits as long as one that calls once. */
static void test_the_budget_fills_in_each_millisecond(void **state) {
    (void)state;
    assert_int_equal(budget_wait_ms(20000, 1), budget_wait_ms(20000, 20000));
    assert_in_range(budget_wait_ms(10000, 1), 1, 40000);
    ended();
}

/* The delay never becomes longer than the longest delay of its row, however many attempts fail. */
static void test_a_ladder_has_no_end(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    (void)state;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    connects = 0;
    for (unsigned i = 0; i < 600; i++)
        stream_once(refusal, 0, "");
    for (size_t i = 10; i + 1 < connects; i++)
        assert_int_equal(connects_at[i + 1] - connects_at[i], 320000);
    ended();
}

/* ---- what was missed ---- */

static const char *const dated = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Oct 2026 12:00:00 GMT\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n2\r\n\r\n\r\n";
#define DATED_S 1790856000u
#define MARGIN_S 47u /* the margin, plus rounding to whole seconds */

static void missed_so_far(uint32_t lives_ms) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .jitter_percent = PIPIT_JITTER_OFF};
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_recovery_use(&feed, &recovery), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, &(pipit_stream_t){.backfill_minutes = PIPIT_BACKFILL_AUTO}), PIPIT_OK);
    connects = 0;
    now_ms = 0;
    if (lives_ms > 0) stream_once(dated, lives_ms, "");
}

/* @return the gap that the next connect reports, if the program pauses before it sends and before it reads. */
static pipit_gap_t gap_told(uint32_t before_sending_ms, uint32_t before_reading_ms) {
    pipit_gap_t gap = {0, 0};
    pipit_event_t event;
    link_opened();
    now_ms += before_sending_ms;
    request_sent();
    now_ms += before_reading_ms;
    received(dated);
    while (pipit_next(&feed, now_ms, &event)) {
        if (event.kind == PIPIT_EV_GAP) assert_true(pipit_gap_read(&feed, &event, &gap));
    }
    return gap;
}

static void test_a_short_loss_is_no_gap(void **state) {
    (void)state;
    missed_so_far(1000);
    assert_int_equal(gap_told(0, 0).start_s, 0);
    missed_so_far(1000);
    assert_int_equal(gap_told(10000, 1000).start_s, 0);
}

static void test_a_new_request_has_missed_nothing(void **state) {
    (void)state;
    missed_so_far(1000);
    pipit_event_t event;
    pipit_stop(&feed);
    pipit_close_ack(&feed);
    while (pipit_next(&feed, now_ms, &event)) {
    }
    assert_int_equal(pipit_filter(&feed, &(pipit_stream_t){.backfill_minutes = PIPIT_BACKFILL_AUTO}), PIPIT_OK);
    assert_null(strstr(target(), "backfill"));
}

/* The number of backfill minutes is chosen when the connection is opened. If the request is sent later, this time is
 * missing. */
static void test_away_between_opening_and_asking(void **state) {
    (void)state;
    missed_so_far(1000);
    pipit_gap_t gap = gap_told(200000, 0);
    assert_in_range(gap.start_s, DATED_S - now_ms / 1000 - MARGIN_S, DATED_S - now_ms / 1000);
    assert_int_equal(gap.end_s, DATED_S - 60 + 1); /* one minute was requested */
    missed_so_far(1000);
    gap = gap_told(0, 200000);
    assert_in_range(gap.start_s, DATED_S - now_ms / 1000 - MARGIN_S, DATED_S - now_ms / 1000);
}

/* At the first connect nothing was received before. Posts may be missing since the request was sent. */
static void test_first_answer_read_late(void **state) {
    (void)state;
    pipit_event_t event;
    missed_so_far(0);
    link_opened();
    request_sent();
    assert_false(pipit_next(&feed, now_ms, &event));
    now_ms += 400000;
    received(dated);
    while (pipit_next(&feed, now_ms, &event)) {
    }
    pipit_link_lost(&feed, PIPIT_E_RESET, 0);
    pipit_gap_t gap = gap_told(0, 0);
    assert_in_range(gap.start_s, DATED_S - now_ms / 1000 - MARGIN_S, DATED_S - now_ms / 1000);
    assert_int_equal(gap.end_s, DATED_S - 300 + 1);
}

/* Like a loop: read everything, and then poll once more when there is nothing to read. */
static void turn(void) {
    pipit_event_t event;
    size_t room;
    while (pipit_next(&feed, now_ms, &event)) {
    }
    (void)pipit_rx_buf(&feed, &room);
    assert_false(pipit_next(&feed, now_ms, &event));
}

/* Lines that are read directly after a long pause have waited in the socket. Lines are known to be new only after the
 * input was empty. */
static void test_lines_that_waited(void **state) {
    static const char keep_alive[] = "2\r\n\r\n\r\n";
    for (int present = 0; present < 2; present++) {
        missed_so_far(0);
        link_opened();
        request_sent();
        received(dated);
        turn();
        for (int s = 0; s < 30; s += 10) { /* after this time the stream is not young any more */
            now_ms += 10000;
            received(keep_alive);
            turn();
        }
        now_ms += 400000;
        received(keep_alive);
        turn();
        if (present) received(keep_alive);
        turn();
        pipit_link_lost(&feed, PIPIT_E_RESET, 0);
        pipit_gap_t gap = gap_told(0, 0);
        if (present)
            assert_int_equal(gap.start_s, 0);
        else
            assert_in_range(gap.start_s, DATED_S - (now_ms / 1000 - 30) - MARGIN_S, DATED_S - 400);
    }
    (void)state;
}

/* A stream that is not young any more, and whose last line was read at once. */
static void stream_settled(void) {
    missed_so_far(0);
    link_opened();
    turn();
    request_sent();
    received(dated);
    turn();
    for (int s = 0; s < 30; s += 10) {
        now_ms += 10000;
        received("2\r\n\r\n\r\n");
        turn();
    }
}

/* Situation 91 */
static void test_lines_that_nobody_looked_for(void **state) {
    pipit_event_t event;
    (void)state;
    stream_settled();
    now_ms += 400000;
    assert_false(pipit_next(&feed, now_ms, &event)); /* this loop calls it first, and looks for bytes only then */
    received("2\r\n\r\n\r\n");
    turn();
    pipit_link_lost(&feed, PIPIT_E_RESET, 0);
    pipit_gap_t gap = gap_told(0, 0);
    assert_in_range(gap.start_s, DATED_S - 400 - MARGIN_S, DATED_S - 400);
}

/* The error of a connection that is closed belongs to no later attempt, however often the loop calls pipit_next(). */
static void test_an_old_error_is_not_told_again(void **state) {
    pipit_event_t event;
    (void)state;
    missed_so_far(0);
    link_opened();
    pipit_link_lost(&feed, PIPIT_E_DNS, 0);
    unsigned errors = 0;
    for (unsigned i = 0; i < 20; i++) {
        if (pipit_want(&feed) & PIPIT_WANT_CLOSE) pipit_close_ack(&feed);
        if (pipit_next(&feed, now_ms, &event)) errors += event.kind == PIPIT_EV_CONNECTION_ERROR;
    }
    assert_int_equal(errors, 1);
    assert_int_equal(pipit_want(&feed), PIPIT_WANT_OPEN);
}

/* Situation 91 */
static void test_an_answer_that_waited(void **state) {
    static const char post[] = "48\r\n{\"data\":{\"id\":\"1\",\"text\":\"a\","
                               "\"created_at\":\"2026-10-01T12:00:00.000Z\"}}\r\n\r\n";
    pipit_event_t event;
    (void)state;
    for (uint32_t away_ms = 0; away_ms <= 600000; away_ms += 600000) {
        missed_so_far(0);
        assert_int_equal(pipit_want(&feed), PIPIT_WANT_NEXT); /* nothing is opened before the time is known */
        link_opened();
        request_sent();
        turn();
        now_ms += away_ms;
        received(dated);
        received(post);
        while (pipit_next(&feed, now_ms, &event)) {
        }
        assert_int_equal(pipit_stats(&feed)->lag_ms, away_ms);
        pipit_link_lost(&feed, PIPIT_E_RESET, 0);
        assert_int_equal(gap_told(0, 0).start_s > 0, away_ms > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_every_stream_is_in_the_table, set_up),
        cmocka_unit_test_setup(test_partitions, set_up),
        cmocka_unit_test_setup(test_lists_of_each_stream, set_up),
        cmocka_unit_test_setup(test_replay_of_each_stream, set_up),
        cmocka_unit_test_setup(test_times_are_checked, set_up),
        cmocka_unit_test_setup(test_backfill_is_checked, set_up),
        cmocka_unit_test_setup(test_powerstream, set_up),
        cmocka_unit_test_setup(test_any_path, set_up),
        cmocka_unit_test_setup(test_presets, set_up),
        cmocka_unit_test(test_connects_never_exceed_the_budget),
        cmocka_unit_test(test_a_thousand_empty_answers),
        cmocka_unit_test(test_the_budget_is_used),
        cmocka_unit_test(test_the_budget_fills_in_each_millisecond),
        cmocka_unit_test(test_a_ladder_has_no_end),
        cmocka_unit_test(test_a_short_loss_is_no_gap),
        cmocka_unit_test(test_a_new_request_has_missed_nothing),
        cmocka_unit_test(test_away_between_opening_and_asking),
        cmocka_unit_test(test_first_answer_read_late),
        cmocka_unit_test(test_lines_that_waited),
        cmocka_unit_test(test_lines_that_nobody_looked_for),
        cmocka_unit_test(test_an_old_error_is_not_told_again),
        cmocka_unit_test(test_an_answer_that_waited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
