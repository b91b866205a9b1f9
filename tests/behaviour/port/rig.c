/* SPDX-License-Identifier: MIT */
#include "rig.h"
#include <dirent.h>
#include <malloc.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#define UNDER_ASAN __has_feature(address_sanitizer)
#else
#define UNDER_ASAN 0
#endif
#if UNDER_ASAN
size_t __sanitizer_get_current_allocated_bytes(void); /* declared here because gcc 12 does not have the header */
#endif

#define PERIOD 251u /* a prime, so that no record and no buffer size is a multiple of it */
#define TURN_MS 5u

rig_t rig;
static uint16_t target; /* the TCP port that open is called with */

uint32_t rig_now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

const uint8_t *rig_pattern(size_t offset) {
    static uint8_t bytes[RIG_WINDOW + PERIOD];
    for (size_t i = 0; bytes[1] == 0 && i < sizeof bytes; i++)
        bytes[sizeof bytes - 1 - i] = (uint8_t)((sizeof bytes - 1 - i) % PERIOD);
    return bytes + offset % PERIOD;
}

/* ---- set-up ---- */

static void port_make(uint16_t port) {
    target = port;
    rig.port = rig.subject->make(rig.address, port, rig.folder);
    assert_non_null(rig.port.wait);
}

static void on_alarm(int number) {
    static const char words[] = "[  FAILED  ] a call blocks\n";
    (void)number;
    ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
    (void)ignored;
    _exit(1);
}

int rig_setup(void **state) {
    peer_tls_setup_t tls = {"good", rig.subject->tls_version, "http/1.1"};
    (void)state;
    peer_tls_use_library(rig.subject->tls ? rig.subject->tls->peer : NULL);
    (void)signal(SIGALRM, on_alarm);
    (void)alarm(4u * rig.patience_ms / 1000u);
    peer_listen(&rig.peer, rig.subject->peer, rig.address, rig.folder, &tls);
    port_make(rig.peer.port);
    return 0;
}

int rig_teardown(void **state) {
    (void)state;
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
    (void)alarm(0);
    return 0;
}

void rig_use_deaf_peer(void) {
    rig.subject->release();
    peer_free(&rig.peer);
    peer_listen_deaf(&rig.peer, rig.address);
    port_make(rig.peer.port);
}

void rig_use_nobody(uint16_t port) {
    rig.subject->release();
    port_make(port);
}

void rig_use_port(pipit_port_t port) {
    target = rig.peer.port;
    rig.port = port;
}

/* ---- loops ---- */

void rig_begin(void) {
    rig.begin_ms = rig_now_ms();
}

void rig_turn(void) {
    (void)peer_turn(&rig.peer);
    rig.port.wait(rig.port.io, TURN_MS);
    assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
}

void rig_open(void) {
    const char *host = rig.subject->host ? rig.subject->host : rig.address;
    assert_int_equal(rig.port.open(rig.port.io, host, target), 0);
}

void rig_link(void) {
    uint8_t byte;
    rig_begin();
    while (!peer_turn(&rig.peer)) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        rig_turn();
    }
    /* Receive the last messages of the handshake and tickets, in several turns if the handshake is done in pieces. */
    for (int i = 0; i < 10; i++)
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
}

void rig_up(void) {
    rig_open();
    rig_link();
}

int32_t rig_error(void) {
    uint8_t byte;
    int32_t n;
    rig_begin();
    while ((n = rig.port.recv(rig.port.io, &byte, 1)) == 0)
        rig_turn();
    return n;
}

/* ---- transfer ---- */

static void check(const uint8_t *bytes, size_t len, size_t offset) {
    assert_memory_equal(bytes, rig_pattern(offset), len);
}

void rig_peer_to_port(size_t len, size_t most_at_once) {
    uint8_t bytes[4096];
    size_t sent = 0;
    size_t got = 0;
    assert_true(most_at_once <= sizeof bytes);
    rig_begin();
    while (got < len) {
        size_t left = len - sent < sizeof bytes ? len - sent : sizeof bytes;
        int there = left > 0 ? peer_send(&rig.peer, rig_pattern(sent), left) : 0;
        assert_true(there >= 0);
        sent += (size_t)there;
        int32_t n = rig.port.recv(rig.port.io, bytes, most_at_once);
        assert_in_range(n, 0, most_at_once);
        check(bytes, (size_t)n, got);
        got += (size_t)n;
        if (n == 0 && there == 0) rig_turn();
    }
    assert_int_equal(got, len);
    assert_int_equal(rig.port.recv(rig.port.io, bytes, 1), 0);
}

void rig_peer_expects(size_t offset, size_t len) {
    uint8_t bytes[4096];
    size_t got = 0;
    rig_begin();
    while (got < len) {
        size_t left = len - got < sizeof bytes ? len - got : sizeof bytes;
        int n = peer_recv(&rig.peer, bytes, left);
        assert_true(n >= 0);
        check(bytes, (size_t)n, offset + got);
        got += (size_t)n;
        if (n == 0) rig_turn();
    }
}

void rig_port_to_peer(size_t len, size_t most_at_once) {
    size_t sent = 0;
    rig_begin();
    while (sent < len) {
        size_t left = len - sent < most_at_once ? len - sent : most_at_once;
        int32_t n = rig.port.send(rig.port.io, rig_pattern(sent), left);
        assert_in_range(n, 0, left);
        if (n > 0) rig_peer_expects(sent, (size_t)n);
        sent += (size_t)n;
        if (n == 0) rig_turn();
    }
}

void rig_is_dead(int32_t error) {
    uint8_t byte = 0;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), error);
        assert_int_equal(rig.port.send(rig.port.io, &byte, 1), error);
    }
}

/* ---- resources ---- */

int rig_descriptors(void) {
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    (void)closedir(folder);
    return count;
}

size_t rig_heap_bytes(void) {
#if UNDER_ASAN
    return __sanitizer_get_current_allocated_bytes();
#elif defined(__GLIBC__)
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}
