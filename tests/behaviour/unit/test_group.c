/* SPDX-License-Identifier: MIT */
/* Several clients in one loop, with connections in memory. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MEMBERS 4

/* A server that sends a response head on each new connection, and then the bytes of the test. */
typedef struct {
    bool open;
    bool asked;
    char target[256];
    char out[4096];
    size_t len;
    size_t at;
    int32_t end; /* what recv returns after all bytes */
} link_t;

static uint32_t now_ms;
static uint32_t slept_ms;
static link_t links[MEMBERS];
static pipit_t clients[MEMBERS];
static uint8_t rx[MEMBERS][1024];
static pipit_token_t tokens[MEMBERS][64];
static pipit_port_t ports[MEMBERS];
static pipit_member_t members[MEMBERS];
static uint8_t quiet[MEMBERS];
static pipit_group_t group;
static char heard[8192];
static unsigned asked; /* number of calls of recv */

static void say(size_t i, const char *text) {
    assert_true(links[i].len + strlen(text) < sizeof links[i].out);
    memcpy(links[i].out + links[i].len, text, strlen(text));
    links[i].len += strlen(text);
}

static void say_post(size_t i, unsigned id) {
    char line[64];
    snprintf(line, sizeof line, "{\"data\":{\"id\":\"%u\",\"text\":\"%u\"}}\r\n", id, id);
    say(i, line);
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    link_t *link = io;
    (void)host;
    (void)port;
    memset(link, 0, sizeof *link);
    link->open = true;
    return 0;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    link_t *link = io;
    if (!link->asked) (void)sscanf(bytes, "%*s %255s", link->target);
    link->asked = true;
    memcpy(link->out, "HTTP/1.1 200 OK\r\n\r\n", 19);
    link->len = 19;
    return (int32_t)len;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    link_t *link = io;
    size_t n = link->len - link->at;
    asked++;
    if (n == 0) return link->end;
    if (n > len) n = len;
    memcpy(bytes, link->out + link->at, n);
    link->at += n;
    return (int32_t)n;
}

static void port_close(void *io) {
    ((link_t *)io)->open = false;
}

static uint32_t port_now(void *io) {
    (void)io;
    return now_ms;
}

static int set_up_seen(pipit_seen_t *seen) {
    now_ms = 7;
    slept_ms = 0;
    heard[0] = '\0';
    memset(links, 0, sizeof links);
    memset(quiet, 0, sizeof quiet);
    for (size_t i = 0; i < MEMBERS; i++) {
        pipit_config_t config = {.rx = rx[i],
                                 .rx_bytes = sizeof rx[i],
                                 .tokens = tokens[i],
                                 .token_count = 64,
                                 .bearer_token = "T",
                                 .jitter_percent = PIPIT_JITTER_OFF};
        ports[i] = (pipit_port_t){&links[i], NULL, port_open, port_send, port_recv, port_close, port_now, NULL};
        members[i] = (pipit_member_t){&clients[i], &ports[i], &quiet[i]};
        if (pipit_init(&clients[i], &config) != PIPIT_OK || pipit_seen_use(&clients[i], seen) != PIPIT_OK) return -1;
    }
    group = (pipit_group_t){.members = members, .count = MEMBERS};
    return 0;
}

static int set_up(void **state) {
    (void)state;
    return set_up_seen(NULL);
}

static void hear(const pipit_t *client, pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_rule_t rule;
    size_t len = strlen(heard);
    if (event->kind == PIPIT_EV_DISCONNECT)
        snprintf(heard + len, sizeof heard - len, "%d:over ", (int)(client - clients));
    if (event->kind == PIPIT_EV_LINE && pipit_tweet_read(event, &tweet))
        snprintf(heard + len, sizeof heard - len, "%d:%.*s ", (int)(client - clients), (int)tweet.id.len, tweet.id.ptr);
    if (event->kind == PIPIT_EV_ITEM && pipit_rule_read(event, &rule))
        snprintf(heard + len, sizeof heard - len, "%d:rule %.*s ", (int)(client - clients), (int)rule.id.len,
                 rule.id.ptr);
}

/* Poll until there is no event. @return the time until the next call */
static uint32_t turn(void) {
    pipit_event_t event;
    pipit_t *client;
    for (unsigned turns = 0; turns < 10000; turns++) {
        memset(&event, 0x55, sizeof event);
        if (pipit_group_poll(&group, &event, &client)) hear(client, &event);
        assert_true(client || (event.kind == PIPIT_EV_NONE && event.err == PIPIT_OK && !event.data.ptr));
        if (!client && event.wait_ms > 0) return event.wait_ms;
    }
    fail_msg("the group does not come to rest");
    return 0;
}

static void test_partitions_are_started(void **state) {
    static const pipit_endpoint_t four = {"four", "/four", NULL, 4, PIPIT_LISTS_NONE, PIPIT_ENDPOINT_BACKFILL};
    pipit_stream_t stream = {.backfill_minutes = 2};
    (void)state;
    assert_int_equal(pipit_group_start(&group, &four, &stream, NULL), PIPIT_OK);
    (void)turn();
    assert_string_equal(links[0].target, "/four?partition=1&backfill_minutes=2");
    assert_string_equal(links[3].target, "/four?partition=4&backfill_minutes=2");
    for (size_t i = 0; i < MEMBERS; i++)
        say_post(i, (unsigned)i + 1);
    (void)turn();
    assert_string_equal(heard, "3:4 0:1 1:2 2:3 "); /* the client of the last event is polled first */
}

/* A client that always has an event must not prevent the events of the others. */
static void test_a_talkative_member_is_not_alone(void **state) {
    pipit_event_t event;
    pipit_t *client;
    unsigned heard_of_first = 0;
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_sample, NULL, NULL), PIPIT_OK);
    (void)turn();
    say_post(2, 7);
    for (unsigned events = 0;; events++) {
        say_post(0, 1);
        assert_true(pipit_group_poll(&group, &event, &client));
        if (client == &clients[2]) break;
        links[0].len -= links[0].at;
        links[0].at = 0;
        assert_true(events <= 256u * MEMBERS);
        heard_of_first++;
    }
    assert_true(heard_of_first > 0);
}

/* If many events arrive at once, the other clients are polled once, not once for each event. */
static void test_the_others_are_not_asked_for_each_event(void **state) {
    pipit_event_t event;
    pipit_t *client;
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_sample, NULL, NULL), PIPIT_OK);
    (void)turn();
    for (unsigned id = 1; id <= 20; id++)
        say_post(1, id);
    asked = 0;
    for (unsigned id = 1; id <= 20; id++) {
        assert_true(pipit_group_poll(&group, &event, &client));
        assert_ptr_equal(client, &clients[1]);
    }
    assert_true(asked <= 20u + 2u * MEMBERS);
}

static void test_one_partition_is_told(void **state) {
    static const pipit_endpoint_t mine = {"mine", "/2/mine", NULL, 1, 0, 0};
    pipit_t *client;
    pipit_event_t event;
    (void)state;
    group.count = 1;
    assert_int_equal(pipit_group_start(&group, &mine, NULL, NULL), PIPIT_OK);
    (void)pipit_group_poll(&group, &event, &client); /* opens, and tells the time */
    (void)pipit_group_poll(&group, &event, &client);
    assert_string_equal(links[0].target, "/2/mine?partition=1");
}

static void test_a_part_is_no_whole(void **state) {
    static const pipit_endpoint_t one = {"one", "/one", NULL, 1, PIPIT_LISTS_NONE, 0};
    const pipit_t *refused = NULL;
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_firehose_en, NULL, &refused), PIPIT_E_INVALID);
    assert_ptr_equal(refused, &clients[0]);
    assert_non_null(strstr(pipit_offender(refused), "count"));
    assert_int_equal(pipit_group_start(&group, &one, NULL, NULL), PIPIT_E_INVALID);
    assert_false(pipit_group_running(&group));
}

static void test_one_that_cannot_start_stops_the_others(void **state) {
    const pipit_t *refused = NULL;
    pipit_stream_t stream = {.like_fields = "id"};
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, &stream, &refused), PIPIT_E_INVALID);
    assert_int_equal(pipit_sample(&clients[2], NULL), PIPIT_OK);
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, &refused), PIPIT_E_STATE);
    assert_ptr_equal(refused, &clients[2]);
    assert_false(pipit_running(&clients[0]));
    assert_false(pipit_running(&clients[1]));
    assert_true(pipit_running(&clients[2])); /* it was running before the group started */
    assert_false(pipit_running(&clients[3]));
}

static void test_a_busy_one_starves_nobody(void **state) {
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    (void)turn();
    for (unsigned id = 1; id <= 20; id++)
        say_post(1, id);
    say_post(3, 100);
    say_post(0, 200);
    (void)turn();
    const char *last = strstr(heard, "1:3 ");
    assert_non_null(last);
    assert_true(strstr(heard, "3:100") < last);
    assert_true(strstr(heard, "0:200") < last);
}

static void test_the_shortest_wait(void **state) {
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    assert_int_equal(turn(), 25000);
    now_ms += 1000;
    say(2, "\r\n");
    assert_int_equal(turn(), 24000);
    links[1].end = PIPIT_E_RESET;
    links[1].at = links[1].len;
    (void)turn(); /* after 0 ms the next connection is open */
    assert_true(links[1].open);
    assert_int_equal(links[1].end, 0);
}

/* After a wait in which nothing arrived for a client, its port is not asked. */
static void test_a_quiet_one_is_not_polled(void **state) {
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    assert_int_equal(turn(), 25000);
    quiet[0] = quiet[2] = quiet[3] = 1;
    say_post(0, 5); /* arrives after the wait */
    say_post(1, 6);
    asked = 0;
    now_ms += 1000;
    assert_int_equal(turn(), 24000);
    assert_string_equal(heard, "1:6 ");
    assert_in_range(asked, 1, 3);
    quiet[0] = 0;
    (void)turn();
    assert_string_equal(heard, "1:6 0:5 ");
}

static void test_the_time_of_a_quiet_one_expires(void **state) {
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    assert_int_equal(turn(), 25000);
    memset(quiet, 1, sizeof quiet);
    now_ms += 24999;
    assert_int_equal(turn(), 1);
    now_ms += 1;
    quiet[0] = 0;
    say_post(0, 5);
    (void)turn();
    assert_string_equal(heard, "0:5 ");
    for (size_t i = 1; i < MEMBERS; i++)
        assert_true(pipit_stats(&clients[i])->retries == 1 && pipit_stats(&clients[0])->retries == 0);
}

/* A stop must not wait for a byte, nor a client that has more to read. */
static void test_a_quiet_one_can_be_stopped(void **state) {
    (void)state;
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    (void)turn();
    memset(quiet, 1, sizeof quiet);
    pipit_stop(&clients[2]);
    (void)turn();
    assert_string_equal(heard, "2:over ");
    pipit_group_stop(&group);
    while (pipit_group_running(&group))
        (void)turn();
    assert_non_null(strstr(heard, "0:over "));
}

/* A second client adds a rule while the stream of the first one continues. */
static void test_rules_beside_a_stream(void **state) {
    static const pipit_rule_spec_t rule = {"cat", NULL};
    (void)state;
    group.count = 2;
    assert_int_equal(pipit_filter(&clients[0], NULL), PIPIT_OK);
    (void)turn();
    say_post(0, 1);
    (void)turn();
    assert_int_equal(pipit_rules_add(&clients[1], &rule, 1, false), PIPIT_OK);
    (void)turn();
    assert_string_equal(links[0].target, "/2/tweets/search/stream");
    assert_string_equal(links[1].target, "/2/tweets/search/stream/rules");
    say(1, "{\"data\":[{\"value\":\"cat\",");
    say_post(0, 2);
    (void)turn();
    say(1, "\"id\":\"9\"}],\"meta\":{}}");
    links[1].end = PIPIT_E_CLOSED;
    (void)turn();
    say_post(0, 3);
    (void)turn();
    assert_string_equal(heard, "0:1 0:2 1:rule 9 1:over 0:3 ");
    assert_true(pipit_running(&clients[0]));
    assert_true(pipit_group_running(&group));
}

PIPIT_SEEN_DEFINE(seen, 16);

static int set_up_pair(void **state) {
    (void)state;
    pipit_seen_clear(&seen);
    if (set_up_seen(&seen) != 0) return -1;
    group.count = 2;
    return pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL) == PIPIT_OK ? 0 : -1;
}

/* Situation 44: each Post is delivered once, in the order of its first arrival, while one or the other connection is
 * interrupted. */
static void test_a_redundant_pair(void **state) {
    (void)state;
    (void)turn();
    for (unsigned id = 1; id <= 3; id++) {
        say_post(0, id);
        say_post(1, id);
        (void)turn();
    }
    links[0].end = PIPIT_E_RESET;
    say_post(1, 4);
    (void)turn();
    assert_true(links[0].open); /* opened again at once */
    say_post(1, 5);
    (void)turn();
    say_post(0, 4); /* from backfill */
    say_post(0, 5);
    say_post(0, 6);
    (void)turn();
    say_post(1, 6);
    links[1].end = PIPIT_E_CLOSED;
    (void)turn();
    say_post(0, 7);
    (void)turn();
    say_post(1, 5);
    say_post(1, 6);
    say_post(1, 7);
    say_post(1, 8);
    (void)turn();
    say_post(0, 8);
    (void)turn();
    const char *at = heard;
    for (unsigned id = 1; id <= 8; id++, at += 4) {
        char expected[8];
        snprintf(expected, sizeof expected, ":%u ", id);
        assert_memory_equal(at + 1, expected, strlen(expected));
    }
    assert_int_equal(*at, '\0');
    assert_true(pipit_stats(&clients[0])->duplicates + pipit_stats(&clients[1])->duplicates == 3 + 2 + 1 + 3 + 1);
}

/* ---- pipit_group_run ---- */

static unsigned tweets;
static unsigned ends;

static void group_wait(void *io, uint32_t max_ms) {
    (void)io;
    now_ms += max_ms;
    assert_true(max_ms > 0);
    slept_ms += max_ms;
    if (slept_ms > 100000) pipit_group_stop(&group);
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    (void)ctx;
    (void)client;
    (void)tweet;
    tweets++;
}

static void on_connect(void *ctx, pipit_t *client) {
    (void)ctx;
    say_post((size_t)(client - clients), 1);
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    (void)ctx;
    (void)client;
    (void)reason;
    ends++;
}

static void test_run(void **state) {
    static const pipit_handlers_t on = {.on_connect = on_connect, .on_tweet = on_tweet, .on_disconnect = on_disconnect};
    (void)state;
    tweets = ends = 0;
    group.wait = group_wait;
    assert_int_equal(pipit_group_run(&group, &on, NULL), PIPIT_E_STATE);
    assert_int_equal(pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL), PIPIT_OK);
    assert_int_equal(pipit_group_run(&group, &on, NULL), PIPIT_E_STOPPED);
    assert_int_equal(ends, MEMBERS);
    assert_true(tweets >= MEMBERS);
    assert_true(slept_ms > 100000); /* after stalls and reconnects */
    for (size_t i = 0; i < MEMBERS; i++) {
        assert_false(links[i].open);
        assert_true(pipit_stats(&clients[i])->reconnects[PIPIT_RECONNECT_STALL] > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_partitions_are_started, set_up),
        cmocka_unit_test_setup(test_a_talkative_member_is_not_alone, set_up),
        cmocka_unit_test_setup(test_the_others_are_not_asked_for_each_event, set_up),
        cmocka_unit_test_setup(test_one_partition_is_told, set_up),
        cmocka_unit_test_setup(test_a_part_is_no_whole, set_up),
        cmocka_unit_test_setup(test_one_that_cannot_start_stops_the_others, set_up),
        cmocka_unit_test_setup(test_a_busy_one_starves_nobody, set_up),
        cmocka_unit_test_setup(test_the_shortest_wait, set_up),
        cmocka_unit_test_setup(test_a_quiet_one_is_not_polled, set_up),
        cmocka_unit_test_setup(test_the_time_of_a_quiet_one_expires, set_up),
        cmocka_unit_test_setup(test_a_quiet_one_can_be_stopped, set_up),
        cmocka_unit_test_setup(test_rules_beside_a_stream, set_up),
        cmocka_unit_test_setup(test_a_redundant_pair, set_up_pair),
        cmocka_unit_test_setup(test_run, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
