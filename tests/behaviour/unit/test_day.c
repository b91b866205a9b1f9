/* SPDX-License-Identifier: MIT */
/* A day with a bad server, in virtual time: it refuses, resets, stalls, cuts, sends garbage and announces ends, at
 * random, but equal for the same seed. No complete message may be lost, invented or out of order, every connection must
 * be closed, the counters must be right, and nothing may be allocated. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY_MS 86400000u
#define WINDOW_MS 900000u
#define CONNECTS_MAX 50u

PIPIT_DEFINE(feed, 1024, 64);

/* ---- allocations are counted, if the linker supports --wrap ---- */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
static unsigned long allocations;
void *__wrap_malloc(size_t size) {
    allocations++;
    return __real_malloc(size);
}

/* ---- the server ---- */

enum { ANSWER_NONE, ANSWER_REFUSAL, ANSWER_STREAM };
enum { END_LAST_CHUNK, END_FIN, END_FIN_IN_CHUNK, END_RESET, END_STALL, END_GARBAGE, END_NOTICE, ENDS };

typedef struct {
    uint32_t now_ms;
    uint32_t random;
    bool open;
    bool sent;
    bool answered;
    int answer;
    int end;
    uint32_t next_ms; /* when it sends more */
    uint32_t end_ms;
    char out[65536];
    size_t out_len;
    size_t out_at;
    int32_t link; /* what recv returns after all bytes */
    /* what was sent completely, and what was received */
    uint32_t opened, closed;
    uint32_t posts, keep_alives, oversize, malformed, notices;
    uint32_t got_posts, got_keep_alives, got_oversize, got_malformed, got_notices, got_connects, got_disconnects;
    uint32_t heads_at[CONNECTS_MAX + 1]; /* times of the last answers */
    uint32_t heads;
} world_t;

static world_t world;

static uint32_t chance(uint32_t n) {
    world.random = world.random * 1664525u + 1013904223u;
    return (world.random >> 8) % n;
}

static void say(const char *text) {
    size_t len = strlen(text);
    if (world.out_at == world.out_len) world.out_at = world.out_len = 0;
    assert_true(world.out_len + len < sizeof world.out);
    memcpy(world.out + world.out_len, text, len);
    world.out_len += len;
}

static void say_chunk(const char *text) {
    char size[24];
    snprintf(size, sizeof size, "%zx\r\n", strlen(text));
    say(size);
    say(text);
    say("\r\n");
}

static void say_line(void) {
    static char line[3000];
    switch (chance(12)) {
    case 0:
        memset(line, 'x', 2500);
        memcpy(line + 2500, "\r\n", 3);
        world.oversize++;
        break;
    case 1:
        strcpy(line, "{\"data\":\r\n");
        world.malformed++;
        break;
    case 2:
    case 3:
    case 4:
        strcpy(line, "\r\n");
        world.keep_alives++;
        break;
    default:
        world.posts++;
        snprintf(line, sizeof line, "{\"data\":{\"id\":\"%u\",\"text\":\"%.*s\"}}\r\n", world.posts, (int)chance(200),
                 "................................................................................................"
                 "................................................................................................");
        break;
    }
    say_chunk(line);
}

static void say_end(void) {
    world.next_ms = world.now_ms + 10 * DAY_MS;
    switch (world.end) {
    case END_LAST_CHUNK: say("0\r\n\r\n"); break;
    case END_FIN: world.link = PIPIT_E_CLOSED; break;
    case END_FIN_IN_CHUNK:
        say("40\r\n{\"data\":{\"id\":\"");
        world.link = PIPIT_E_CLOSED;
        break;
    case END_RESET:
        say("40\r\n{\"data\":");
        world.link = PIPIT_E_RESET;
        break;
    case END_GARBAGE: say("nonsense\r\n"); break;
    case END_NOTICE:
        world.notices++;
        say_chunk(
            "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"OperationalDisconnect\"}]}\r\n");
        break;
    default: break; /* END_STALL */
    }
}

static void head_sent(void) {
    uint32_t *oldest = &world.heads_at[world.heads % CONNECTS_MAX];
    if (world.heads >= CONNECTS_MAX) assert_true(world.now_ms - *oldest >= WINDOW_MS);
    *oldest = world.now_ms;
    world.heads++;
}

static void say_answer(void) {
    static const char *const refusals[] = {
        "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n",
        ("HTTP/1.1 429 Slow\r\nDate: Tue, 24 Nov 2026 05:02:31 GMT\r\nx-rate-limit-remaining: 0\r\n"
         "x-rate-limit-reset: 1795497000\r\nContent-Length: 0\r\n\r\n"),
        "HTTP/1.1 429 Slow\r\nContent-Length: 41\r\n\r\n{\"connection_issue\":\"TooManyConnections\"}",
        "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>"};
    head_sent();
    if (world.answer == ANSWER_STREAM) {
        say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        world.next_ms = world.now_ms + chance(5000);
        return;
    }
    say(refusals[chance(5)]);
    world.link = PIPIT_E_CLOSED;
    world.next_ms = world.now_ms + 10 * DAY_MS;
}

static void serve(void) {
    while (world.sent && world.answer != ANSWER_NONE && (int32_t)(world.now_ms - world.next_ms) >= 0) {
        if (!world.answered) {
            world.answered = true;
            world.end_ms = world.now_ms + 60000u + chance(240000);
            say_answer();
        } else if ((int32_t)(world.now_ms - world.end_ms) >= 0) {
            say_end();
        } else {
            say_line();
            world.next_ms = world.now_ms + chance(15000);
        }
    }
}

/* ---- the port ---- */

static int32_t port_open(void *io, const char *host, uint16_t port) {
    (void)io;
    (void)host;
    (void)port;
    assert_false(world.open);
    world.open = true;
    world.opened++;
    world.sent = false;
    world.out_len = world.out_at = 0;
    world.answered = false;
    world.next_ms = world.now_ms + chance(3000);
    world.link = 0;
    world.end = (int)chance(ENDS);
    world.answer = chance(10) < 6 ? ANSWER_STREAM : chance(2) ? ANSWER_REFUSAL : ANSWER_NONE;
    if (world.answer != ANSWER_NONE || chance(2)) return 0;
    return chance(2) ? PIPIT_E_DNS : PIPIT_E_CONNECT;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    assert_true(world.open);
    if (world.answer == ANSWER_NONE && world.end == END_RESET) return PIPIT_E_RESET;
    if (world.answer == ANSWER_NONE && world.end == END_STALL) return 0;
    world.sent = true;
    return (int32_t)len;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    (void)io;
    assert_true(world.open);
    serve();
    size_t left = world.out_len - world.out_at;
    if (left == 0) return world.link;
    size_t n = 1 + chance(300);
    if (n > left) n = left;
    if (n > len) n = len;
    memcpy(bytes, world.out + world.out_at, n);
    world.out_at += n;
    return (int32_t)n;
}

static void port_close(void *io) {
    (void)io;
    if (world.open) world.closed++;
    world.open = false;
}

static uint32_t port_now(void *io) {
    (void)io;
    return world.now_ms;
}

/* ---- the application ---- */

static void hear_line(pipit_event_t *event) {
    pipit_tweet_t tweet;
    if (event->notice) {
        world.got_notices++;
    } else if (event->err != PIPIT_OK) {
        world.got_malformed++;
    } else {
        assert_true(pipit_tweet_read(event, &tweet));
        assert_int_equal(tweet.id_number, ++world.got_posts);
    }
}

static void hear(pipit_event_t *event) {
    assert_int_equal(world.got_disconnects, 0);
    switch (event->kind) {
    case PIPIT_EV_CONNECT: world.got_connects++; break;
    case PIPIT_EV_LINE: hear_line(event); break;
    case PIPIT_EV_KEEP_ALIVE: world.got_keep_alives++; break;
    case PIPIT_EV_OVERSIZE: world.got_oversize++; break;
    case PIPIT_EV_DISCONNECT: world.got_disconnects++; break;
    default: break;
    }
}

static void live(const pipit_port_t *port, uint32_t until_ms) {
    pipit_event_t event;
    while ((int32_t)(until_ms - world.now_ms) > 0) {
        if (pipit_poll(&feed, port, &event)) {
            hear(&event);
            continue;
        }
        uint32_t wait_ms = event.wait_ms;
        uint32_t next_ms = world.next_ms - world.now_ms;
        if (world.open && world.sent && (int32_t)next_ms > 0 && next_ms < wait_ms) wait_ms = next_ms;
        if (wait_ms > 60000u) wait_ms = 60000u;
        world.now_ms += wait_ms;
    }
}

static void agree(void) {
    const pipit_stats_t *stats = pipit_stats(&feed);
    assert_int_equal(world.got_posts, world.posts);
    assert_int_equal(world.got_keep_alives, world.keep_alives);
    assert_int_equal(world.got_oversize, world.oversize);
    assert_int_equal(world.got_malformed, world.malformed);
    assert_int_equal(world.got_notices, world.notices);
    assert_int_equal(stats->tweets, world.posts);
    assert_int_equal(stats->keep_alives, world.keep_alives);
    assert_int_equal(stats->oversize, world.oversize);
    assert_int_equal(stats->malformed, world.malformed);
    assert_int_equal(stats->lines, world.posts + world.malformed + world.notices);
    assert_int_equal(stats->connects, world.got_connects);
    uint32_t reconnects = 0;
    for (size_t i = 0; i < PIPIT_RECONNECT_CAUSES; i++)
        reconnects += stats->reconnects[i];
    assert_int_equal(stats->retries, reconnects);
    assert_int_equal(world.opened, world.closed);
    assert_true(reconnects + 1 >= world.opened && reconnects <= world.opened);
}

static void day(uint32_t seed) {
    static const pipit_port_t port = {NULL, NULL, port_open, port_send, port_recv, port_close, port_now, NULL};
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T", .seed = seed};
    pipit_event_t event;
    memset(&world, 0, sizeof world);
    world.random = seed;
    world.now_ms = seed * 0x9e3779b9u;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, NULL), PIPIT_OK);
    unsigned long before = allocations;
    live(&port, world.now_ms + DAY_MS);
    /* Let the bytes arrive that were already sent; then stop. */
    world.next_ms = world.now_ms + 10 * DAY_MS;
    while (world.open && world.out_at < world.out_len && pipit_running(&feed)) {
        if (pipit_poll(&feed, &port, &event)) hear(&event);
    }
    while (pipit_poll(&feed, &port, &event))
        hear(&event);
    pipit_stop(&feed);
    while (pipit_running(&feed)) {
        if (pipit_poll(&feed, &port, &event)) hear(&event);
    }
    assert_int_equal(allocations, before);
    assert_int_equal(world.got_disconnects, 1);
    assert_true(world.opened > 100 && world.posts > 500 && world.oversize > 20 && world.notices > 5);
    agree();
}

/* Situation 67 */
static void test_a_day_with_a_bad_server(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed <= 30; seed++)
        day(seed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_day_with_a_bad_server)};
    free(malloc(1));
    if (allocations == 0) return 1; /* then counting does not work */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
