/* SPDX-License-Identifier: MIT */
/* The contract of core/include/pipit/port.h, point by point, for any port:
 *
 *     test_conformance SUBJECT ADDRESS FOLDER [TEST [PATIENCE]]
 *
 * SUBJECT is a row of subjects.c, or a defect of faults.c; ADDRESS is 127.0.0.1 or ::1; FOLDER contains the
 * certificates of make_certs.py; TEST is one test of the table below, instead of all; PATIENCE is in seconds. */
#include "conformance_flood.h"
#include "faults.h"
#include "rig.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define NOT_NOW_TURNS 50
#define CONNECTIONS 102u

static bool errors_at(int32_t n) {
    return n < 0;
}

static void sleep_ms(long ms) {
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&time, NULL);
}

/* Check that the wait ends because of an event, not because its time has passed. */
static void wait_ends(void) {
    uint32_t begin_ms = rig_now_ms();
    rig.port.wait(rig.port.io, RIG_FOREVER_MS);
    assert_true(rig_now_ms() - begin_ms < rig.patience_ms);
}

static void receives_nothing(void) {
    uint8_t byte;
    assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
}

static void detail_is_set(void) {
    if (rig.port.detail) assert_int_not_equal(*rig.port.detail, 0);
}

static void works_after_all(void) {
    rig_up();
    rig_port_to_peer(100, 100);
    rig_peer_to_port(100, 100);
}

/* ---- before the connection is open ---- */

static void errors_before_open(void **state) {
    uint8_t byte = 0;
    (void)state;
    assert_true(errors_at(rig.port.recv(rig.port.io, &byte, 1)));
    assert_true(errors_at(rig.port.send(rig.port.io, &byte, 1)));
    rig.port.close(rig.port.io);
    rig.port.close(rig.port.io);
    assert_true(errors_at(rig.port.recv(rig.port.io, &byte, 1)));
    rig.port.wait(rig.port.io, 0);
    works_after_all();
}

static void open_does_not_block(void **state) {
    (void)state;
    rig_use_deaf_peer();
    uint32_t begin_ms = rig_now_ms();
    rig_open();
    for (int i = 0; i < NOT_NOW_TURNS; i++) {
        receives_nothing();
        assert_int_equal(rig.port.send(rig.port.io, rig_pattern(0), 10), 0);
    }
    rig.port.close(rig.port.io);
    assert_true(rig_now_ms() - begin_ms < rig.patience_ms);
}

static void nothing_flows_before_the_handshake(void **state) {
    (void)state;
    rig_open();
    rig_begin();
    while (!peer_accept(&rig.peer)) {
        receives_nothing();
        rig.port.wait(rig.port.io, 5);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    for (int i = 0; i < NOT_NOW_TURNS; i++) {
        receives_nothing();
        if (rig.subject->peer != PEER_PLAIN) assert_int_equal(rig.port.send(rig.port.io, rig_pattern(0), 10), 0);
    }
    rig_link();
    rig_port_to_peer(100, 100);
}

static void refused_is_an_error(void **state) {
    (void)state;
    rig_use_nobody(peer_nobody(rig.address));
    const char *host = rig.subject->host ? rig.subject->host : rig.address;
    for (int i = 0; i < 2; i++) {
        int32_t n = rig.port.open(rig.port.io, host, peer_nobody(rig.address));
        if (n == 0) n = rig_error();
        assert_int_equal(n, PIPIT_E_CONNECT);
        detail_is_set();
        if (rig.subject->refused_detail != 0) assert_int_equal(*rig.port.detail, rig.subject->refused_detail);
        rig_is_dead(PIPIT_E_CONNECT);
        rig.port.close(rig.port.io);
    }
}

/* ---- bytes ---- */

static void bytes_flow_both_ways(void **state) {
    (void)state;
    rig_up();
    for (int i = 0; i < 10; i++) {
        rig_port_to_peer(1000, 1000);
        rig_peer_to_port(1000, 1000);
    }
}

static void one_byte_at_a_time(void **state) {
    (void)state;
    rig_up();
    rig_peer_to_port(600, 1);
    rig_port_to_peer(300, 1);
}

static void much_comes_in(void **state) {
    (void)state;
    rig_up();
    rig_peer_to_port(1000000, 4096);
    rig_peer_to_port(100000, 97);
}

/* Send until all buffers are full. A refused send is repeated with more bytes each time, as port.h allows. @return how
 * many bytes the port has taken. */
static size_t fill(void) {
    size_t taken = 0;
    size_t len = 1;
    for (int refusals = 0; refusals < 5;) {
        int32_t n = rig.port.send(rig.port.io, rig_pattern(taken), len);
        assert_in_range(n, 0, len);
        taken += (size_t)n;
        refusals = n == 0 ? refusals + 1 : 0;
        len = n == 0 ? len + 1000 : len * 3 % 40009;
        assert_true(taken < 256u << 20);
    }
    return taken;
}

static void full_buffers_refuse_and_go_on(void **state) {
    (void)state;
    rig_up();
    size_t taken = fill();
    size_t sent = taken;
    size_t got = 0;
    rig_begin();
    while (sent < taken + 200000) { /* first the refused send again, with more bytes */
        int32_t n = rig.port.send(rig.port.io, rig_pattern(sent), 50000);
        assert_in_range(n, 0, 50000);
        sent += (size_t)n;
        if (n > 0) continue;
        rig_peer_expects(got, 10000);
        got += 10000;
        rig_begin();
    }
    rig_peer_expects(got, sent - got);
    rig_peer_to_port(1000, 1000);
}

/* ---- wait ---- */

static void wait_sees_what_is_inside(void **state) {
    uint8_t bytes[2000];
    size_t got = 0;
    (void)state;
    rig_up();
    assert_int_equal(peer_send(&rig.peer, rig_pattern(0), sizeof bytes), sizeof bytes);
    while (got < sizeof bytes) { /* with TLS: one record, many reads */
        size_t left = sizeof bytes - got;
        wait_ends();
        int32_t n = rig.port.recv(rig.port.io, bytes + got, left < 150 ? left : 150);
        assert_true(n >= 0);
        got += (size_t)n;
    }
    assert_memory_equal(bytes, rig_pattern(0), sizeof bytes);
    receives_nothing();
}

static void *send_later(void *unused) {
    (void)unused;
    sleep_ms(100);
    return peer_send(&rig.peer, rig_pattern(0), 10) == 10 ? &rig : NULL;
}

static void wait_wakes_on_traffic(void **state) {
    pthread_t thread;
    void *sent;
    uint8_t bytes[10];
    (void)state;
    rig_up();
    assert_int_equal(pthread_create(&thread, NULL, send_later, NULL), 0);
    wait_ends();
    assert_int_equal(pthread_join(thread, &sent), 0);
    assert_non_null(sent);
    rig_begin();
    int32_t n;
    while ((n = rig.port.recv(rig.port.io, bytes, sizeof bytes)) == 0)
        rig_turn();
    assert_int_equal(n, sizeof bytes);
    assert_memory_equal(bytes, rig_pattern(0), sizeof bytes);
}

static void wait_wakes_at_the_end(void **state) {
    uint8_t byte;
    (void)state;
    rig_up();
    peer_finish(&rig.peer);
    rig_begin();
    int32_t n = 0;
    while (n == 0) {
        wait_ends();
        n = rig.port.recv(rig.port.io, &byte, 1);
    }
    assert_int_equal(n, PIPIT_E_CLOSED);
}

static void wait_sleeps_when_nothing_happens(void **state) {
    (void)state;
    rig_up();
    uint32_t begin_ms = rig_now_ms();
    rig.port.wait(rig.port.io, 100);
    assert_true(rig_now_ms() - begin_ms >= 50);
    rig.port.wait(rig.port.io, 0);
    rig.port.close(rig.port.io);
    rig.port.wait(rig.port.io, 1); /* as a program does between two attempts */
}

static void wait_wakes_when_sending_goes_on(void **state) {
    (void)state;
    rig_up();
    size_t taken = fill();
    rig_peer_expects(0, taken > 65536 ? taken - 65536 : taken); /* the rest may still be in buffers of the port */
    wait_ends();
    rig_begin();
    int32_t n = 0;
    while (n == 0) {
        n = rig.port.send(rig.port.io, rig_pattern(taken), 50000);
        assert_true(n >= 0);
        if (n == 0) rig_turn();
    }
}

static void wait_ends_after_a_partial_send(void **state) {
    size_t sent = 0;
    int32_t n;
    (void)state;
    rig_up();
    while ((n = rig.port.send(rig.port.io, rig_pattern(sent), 60000)) == 60000)
        sent += (size_t)n;
    assert_true(n >= 0);
    sent += (size_t)n;
    rig_peer_expects(0, sent);
    wait_ends();
    rig_begin();
    while (rig.port.send(rig.port.io, rig_pattern(sent), 60000) == 0)
        rig_turn();
}

static void now_never_goes_back(void **state) {
    (void)state;
    uint32_t begin_ms = rig.port.now(rig.port.io);
    uint32_t last_ms = begin_ms;
    for (int i = 0; i < 10000; i++) {
        uint32_t now_ms = rig.port.now(rig.port.io);
        assert_true(now_ms - last_ms < RIG_FOREVER_MS);
        last_ms = now_ms;
    }
    sleep_ms(60);
    uint32_t passed_ms = rig.port.now(rig.port.io) - begin_ms;
    assert_in_range(passed_ms, 50, RIG_FOREVER_MS); /* proves that the unit is milliseconds */
}

/* ---- ends ---- */

static void end_in_order_is_closed(void **state) {
    uint8_t bytes[20];
    size_t got = 0;
    (void)state;
    rig_up();
    assert_int_equal(peer_send(&rig.peer, rig_pattern(0), 10), 10);
    peer_finish(&rig.peer);
    rig_begin();
    int32_t n;
    while ((n = rig.port.recv(rig.port.io, bytes + got, sizeof bytes - got)) >= 0) {
        got += (size_t)n;
        if (n == 0) rig_turn();
    }
    assert_int_equal(n, PIPIT_E_CLOSED);
    assert_int_equal(got, 10);
    rig_is_dead(PIPIT_E_CLOSED);
}

static void reset_is_reset(void **state) {
    (void)state;
    rig_up();
    peer_reset(&rig.peer);
    assert_int_equal(rig_error(), PIPIT_E_RESET);
    detail_is_set();
    rig_is_dead(PIPIT_E_RESET);
}

static void reset_is_seen_by_send(void **state) {
    int32_t n;
    (void)state;
    rig_up();
    peer_reset(&rig.peer);
    rig_begin();
    while ((n = rig.port.send(rig.port.io, rig_pattern(0), 10)) >= 0)
        rig_turn();
    assert_int_equal(n, PIPIT_E_RESET);
    detail_is_set();
    rig_is_dead(PIPIT_E_RESET);
}

static void open_follows_an_error(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        rig_up();
        peer_reset(&rig.peer);
        assert_int_equal(rig_error(), PIPIT_E_RESET);
        rig.port.close(rig.port.io);
        rig_up();
        peer_finish(&rig.peer);
        assert_int_equal(rig_error(), PIPIT_E_CLOSED);
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
    }
    works_after_all();
}

static void close_ends_in_order(void **state) {
    uint8_t byte;
    int n;
    (void)state;
    rig_up();
    rig_port_to_peer(10, 10);
    rig.port.close(rig.port.io);
    rig_begin();
    while ((n = peer_recv(&rig.peer, &byte, 1)) == 0)
        rig_turn();
    assert_int_equal(n, PEER_END);
}

typedef enum {
    CLOSE_NEVER_OPENED,
    CLOSE_JUST_OPENED,
    CLOSE_ACCEPTED,
    CLOSE_UP,
    CLOSE_UNREAD,
    CLOSE_UNSENT,
    CLOSE_AFTER_END,
    CLOSE_AFTER_RESET,
    CLOSE_MOMENTS
} moment_t;

static void reach(moment_t moment) {
    if (moment == CLOSE_NEVER_OPENED) return;
    rig_open();
    if (moment == CLOSE_JUST_OPENED) return;
    rig_begin();
    while (moment == CLOSE_ACCEPTED && !peer_accept(&rig.peer)) {
        receives_nothing();
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    if (moment == CLOSE_ACCEPTED) return;
    rig_link();
    if (moment == CLOSE_UNREAD) assert_int_equal(peer_send(&rig.peer, rig_pattern(0), 2000), 2000);
    if (moment == CLOSE_UNSENT) (void)fill();
    if (moment == CLOSE_AFTER_END) peer_finish(&rig.peer);
    if (moment == CLOSE_AFTER_END) assert_int_equal(rig_error(), PIPIT_E_CLOSED);
    if (moment == CLOSE_AFTER_RESET) peer_reset(&rig.peer);
    if (moment == CLOSE_AFTER_RESET) assert_int_equal(rig_error(), PIPIT_E_RESET);
}

static void close_is_legal_always(void **state) {
    uint8_t byte = 0;
    (void)state;
    for (int moment = 0; moment < CLOSE_MOMENTS; moment++) {
        reach((moment_t)moment);
        rig.port.close(rig.port.io);
        rig.port.close(rig.port.io);
        assert_true(errors_at(rig.port.recv(rig.port.io, &byte, 1)));
        assert_true(errors_at(rig.port.send(rig.port.io, &byte, 1)));
        if (!peer_accept(&rig.peer)) continue;
        peer_hang_up(&rig.peer); /* the connection of the attempt */
    }
    works_after_all();
}

/* ---- again and again ---- */

static void connect_once(int way) {
    rig_up();
    rig_port_to_peer(500, 500);
    rig_peer_to_port(500, 500);
    if (way == 1) peer_finish(&rig.peer);
    if (way == 2) peer_reset(&rig.peer);
    if (way != 0) assert_true(errors_at(rig_error()));
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
}

static void a_hundred_connections_cost_nothing(void **state) {
    (void)state;
    for (int i = 0; i < 6; i++)
        connect_once(i % 3);
    int descriptors_before = rig_descriptors();
    size_t bytes_before = rig_heap_bytes();
    for (unsigned i = 0; i < CONNECTIONS; i++)
        connect_once((int)(i % 3));
    assert_int_equal(rig_descriptors(), descriptors_before);
    /* The size of a TLS session differs by a few bytes each time. A leak grows with every connection. */
    assert_true(rig_heap_bytes() < bytes_before + CONNECTIONS);
}

/* The C library counts its cache of freed blocks as used memory, and its size differs from run to run. So start the
 * program again without this cache. */
static void start_without_cache(char **argv) {
    static const char name[] = "GLIBC_TUNABLES";
    if (getenv(name) || setenv(name, "glibc.malloc.tcache_count=0", 1) != 0) return;
    (void)execv("/proc/self/exe", argv);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        TEST(errors_before_open),
        TEST(open_does_not_block),
        TEST(nothing_flows_before_the_handshake),
        TEST(refused_is_an_error),
        TEST(bytes_flow_both_ways),
        TEST(one_byte_at_a_time),
        TEST(much_comes_in),
        TEST(full_buffers_refuse_and_go_on),
        TEST(wait_sees_what_is_inside),
        TEST(wait_wakes_on_traffic),
        TEST(wait_wakes_at_the_end),
        TEST(wait_sleeps_when_nothing_happens),
        TEST(wait_wakes_when_sending_goes_on),
        TEST(wait_ends_after_a_partial_send),
        TEST(now_never_goes_back),
        TEST(end_in_order_is_closed),
        TEST(reset_is_reset),
        TEST(reset_is_seen_by_send),
        TEST(open_follows_an_error),
        TEST(close_ends_in_order),
        TEST(close_is_legal_always),
        TEST(a_hundred_connections_cost_nothing),
        TEST(flood_before_the_link_is_taken_in_pieces),
        TEST(flood_of_records_is_taken_in_pieces),
        TEST(empty_records_are_nothing),
        TEST(time_out_holds_in_a_flood),
        TEST(stop_holds_in_a_flood),
    };
    rig.subject = argc > 3 ? subject_find(argv[1]) : NULL;
    if (!rig.subject && argc > 3) rig.subject = fault_find(argv[1]);
    if (!rig.subject) {
        (void)fputs("usage: test_conformance SUBJECT ADDRESS FOLDER [TEST [PATIENCE]]\n", stderr);
        return 2;
    }
    rig.patience_ms = argc > 5 ? (uint32_t)strtoul(argv[5], NULL, 10) * 1000u : RIG_PATIENCE_MS;
    if (argc > 4) cmocka_set_test_filter(argv[4]);
    start_without_cache(argv);
    rig.address = argv[2];
    rig.folder = argv[3];
    return cmocka_run_group_tests_name(rig.subject->name, tests, NULL, NULL);
}
