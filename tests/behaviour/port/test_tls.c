/* SPDX-License-Identifier: MIT */
/* Tests of what only TLS has: certificates, versions, ALPN, an end without close_notify. test_tls FOLDER */
#include "rig.h"
#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/x509_crt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char ca_file[512];

/* Begin with a new peer and a new port. */
static void begin(const pipit_tls_config_t *config, const peer_tls_setup_t *setup) {
    (void)alarm(120);
    peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, setup);
    rig_use_port(subject_tls_make(rig.address, config));
}

static void end(void) {
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
}

static const char *explanation(void) {
    static char words[256];
    assert_ptr_equal(pipit_tls_explain(subject_tls(), words, sizeof words), words);
    return words;
}

/* ---- certificates ---- */

static void certificate_reasons_are_distinct(void **state) {
    static const struct {
        const char *kind;
        uint32_t flag;
        const char *words;
    } refused[] = {{"wrong-name", MBEDTLS_X509_BADCERT_CN_MISMATCH, "another host name"},
                   {"expired", MBEDTLS_X509_BADCERT_EXPIRED, "expired"},
                   {"self-signed", MBEDTLS_X509_BADCERT_NOT_TRUSTED, "known CA"},
                   {"unknown-ca", MBEDTLS_X509_BADCERT_NOT_TRUSTED, "known CA"}};
    pipit_tls_config_t config = {.ca_file = ca_file};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        peer_tls_setup_t setup = {refused[i].kind, 0, NULL};
        begin(&config, &setup);
        assert_string_equal(explanation(), "");
        rig_open();
        assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
        assert_int_equal(*rig.port.detail, refused[i].flag);
        assert_non_null(strstr(explanation(), refused[i].words));
        rig_is_dead(PIPIT_E_TLS_CERT);
        end();
    }
}

static void host_name_is_checked(void **state) {
    peer_tls_setup_t setup = {"good", 0, NULL};
    pipit_tls_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, &setup);
    assert_int_equal(rig.port.open(rig.port.io, "evil.example", rig.peer.port), 0);
    assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
    rig.port.close(rig.port.io);
    peer_hang_up(&rig.peer);
    rig_up(); /* with the right name the same port works; the failure has left no state */
    assert_string_equal(explanation(), "");
    end();
}

static void skipped_verification_accepts_all(void **state) {
    static const char *const kinds[] = {"wrong-name", "expired", "self-signed", "unknown-ca"};
    pipit_tls_config_t config = {.dangerously_skip_certificate_verification = true};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        peer_tls_setup_t setup = {kinds[i], 0, NULL};
        begin(&config, &setup);
        rig_up();
        rig_port_to_peer(100, 100);
        end();
    }
}

static void ca_comes_from_memory(void **state) {
    static unsigned char pem[8192];
    peer_tls_setup_t setup = {"good", 0, NULL};
    pipit_tls_config_t config = {.ca_bytes = pem};
    (void)state;
    FILE *file = fopen(ca_file, "r");
    assert_non_null(file);
    config.ca_len = fread(pem, 1, sizeof pem - 1, file) + 1;
    (void)fclose(file);
    begin(&config, &setup);
    rig_up();
    end();
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

static void ca_list_in_der_stays_where_it_is(void **state) {
    static uint8_t der[4096];
    size_t first;
    peer_tls_setup_t ours = {"good", 0, NULL};
    peer_tls_setup_t other = {"unknown-ca", 0, NULL};
    (void)state;
    size_t both = der_make(der, sizeof der, &first);
    pipit_tls_config_t config = {.ca_bytes = der, .ca_len = both};
    begin(&config, &ours);
    rig_up();
    assert_ptr_equal(subject_tls()->ca.raw.p, der);
    assert_ptr_equal(subject_tls()->ca.next->raw.p, der + first);
    end();
    begin(&config, &other);
    rig_up();
    end();
    config.ca_len = first;
    begin(&config, &ours);
    rig_up();
    end();
    begin(&config, &other);
    rig_open();
    assert_int_equal(rig_error(), PIPIT_E_TLS_CERT);
    end();
}

static void ca_list_that_is_cut_or_followed_by_anything(void **state) {
    static uint8_t der[4096];
    size_t first;
    (void)state;
    size_t both = der_make(der, sizeof der - 1, &first);
    for (size_t len = 2; len <= both + 1; len++) {
        if (len == first || len == both) continue;
        pipit_tls_config_t config = {.ca_bytes = der, .ca_len = len};
        rig_use_port(subject_tls_make(rig.address, &config));
        assert_int_equal(rig.port.open(rig.port.io, "api.x.com", 1), PIPIT_E_TLS_CA);
    }
    rig.subject->release();
}

static void ca_that_cannot_be_read(void **state) {
    static const pipit_tls_config_t bad[] = {{.ca_file = "/nothing/here.pem"},
                                             {.ca_file = "/"},
                                             {.ca_file = "/dev/null"},
                                             {.ca_bytes = "-----BEGIN NOTHING-----", .ca_len = 24}};
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

/* ---- versions ---- */

static void versions_that_cannot_be_had(void **state) {
    static const struct {
        uint8_t min, max;
        const char *words;
    } bad[] = {
        {11, 0, "neither"},
        {0, 14, "neither"},
        {1, 1, "neither"},
#if PIPIT_TLS_HAS_1_3
        {PIPIT_TLS_VERSION_1_3, PIPIT_TLS_VERSION_1_2, "above"},
#else
        {PIPIT_TLS_VERSION_1_3, PIPIT_TLS_VERSION_1_2, "without TLS 1.3"},
        {PIPIT_TLS_VERSION_1_3, 0, "without TLS 1.3"},
        {0, PIPIT_TLS_VERSION_1_3, "without TLS 1.3"},
#endif
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pipit_tls_config_t config = {.ca_file = ca_file, .version_min = bad[i].min, .version_max = bad[i].max};
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
        {PIPIT_TLS_VERSION_1_2, 0, 12, "TLSv1.2"},
        {PIPIT_TLS_VERSION_1_2, PIPIT_TLS_VERSION_1_2, 0, "TLSv1.2"},
#if PIPIT_TLS_HAS_1_3
        {0, 0, 0, "TLSv1.3"},
        {0, 0, 13, "TLSv1.3"},
        {PIPIT_TLS_VERSION_1_3, 0, 0, "TLSv1.3"},
        {PIPIT_TLS_VERSION_1_3, 0, 12, NULL},
        {0, PIPIT_TLS_VERSION_1_2, 13, NULL},
#else
        {0, 0, 0, "TLSv1.2"},
#endif
#if MBEDTLS_VERSION_MAJOR < 3
        {0, 0, 11, NULL},
#endif
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        pipit_tls_config_t config = {.ca_file = ca_file, .version_min = pairs[i].min, .version_max = pairs[i].max};
        peer_tls_setup_t setup = {"good", pairs[i].server, NULL};
        begin(&config, &setup);
        rig_open();
        if (pairs[i].version) {
            rig_link();
            assert_string_equal(mbedtls_ssl_get_version(&rig.peer.tls.ssl), pairs[i].version);
        } else {
            assert_int_equal(rig_error(), PIPIT_E_TLS);
            assert_int_not_equal(*rig.port.detail, 0);
        }
        end();
    }
}

/* ---- cipher suites ---- */

static const int only_chacha[] = {
#if PIPIT_TLS_HAS_1_3
    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
#endif
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, 0};
static const int only_aes[] = {
#if PIPIT_TLS_HAS_1_3
    MBEDTLS_TLS1_3_AES_256_GCM_SHA384, MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
#endif
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 0};
static const int only_cbc[] = {MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, 0};
static const int unknown[] = {1, 2, 0};
static const int none[] = {0};

/* From here on the server has only these suites, and takes the first one of the client that it has. */
static void server_suites(const int *suites) {
    if (suites) mbedtls_ssl_conf_ciphersuites(&rig.peer.tls.conf, suites);
#if MBEDTLS_VERSION_MAJOR >= 3
    mbedtls_ssl_conf_preference_order(&rig.peer.tls.conf, MBEDTLS_SSL_SRV_CIPHERSUITE_ORDER_CLIENT);
#endif
}

/* @return a part of the name of the suite that both ends agree on; "" if they have none in common. */
static const char *agreed(const int *client, const int *server, uint8_t version) {
    pipit_tls_config_t config = {
        .ca_file = ca_file, .cipher_suites = client, .version_min = version, .version_max = version};
    begin(&config, NULL);
    server_suites(server);
    rig_open();
    if (server == unknown) {
        assert_int_equal(rig_error(), PIPIT_E_TLS);
        end();
        return "";
    }
    rig_link();
    rig_port_to_peer(1000, 1000);
    rig_peer_to_port(1000, 1000);
    const char *name = mbedtls_ssl_get_ciphersuite(&subject_tls()->ssl);
    assert_string_equal(mbedtls_ssl_get_ciphersuite(&rig.peer.tls.ssl), name);
    end();
    return name;
}

static void is_agreed(const int *client, const int *server, uint8_t version, const char *part) {
    const char *name = agreed(client, server, version);
    if (!strstr(name, part)) fail_msg("TLS %d: %s instead of %s", version, name, part);
}

static void suites_agree_in(uint8_t version) {
    const char *first = PIPIT_TLS_AES_FIRST ? "AES-128-GCM" : "CHACHA20";
    is_agreed(NULL, only_chacha, version, "CHACHA20");
    is_agreed(NULL, only_aes, version, "GCM");
    is_agreed(pipit_tls_suites_chacha, only_aes, version, "GCM");
    is_agreed(pipit_tls_suites_aes, only_chacha, version, "CHACHA20");
    is_agreed(only_chacha, NULL, version, "CHACHA20");
    is_agreed(only_aes, NULL, version, "AES-256-GCM");
    is_agreed(mbedtls_ssl_list_ciphersuites(), only_chacha, version, "CHACHA20");
    is_agreed(NULL, unknown, version, "");
    /* mbedTLS 2.28 as Debian builds it follows the server's order; tests/behaviour/cli/test_network.py has OpenSSL. */
    if (MBEDTLS_VERSION_MAJOR < 3) return;
    is_agreed(NULL, NULL, version, first);
    is_agreed(pipit_tls_suites_chacha, NULL, version, "CHACHA20");
    is_agreed(pipit_tls_suites_aes, NULL, version, "AES-128-GCM");
    is_agreed(pipit_tls_suites_chacha, only_aes, version, "AES-128-GCM");
}

static void suites_agree(void **state) {
    (void)state;
    suites_agree_in(PIPIT_TLS_VERSION_1_2);
    is_agreed(NULL, only_cbc, PIPIT_TLS_VERSION_1_2, "CBC");
#if PIPIT_TLS_HAS_1_3
    suites_agree_in(PIPIT_TLS_VERSION_1_3);
#endif
}

static void suites_stand_in_order(void **state) {
    (void)state;
    assert_non_null(strstr(mbedtls_ssl_get_ciphersuite_name(pipit_tls_suites_chacha[0]), "CHACHA20"));
    assert_non_null(strstr(mbedtls_ssl_get_ciphersuite_name(pipit_tls_suites_aes[0]), "AES-128-GCM"));
}

static void suites_that_cannot_be_had(void **state) {
    static const int *const bad[] = {unknown, none};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pipit_tls_config_t config = {.ca_file = ca_file, .cipher_suites = bad[i]};
        begin(&config, NULL);
        assert_int_equal(rig.port.open(rig.port.io, "api.x.com", rig.peer.port), PIPIT_E_TLS_CONFIG);
        assert_non_null(strstr(explanation(), "cipher_suites"));
        assert_false(peer_accept(&rig.peer));
        end();
    }
}

/* ---- records ---- */

#define LARGEST_IN MBEDTLS_SSL_IN_CONTENT_LEN
#if MBEDTLS_SSL_IN_CONTENT_LEN < MBEDTLS_SSL_OUT_CONTENT_LEN
#define LARGEST_BOTH MBEDTLS_SSL_IN_CONTENT_LEN
#else
#define LARGEST_BOTH MBEDTLS_SSL_OUT_CONTENT_LEN
#endif

static void records_are_as_long_as_asked(void **state) {
    static const uint16_t lengths[] = {0, 512, 1024, 2048, 4096};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t expected = lengths[i] == 0 ? LARGEST_BOTH : lengths[i];
        pipit_tls_config_t config = {
            .ca_file = ca_file, .record_bytes = lengths[i], .version_max = PIPIT_TLS_VERSION_1_2};
        if (lengths[i] > LARGEST_BOTH) continue;
        begin(&config, NULL);
        rig_up();
        assert_int_equal(mbedtls_ssl_get_max_out_record_payload(&rig.peer.tls.ssl), expected);
        rig_peer_to_port(20000, 4096);
        end();
    }
}

static void record_lengths_that_cannot_be_had(void **state) {
    static const struct {
        uint16_t bytes;
        const char *words;
    } bad[] = {
        {1, "none of"},
        {511, "none of"},
        {8192, "none of"},
        {16384, "none of"},
#if LARGEST_BOTH < 4096
        {4096, "can hold"},
#endif
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pipit_tls_config_t config = {.ca_file = ca_file, .record_bytes = bad[i].bytes};
        begin(&config, NULL);
        assert_int_equal(rig.port.open(rig.port.io, "api.x.com", rig.peer.port), PIPIT_E_TLS_CONFIG);
        assert_non_null(strstr(explanation(), bad[i].words));
        end();
    }
}

#if LARGEST_IN < 16384
/* The server ignores the requested length: it sends the header of a record of 10,000 bytes, or of one that is a few
 * bytes too long. */
static void record_that_is_too_long_is_named(void **state) {
    static const size_t lengths[] = {10000, LARGEST_IN + 1000};
    pipit_tls_config_t config = {.ca_file = ca_file};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint8_t head[] = {23, 3, 3, (uint8_t)(lengths[i] >> 8), (uint8_t)lengths[i]};
        begin(&config, NULL);
        rig_up();
        rig_port_to_peer(10, 10);
        rig.peer.kind = PEER_PLAIN;
        assert_int_equal(peer_send(&rig.peer, head, sizeof head), sizeof head);
        assert_int_equal(rig_error(), PIPIT_E_TLS);
        assert_non_null(strstr(explanation(), "max_fragment_length"));
        rig_is_dead(PIPIT_E_TLS);
        rig.peer.kind = PEER_TLS;
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
        rig_up();
        assert_string_equal(explanation(), "");
        end();
    }
}
#endif

/* ---- a handshake in pieces ---- */

#if defined(MBEDTLS_ECP_RESTARTABLE)
static void (*real_wait)(void *io, uint32_t max_ms);
static int waits, polls; /* calls of the wait of the port below: all, and those with 0 ms */

static void counting_wait(void *io, uint32_t max_ms) {
    waits++;
    if (max_ms == 0) polls++;
    real_wait(io, max_ms);
}

/* @return how many pieces of the handshake needed no bytes from the network. */
static int pieces(uint16_t max_ops) {
    pipit_tls_config_t config = {.ca_file = ca_file, .handshake_max_ops = max_ops};
    uint8_t byte;
    int busy = 0;
    begin(&config, NULL);
    pipit_port_t inner = subject_tls()->inner;
    real_wait = inner.wait;
    inner.wait = counting_wait;
    rig_use_port(pipit_tls_port(subject_tls(), inner, &config));
    waits = polls = 0;
    assert_false(pipit_tls_busy(subject_tls()));
    rig_open();
    rig_begin();
    while (!peer_turn(&rig.peer)) {
        assert_int_equal(rig.port.recv(rig.port.io, &byte, 1), 0);
        if (pipit_tls_busy(subject_tls())) {
            int before = polls;
            busy++;
            rig.port.wait(rig.port.io, RIG_FOREVER_MS);
            assert_int_equal(polls, before + 1);
        } else {
            rig_turn();
        }
    }
    assert_int_equal(polls, busy);
    rig_peer_to_port(1000, 1000);
    assert_false(pipit_tls_busy(subject_tls()));
    end();
    return busy;
}

static void handshake_is_done_in_pieces(void **state) {
    (void)state;
    int usual = pieces(0);
    int same = pieces(PIPIT_TLS_MAX_OPS);
    int few = pieces(60000);
    int many = pieces(250);
    assert_in_range(usual, few + 5, 200);
    assert_in_range(same, usual - 2, usual + 2);
    assert_true(many > 2 * usual);
}
#endif

/* ---- the rest of the handshake, and the end ---- */

static void only_http_1_1_is_spoken(void **state) {
    static const struct {
        const char *offer;
        bool agreed;
    } table[] = {{"http/1.1", true}, {NULL, true}, {"h2", false}};
    pipit_tls_config_t config = {.ca_file = ca_file};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        peer_tls_setup_t setup = {"good", 0, table[i].offer};
        begin(&config, &setup);
        rig_open();
        if (table[i].agreed)
            rig_link();
        else
            assert_int_equal(rig_error(), PIPIT_E_TLS);
        end();
    }
}

static void what_is_no_tls_is_an_error(void **state) {
    static const char answer[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
    pipit_tls_config_t config = {.ca_file = ca_file};
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
    pipit_tls_config_t config = {.ca_file = ca_file};
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
    pipit_tls_config_t config = {.ca_file = ca_file};
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
    pipit_tls_config_t config = {.ca_file = ca_file};
    (void)state;
    begin(&config, NULL);
    pipit_tls_free(subject_tls());
    rig_up();
    pipit_tls_free(subject_tls());
    pipit_tls_free(subject_tls());
    peer_hang_up(&rig.peer);
    rig_up();
    rig_port_to_peer(10, 10);
    end();
}

static void wait_is_null_when_there_is_none_below(void **state) {
    static pipit_tls_t tls;
    pipit_port_t inner = subject_tls_make(rig.address, NULL);
    (void)state;
    assert_non_null(pipit_tls_port(&tls, inner, NULL).wait);
    inner.wait = NULL;
    assert_null(pipit_tls_port(&tls, inner, NULL).wait);
    rig.subject->release();
}

#if !PIPIT_TLS_HAS_ARENA
static void arena_says_that_it_cannot(void **state) {
    static uint8_t memory[PIPIT_TLS_ARENA_MIN] = {1};
    (void)state;
    assert_int_equal(pipit_tls_arena(NULL, sizeof memory), PIPIT_E_INVALID);
    assert_int_equal(pipit_tls_arena(memory, sizeof memory - 1), PIPIT_E_INVALID);
    assert_int_equal(pipit_tls_arena(memory, sizeof memory), PIPIT_E_STATE);
    assert_int_equal(memory[0], 1);
    assert_int_equal(pipit_tls_arena_peak(), 0);
}
#endif

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificate_reasons_are_distinct),
        cmocka_unit_test(host_name_is_checked),
        cmocka_unit_test(skipped_verification_accepts_all),
        cmocka_unit_test(ca_comes_from_memory),
        cmocka_unit_test(ca_list_in_der_stays_where_it_is),
        cmocka_unit_test(ca_list_that_is_cut_or_followed_by_anything),
        cmocka_unit_test(ca_that_cannot_be_read),
        cmocka_unit_test(versions_that_cannot_be_had),
        cmocka_unit_test(versions_agree),
        cmocka_unit_test(suites_agree),
        cmocka_unit_test(suites_stand_in_order),
        cmocka_unit_test(suites_that_cannot_be_had),
        cmocka_unit_test(records_are_as_long_as_asked),
        cmocka_unit_test(record_lengths_that_cannot_be_had),
#if LARGEST_IN < 16384
        cmocka_unit_test(record_that_is_too_long_is_named),
#endif
#if defined(MBEDTLS_ECP_RESTARTABLE)
        cmocka_unit_test(handshake_is_done_in_pieces),
#endif
        cmocka_unit_test(only_http_1_1_is_spoken),
        cmocka_unit_test(what_is_no_tls_is_an_error),
        cmocka_unit_test(end_without_close_notify_is_closed),
        cmocka_unit_test(end_in_the_handshake_is_closed),
        cmocka_unit_test(free_is_legal_twice_and_open_follows),
        cmocka_unit_test(wait_is_null_when_there_is_none_below),
#if !PIPIT_TLS_HAS_ARENA
        cmocka_unit_test(arena_says_that_it_cannot),
#endif
    };
    if (argc != 2) {
        (void)fputs("usage: test_tls FOLDER\n", stderr);
        return 2;
    }
    rig.subject = subject_find("tls12");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", rig.folder);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
