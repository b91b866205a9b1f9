/* SPDX-License-Identifier: MIT */
/* OpenSSL runs out of memory at each allocation of a connection: this is an error, never a crash, never a wrong
 * certificate, and the next attempt works. test_openssl_memory FOLDER */
#include "rig.h"
#include "subjects_openssl.h"
#include <openssl/crypto.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define STEP 11L /* every allocation takes more than a minute; a CA certificate is marked in a row of eleven */

static char ca_file[512];
static bool scarce;
static long left; /* allocations until there is no more memory */
static long used;

static bool is_refused(void) {
    if (scarce) used++;
    return scarce && left-- <= 0;
}

static void *scarce_malloc(size_t bytes, const char *file, int line) {
    (void)file;
    (void)line;
    return is_refused() ? NULL : malloc(bytes);
}

static void *scarce_realloc(void *memory, size_t bytes, const char *file, int line) {
    (void)file;
    (void)line;
    return is_refused() ? NULL : realloc(memory, bytes);
}

static void scarce_free(void *memory, const char *file, int line) {
    (void)file;
    (void)line;
    free(memory);
}

/* @return the result of the first attempt; 0: it works. */
static int32_t attempt(void) {
    uint8_t byte;
    int32_t n = rig.port.open(rig.port.io, "api.x.com", rig.peer.port);
    rig_begin();
    while (n == 0 && subject_openssl()->state != 2) {
        n = rig.port.recv(rig.port.io, &byte, 1);
        scarce = false;
        rig_turn();
        scarce = true;
    }
    for (int i = 0; i < 5 && n == 0; i++)
        n = rig.port.recv(rig.port.io, &byte, 1);
    return n;
}

/* What OpenSSL sets up once in a process is not part of the test. */
static void warm_up(const pipit_openssl_config_t *config) {
    peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, NULL);
    rig_use_port(subject_openssl_make(rig.address, config));
    rig_up();
    rig.port.close(rig.port.io);
    rig.subject->release();
    peer_free(&rig.peer);
}

static void each_allocation_may_fail(void **state) {
    pipit_openssl_config_t config = {.ca_file = ca_file, .resume = true};
    int32_t n = -1;
    long counted = 0;
    long failed = 0;
    (void)state;
    warm_up(&config);
    for (long allowed = 0; n != 0 || used > allowed; allowed += STEP) {
        (void)alarm(120);
        peer_listen(&rig.peer, PEER_TLS, rig.address, rig.folder, NULL);
        peer_tls_use_sessions(&rig.peer.tls, PEER_TLS_SESSION_TICKETS);
        rig_use_port(subject_openssl_make(rig.address, &config));
        left = allowed;
        used = 0;
        scarce = true;
        n = attempt();
        scarce = false;
        if (n != 0) assert_true(n <= PIPIT_E_TLS && n >= PIPIT_E_TLS_CONFIG);
        assert_int_not_equal(n, PIPIT_E_TLS_CERT);
        failed += n == PIPIT_E_TLS_MEMORY ? 1 : 0;
        counted++;
        rig.port.close(rig.port.io);
        peer_hang_up(&rig.peer);
        rig_up();
        rig_port_to_peer(10, 10);
        rig.port.close(rig.port.io);
        rig.subject->release();
        peer_free(&rig.peer);
    }
    /* Otherwise OpenSSL has not used the functions of this test. */
    assert_in_range(failed, 3, counted);
    print_message("seen: %ld allocations; of %ld attempts %ld ended with PIPIT_E_TLS_MEMORY\n", used, counted, failed);
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_may_fail)};
    if (argc != 2) {
        (void)fputs("usage: test_openssl_memory FOLDER\n", stderr);
        return 2;
    }
    if (CRYPTO_set_mem_functions(scarce_malloc, scarce_realloc, scarce_free) != 1) return 1;
    rig.subject = subject_find("openssl12");
    rig.address = "127.0.0.1";
    rig.folder = argv[1];
    rig.patience_ms = RIG_PATIENCE_MS;
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", rig.folder);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
