/* SPDX-License-Identifier: MIT */
/* Tests of what only TLS by OpenSSL has: certificates, versions, ALPN, an end without close_notify, floods.
 * test_openssl FOLDER */
#include "flood.h"
#include "peer_openssl.h"
#include "rig.h"
#include "subjects_openssl.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MESSAGES 300

static char ca_file[512];

/* Begin with a new peer and a new port. */
static void begin_with(const pipit_openssl_config_t *config, const peer_tls_setup_t *setup,
                       const peer_library_t *library) {
    (void)alarm(120);
    peer_tls_use_library(library);
    peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, setup);
    rig_use_port(subject_openssl_make(rig.address, config));
}

static void begin(const pipit_openssl_config_t *config, const peer_tls_setup_t *setup) {
    begin_with(config, setup, NULL);
}

static void end(void) {
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
}

static const char *explanation(void) {
    static char words[256];
    assert_ptr_equal(pipit_openssl_explain(subject_openssl(), words, sizeof words), words);
    return words;
}

/* ---- certificates ---- */

static void certificate_reasons_are_distinct(void **state) {
    static const struct {
        const char *kind;
        int32_t detail;
        const char *words;
    } refused[] = {{"wrong-name", X509_V_ERR_HOSTNAME_MISMATCH, "another host name"},
                   {"expired", X509_V_ERR_CERT_HAS_EXPIRED, "expired"},
                   {"self-signed", X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "known CA"},
                   {"unknown-ca", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "known CA"}};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof refused / sizeof refused[0]; i++) {
        peer_tls_setup_t setup = {refused[i / 2].kind, 0, NULL};
        begin_with(&config, &setup, i % 2 ? &peer_openssl : NULL);
        assert_string_equal(explanation(), "");
        rig_open();
        assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
        assert_int_equal(*rig.port.detail, refused[i / 2].detail);
        assert_non_null(strstr(explanation(), refused[i / 2].words));
        rig_is_dead(PIPIT_E_TLS_CERT);
        end();
    }
}

static void host_name_is_checked(void **state) {
    static const char *const wrong[] = {"evil.example", "x.com", "api.x.com.evil.example", "127.0.0.2", "::2"};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(rig.port.open(rig.port.io, wrong[i], rig.peer.port), 0);
        assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
        assert_non_null(strstr(explanation(), "another host name"));
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
    }
    rig_up(); /* with the right name the same port works; the failure has left no state */
    assert_string_equal(explanation(), "");
    end();
}

static void numeric_address_is_checked_and_not_sent_as_a_name(void **state) {
    static const char *const right[] = {"127.0.0.1", "::1", "localhost"};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin_with(&config, NULL, &peer_openssl);
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_int_equal(rig.port.open(rig.port.io, right[i], rig.peer.port), 0);
        rig_link();
        if (i < 2)
            assert_null(peer_openssl_name(&rig.peer.tls));
        else
            assert_string_equal(peer_openssl_name(&rig.peer.tls), right[i]);
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
    }
    end();
}

/* OpenSSL checks nothing for an empty name, and any name that ends with one that begins with a dot. */
static void host_that_would_not_be_checked_is_refused(void **state) {
    static char too_long[300];
    static const char *const bad[] = {"", ".x.com", ".", too_long};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    memset(too_long, 'a', sizeof too_long - 1);
    begin(&config, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(rig.port.open(rig.port.io, bad[i], rig.peer.port), PIPIT_E_TLS_CONFIG);
        assert_string_not_equal(explanation(), "");
        rig_is_dead(PIPIT_E_TLS_CONFIG);
        assert_false(peer_accept(&rig.peer));
    }
    rig_up();
    end();
}

static void skipped_verification_accepts_all(void **state) {
    static const char *const kinds[] = {"wrong-name", "expired", "self-signed", "unknown-ca"};
    pipit_openssl_config_t config = {.dangerously_skip_certificate_verification = true};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        peer_tls_setup_t setup = {kinds[i], 0, NULL};
        begin(&config, &setup);
        rig_up();
        rig_port_to_peer(100, 100);
        end();
    }
}

static size_t file_read(const char *name, uint8_t *out, size_t size) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", rig.folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(out, 1, size, file);
    (void)fclose(file);
    assert_true(len > 0 && len < size);
    return len;
}

static void accepts(const pipit_openssl_config_t *config, const char *kind, bool accepted) {
    peer_tls_setup_t setup = {kind, 0, NULL};
    begin(config, &setup);
    rig_open();
    if (accepted)
        rig_link();
    else
        assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
    end();
}

static void ca_comes_from_memory(void **state) {
    static uint8_t pem[8192];
    size_t first = file_read("ca.pem", pem, sizeof pem);
    size_t both = first + file_read("other-ca.pem", pem + first, sizeof pem - first);
    pipit_openssl_config_t config = {.ca_bytes = pem, .ca_len = both};
    (void)state;
    for (size_t zero = 0; zero < 2; zero++) {
        config.ca_len = both + zero;
        accepts(&config, "good", true);
        accepts(&config, "unknown-ca", true);
    }
    config.ca_len = first;
    accepts(&config, "good", true);
    accepts(&config, "unknown-ca", false);
}

/* As with mbedTLS: each certificate that is given is trusted. */
static void intermediate_ca_is_enough(void **state) {
    static uint8_t pem[8192];
    pipit_openssl_config_t config = {.ca_bytes = pem};
    (void)state;
    config.ca_len = file_read("intermediate.pem", pem, sizeof pem);
    accepts(&config, "good", true);
    accepts(&config, "unknown-ca", false);
}

/* Write the certificates of two files in DER, one after the other. @return the number of bytes */
static size_t der_make(uint8_t *out, size_t size, size_t *first) {
    static const char *const names[] = {"ca.pem", "other-ca.pem"};
    size_t len = 0;
    for (size_t i = 0; i < 2; i++) {
        char path[512];
        mbedtls_x509_crt certificate;
        mbedtls_x509_crt_init(&certificate);
        (void)snprintf(path, sizeof path, "%s/%s", rig.folder, names[i]);
        assert_int_equal(mbedtls_x509_crt_parse_file(&certificate, path), 0);
        assert_true(len + certificate.raw.len <= size);
        memcpy(out + len, certificate.raw.p, certificate.raw.len);
        len += certificate.raw.len;
        mbedtls_x509_crt_free(&certificate);
        if (i == 0) *first = len;
    }
    return len;
}

static void ca_list_in_der(void **state) {
    static uint8_t der[4096];
    size_t first;
    (void)state;
    size_t both = der_make(der, sizeof der, &first);
    pipit_openssl_config_t config = {.ca_bytes = der, .ca_len = both};
    accepts(&config, "good", true);
    accepts(&config, "unknown-ca", true);
    config.ca_len = first;
    accepts(&config, "good", true);
    accepts(&config, "unknown-ca", false);
}

static void ca_list_that_is_cut_or_followed_by_anything(void **state) {
    static uint8_t der[4096];
    size_t first;
    (void)state;
    size_t both = der_make(der, sizeof der - 1, &first);
    for (size_t len = 2; len <= both + 1; len++) {
        if (len == first || len == both) continue;
        pipit_openssl_config_t config = {.ca_bytes = der, .ca_len = len};
        rig_use_port(subject_openssl_make(rig.address, &config));
        assert_int_equal(rig.port.open(rig.port.io, "api.x.com", 1), PIPIT_E_TLS_CA);
        rig.subject->release();
    }
}

static void ca_that_cannot_be_read(void **state) {
    static const pipit_openssl_config_t bad[] = {{.ca_file = "/nothing/here.pem"},
                                                 {.ca_file = "/"},
                                                 {.ca_file = "/dev/null"},
                                                 {.ca_bytes = "-----BEGIN NOTHING-----", .ca_len = 24},
                                                 {.ca_bytes = "-----BEGIN CERTIFICATE-----\nMII", .ca_len = 31},
                                                 {.ca_bytes = "", .ca_len = 0}};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        begin(&bad[i], NULL);
        for (int again = 0; again < 2; again++) {
            assert_int_equal(rig.port.open(rig.port.io, "api.x.com", rig.peer.port), PIPIT_E_TLS_CA);
            assert_int_not_equal(*rig.port.detail, 0);
            assert_string_not_equal(explanation(), "");
            rig_is_dead(PIPIT_E_TLS_CA);
        }
        assert_false(peer_accept(&rig.peer));
        end();
    }
}

static void system_ca_follows_the_environment(void **state) {
    (void)state;
    assert_int_equal(setenv("SSL_CERT_FILE", ca_file, 1), 0);
    begin(PIPIT_OPENSSL_SYSTEM_CA, NULL);
    rig_up();
    end();
    assert_int_equal(setenv("SSL_CERT_FILE", "/nothing/here.pem", 1), 0);
    begin(PIPIT_OPENSSL_SYSTEM_CA, NULL);
    assert_int_equal(rig.port.open(rig.port.io, "api.x.com", rig.peer.port), PIPIT_E_TLS_CA);
    end();
    assert_int_equal(unsetenv("SSL_CERT_FILE"), 0);
}

/* Whether this machine has such a file or not: the test's own CA is not in it. */
static void system_ca_is_that_of_the_machine(void **state) {
    static const char *const places[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                         "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
    bool there = access(X509_get_default_cert_file(), R_OK) == 0;
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        there = there || access(places[i], R_OK) == 0;
    assert_int_equal(unsetenv("SSL_CERT_FILE"), 0);
    begin(PIPIT_OPENSSL_SYSTEM_CA, NULL);
    int32_t result = rig.port.open(rig.port.io, "api.x.com", rig.peer.port);
    assert_int_equal(result, there ? 0 : PIPIT_E_TLS_CA);
    assert_int_equal(rig_error(), there ? PIPIT_E_TLS_CERT : PIPIT_E_TLS_CA);
    end();
}

/* ---- versions ---- */

static void versions_that_cannot_be_had(void **state) {
    static const struct {
        uint8_t min, max;
        const char *words;
    } bad[] = {
        {11, 0, "neither"},
        {0, 14, "neither"},
        {1, 1, "neither"},
        {PIPIT_OPENSSL_VERSION_1_3, PIPIT_OPENSSL_VERSION_1_2, "above"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pipit_openssl_config_t config = {.ca_file = ca_file, .version_min = bad[i].min, .version_max = bad[i].max};
        begin(&config, NULL);
        assert_non_null(strstr(explanation(), bad[i].words));
        assert_int_equal(rig.port.open(rig.port.io, "api.x.com", rig.peer.port), PIPIT_E_TLS_CONFIG);
        rig_is_dead(PIPIT_E_TLS_CONFIG);
        assert_non_null(strstr(explanation(), bad[i].words));
        assert_false(peer_accept(&rig.peer));
        end();
    }
}

static void versions_agree(void **state) {
    static const struct {
        uint8_t min, max;
        int server;
        const char *version; /* NULL: both ends have no version in common */
    } pairs[] = {
        {0, 0, 12, "TLSv1.2"},
        {PIPIT_OPENSSL_VERSION_1_2, 0, 12, "TLSv1.2"},
        {PIPIT_OPENSSL_VERSION_1_2, PIPIT_OPENSSL_VERSION_1_2, 0, "TLSv1.2"},
        {0, 0, 0, "TLSv1.3"},
        {0, 0, 13, "TLSv1.3"},
        {PIPIT_OPENSSL_VERSION_1_3, 0, 0, "TLSv1.3"},
        {PIPIT_OPENSSL_VERSION_1_3, 0, 12, NULL},
        {0, PIPIT_OPENSSL_VERSION_1_2, 13, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        pipit_openssl_config_t config = {.ca_file = ca_file, .version_min = pairs[i].min, .version_max = pairs[i].max};
        peer_tls_setup_t setup = {"good", pairs[i].server, NULL};
        begin_with(&config, &setup, &peer_openssl);
        rig_open();
        if (pairs[i].version) {
            rig_link();
            assert_string_equal(SSL_get_version(subject_openssl()->ssl), pairs[i].version);
        } else {
            assert_int_equal(rig_error(), PIPIT_E_TLS);
            assert_int_not_equal(*rig.port.detail, 0);
        }
        end();
    }
}

static void both_libraries_agree(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    rig_up();
    assert_string_equal(SSL_get_version(subject_openssl()->ssl), PIPIT_TLS_HAS_1_3 ? "TLSv1.3" : "TLSv1.2");
    rig_peer_to_port(100000, 4096);
    rig_port_to_peer(100000, 4096);
    end();
}

#if MBEDTLS_VERSION_MAJOR < 3
static void version_1_1_is_refused(void **state) {
    peer_tls_setup_t setup = {"good", 11, NULL};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, &setup);
    rig_open();
    assert_int_equal(rig_error(), PIPIT_E_TLS);
    assert_non_null(strstr(explanation(), "protocol"));
    end();
}
#endif

/* ---- the rest of the handshake, and the end ---- */

static void only_http_1_1_is_spoken(void **state) {
    static const struct {
        const char *offer;
        bool agreed;
    } table[] = {{"http/1.1", true}, {NULL, true}, {"h2", false}};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof table / sizeof table[0]; i++) {
        peer_tls_setup_t setup = {"good", 0, table[i / 2].offer};
        begin_with(&config, &setup, i % 2 ? &peer_openssl : NULL);
        rig_open();
        if (table[i / 2].agreed) {
            rig_link();
        } else {
            assert_int_equal(rig_error(), PIPIT_E_TLS);
            assert_string_not_equal(explanation(), "");
        }
        end();
    }
}

static void what_is_no_tls_is_an_error(void **state) {
    static const char answer[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    rig.peer.kind = PEER_PLAIN;
    rig_open();
    rig_begin();
    while (!peer_accept(&rig.peer))
        rig_turn();
    assert_int_equal(peer_send(&rig.peer, answer, sizeof answer - 1), sizeof answer - 1);
    assert_int_equal(rig_error(), PIPIT_E_TLS);
    assert_int_not_equal(*rig.port.detail, 0);
    assert_string_not_equal(explanation(), "");
    rig.peer.kind = PEER_TLS;
    end();
}

static void end_without_close_notify_is_closed(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    rig_up();
    rig_peer_to_port(10, 10);
    peer_finish_tcp(&rig.peer);
    assert_int_equal(rig_error(), PIPIT_E_CLOSED);
    rig_is_dead(PIPIT_E_CLOSED);
    end();
}

static void end_in_the_handshake_is_closed(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    rig_open();
    rig_begin();
    while (!peer_accept(&rig.peer))
        rig_turn();
    peer_finish_tcp(&rig.peer);
    uint8_t byte;
    int32_t n;
    while ((n = rig.port.recv(rig.port.io, &byte, 1)) == 0)
        rig.port.wait(rig.port.io, 5);
    assert_int_equal(n, PIPIT_E_CLOSED);
    end();
}

static void free_is_legal_twice_and_open_follows(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    pipit_openssl_free(subject_openssl());
    rig_up();
    pipit_openssl_free(subject_openssl());
    pipit_openssl_free(subject_openssl());
    peer_hang_up(&rig.peer);
    rig_up();
    rig_port_to_peer(10, 10);
    end();
}

static void wait_is_null_when_there_is_none_below(void **state) {
    static pipit_openssl_t tls;
    pipit_port_t inner = subject_openssl_make(rig.address, NULL);
    (void)state;
    assert_non_null(pipit_openssl_port(&tls, inner, NULL).wait);
    inner.wait = NULL;
    assert_null(pipit_openssl_port(&tls, inner, NULL).wait);
    rig.subject->release();
}

/* An error that other code has left in OpenSSL's queue is not taken for one of the port. */
static void errors_of_the_program_do_no_harm(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file};
    uint8_t byte;
    (void)state;
    begin(&config, NULL);
    rig_up();
    for (int i = 0; i < 3; i++) {
        ERR_raise(ERR_LIB_SSL, SSL_R_CERTIFICATE_VERIFY_FAILED);
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
    }
    rig_port_to_peer(10, 10);
    assert_int_equal(ERR_peek_error(), 0);
    end();
}

static void explanation_fits_into_any_buffer(void **state) {
    pipit_openssl_config_t config = {.version_min = 11};
    char words[64];
    (void)state;
    begin(&config, NULL);
    assert_string_equal(pipit_openssl_explain(subject_openssl(), words, 0), "");
    for (size_t size = 1; size <= sizeof words; size++) {
        memset(words, 1, sizeof words);
        assert_true(strlen(pipit_openssl_explain(subject_openssl(), words, size)) < size);
        if (size < sizeof words) assert_int_equal(words[size], 1);
    }
    end();
}

/* ---- floods ---- */

static void more_warnings_than_openssl_ignores_are_an_error(void **state) {
    static const char warning[] = "\x15\x03\x03\x00\x02\x01\x70";
    pipit_openssl_config_t config = {.ca_file = ca_file};
    uint8_t byte;
    (void)state;
    begin(&config, NULL);
    rig_open();
    rig_begin();
    while (!peer_accept(&rig.peer) || flood.sent == 0) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        rig.port.wait(rig.port.io, 5);
        assert_true(rig_now_ms() - rig.begin_ms < rig.patience_ms);
    }
    flood_begin(warning, sizeof warning - 1);
    assert_int_equal(rig_error(), PIPIT_E_TLS);
    assert_in_range(flood.taken, (PIPIT_OPENSSL_WARNINGS + 1) * (sizeof warning - 1),
                    (PIPIT_OPENSSL_WARNINGS + 2) * (sizeof warning - 1));
    rig_is_dead(PIPIT_E_TLS);
    end();
}

#if PIPIT_TLS_HAS_1_3
static void empty_records_of_tls_1_3_are_nothing(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file, .version_min = PIPIT_OPENSSL_VERSION_1_3};
    (void)state;
    begin(&config, NULL);
    rig_up();
    for (int most = 1; most <= PIPIT_OPENSSL_EMPTY_RECORDS; most++) {
        for (int i = 0; i < most; i++)
            assert_true(peer_tls_record(&rig.peer.tls, PEER_TLS_EMPTY));
        rig_peer_to_port(100, 100);
    }
    for (int i = 0; i <= PIPIT_OPENSSL_EMPTY_RECORDS; i++)
        assert_true(peer_tls_record(&rig.peer.tls, PEER_TLS_EMPTY));
    assert_int_equal(rig_error(), PIPIT_E_TLS);
    end();
}
#endif

/* Each call handles only one message, because a ticket costs a key derivation and a copy, and a key update costs two
 * key derivations. */
static void flood_of_messages_is_taken_in_pieces(bool (*send_one)(peer_tls_t *tls)) {
    pipit_openssl_config_t config = {.ca_file = ca_file, .resume = true, .version_min = PIPIT_OPENSSL_VERSION_1_3};
    uint8_t byte;
    unsigned calls = 0;
    unsigned quiet = 0;
    begin_with(&config, NULL, &peer_openssl);
    rig_up();
    for (int i = 0; i < MESSAGES; i++)
        assert_true(send_one(&rig.peer.tls));
    rig_begin();
    while (quiet < 3) {
        flood_count();
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        assert_in_range(flood.calls, 0, 3);
        bool busy = pipit_openssl_busy(subject_openssl());
        if (flood.taken > 0) assert_true(busy);
        calls += flood.taken > 0 ? 1u : 0u;
        quiet = busy ? 0 : quiet + 1;
        if (!busy) rig_turn();
    }
    print_message("seen: %d messages in %u calls\n", MESSAGES, calls);
    assert_in_range(calls, MESSAGES, MESSAGES + 1);
    rig_port_to_peer(1000, 1000);
    rig_peer_to_port(1000, 1000);
    end();
}

static void flood_of_tickets(void **state) {
    (void)state;
    flood_of_messages_is_taken_in_pieces(peer_openssl_ticket);
}

static void flood_of_key_updates(void **state) {
    (void)state;
    flood_of_messages_is_taken_in_pieces(peer_openssl_key_update);
}

/* The rest of the record may arrive much later. */
static void half_a_record_lets_the_loop_sleep(void **state) {
    static const uint8_t record[] = {23, 3, 3, 0, 100, 1, 2, 3};
    pipit_openssl_config_t config = {.ca_file = ca_file};
    uint8_t byte;
    (void)state;
    for (size_t len = 1; len <= sizeof record; len++) {
        begin(&config, NULL);
        rig_up();
        rig.peer.kind = PEER_PLAIN;
        assert_int_equal(peer_send(&rig.peer, record, len), len);
        for (int i = 0; i < 3; i++) {
            rig.port.wait(rig.port.io, 5);
            assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        }
        assert_false(pipit_openssl_busy(subject_openssl()));
        rig.port.wait(rig.port.io, 7);
        assert_int_equal(flood.wait_ms, 7);
        rig.peer.kind = PEER_TLS;
        end();
    }
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificate_reasons_are_distinct),
        cmocka_unit_test(host_name_is_checked),
        cmocka_unit_test(numeric_address_is_checked_and_not_sent_as_a_name),
        cmocka_unit_test(host_that_would_not_be_checked_is_refused),
        cmocka_unit_test(skipped_verification_accepts_all),
        cmocka_unit_test(ca_comes_from_memory),
        cmocka_unit_test(intermediate_ca_is_enough),
        cmocka_unit_test(ca_list_in_der),
        cmocka_unit_test(ca_list_that_is_cut_or_followed_by_anything),
        cmocka_unit_test(ca_that_cannot_be_read),
        cmocka_unit_test(system_ca_follows_the_environment),
        cmocka_unit_test(system_ca_is_that_of_the_machine),
        cmocka_unit_test(versions_that_cannot_be_had),
        cmocka_unit_test(versions_agree),
        cmocka_unit_test(both_libraries_agree),
#if MBEDTLS_VERSION_MAJOR < 3
        cmocka_unit_test(version_1_1_is_refused),
#endif
        cmocka_unit_test(only_http_1_1_is_spoken),
        cmocka_unit_test(what_is_no_tls_is_an_error),
        cmocka_unit_test(end_without_close_notify_is_closed),
        cmocka_unit_test(end_in_the_handshake_is_closed),
        cmocka_unit_test(free_is_legal_twice_and_open_follows),
        cmocka_unit_test(wait_is_null_when_there_is_none_below),
        cmocka_unit_test(errors_of_the_program_do_no_harm),
        cmocka_unit_test(explanation_fits_into_any_buffer),
        cmocka_unit_test(more_warnings_than_openssl_ignores_are_an_error),
#if PIPIT_TLS_HAS_1_3
        cmocka_unit_test(empty_records_of_tls_1_3_are_nothing),
#endif
        cmocka_unit_test(flood_of_tickets),
        cmocka_unit_test(flood_of_key_updates),
        cmocka_unit_test(half_a_record_lets_the_loop_sleep),
    };
    if (argc != 2) {
        (void)fputs("usage: test_openssl FOLDER\n", stderr);
        return 2;
    }
    rig.subject = subject_find("openssl12");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", rig.folder);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
