/* SPDX-License-Identifier: MIT */
#include "subjects.h"
#include "flood.h"
#include "pipit_posix.h"
#include "pipit_proxy.h"
#ifdef PIPIT_TEST_LWIP
#include "lwip_subject.h"
#endif
#ifdef PIPIT_TEST_OPENSSL
#include "peer_openssl.h"
#include "subjects_openssl.h"
#endif
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static pipit_posix_t tcp;
static pipit_proxy_t proxy;
static pipit_tls_t tls;
static char url[128], ca_file[512];

/* TLS needs a name; the sockets below get the address of the peer instead. */
static const char *real_address;
static int32_t (*real_open)(void *io, const char *host, uint16_t port);

static int32_t open_at_address(void *io, const char *host, uint16_t port) {
    (void)host;
    return real_open(io, real_address, port);
}

static pipit_port_t posix_make(const char *address, uint16_t port, const char *folder) {
    (void)address;
    (void)port;
    (void)folder;
    return flood_port(pipit_posix_port(&tcp));
}

static void posix_release(void) {
    pipit_posix_free(&tcp);
}

static pipit_port_t proxy_make(const char *address, uint16_t port, const char *folder) {
    pipit_port_t out;
    (void)folder;
    (void)snprintf(url, sizeof url, "http://user:pass@[%s]:%u", address, port);
    if (!strchr(address, ':')) (void)snprintf(url, sizeof url, "http://user:pass@%s:%u", address, port);
    assert_int_equal(pipit_proxy_port(&proxy, flood_port(pipit_posix_port(&tcp)), url, &out), PIPIT_OK);
    return out;
}

static pipit_port_t tls_over(pipit_port_t inner, const char *folder, uint8_t version) {
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", folder);
    pipit_tls_config_t config = {.ca_file = ca_file, .version_min = version, .version_max = version};
    return pipit_tls_port(&tls, inner, &config);
}

static pipit_port_t at_address(pipit_port_t port, const char *address) {
    real_address = address;
    real_open = port.open;
    port.open = open_at_address;
    return port;
}

static pipit_port_t posix_to(const char *address) {
    return at_address(flood_port(pipit_posix_port(&tcp)), address);
}

pipit_port_t subject_tls_make(const char *address, const pipit_tls_config_t *config) {
    return pipit_tls_port(&tls, posix_to(address), config);
}

pipit_tls_t *subject_tls(void) {
    return &tls;
}

static pipit_port_t tls12_make(const char *address, uint16_t port, const char *folder) {
    (void)port;
    return tls_over(posix_to(address), folder, PIPIT_TLS_VERSION_1_2);
}

static pipit_port_t tls12_proxy_make(const char *address, uint16_t port, const char *folder) {
    return tls_over(proxy_make(address, port, folder), folder, PIPIT_TLS_VERSION_1_2);
}

static void tls_release(void) {
    pipit_tls_free(&tls);
    pipit_posix_free(&tcp);
}

#if PIPIT_TLS_HAS_1_3
static pipit_port_t tls13_make(const char *address, uint16_t port, const char *folder) {
    (void)port;
    return tls_over(posix_to(address), folder, PIPIT_TLS_VERSION_1_3);
}

static pipit_port_t tls13_proxy_make(const char *address, uint16_t port, const char *folder) {
    return tls_over(proxy_make(address, port, folder), folder, PIPIT_TLS_VERSION_1_3);
}
#endif

#ifdef PIPIT_TEST_LWIP
static pipit_port_t lwip_make(const char *address, uint16_t port, const char *folder) {
    (void)port;
    (void)folder;
    return at_address(flood_port(lwip_subject_port()), lwip_subject_address(address));
}

static pipit_port_t tls12_lwip_make(const char *address, uint16_t port, const char *folder) {
    return tls_over(lwip_make(address, port, folder), folder, PIPIT_TLS_VERSION_1_2);
}

static void tls_lwip_release(void) {
    pipit_tls_free(&tls);
    lwip_subject_release();
}
#endif

static bool tls_busy(void) {
    return pipit_tls_busy(&tls);
}

static const char warning[] = "\x15\x03\x03\x00\x02\x01\x70";

static const subject_tls_t mbedtls = {.most_bytes = PIPIT_TLS_TURN_BYTES,
                                      .most_reads = PIPIT_TLS_TURN_READS,
                                      .empty_records = PIPIT_TLS_EMPTY_RECORDS,
                                      .idle = warning,
                                      .idle_len = sizeof warning - 1,
                                      .idle_record = PEER_TLS_WARNING,
                                      .idle_records = 20000,
                                      .busy = tls_busy};

#ifdef PIPIT_TEST_OPENSSL
static pipit_openssl_t openssl;

pipit_openssl_t *subject_openssl(void) {
    return &openssl;
}

pipit_port_t subject_openssl_make(const char *address, const pipit_openssl_config_t *config) {
    return pipit_openssl_port(&openssl, posix_to(address), config);
}

static pipit_port_t openssl_over(pipit_port_t inner, const char *folder, uint8_t version) {
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", folder);
    pipit_openssl_config_t config = {.ca_file = ca_file, .version_min = version, .version_max = version};
    return pipit_openssl_port(&openssl, inner, &config);
}

static pipit_port_t openssl12_make(const char *address, uint16_t port, const char *folder) {
    (void)port;
    return openssl_over(posix_to(address), folder, PIPIT_OPENSSL_VERSION_1_2);
}

static pipit_port_t openssl12_proxy_make(const char *address, uint16_t port, const char *folder) {
    return openssl_over(proxy_make(address, port, folder), folder, PIPIT_OPENSSL_VERSION_1_2);
}

static pipit_port_t openssl13_make(const char *address, uint16_t port, const char *folder) {
    (void)port;
    return openssl_over(posix_to(address), folder, PIPIT_OPENSSL_VERSION_1_3);
}

static pipit_port_t openssl13_proxy_make(const char *address, uint16_t port, const char *folder) {
    return openssl_over(proxy_make(address, port, folder), folder, PIPIT_OPENSSL_VERSION_1_3);
}

static void openssl_release(void) {
    pipit_openssl_free(&openssl);
    pipit_posix_free(&tcp);
}

static bool openssl_busy(void) {
    return pipit_openssl_busy(&openssl);
}

/* OpenSSL ignores four warnings, but any number of HelloRequests. */
static const char hello_request[] = "\x16\x03\x03\x00\x04\x00\x00\x00\x00";

#define OPENSSL                                                                                                        \
    .most_bytes = PIPIT_OPENSSL_TURN_BYTES, .most_reads = PIPIT_OPENSSL_TURN_READS,                                    \
    .empty_records = PIPIT_OPENSSL_EMPTY_RECORDS, .idle = hello_request, .idle_len = sizeof hello_request - 1,         \
    .idle_record = PEER_TLS_IDLE, .idle_records = 500, .busy = openssl_busy
static const subject_tls_t openssl12 = {OPENSSL};
static const subject_tls_t openssl13 = {OPENSSL, .peer = &peer_openssl};
#endif

static const subject_t subjects[] = {
    {"posix", PEER_PLAIN, NULL, 0, ECONNREFUSED, posix_make, posix_release, NULL},
    {"proxy", PEER_PROXY, "api.x.com", 0, ECONNREFUSED, proxy_make, posix_release, NULL},
    {"tls12", PEER_TLS, "api.x.com", 12, ECONNREFUSED, tls12_make, tls_release, &mbedtls},
    {"tls12_proxy", PEER_TLS_BEHIND_PROXY, "api.x.com", 12, ECONNREFUSED, tls12_proxy_make, tls_release, &mbedtls},
#if PIPIT_TLS_HAS_1_3
    {"tls13", PEER_TLS, "api.x.com", 13, ECONNREFUSED, tls13_make, tls_release, &mbedtls},
    {"tls13_proxy", PEER_TLS_BEHIND_PROXY, "api.x.com", 13, ECONNREFUSED, tls13_proxy_make, tls_release, &mbedtls},
#endif
#ifdef PIPIT_TEST_OPENSSL
    {"openssl12", PEER_TLS, "api.x.com", 12, ECONNREFUSED, openssl12_make, openssl_release, &openssl12},
    {"openssl12_proxy", PEER_TLS_BEHIND_PROXY, "api.x.com", 12, ECONNREFUSED, openssl12_proxy_make, openssl_release,
     &openssl12},
    {"openssl13", PEER_TLS, "api.x.com", 13, ECONNREFUSED, openssl13_make, openssl_release, &openssl13},
    {"openssl13_proxy", PEER_TLS_BEHIND_PROXY, "api.x.com", 13, ECONNREFUSED, openssl13_proxy_make, openssl_release,
     &openssl13},
#endif
#ifdef PIPIT_TEST_LWIP
    {"lwip", PEER_PLAIN, NULL, 0, LWIP_SUBJECT_REFUSED, lwip_make, lwip_subject_release, NULL},
    {"tls12_lwip", PEER_TLS, "api.x.com", 12, LWIP_SUBJECT_REFUSED, tls12_lwip_make, tls_lwip_release, &mbedtls},
#endif
};

const subject_t *subject_find(const char *name) {
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        if (strcmp(subjects[i].name, name) == 0) return &subjects[i];
    }
    return NULL;
}
