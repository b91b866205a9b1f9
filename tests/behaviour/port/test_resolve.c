/* SPDX-License-Identifier: MIT */
/* Names through c-ares and a name server of the test's own. Linked with ares_library_init(), ares_library_cleanup() and
 * ares_init_options() wrapped: that is how the name server is chosen. */
#include "dns.h"
#include "pipit_posix.h"
#include "rig.h"
#include <ares.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NAME "host.pipit.test"
#define OPENS 50u
#define CHANNEL_LEAST 100u /* bytes that a forgotten resolver would cost each time */

static dns_t dns;
static int inits, cleanups;

int __real_ares_library_init(int flags);
int __wrap_ares_library_init(int flags);
void __wrap_ares_library_cleanup(void);
int __real_ares_init_options(ares_channel *channel, struct ares_options *options, int mask);
int __wrap_ares_init_options(ares_channel *channel, struct ares_options *options, int mask);

int __wrap_ares_library_init(int flags) {
    inits++;
    return __real_ares_library_init(flags);
}

void __wrap_ares_library_cleanup(void) {
    cleanups++;
}

int __wrap_ares_init_options(ares_channel *channel, struct ares_options *options, int mask) {
    char server[32];
    (void)snprintf(server, sizeof server, "127.0.0.1:%u", dns.port);
#if defined(ARES_OPT_QUERY_CACHE)
    assert_true(mask & ARES_OPT_QUERY_CACHE);
    assert_int_equal(options->qcache_max_ttl, 0);
#endif
    int status = __real_ares_init_options(channel, options, mask);
    return status == ARES_SUCCESS ? ares_set_servers_ports_csv(*channel, server) : status;
}

static int setup(void **state) {
    dns_make(&dns);
    return rig_setup(state);
}

static int teardown(void **state) {
    dns_free(&dns);
    return rig_teardown(state);
}

/* Drives name server, port and peer. @return 0 when bytes can flow, or the port's error. */
static int32_t drive(void) {
    uint8_t byte;
    int32_t n = rig.port.open(rig.port.io, NAME, rig.peer.port);
    rig_begin();
    while (n == 0 && !peer_turn(&rig.peer)) {
        dns_turn(&dns);
        n = rig.port.recv(rig.port.io, &byte, 1);
        if (n == 0) rig_turn();
    }
    return n;
}

static void works(void) {
    assert_int_equal(drive(), 0);
    rig_port_to_peer(10, 10);
}

static void name_leads_to_the_peer(void **state) {
    (void)state;
    dns.v4[0] = "127.0.0.1";
    works();
    assert_true(dns.queries > 0);
}

static void second_address_is_tried(void **state) {
    (void)state;
    dns.v4[0] = "127.0.0.2"; /* nobody there: the peer listens on one address */
    dns.v4[1] = "127.0.0.3";
    dns.v4[2] = "127.0.0.1";
    works();
}

static void no_address_takes_the_connection(void **state) {
    (void)state;
    dns.v4[0] = "127.0.0.2";
    dns.v4[1] = "127.0.0.3";
    assert_int_equal(drive(), PIPIT_E_CONNECT);
    assert_int_not_equal(*rig.port.detail, 0);
    rig_is_dead(PIPIT_E_CONNECT);
}

static void v6_address_is_enough(void **state) {
    (void)state;
    (void)rig_teardown(NULL);
    rig.address = "::1";
    (void)rig_setup(NULL);
    dns.v6[0] = "::1";
    works();
    rig.address = "127.0.0.1";
}

static void unknown_name_is_an_error(void **state) {
    (void)state;
    assert_int_equal(drive(), PIPIT_E_DNS);
    assert_int_equal(*rig.port.detail, ARES_ENOTFOUND);
    rig_is_dead(PIPIT_E_DNS);
    dns.v4[0] = "127.0.0.1";
    works();
}

static void each_open_asks_anew(void **state) {
    (void)state;
    dns.v4[0] = "127.0.0.1";
    for (int i = 0; i < 3; i++) {
        unsigned before = dns.queries;
        works();
        assert_true(dns.queries > before);
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
    }
    dns.v4[0] = NULL;
    assert_int_equal(drive(), PIPIT_E_DNS);
}

static void silence_blocks_nothing(void **state) {
    uint8_t byte = 0;
    (void)state;
    dns.silent = true;
    dns.v4[0] = "127.0.0.1";
    uint32_t begin_ms = rig_now_ms();
    assert_int_equal(rig.port.open(rig.port.io, NAME, rig.peer.port), 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        assert_int_equal(rig.port.send(rig.port.io, &byte, 1), 0);
        rig.port.wait(rig.port.io, 0);
    }
    assert_true(rig_now_ms() - begin_ms < 2000); /* less than one try of a resolver that waits */
    dns_turn(&dns);
    assert_true(dns.queries > 0);
    rig.port.close(rig.port.io);
    rig.port.close(rig.port.io);
    int descriptors = rig_descriptors();
    for (int i = 0; i < 10; i++) {
        assert_int_equal(rig.port.open(rig.port.io, NAME, rig.peer.port), 0);
        rig.port.close(rig.port.io);
    }
    assert_int_equal(rig_descriptors(), descriptors);
    dns_turn(&dns);
    dns.silent = false;
    works();
}

/* A lost question is asked again by the resolver's own timer, which the wait must know. */
static void lost_question_is_asked_again(void **state) {
    uint8_t byte;
    (void)state;
    dns.silent = true;
    dns.v4[0] = "127.0.0.1";
    assert_int_equal(rig.port.open(rig.port.io, NAME, rig.peer.port), 0);
    rig_begin();
    while (dns.queries < 2) {
        dns_turn(&dns);
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    unsigned before = dns.queries;
    while (dns.queries == before) {
        uint32_t wait_ms = rig_now_ms();
        rig.port.wait(rig.port.io, RIG_FOREVER_MS);
        assert_true(rig_now_ms() - wait_ms < rig.patience_ms);
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        dns_turn(&dns);
    }
}

static void names_cost_nothing_for_long(void **state) {
    int descriptors = 0;
    size_t heap = 0;
    (void)state;
    dns.v4[0] = "127.0.0.1";
    for (unsigned i = 0; i < OPENS; i++) {
        works();
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
        if (i == 1) descriptors = rig_descriptors();
        if (i == 1) heap = rig_heap_bytes();
    }
    assert_int_equal(rig_descriptors(), descriptors);
    assert_true(rig_heap_bytes() < heap + (size_t)OPENS * CHANNEL_LEAST);
    assert_int_equal(inits, 1);
    assert_int_equal(cleanups, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        TEST(name_leads_to_the_peer), TEST(second_address_is_tried),      TEST(no_address_takes_the_connection),
        TEST(v6_address_is_enough),   TEST(unknown_name_is_an_error),     TEST(each_open_asks_anew),
        TEST(silence_blocks_nothing), TEST(lost_question_is_asked_again), TEST(names_cost_nothing_for_long),
    };
    (void)argc;
    (void)argv;
    rig.subject = subject_find("posix");
    rig.address = "127.0.0.1";
    rig.folder = "";
    rig.patience_ms = RIG_PATIENCE_MS;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
