/* SPDX-License-Identifier: MIT */
/* Names are resolved by c-ares and a name server in this process. The linker's --wrap replaces ares_library_init(),
 * ares_library_cleanup() and ares_init_options(), to choose the name server; and clock_gettime(): the tests advance the
 * port's clock, so no test waits for real time. */
#include "dns.h"
#include "pipit_resolve.h"
#include "rig.h"
#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#define NAME "host.pipit.test"
#define OPENS 50u
#define CHANNEL_LEAST 100u /* if a resolver is not freed, at least this many bytes are lost each time */

#define TURN_MS 10u
#define NEXT_MS 250u /* RFC 8305 section 8 */
#define CONNECT_MS 15000u
#define JUNK 100u

static dns_t dns;
static int inits, cleanups;
static uint32_t skipped_ms;

static unsigned packets; /* number of packets that the port has read */

ssize_t __real_recvfrom(int fd, void *bytes, size_t len, int flags, struct sockaddr *from, socklen_t *from_len);
ssize_t __wrap_recvfrom(int fd, void *bytes, size_t len, int flags, struct sockaddr *from, socklen_t *from_len);

ssize_t __wrap_recvfrom(int fd, void *bytes, size_t len, int flags, struct sockaddr *from, socklen_t *from_len) {
    if (fd != dns.socket) packets++;
    return __real_recvfrom(fd, bytes, len, flags, from, from_len);
}

int __real_clock_gettime(clockid_t id, struct timespec *now);
int __wrap_clock_gettime(clockid_t id, struct timespec *now);

int __wrap_clock_gettime(clockid_t id, struct timespec *now) {
    int result = __real_clock_gettime(id, now);
    now->tv_sec += skipped_ms / 1000u;
    now->tv_nsec += (long)(skipped_ms % 1000u) * 1000000;
    if (now->tv_nsec >= 1000000000) now->tv_sec++;
    if (now->tv_nsec >= 1000000000) now->tv_nsec -= 1000000000;
    return result;
}

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

/* Drive name server, port and peer. @return 0 if bytes can be sent and received; or the error of the port. */
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
    dns.v4[0] = "127.0.0.2"; /* refused, because the peer listens on another address */
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

static void flood_of_answers_is_read_in_pieces(void **state) {
    uint8_t byte;
    unsigned all = 0;
    (void)state;
    dns.junk = JUNK;
    dns.v4[0] = "127.0.0.1";
    assert_int_equal(rig.port.open(rig.port.io, NAME, rig.peer.port), 0);
    rig_begin();
    while (!peer_turn(&rig.peer)) {
        dns_turn(&dns);
        packets = 0;
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        assert_in_range(packets, 0, PIPIT_RESOLVE_PACKETS);
        all += packets;
        rig.port.wait(rig.port.io, INT32_MAX);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    print_message("seen: %u packets, at most %u a call\n", all, (unsigned)PIPIT_RESOLVE_PACKETS);
    assert_true(all > JUNK);
    rig_port_to_peer(10, 10);
}

/* ---- which address, and when ---- */

#define SILENT 5

static peer_t silent[SILENT];

static void silent_begin(const char *const *addresses, size_t count) {
    for (size_t i = 0; i < count; i++)
        peer_listen_deaf_at(&silent[i], addresses[i], rig.peer.port);
}

static void silent_end(size_t count) {
    for (size_t i = 0; i < count; i++)
        peer_free(&silent[i]);
}

/* One attempt with the default of connect_ms: it ends when the peer has accepted, or when this time has passed. @return
 * the time of the attempt on the port's clock; CONNECT_MS if it did not succeed. */
static uint32_t attempt(void) {
    uint8_t byte;
    uint32_t passed_ms = 0;
    int32_t n = rig.port.open(rig.port.io, NAME, rig.peer.port);
    while (n == 0 && !((pipit_posix_t *)rig.port.io)->resolved) {
        dns_turn(&dns);
        n = rig.port.recv(rig.port.io, &byte, 1);
    }
    rig.port.wait(rig.port.io, INT32_MAX); /* until the next address must be tried */
    while (n == 0 && passed_ms < CONNECT_MS && !peer_accept(&rig.peer)) {
        n = rig.port.recv(rig.port.io, &byte, 1);
        skipped_ms += TURN_MS;
        passed_ms += TURN_MS;
    }
    assert_int_equal(n, 0);
    return passed_ms;
}

static void silent_addresses_hide_nobody(void **state) {
    static const char *const addresses[SILENT] = {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6"};
    (void)state;
    silent_begin(addresses, SILENT);
    memcpy(dns.v4, addresses, sizeof addresses);
    dns.v4[SILENT] = "127.0.0.1";
    int descriptors = rig_descriptors();
    assert_in_range(attempt(), 0, SILENT * NEXT_MS + 100 * TURN_MS);
    rig_begin();
    rig_port_to_peer(10, 10);
    assert_int_equal(rig_descriptors(), descriptors + 2); /* both ends of the connection */
    rig.port.close(rig.port.io);
    assert_int_equal(rig_descriptors(), descriptors + 1);
    silent_end(SILENT);
}

/* The first four addresses are of one family that does not answer. This costs only one delay. */
static void other_family_comes_second(void **state) {
    static const char *const addresses[] = {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"};
    (void)state;
    (void)rig_teardown(NULL);
    rig.address = "::1";
    (void)rig_setup(NULL);
    silent_begin(addresses, 4);
    memcpy(dns.v4, addresses, sizeof addresses);
    dns.v6[0] = "::1";
    assert_in_range(attempt(), 0, NEXT_MS + 100 * TURN_MS);
    silent_end(4);
    rig.address = "127.0.0.1";
}

/* Accept the connection to one of two peers, which then sends a byte, or does not. @return which peer it is. */
static size_t connection_to(peer_t *const *peers, bool speaks) {
    uint8_t byte = 'x';
    int32_t n = rig.port.open(rig.port.io, NAME, rig.peer.port);
    rig_begin();
    while (n == 0 && !peer_accept(peers[0]) && !peer_accept(peers[1])) {
        dns_turn(&dns);
        n = rig.port.recv(rig.port.io, &byte, 1);
        if (n == 0) rig_turn();
    }
    size_t which = peer_accept(peers[0]) ? 0 : 1;
    if (speaks) assert_int_equal(peer_send(peers[which], &byte, 1), 1);
    while (n == 0 && speaks)
        n = rig.port.recv(rig.port.io, &byte, 1);
    assert_int_equal(n, speaks ? 1 : 0);
    rig.port.close(rig.port.io);
    peer_hang_up(peers[which]);
    return which;
}

/* After an address that accepts but sends nothing (like a load balancer without servers), the next attempt begins with
 * the address after it. An address that works is used again. */
static void attempt_begins_where_the_last_one_ended(void **state) {
    peer_t other;
    peer_t *const peers[] = {&other, &rig.peer};
    (void)state;
    dns.v4[0] = "127.0.0.2";
    dns.v4[1] = "127.0.0.1";
    peer_listen_plain_at(&other, dns.v4[0], rig.peer.port);
    assert_int_equal(connection_to(peers, false), 0);
    assert_int_equal(connection_to(peers, true), 1);
    assert_int_equal(connection_to(peers, false), 1);
    assert_int_equal(connection_to(peers, true), 0);
    assert_int_equal(connection_to(peers, true), 0);
    dns.v4[1] = NULL; /* now the name has fewer addresses */
    assert_int_equal(connection_to(peers, false), 0);
    assert_int_equal(connection_to(peers, false), 0);
    peer_free(&other);
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
    assert_true(rig_now_ms() - begin_ms < 2000); /* less than one query of a resolver that waits for an answer */
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

/* The resolver repeats a lost question after its own time-out. The port's wait must end at that time. */
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
        TEST(name_leads_to_the_peer),
        TEST(second_address_is_tried),
        TEST(no_address_takes_the_connection),
        TEST(v6_address_is_enough),
        TEST(unknown_name_is_an_error),
        TEST(each_open_asks_anew),
        TEST(flood_of_answers_is_read_in_pieces),
        TEST(silent_addresses_hide_nobody),
        TEST(other_family_comes_second),
        TEST(attempt_begins_where_the_last_one_ended),
        TEST(silence_blocks_nothing),
        TEST(lost_question_is_asked_again),
        TEST(names_cost_nothing_for_long),
    };
    (void)argc;
    (void)argv;
    rig.subject = subject_find("posix");
    rig.address = "127.0.0.1";
    rig.folder = "";
    rig.patience_ms = RIG_PATIENCE_MS;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
