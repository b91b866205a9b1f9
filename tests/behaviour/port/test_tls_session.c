/* SPDX-License-Identifier: MIT */
/* TLS sessions are resumed if this is safe, and forgotten otherwise. test_tls_session FOLDER */
#include "flood.h"
#include "rig.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY_MS 86400000u
#define HOUR_MS 3600000u
#define TICKETS 300
#define GUARD 0xA5u

static char ca_file[512];
static uint8_t memory[PIPIT_TLS_SESSION_BYTES + 1]; /* the last byte must never be written */

/* The ways in which this mbedTLS can resume a session. */
static const struct {
    uint8_t version;
    peer_tls_sessions_t sessions;
} ways[] = {
    {PIPIT_TLS_VERSION_1_2, PEER_TLS_SESSION_NUMBERS},
    {PIPIT_TLS_VERSION_1_2, PEER_TLS_SESSION_TICKETS},
#if PIPIT_TLS_HAS_1_3
    {PIPIT_TLS_VERSION_1_3, PEER_TLS_SESSION_TICKETS},
#endif
};
#define WAYS (sizeof ways / sizeof ways[0])

static peer_tls_setup_t setup_of(size_t way) {
    peer_tls_setup_t setup = {"good", ways[way].version, "http/1.1"};
    return setup;
}

/* Restart the peer, so that it has forgotten all sessions. */
static void peer_forgets(size_t way, const char *certificate) {
    peer_tls_setup_t setup = setup_of(way);
    setup.certificate = certificate;
    peer_tls_change(&rig.peer.tls, rig.folder, &setup);
}

static pipit_tls_config_t config_of(size_t way) {
    pipit_tls_config_t config = {.ca_file = ca_file,
                                 .session = memory,
                                 .session_bytes = sizeof memory - 1,
                                 .version_min = ways[way].version,
                                 .version_max = ways[way].version};
    return config;
}

static void begin(size_t way, const pipit_tls_config_t *config) {
    peer_tls_setup_t setup = setup_of(way);
    (void)alarm(120);
    memset(memory, GUARD, sizeof memory);
    peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, &setup);
    peer_tls_use_sessions(&rig.peer.tls, ways[way].sessions);
    rig_use_port(subject_tls_make(rig.address, config));
}

static void end(void) {
    assert_int_equal(memory[sizeof memory - 1], GUARD);
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
}

static bool is_used(size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (memory[i] != 0) return true;
    }
    return false;
}

static bool memory_is_zero(void) {
    return !is_used(sizeof memory - 1);
}

/* Make one connection, transfer bytes, and close it. @return whether it has resumed a session. */
static bool connection_resumes(void) {
    rig_up();
    rig_peer_to_port(2000, 2000);
    rig_port_to_peer(2000, 2000);
    bool resumed = pipit_tls_resumed(subject_tls());
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    return resumed;
}

/* Make the first connection, whose session is saved. */
static void begin_with_session(size_t way) {
    pipit_tls_config_t config = config_of(way);
    begin(way, &config);
    assert_true(memory_is_zero());
    assert_false(pipit_tls_resumed(subject_tls()));
    assert_false(connection_resumes());
    assert_false(memory_is_zero());
}

/* ---- what is resumed ---- */

static void reconnects_resume(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        for (int i = 0; i < 5; i++)
            assert_true(connection_resumes());
        end();
    }
}

static void resumed_ends_with_the_connection(void **state) {
    (void)state;
    begin_with_session(0);
    rig_up();
    assert_true(pipit_tls_resumed(subject_tls()));
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    rig_open();
    assert_false(pipit_tls_resumed(subject_tls()));
    end();
}

static void attempt_that_sent_nothing_costs_no_session(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        rig_open();
        rig.port.close(rig.port.io);
        (void)peer_accept(&rig.peer);
        peer_hang_up(&rig.peer);
        assert_true(connection_resumes());
        end();
    }
}

static void server_that_forgot_gets_a_full_handshake(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        peer_forgets(way, "good");
        peer_tls_use_sessions(&rig.peer.tls, ways[way].sessions);
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        peer_forgets(way, "good");
        assert_false(connection_resumes());
        assert_false(connection_resumes());
        end();
    }
}

static void nothing_is_kept_without_memory(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        pipit_tls_config_t config = config_of(way);
        config.session = NULL;
        begin(way, &config);
        assert_false(connection_resumes());
        assert_false(connection_resumes());
        assert_int_equal(memory[0], GUARD);
        end();
    }
}

/* For every size of the memory: no byte after it is written, connections work, and a size that is large enough once is
 * always large enough. */
static void memory_may_be_too_small(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        size_t enough = 0;
        for (size_t bytes = 0; bytes < sizeof memory && enough == 0; bytes += bytes < 16 ? 1 : 37) {
            pipit_tls_config_t config = config_of(way);
            config.session_bytes = bytes;
            begin(way, &config);
            assert_false(connection_resumes());
            bool kept = is_used(bytes);
            bool resumed = connection_resumes();
            assert_int_equal(resumed, kept); /* no part of a session remains in the memory */
            if (resumed) enough = bytes;
            for (size_t i = bytes; i < sizeof memory; i++)
                assert_int_equal(memory[i], GUARD);
            end();
        }
        (void)printf("TLS 1.%u, %s: %zu bytes hold a session\n", ways[way].version - 10u,
                     ways[way].sessions == PEER_TLS_SESSION_TICKETS ? "ticket" : "number", enough);
        assert_in_range(enough, 100, PIPIT_TLS_SESSION_BYTES);
    }
}

/* ---- what is not resumed ---- */

/* Although both names are in the certificate. */
static void another_host_gets_no_session(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        assert_int_equal(rig.port.open(rig.port.io, "localhost", rig.peer.port), 0);
        assert_true(memory_is_zero());
        rig_link();
        assert_false(pipit_tls_resumed(subject_tls()));
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
        assert_false(connection_resumes());
        end();
    }
}

static void another_port_gets_no_session(void **state) {
    (void)state;
    begin_with_session(0);
    assert_int_equal(rig.port.open(rig.port.io, "api.x.com", peer_nobody(rig.address)), 0);
    assert_true(memory_is_zero());
    assert_int_equal(rig_error(), PIPIT_E_CONNECT);
    assert_false(connection_resumes());
    end();
}

static void refused_certificate_leaves_nothing(void **state) {
    static const char *const kinds[] = {"wrong-name", "expired", "self-signed", "unknown-ca"};
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            peer_forgets(way, kinds[i]);
            for (int again = 0; again < 2; again++) {
                rig_open();
                assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
                assert_true(memory_is_zero());
                assert_false(pipit_tls_resumed(subject_tls()));
                rig.port.close(rig.port.io);
                peer_hang_up(&rig.peer);
            }
        }
        end();
    }
}

/* If a server fails because of an offered session, the session must not be offered again. */
static void handshake_that_dies_costs_the_session(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        uint8_t hello[64];
        begin_with_session(way);
        rig.peer.kind = PEER_PLAIN;
        rig_open();
        rig_begin();
        while (!peer_accept(&rig.peer) || peer_recv(&rig.peer, hello, sizeof hello) <= 0) {
            assert_int_equal(rig.port.recv(rig.port.io, hello, 1), 0);
            rig_turn();
        }
        assert_true(memory_is_zero());
        peer_reset(&rig.peer);
        assert_int_equal(rig_error(), PIPIT_E_RESET);
        rig.port.close(rig.port.io);
        rig.peer.kind = PEER_TLS;
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        end();
    }
}

static void chain_that_has_expired_since_is_looked_at_again(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        /* The server's own certificate ends first, then the intermediate one, then the CA's. */
        assert_memory_equal(&subject_tls()->valid_to, &rig.peer.tls.chain.valid_to, sizeof(mbedtls_x509_time));
        subject_tls()->valid_to.year = 2020;
        rig_open();
        assert_true(memory_is_zero());
        rig_link();
        assert_false(pipit_tls_resumed(subject_tls()));
        assert_memory_equal(&subject_tls()->valid_to, &rig.peer.tls.chain.valid_to, sizeof(mbedtls_x509_time));
        end();
    }
}

static void chain_is_looked_at_once_a_day(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        uint32_t verified_ms = subject_tls()->verified_ms;
        assert_true(connection_resumes());
        assert_int_equal(subject_tls()->verified_ms, verified_ms); /* a resumed handshake does not verify a chain */
        subject_tls()->verified_ms -= DAY_MS - HOUR_MS;
        assert_true(connection_resumes());
        subject_tls()->verified_ms -= HOUR_MS;
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        end();
    }
}

static uint32_t test_now_ms;

static uint32_t test_now(void *io) {
    (void)io;
    return test_now_ms;
}

/* Simulate a loop that runs once in an hour. @return whether the session can be resumed after `hours`. */
static bool resumes_after(size_t way, uint32_t hours) {
    begin_with_session(way);
    subject_tls()->inner.now = test_now;
    test_now_ms = subject_tls()->verified_ms;
    for (uint32_t hour = 0; hour < hours; hour++) {
        test_now_ms += HOUR_MS;
        assert_int_equal(rig.port.now(rig.port.io), test_now_ms);
    }
    bool resumed = connection_resumes();
    end();
    return resumed;
}

/* The clock wraps after 2^32 ms, which are 1193 hours. */
static void day_is_over_also_when_the_clock_has_wrapped(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        assert_true(resumes_after(way, 23));
        assert_false(resumes_after(way, 25));
        assert_false(resumes_after(way, 1194));
        assert_false(resumes_after(way, 2 * 1194));
    }
}

/* During a stream of two months the server sends new tickets. The age of the chain still counts from its start. */
static void ticket_does_not_make_a_chain_young(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        subject_tls()->inner.now = test_now;
        test_now_ms = subject_tls()->verified_ms;
        assert_true(connection_resumes()); /* this saves a new session */
        for (int hour = 0; hour < 1194; hour++) {
            test_now_ms += HOUR_MS;
            (void)rig.port.now(rig.port.io);
        }
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        end();
    }
}

#if PIPIT_TLS_HAS_1_3
/* Each call handles only one ticket, because a ticket costs a key derivation and a copy. */
static void flood_of_tickets_is_taken_in_pieces(void **state) {
    pipit_tls_config_t config = config_of(WAYS - 1);
    uint8_t byte;
    unsigned calls = 0;
    unsigned quiet = 0;
    (void)state;
    begin(WAYS - 1, &config);
    mbedtls_ssl_conf_new_session_tickets(&rig.peer.tls.conf, TICKETS);
    rig_open();
    rig_begin();
    while (quiet < 3) {
        bool up = peer_turn(&rig.peer);
        flood_count();
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        assert_in_range(flood.calls, 0, PIPIT_TLS_TURN_READS);
        calls += flood.taken > 0 ? 1u : 0u;
        quiet = up && flood.taken == 0 ? quiet + 1 : 0;
        if (flood.taken == 0) rig_turn();
    }
    print_message("seen: %d session tickets in %u calls\n", TICKETS, calls);
    assert_true(calls >= TICKETS);
    assert_false(memory_is_zero());
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    assert_true(connection_resumes());
    end();
}
#endif

static void what_was_not_verified_is_not_kept(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        pipit_tls_config_t config = config_of(way);
        config.ca_file = NULL;
        config.dangerously_skip_certificate_verification = true;
        begin(way, &config);
        assert_false(connection_resumes());
        assert_true(memory_is_zero());
        assert_false(connection_resumes());
        end();
    }
}

static void free_and_a_new_port_forget(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        pipit_tls_free(subject_tls());
        assert_true(memory_is_zero());
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        assert_false(memory_is_zero());
        pipit_tls_config_t config = config_of(way);
        rig.subject->release();
        memset(memory, 1, sizeof memory - 1);
        rig_use_port(subject_tls_make(rig.address, &config));
        assert_true(memory_is_zero());
        assert_false(connection_resumes());
        end();
    }
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reconnects_resume),
        cmocka_unit_test(resumed_ends_with_the_connection),
        cmocka_unit_test(attempt_that_sent_nothing_costs_no_session),
        cmocka_unit_test(server_that_forgot_gets_a_full_handshake),
        cmocka_unit_test(nothing_is_kept_without_memory),
        cmocka_unit_test(memory_may_be_too_small),
        cmocka_unit_test(another_host_gets_no_session),
        cmocka_unit_test(another_port_gets_no_session),
        cmocka_unit_test(refused_certificate_leaves_nothing),
        cmocka_unit_test(handshake_that_dies_costs_the_session),
        cmocka_unit_test(chain_that_has_expired_since_is_looked_at_again),
        cmocka_unit_test(chain_is_looked_at_once_a_day),
        cmocka_unit_test(day_is_over_also_when_the_clock_has_wrapped),
        cmocka_unit_test(ticket_does_not_make_a_chain_young),
#if PIPIT_TLS_HAS_1_3
        cmocka_unit_test(flood_of_tickets_is_taken_in_pieces),
#endif
        cmocka_unit_test(what_was_not_verified_is_not_kept),
        cmocka_unit_test(free_and_a_new_port_forget),
    };
    if (argc != 2) {
        (void)fputs("usage: test_tls_session FOLDER\n", stderr);
        return 2;
    }
    rig.subject = subject_find("tls12");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", rig.folder);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
