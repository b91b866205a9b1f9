/* SPDX-License-Identifier: MIT */
/* The results do not depend on time: calls, bytes and turns of the loop are counted, and the test sets the engine's
 * clock. If a call does not return, the alarm of the rig ends the test. */
#include "conformance_flood.h"
#include "flood.h"
#include "pipit/pipit.h"
#include "pipit_proxy.h"
#include "rig.h"
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#define CALLS 100
#define TURN_MS 100u
#define CONNECT_MS 15000u
#define HEAD_MS 20000u
#define TURNS_LATE 2u /* the turn in which the time-out is due, and one more in which the engine looks for bytes */

static bool is_tls(void) {
    return rig.subject->tls != NULL;
}

static bool is_layer(void) {
    return rig.subject->peer != PEER_PLAIN;
}

/* @return the largest number of bytes that one call may take from the port below. */
static size_t most_bytes(void) {
    return is_tls() ? rig.subject->tls->most_bytes : PIPIT_PROXY_BUFFER_BYTES;
}

static size_t most_calls(void) {
    return is_tls() ? rig.subject->tls->most_reads : 1;
}

/* @return legal bytes without content: records of TLS, or 1xx answers of HTTP. */
static const char *nothing(size_t *len) {
    static const char answer[] = "HTTP/1.1 100 Wait\r\n\r\n";
    bool tls = rig.subject->peer == PEER_TLS;
    *len = tls ? rig.subject->tls->idle_len : sizeof answer - 1;
    return tls ? rig.subject->tls->idle : answer;
}

static void pour(void) {
    size_t len;
    const char *bytes = nothing(&len);
    flood_begin(bytes, len);
}

static size_t peak_bytes; /* of one call */
static size_t peak_reads;

static void call_was_bounded(void) {
    if (flood.taken > peak_bytes) peak_bytes = flood.taken;
    if (flood.calls > peak_reads) peak_reads = flood.calls;
    assert_false(flood.endless);
    assert_in_range(flood.taken, 0, most_bytes());
    assert_in_range(flood.calls, 0, most_calls());
    flood_count();
}

/* For tests/hostile/attacks/run.py, which shows it beside the attack. */
static void peak_seen(void) {
    print_message("seen: at most %u bytes in %u reads a call\n", (unsigned)peak_bytes, (unsigned)peak_reads);
}

/* ---- pieces ---- */

static void until_it_has_sent(void) {
    uint8_t byte;
    rig_open();
    rig_begin();
    while (!peer_accept(&rig.peer) || flood.sent == 0) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        rig.port.wait(rig.port.io, 5);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
}

void flood_before_the_link_is_taken_in_pieces(void **state) {
    uint8_t bytes[100];
    (void)state;
    if (!is_layer()) return;
    until_it_has_sent();
    pour();
    for (int i = 0; i < CALLS; i++) {
        assert_int_equal(rig.port.recv(rig.port.io, bytes, sizeof bytes), 0);
        call_was_bounded();
        assert_int_equal(rig.port.send(rig.port.io, bytes, sizeof bytes), 0);
        call_was_bounded();
        rig.port.wait(rig.port.io, RIG_FOREVER_MS); /* there are more bytes, so it must not sleep */
        call_was_bounded();
    }
    rig.port.close(rig.port.io);
    call_was_bounded();
    peak_seen();
}

/* Send records as long as the socket of the peer takes them. @return how many. */
static int records_send(peer_tls_record_t kind, int most) {
    int count = 0;
    while (count < most && peer_tls_record(&rig.peer.tls, kind))
        count++;
    return count;
}

/* A loop cannot see bytes in the port below. So the port itself must say that it is not finished. */
static void more_is_left(void) {
    assert_true(rig.subject->tls->busy());
    rig.port.wait(rig.port.io, 1);
    assert_int_equal(flood.wait_ms, 0);
}

void flood_of_records_is_taken_in_pieces(void **state) {
    uint8_t byte;
    (void)state;
    if (!is_tls()) return;
    rig_up();
    int most = rig.subject->tls->idle_records;
    assert_in_range(records_send(rig.subject->tls->idle_record, most), most_calls(), most);
    flood_count();
    int calls = 0;
    int quiet = 0;
    rig_begin();
    while (quiet < 3) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        quiet = flood.taken == 0 ? quiet + 1 : 0;
        calls++;
        if (flood.taken > 0 && !flood.dry) more_is_left();
        call_was_bounded();
        if (flood.taken == 0) rig_turn();
    }
    assert_true(calls > 10);
    peak_seen();
    rig_peer_to_port(1000, 1000);
    rig_port_to_peer(1000, 1000);
}

void empty_records_are_nothing(void **state) {
    (void)state;
    if (!is_tls()) return;
    rig_up();
    const int most = rig.subject->tls->empty_records;
    if (rig.subject->tls->peer) return; /* it cannot send them */
    for (int count = 1; count <= most; count++) {
        assert_int_equal(records_send(PEER_TLS_EMPTY, count), count);
        rig_peer_to_port(100, 100);
    }
    assert_int_equal(records_send(PEER_TLS_EMPTY, most + 1), most + 1);
    assert_int_equal(rig_error(), PIPIT_E_TLS);
}

/* ---- the engine above ---- */

typedef enum { FLOOD_BELOW, FLOOD_OF_THE_SOCKET } source_t;

PIPIT_DEFINE(feed, 4096, 128);
static pipit_port_t top;
static uint32_t clock_ms;
static pipit_event_t last;
static pthread_t thread;
static volatile bool pouring;

static uint32_t test_now(void *io) {
    (void)io;
    return clock_ms;
}

static void *socket_pour(void *unused) {
    static char block[65536];
    size_t len;
    const char *bytes = nothing(&len);
    (void)unused;
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = bytes[i % len];
    size_t at = 0;
    while (pouring) {
        struct pollfd ready = {.fd = rig.peer.socket, .events = POLLOUT};
        (void)poll(&ready, 1, 10);
        ssize_t n = send(rig.peer.socket, block + at % len, sizeof block - len, MSG_NOSIGNAL);
        if (n > 0) at += (size_t)n;
    }
    return NULL;
}

static void source_open(source_t source) {
    pouring = source == FLOOD_OF_THE_SOCKET;
    if (pouring)
        assert_int_equal(pthread_create(&thread, NULL, socket_pour, NULL), 0);
    else
        pour();
}

static void source_close(source_t source) {
    pouring = false;
    flood_begin(NULL, 0);
    if (source == FLOOD_OF_THE_SOCKET) assert_int_equal(pthread_join(thread, NULL), 0);
}

static void engine_start(void) {
    pipit_config_t config = {PIPIT_BUFFERS(feed),
                             .bearer_token = "T",
                             .host = rig.subject->host ? rig.subject->host : rig.address,
                             .port = rig.peer.port,
                             .connect_ms = CONNECT_MS,
                             .head_ms = HEAD_MS,
                             .jitter_percent = PIPIT_JITTER_OFF};
    top = rig.port;
    top.now = test_now;
    clock_ms = 0xfffff000u;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_sample(&feed, NULL), PIPIT_OK);
}

/* One turn of the loop of pipit_run(). @return whether there was an event. */
static bool engine_turn(void) {
    if (pipit_poll(&feed, &top, &last)) return true;
    if (last.wait_ms > 0) top.wait(top.io, last.wait_ms < 5 ? last.wait_ms : 5);
    return false;
}

/* Run turns until the port waits for the peer. The clock does not advance. */
static void until_the_peer_is_asked(void) {
    rig_begin();
    while (!peer_accept(&rig.peer) || pipit_want(&feed) & (is_layer() ? PIPIT_WANT_OPEN : PIPIT_WANT_SEND) ||
           (is_layer() && flood.sent == 0)) {
        (void)engine_turn();
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
}

static void time_out_comes(source_t source) {
    uint32_t due_ms = is_layer() ? CONNECT_MS : HEAD_MS;
    engine_start();
    until_the_peer_is_asked();
    source_open(source);
    uint32_t begin_ms = clock_ms;
    while (!engine_turn()) {
        clock_ms += TURN_MS;
        assert_in_range(clock_ms - begin_ms, 0, due_ms + TURNS_LATE * TURN_MS);
    }
    assert_int_equal(last.kind, PIPIT_EV_CONNECTION_ERROR);
    assert_int_equal(last.err, is_layer() ? PIPIT_E_CONNECT_TIMEOUT : PIPIT_E_HEAD_TIMEOUT);
    print_message("seen: due after %u ms of the engine's clock, came after %u, turns of %u ms\n", (unsigned)due_ms,
                  (unsigned)(clock_ms - begin_ms), TURN_MS);
    assert_in_range(clock_ms - begin_ms, due_ms, due_ms + TURNS_LATE * TURN_MS);
    rig.port.close(rig.port.io);
    source_close(source);
    peer_hang_up(&rig.peer);
}

void time_out_holds_in_a_flood(void **state) {
    (void)state;
    if (is_layer()) time_out_comes(FLOOD_BELOW);
    time_out_comes(FLOOD_OF_THE_SOCKET);
}

static void on_stop(void *unused) {
    (void)unused;
    flood.on_recv = NULL;
    pipit_stop(&feed);
    flood_count();
}

/* pipit_stop() comes like Ctrl-C: inside a call, or between two calls. */
static void stop_comes(source_t source) {
    engine_start();
    until_the_peer_is_asked();
    source_open(source);
    for (int i = 0; i < 20; i++)
        assert_false(engine_turn());
    if (source == FLOOD_BELOW)
        flood.on_recv = on_stop;
    else
        pipit_stop(&feed);
    unsigned turns = 0;
    while (!engine_turn())
        assert_in_range(++turns, 0, TURNS_LATE);
    assert_int_equal(last.kind, PIPIT_EV_DISCONNECT);
    assert_int_equal(last.err, PIPIT_E_STOPPED);
    print_message("seen: stopped %u turns later\n", turns);
    if (source == FLOOD_BELOW) call_was_bounded();
    rig.port.close(rig.port.io);
    source_close(source);
    peer_hang_up(&rig.peer);
}

void stop_holds_in_a_flood(void **state) {
    (void)state;
    if (is_layer()) stop_comes(FLOOD_BELOW);
    stop_comes(FLOOD_OF_THE_SOCKET);
}
