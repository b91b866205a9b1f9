/* SPDX-License-Identifier: MIT */
/* Sessions of OpenSSL are resumed if this is safe, and forgotten otherwise. test_openssl_session FOLDER */
#include "flood.h"
#include "peer_openssl.h"
#include "rig.h"
#include "subjects_openssl.h"
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY_MS 86400000u
#define HOUR_MS 3600000u

static char ca_file[512];

/* The ways in which a session can be resumed. */
static const struct {
    uint8_t version;
    peer_tls_sessions_t sessions;
    const peer_library_t *library;
} ways[] = {
    {PIPIT_OPENSSL_VERSION_1_2, PEER_TLS_SESSION_NUMBERS, NULL},
    {PIPIT_OPENSSL_VERSION_1_2, PEER_TLS_SESSION_TICKETS, NULL},
    {PIPIT_OPENSSL_VERSION_1_2, PEER_TLS_SESSION_NUMBERS, &peer_openssl},
    {PIPIT_OPENSSL_VERSION_1_2, PEER_TLS_SESSION_TICKETS, &peer_openssl},
    {PIPIT_OPENSSL_VERSION_1_3, PEER_TLS_SESSION_TICKETS, &peer_openssl},
#if PIPIT_TLS_HAS_1_3
    {PIPIT_OPENSSL_VERSION_1_3, PEER_TLS_SESSION_TICKETS, NULL},
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

static pipit_openssl_config_t config_of(size_t way) {
    pipit_openssl_config_t config = {
        .ca_file = ca_file, .resume = true, .version_min = ways[way].version, .version_max = ways[way].version};
    return config;
}

static void begin(size_t way, const pipit_openssl_config_t *config) {
    peer_tls_setup_t setup = setup_of(way);
    (void)alarm(120);
    peer_tls_use_library(ways[way].library);
    peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, &setup);
    peer_tls_use_sessions(&rig.peer.tls, ways[way].sessions);
    rig_use_port(subject_openssl_make(rig.address, config));
}

static void end(void) {
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
}

static bool has_session(void) {
    return subject_openssl()->session != NULL;
}

/* Make one connection, transfer bytes, and close it. @return whether it has resumed a session. */
static bool connection_resumes(void) {
    rig_up();
    rig_peer_to_port(2000, 2000);
    rig_port_to_peer(2000, 2000);
    bool resumed = pipit_openssl_resumed(subject_openssl());
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    return resumed;
}

/* Make the first connection, whose session is saved. */
static void begin_with_session(size_t way) {
    pipit_openssl_config_t config = config_of(way);
    begin(way, &config);
    assert_false(has_session());
    assert_false(pipit_openssl_resumed(subject_openssl()));
    assert_false(connection_resumes());
    assert_true(has_session());
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

/* OpenSSL itself would make the session unusable. */
static void end_without_close_notify_leaves_the_session(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        for (int i = 0; i < 4; i++) {
            rig_up();
            assert_true(pipit_openssl_resumed(subject_openssl()));
            if (i % 2 == 0)
                peer_finish_tcp(&rig.peer);
            else
                peer_reset(&rig.peer);
            assert_int_equal(rig_error(), i % 2 == 0 ? PIPIT_E_CLOSED : PIPIT_E_RESET);
            rig.port.close(rig.port.io);
            peer_hang_up(&rig.peer);
        }
        assert_true(connection_resumes());
        end();
    }
}

static void resumed_ends_with_the_connection(void **state) {
    (void)state;
    begin_with_session(0);
    rig_up();
    assert_true(pipit_openssl_resumed(subject_openssl()));
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    rig_open();
    assert_false(pipit_openssl_resumed(subject_openssl()));
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

static void nothing_is_kept_unless_asked(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        pipit_openssl_config_t config = config_of(way);
        config.resume = false;
        begin(way, &config);
        assert_false(connection_resumes());
        assert_false(has_session());
        assert_false(connection_resumes());
        end();
    }
}

/* ---- what is not resumed ---- */

/* Although both names are in the certificate. */
static void another_host_gets_no_session(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        assert_int_equal(rig.port.open(rig.port.io, "localhost", rig.peer.port), 0);
        assert_false(has_session());
        rig_link();
        assert_false(pipit_openssl_resumed(subject_openssl()));
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
    assert_false(has_session());
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
                assert_false(has_session());
                assert_false(pipit_openssl_resumed(subject_openssl()));
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
        assert_false(has_session());
        peer_reset(&rig.peer);
        assert_int_equal(rig_error(), PIPIT_E_RESET);
        rig.port.close(rig.port.io);
        rig.peer.kind = PEER_TLS;
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        end();
    }
}

/* The server's own certificate ends first, then the intermediate one, then the CA's. */
static void end_is_that_of_the_servers_certificate(void) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/good-ec.pem", rig.folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file);
    assert_non_null(certificate);
    assert_int_equal(ASN1_TIME_compare(subject_openssl()->valid_to, X509_get0_notAfter(certificate)), 0);
    X509_free(certificate);
}

static void chain_that_has_expired_since_is_looked_at_again(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        end_is_that_of_the_servers_certificate();
        assert_non_null(ASN1_TIME_set(subject_openssl()->valid_to, time(NULL) - 1));
        rig_open();
        assert_false(has_session());
        rig_link();
        assert_false(pipit_openssl_resumed(subject_openssl()));
        end_is_that_of_the_servers_certificate();
        end();
    }
}

static void chain_is_looked_at_once_a_day(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        uint32_t verified_ms = subject_openssl()->verified_ms;
        assert_true(connection_resumes());
        assert_int_equal(subject_openssl()->verified_ms, verified_ms); /* a resumed handshake does not verify a chain */
        subject_openssl()->verified_ms -= DAY_MS - HOUR_MS;
        assert_true(connection_resumes());
        subject_openssl()->verified_ms -= HOUR_MS;
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
    subject_openssl()->inner.now = test_now;
    test_now_ms = subject_openssl()->verified_ms;
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
        subject_openssl()->inner.now = test_now;
        test_now_ms = subject_openssl()->verified_ms;
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

static void what_was_not_verified_is_not_kept(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        pipit_openssl_config_t config = config_of(way);
        config.ca_file = NULL;
        config.dangerously_skip_certificate_verification = true;
        begin(way, &config);
        assert_false(connection_resumes());
        assert_false(has_session());
        assert_false(connection_resumes());
        end();
    }
}

/* A server that chooses another protocol is not the one that the session was made for. */
static void another_protocol_leaves_nothing(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        if (!ways[way].library) continue;
        begin_with_session(way);
        peer_tls_setup_t setup = {"good", ways[way].version, "h2"};
        peer_tls_change(&rig.peer.tls, rig.folder, &setup);
        peer_tls_use_sessions(&rig.peer.tls, ways[way].sessions);
        rig_open();
        assert_int_equal(rig_error(), PIPIT_E_TLS);
        assert_false(has_session());
        end();
    }
}

static void free_and_a_new_port_forget(void **state) {
    (void)state;
    for (size_t way = 0; way < WAYS; way++) {
        begin_with_session(way);
        pipit_openssl_free(subject_openssl());
        assert_false(has_session());
        assert_false(connection_resumes());
        assert_true(connection_resumes());
        assert_true(has_session());
        pipit_openssl_config_t config = config_of(way);
        rig.subject->release();
        rig_use_port(subject_openssl_make(rig.address, &config));
        assert_false(has_session());
        assert_false(connection_resumes());
        end();
    }
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reconnects_resume),
        cmocka_unit_test(end_without_close_notify_leaves_the_session),
        cmocka_unit_test(resumed_ends_with_the_connection),
        cmocka_unit_test(attempt_that_sent_nothing_costs_no_session),
        cmocka_unit_test(server_that_forgot_gets_a_full_handshake),
        cmocka_unit_test(nothing_is_kept_unless_asked),
        cmocka_unit_test(another_host_gets_no_session),
        cmocka_unit_test(another_port_gets_no_session),
        cmocka_unit_test(refused_certificate_leaves_nothing),
        cmocka_unit_test(handshake_that_dies_costs_the_session),
        cmocka_unit_test(chain_that_has_expired_since_is_looked_at_again),
        cmocka_unit_test(chain_is_looked_at_once_a_day),
        cmocka_unit_test(day_is_over_also_when_the_clock_has_wrapped),
        cmocka_unit_test(ticket_does_not_make_a_chain_young),
        cmocka_unit_test(what_was_not_verified_is_not_kept),
        cmocka_unit_test(another_protocol_leaves_nothing),
        cmocka_unit_test(free_and_a_new_port_forget),
    };
    if (argc != 2) {
        (void)fputs("usage: test_openssl_session FOLDER\n", stderr);
        return 2;
    }
    rig.subject = subject_find("openssl12");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", rig.folder);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
