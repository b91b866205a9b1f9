/* SPDX-License-Identifier: MIT */
/* The error of each failure during set-up: PIPIT_E_TLS_MEMORY only if mbedTLS reports this. The test makes calls of
 * mbedTLS fail. test_tls_setup FOLDER */
#include "pipit_tls.h"
#include <mbedtls/md.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#if defined(MBEDTLS_PSA_CRYPTO_C) || MBEDTLS_VERSION_MAJOR >= 4
#define HAS_PSA 1
#include <psa/crypto.h>
#endif

#include <cmocka.h>

#if MBEDTLS_VERSION_MAJOR < 4
#define NOT_BUILT_IN MBEDTLS_ERR_MD_FEATURE_UNAVAILABLE
#else
#define NOT_BUILT_IN PSA_ERROR_NOT_SUPPORTED
#endif

typedef enum { NOTHING, SETUP, DEFAULTS, HOST_NAME, RESET, CA_FILE, RANDOM, PSA_INIT } call_t;

static call_t failing;
static int failure;

/* ---- the calls that the test can make fail ---- */

/* NOLINTBEGIN(bugprone-reserved-identifier): names that the linker's --wrap wants */

int __real_mbedtls_ssl_setup(mbedtls_ssl_context *ssl, const mbedtls_ssl_config *conf);
int __wrap_mbedtls_ssl_setup(mbedtls_ssl_context *ssl, const mbedtls_ssl_config *conf);
int __wrap_mbedtls_ssl_setup(mbedtls_ssl_context *ssl, const mbedtls_ssl_config *conf) {
    return failing == SETUP ? failure : __real_mbedtls_ssl_setup(ssl, conf);
}

int __real_mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset);
int __wrap_mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset);
int __wrap_mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset) {
    return failing == DEFAULTS ? failure : __real_mbedtls_ssl_config_defaults(conf, endpoint, transport, preset);
}

int __real_mbedtls_ssl_set_hostname(mbedtls_ssl_context *ssl, const char *name);
int __wrap_mbedtls_ssl_set_hostname(mbedtls_ssl_context *ssl, const char *name);
int __wrap_mbedtls_ssl_set_hostname(mbedtls_ssl_context *ssl, const char *name) {
    return failing == HOST_NAME ? failure : __real_mbedtls_ssl_set_hostname(ssl, name);
}

int __real_mbedtls_ssl_session_reset(mbedtls_ssl_context *ssl);
int __wrap_mbedtls_ssl_session_reset(mbedtls_ssl_context *ssl);
int __wrap_mbedtls_ssl_session_reset(mbedtls_ssl_context *ssl) {
    return failing == RESET ? failure : __real_mbedtls_ssl_session_reset(ssl);
}

int __real_mbedtls_x509_crt_parse_file(mbedtls_x509_crt *chain, const char *path);
int __wrap_mbedtls_x509_crt_parse_file(mbedtls_x509_crt *chain, const char *path);
int __wrap_mbedtls_x509_crt_parse_file(mbedtls_x509_crt *chain, const char *path) {
    return failing == CA_FILE ? failure : __real_mbedtls_x509_crt_parse_file(chain, path);
}

#if MBEDTLS_VERSION_MAJOR < 4
typedef int entropy_function_t(void *ctx, unsigned char *bytes, size_t len);
int __real_mbedtls_ctr_drbg_seed(mbedtls_ctr_drbg_context *random, entropy_function_t *entropy, void *ctx,
                                 const unsigned char *custom, size_t len);
int __wrap_mbedtls_ctr_drbg_seed(mbedtls_ctr_drbg_context *random, entropy_function_t *entropy, void *ctx,
                                 const unsigned char *custom, size_t len);
int __wrap_mbedtls_ctr_drbg_seed(mbedtls_ctr_drbg_context *random, entropy_function_t *entropy, void *ctx,
                                 const unsigned char *custom, size_t len) {
    return failing == RANDOM ? failure : __real_mbedtls_ctr_drbg_seed(random, entropy, ctx, custom, len);
}
#endif

#if defined(HAS_PSA)
psa_status_t __real_psa_crypto_init(void);
psa_status_t __wrap_psa_crypto_init(void);
psa_status_t __wrap_psa_crypto_init(void) {
    return failing == PSA_INIT ? (psa_status_t)failure : __real_psa_crypto_init();
}
#endif

/* NOLINTEND(bugprone-reserved-identifier) */

/* ---- a port below that never connects ---- */

static int32_t inner_open(void *io, const char *host, uint16_t port) {
    int *opened = io;
    (void)host;
    (void)port;
    ++*opened;
    return 0;
}

static int32_t inner_send(void *io, const void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    (void)len;
    return 0;
}

static int32_t inner_recv(void *io, void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    (void)len;
    return 0;
}

static void inner_close(void *io) {
    (void)io;
}

static uint32_t inner_now(void *io) {
    (void)io;
    return 1;
}

static int opened;
static char ca_file[512];
static pipit_tls_t tls;
static pipit_port_t port;

static void begin(void) {
    pipit_port_t inner = {&opened, NULL, inner_open, inner_send, inner_recv, inner_close, inner_now, NULL};
    pipit_tls_config_t config = {.ca_file = ca_file};
    opened = 0;
    failing = NOTHING;
    port = pipit_tls_port(&tls, inner, &config);
}

static int32_t open_failing(call_t call, int code) {
    failing = call;
    failure = code;
    int32_t result = port.open(port.io, "api.x.com", 443);
    failing = NOTHING;
    return result;
}

static const char *explanation(void) {
    static char text[256];
    return pipit_tls_explain(&tls, text, sizeof text);
}

/* ---- */

static void each_failure_is_told_as_what_it_is(void **state) {
    static const struct {
        call_t call;
        int code;
        pipit_err_t expected;
        const char *words;
    } table[] = {
        {SETUP, NOT_BUILT_IN, PIPIT_E_TLS_CONFIG, "configuration"},
        {SETUP, MBEDTLS_ERR_SSL_BAD_CONFIG, PIPIT_E_TLS_CONFIG, "configuration"},
        {SETUP, MBEDTLS_ERR_SSL_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {SETUP, MBEDTLS_ERR_MD_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {DEFAULTS, NOT_BUILT_IN, PIPIT_E_TLS_CONFIG, "configuration"},
        {DEFAULTS, MBEDTLS_ERR_SSL_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {HOST_NAME, MBEDTLS_ERR_SSL_BAD_INPUT_DATA, PIPIT_E_TLS_CONFIG, "host name"},
        {HOST_NAME, MBEDTLS_ERR_SSL_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {CA_FILE, MBEDTLS_ERR_X509_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {CA_FILE, MBEDTLS_ERR_X509_INVALID_FORMAT, PIPIT_E_TLS_CA, ""},
#if MBEDTLS_VERSION_MAJOR < 4
        {SETUP, MBEDTLS_ERR_PK_KEY_INVALID_FORMAT + MBEDTLS_ERR_MPI_ALLOC_FAILED, PIPIT_E_TLS_MEMORY, "memory"},
        {RANDOM, MBEDTLS_ERR_CTR_DRBG_ENTROPY_SOURCE_FAILED, PIPIT_E_TLS_ENTROPY, ""},
        {RANDOM, MBEDTLS_ERR_AES_INVALID_KEY_LENGTH, PIPIT_E_TLS_CONFIG, "configuration"},
#endif
#if defined(HAS_PSA)
        {SETUP, PSA_ERROR_INSUFFICIENT_MEMORY, PIPIT_E_TLS_MEMORY, "memory"},
        {PSA_INIT, PSA_ERROR_INSUFFICIENT_MEMORY, PIPIT_E_TLS_MEMORY, "memory"},
        {PSA_INIT, PSA_ERROR_INSUFFICIENT_ENTROPY, PIPIT_E_TLS_ENTROPY, "PSA error -148"},
        {PSA_INIT, PSA_ERROR_NOT_SUPPORTED, PIPIT_E_TLS_CONFIG, "PSA error -134"},
#endif
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        begin();
        assert_int_equal(open_failing(table[i].call, table[i].code), table[i].expected);
        assert_int_equal(*port.detail, table[i].code);
        assert_non_null(strstr(explanation(), table[i].words));
        assert_int_equal(opened, 0);
        assert_int_equal(port.open(port.io, "api.x.com", 443), 0); /* the failure has left no state */
        assert_string_equal(explanation(), "");
        assert_int_equal(opened, 1);
        pipit_tls_free(&tls);
    }
}

static void contexts_that_are_used_again_may_fail_too(void **state) {
    (void)state;
    begin();
    assert_int_equal(port.open(port.io, "api.x.com", 443), 0);
    assert_int_equal(open_failing(RESET, MBEDTLS_ERR_SSL_ALLOC_FAILED), PIPIT_E_TLS_MEMORY);
    assert_int_equal(open_failing(RESET, NOT_BUILT_IN), PIPIT_E_TLS_CONFIG);
    assert_int_equal(*port.detail, NOT_BUILT_IN);
    assert_int_equal(port.open(port.io, "api.x.com", 443), 0);
    pipit_tls_free(&tls);
}

/* No call is made to fail here: mbedTLS itself refuses the name. */
static void host_name_that_is_too_long(void **state) {
    static char host[300];
    (void)state;
    memset(host, 'a', sizeof host - 1);
    begin();
    assert_int_equal(port.open(port.io, host, 443), PIPIT_E_TLS_CONFIG);
    assert_int_equal(*port.detail, MBEDTLS_ERR_SSL_BAD_INPUT_DATA);
    assert_non_null(strstr(explanation(), "host name"));
    pipit_tls_free(&tls);
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_failure_is_told_as_what_it_is),
        cmocka_unit_test(contexts_that_are_used_again_may_fail_too),
        cmocka_unit_test(host_name_that_is_too_long),
    };
    if (argc != 2) {
        (void)fputs("usage: test_tls_setup FOLDER\n", stderr);
        return 2;
    }
    (void)snprintf(ca_file, sizeof ca_file, "%s/ca.pem", argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
