/* SPDX-License-Identifier: MIT */
/* What only the POSIX port has: the interrupted connect(), wakers, one wait for many links, a clock that goes on while
 * the machine sleeps. Linked with connect(), pipe(), read() and clock_gettime() wrapped. */
#include "pipit_posix.h"
#include "pipit_proxy.h"
#include "rig.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#define MANY (PIPIT_POSIX_WAIT_DESCRIPTORS + 6)

#define READS_ENDLESS 10000

static bool connect_is_interrupted, pipe_fails, pipe_is_never_empty;
static int reads;
static time_t slept_s;
static bool boottime_is_unknown; /* as on Linux before 2.6.39 */

/* NOLINTBEGIN(bugprone-reserved-identifier): names that the linker's --wrap wants */
int __real_connect(int fd, const struct sockaddr *address, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);
int __real_pipe(int ends[2]);
int __wrap_pipe(int ends[2]);
ssize_t __real_read(int fd, void *bytes, size_t len);
ssize_t __wrap_read(int fd, void *bytes, size_t len);
int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len) {
    int result = __real_connect(fd, address, len);
    if (result == 0 || !connect_is_interrupted) return result;
    assert_int_equal(errno, EINPROGRESS);
    errno = EINTR;
    return -1;
}

int __wrap_pipe(int ends[2]) {
    if (!pipe_fails) return __real_pipe(ends);
    errno = EMFILE;
    return -1;
}

/* As if other threads filled the pipe faster than it is read; it ends where a reader does not. */
ssize_t __wrap_read(int fd, void *bytes, size_t len) {
    reads++;
    return pipe_is_never_empty && reads < READS_ENDLESS ? (ssize_t)len : __real_read(fd, bytes, len);
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *now) {
    if (clock == CLOCK_BOOTTIME && boottime_is_unknown) {
        errno = EINVAL;
        return -1;
    }
    const int result = __real_clock_gettime(clock, now);
    if (clock == CLOCK_BOOTTIME) now->tv_sec += slept_s;
    return result;
}
/* NOLINTEND(bugprone-reserved-identifier) */

static void interrupted_connect_goes_on(void **state) {
    (void)state;
    connect_is_interrupted = true;
    rig_up();
    connect_is_interrupted = false;
    rig_port_to_peer(100, 100);
    rig_peer_to_port(100, 100);
}

/* The error must not say that the host does not answer. */
static void no_descriptor_left_is_an_error_and_heals(void **state) {
    struct rlimit limit;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    const struct rlimit none = {3, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int32_t result = rig.port.open(rig.port.io, "127.0.0.1", 1);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(result, PIPIT_E_IO);
    assert_int_equal(*rig.port.detail, EMFILE);
    rig_up();
}

/* ---- wakers ---- */

static pipit_posix_waker_t waker;

static pipit_posix_t *tcp(void) {
    return rig.port.io;
}

static int waker_setup(void **state) {
    int result = rig_setup(state);
    assert_int_equal(pipit_posix_waker_make(&waker), PIPIT_OK);
    pipit_posix_waker_use(tcp(), &waker);
    return result;
}

static int waker_teardown(void **state) {
    int result = rig_teardown(state);
    pipit_posix_waker_free(&waker);
    pipit_posix_waker_free(&waker);
    return result;
}

static bool wait_ends_early(const pipit_port_t *port) {
    uint32_t begin_ms = rig_now_ms();
    port->wait(port->io, RIG_FOREVER_MS);
    return rig_now_ms() - begin_ms < rig.patience_ms;
}

static bool wait_sleeps(const pipit_port_t *port) {
    uint32_t begin_ms = rig_now_ms();
    port->wait(port->io, 100);
    return rig_now_ms() - begin_ms >= 50;
}

static void on_signal(int number) {
    (void)number;
    pipit_posix_wake(&waker);
}

/* The signal comes after the program has checked its flag and before it waits. A flag alone is not enough here. */
static void signal_before_the_wait_is_not_slept_over(void **state) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    (void)state;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    rig_up();
    assert_true(wait_sleeps(&rig.port));
    errno = ENOTTY;
    assert_int_equal(raise(SIGUSR1), 0);
    assert_int_equal(errno, ENOTTY);
    assert_true(wait_ends_early(&rig.port));
    assert_true(wait_sleeps(&rig.port)); /* one signal, one early end */
}

static void *wake_later(void *unused) {
    struct timespec time = {0, 100000000};
    (void)unused;
    (void)nanosleep(&time, NULL);
    pipit_posix_wake(&waker);
    return NULL;
}

static void thread_ends_the_wait(void **state) {
    pthread_t thread;
    (void)state;
    rig_up();
    assert_int_equal(pthread_create(&thread, NULL, wake_later, NULL), 0);
    assert_true(wait_ends_early(&rig.port));
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static void wait_ends_in_every_state(void **state) {
    (void)state;
    pipit_posix_wake(&waker); /* legal before open */
    assert_true(wait_ends_early(&rig.port));
    rig_up();
    pipit_posix_wake(&waker);
    assert_true(wait_ends_early(&rig.port));
    peer_reset(&rig.peer);
    assert_int_equal(rig_error(), PIPIT_E_RESET);
    pipit_posix_wake(&waker); /* legal after a failure */
    assert_true(wait_ends_early(&rig.port));
    rig.port.close(rig.port.io);
    pipit_posix_wake(&waker); /* legal after close, between two attempts */
    assert_true(wait_ends_early(&rig.port));
    pipit_posix_waker_use(tcp(), NULL);
    pipit_posix_wake(&waker);
    assert_true(wait_sleeps(&rig.port));
}

static void many_wakes_are_one(void **state) {
    (void)state;
    for (int i = 0; i < 200000; i++) /* more bytes than a pipe can hold */
        pipit_posix_wake(&waker);
    assert_true(wait_ends_early(&rig.port));
    assert_true(wait_sleeps(&rig.port));
}

static void wakes_without_end_keep_nobody(void **state) {
    (void)state;
    rig_up();
    pipit_posix_wake(&waker);
    pipe_is_never_empty = true;
    reads = 0;
    assert_true(wait_ends_early(&rig.port));
    assert_true(reads < READS_ENDLESS);
    pipe_is_never_empty = false;
}

static void wake_goes_through_layers(void **state) {
    static pipit_proxy_t proxy;
    static pipit_tls_t tls;
    pipit_port_t port;
    (void)state;
    assert_int_equal(pipit_proxy_port(&proxy, rig.port, "http://127.0.0.1:1", &port), PIPIT_OK);
    port = pipit_tls_port(&tls, port, PIPIT_TLS_SYSTEM_CA);
    pipit_posix_wake(&waker);
    assert_true(wait_ends_early(&port));
    assert_true(wait_sleeps(&port));
}

static void waker_that_cannot_be_made(void **state) {
    pipit_posix_waker_t none;
    (void)state;
    pipe_fails = true;
    assert_int_equal(pipit_posix_waker_make(&none), PIPIT_E_IO);
    pipe_fails = false;
    pipit_posix_waker_free(&none);
}

/* ---- many connections ---- */

static pipit_posix_t links[MANY];
static pipit_port_t ports[MANY];
static pipit_posix_t *all[MANY];
static peer_t peers[MANY];

static void links_make(size_t count) {
    uint8_t byte;
    for (size_t i = 0; i < count; i++) {
        all[i] = &links[i];
        ports[i] = pipit_posix_port(&links[i]);
        peer_listen(&peers[i], PEER_PLAIN, rig.address, rig.folder, NULL);
        assert_int_equal(ports[i].open(ports[i].io, rig.address, peers[i].port), 0);
        rig_begin();
        while (!peer_turn(&peers[i]))
            assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
        assert_int_equal(ports[i].recv(ports[i].io, &byte, 1), 0);
    }
}

static void links_free(size_t count) {
    for (size_t i = 0; i < count; i++) {
        pipit_posix_free(&links[i]);
        peer_free(&peers[i]);
    }
}

static uint32_t wait_all(size_t count, uint32_t max_ms) {
    uint32_t begin_ms = rig_now_ms();
    pipit_posix_wait(all, count, max_ms);
    return rig_now_ms() - begin_ms;
}

static void one_wait_for_several(void **state) {
    uint8_t byte;
    (void)state;
    links_make(3);
    assert_true(wait_all(3, 100) >= 50);
    assert_true(wait_all(0, 100) >= 50);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(peer_send(&peers[i], "x", 1), 1);
        assert_true(wait_all(3, RIG_FOREVER_MS) < rig.patience_ms);
        assert_int_equal(ports[i].recv(ports[i].io, &byte, 1), 1);
    }
    for (size_t i = 0; i < 3; i++)
        pipit_posix_waker_use(&links[i], i == 0 ? NULL : &waker);
    pipit_posix_wake(&waker);
    assert_true(wait_all(3, RIG_FOREVER_MS) < rig.patience_ms);
    assert_true(wait_all(3, 100) >= 50);
    links_free(3);
}

/* What comes after the wait is late by two reads at the most, and not at all for a loop that waits again. */
static void silent_links_are_read_later(void **state) {
    uint8_t byte;
    (void)state;
    links_make(2);
    assert_int_equal(peer_send(&peers[0], "x", 1), 1);
    wait_all(2, RIG_FOREVER_MS);
    assert_int_equal(peer_send(&peers[1], "y", 1), 1);
    struct pollfd second = {.fd = links[1].socket, .events = POLLIN};
    assert_int_equal(poll(&second, 1, -1), 1);
    assert_int_equal(ports[1].recv(ports[1].io, &byte, 1), 0);
    assert_int_equal(ports[1].recv(ports[1].io, &byte, 1), 0);
    assert_int_equal(ports[1].recv(ports[1].io, &byte, 1), 1);
    assert_int_equal(ports[0].recv(ports[0].io, &byte, 1), 1);
    assert_int_equal(peer_send(&peers[0], "x", 1), 1);
    wait_all(2, RIG_FOREVER_MS);
    assert_int_equal(peer_send(&peers[1], "y", 1), 1);
    assert_int_equal(poll(&second, 1, -1), 1);
    assert_int_equal(ports[0].recv(ports[0].io, &byte, 1), 1);
    wait_all(2, RIG_FOREVER_MS);
    assert_int_equal(ports[1].recv(ports[1].io, &byte, 1), 1);
    links_free(2);
}

static void more_links_than_one_wait_looks_at(void **state) {
    uint8_t byte;
    (void)state;
    links_make(MANY);
    rig_begin();
    assert_true(wait_all(MANY, RIG_FOREVER_MS) < rig.patience_ms); /* it is at most 20 ms */
    assert_int_equal(peer_send(&peers[MANY - 1], "x", 1), 1);
    while (ports[MANY - 1].recv(ports[MANY - 1].io, &byte, 1) == 0)
        assert_true(wait_all(MANY, RIG_FOREVER_MS) < rig.patience_ms);
    assert_int_equal(peer_send(&peers[0], "x", 1), 1);
    while (ports[0].recv(ports[0].io, &byte, 1) == 0)
        assert_true(wait_all(MANY, RIG_FOREVER_MS) < rig.patience_ms);
    links_free(MANY);
}

/* A shared wait below TLS needs this property: after a recv of 0 no layer holds received bytes. */
static void drained_tls_links_share_a_wait(void **state) {
    const subject_t *subject = subject_find("tls12_proxy");
    uint8_t bytes[100];
    (void)state;
    peer_t peer;
    peer_listen(&peer, PEER_TLS_BEHIND_PROXY, rig.address, rig.folder, NULL);
    pipit_port_t port = subject->make(rig.address, peer.port, rig.folder);
    pipit_posix_t *below = subject_tls()->inner.io; /* the port of the proxy contains the port of the sockets */
    below = ((pipit_proxy_t *)(void *)below)->inner.io;
    assert_int_equal(port.open(port.io, subject->host, peer.port), 0);
    rig_begin();
    while (!peer_turn(&peer)) {
        assert_int_equal(port.recv(port.io, bytes, 1), 0);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    for (int i = 0; i < 20; i++) {
        int32_t n;
        while ((n = port.recv(port.io, bytes, 7)) > 0)
            ;
        assert_int_equal(n, 0);
        assert_int_equal(peer_send(&peer, rig_pattern(0), sizeof bytes), sizeof bytes);
        uint32_t begin_ms = rig_now_ms();
        pipit_posix_wait(&below, 1, RIG_FOREVER_MS);
        assert_true(rig_now_ms() - begin_ms < rig.patience_ms);
    }
    port.close(port.io);
    subject->release();
    peer_free(&peer);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, waker_setup, waker_teardown)

/* CLOCK_MONOTONIC stands still in sleep. */
static void clock_goes_on_in_sleep(void **state) {
    (void)state;
    const uint32_t before_ms = rig.port.now(rig.port.io);
    slept_s = 7200;
    assert_in_range(rig.port.now(rig.port.io) - before_ms, 7200000, 7260000);
    boottime_is_unknown = true;
    const uint32_t monotonic_ms = rig.port.now(rig.port.io);
    slept_s = 14400;
    assert_in_range(rig.port.now(rig.port.io) - monotonic_ms, 0, 60000);
    boottime_is_unknown = false;
    slept_s = 0;
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        TEST(interrupted_connect_goes_on),
        TEST(no_descriptor_left_is_an_error_and_heals),
        TEST(signal_before_the_wait_is_not_slept_over),
        TEST(thread_ends_the_wait),
        TEST(wait_ends_in_every_state),
        TEST(many_wakes_are_one),
        TEST(wakes_without_end_keep_nobody),
        TEST(wake_goes_through_layers),
        TEST(waker_that_cannot_be_made),
        TEST(one_wait_for_several),
        TEST(silent_links_are_read_later),
        TEST(more_links_than_one_wait_looks_at),
        TEST(drained_tls_links_share_a_wait),
        TEST(clock_goes_on_in_sleep),
    };
    if (argc != 2) {
        (void)fputs("usage: test_posix FOLDER\n", stderr);
        return 2;
    }
    rig.subject = subject_find("posix");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
