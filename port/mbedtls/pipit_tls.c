/* SPDX-License-Identifier: MIT */
#include "pipit_tls_parts.h"
#include <mbedtls/net_sockets.h>
#include <mbedtls/platform_util.h>
#include <mbedtls/ssl_ciphersuites.h>
#include <string.h>
#if MBEDTLS_VERSION_MAJOR < 4
#include <mbedtls/ecp.h>
#endif
#if defined(MBEDTLS_PSA_CRYPTO_C) || MBEDTLS_VERSION_MAJOR >= 4
#define HAS_PSA 1
#include <psa/crypto.h>
#endif

/* All differences between the versions of mbedTLS are here. */
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
#define IS_TICKET(code) ((code) == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
#else
#define IS_TICKET(code) false
#endif
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
#define VERSION_1_2 MBEDTLS_SSL_VERSION_TLS1_2
#define VERSION_1_3 MBEDTLS_SSL_VERSION_TLS1_3
#define CONF_MIN_VERSION(conf, version) mbedtls_ssl_conf_min_tls_version(conf, version)
#define CONF_MAX_VERSION(conf, version) mbedtls_ssl_conf_max_tls_version(conf, version)
#define IS_HANDSHAKE_OVER(ssl) mbedtls_ssl_is_handshake_over(ssl)
#else
#define VERSION_1_2 MBEDTLS_SSL_MINOR_VERSION_3
#define VERSION_1_3 MBEDTLS_SSL_MINOR_VERSION_4
#define CONF_MIN_VERSION(conf, version) mbedtls_ssl_conf_min_version(conf, MBEDTLS_SSL_MAJOR_VERSION_3, version)
#define CONF_MAX_VERSION(conf, version) mbedtls_ssl_conf_max_version(conf, MBEDTLS_SSL_MAJOR_VERSION_3, version)
#define IS_HANDSHAKE_OVER(ssl) ((ssl)->state == MBEDTLS_SSL_HANDSHAKE_OVER)
#endif
#if MBEDTLS_VERSION_MAJOR < 4
#define ECP_SET_MAX_OPS(max_ops) mbedtls_ecp_set_max_ops(max_ops)
#else
#define ECP_SET_MAX_OPS(max_ops) psa_interruptible_set_max_ops(max_ops)
#endif
#if defined(MBEDTLS_SSL_PROTO_TLS1_2)
#define OLDEST PIPIT_TLS_VERSION_1_2
#else
#define OLDEST PIPIT_TLS_VERSION_1_3
#endif
#define NEWEST (PIPIT_TLS_HAS_1_3 ? PIPIT_TLS_VERSION_1_3 : PIPIT_TLS_VERSION_1_2)

/* NULL: mbedTLS's own list. */
#if defined(MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED) || defined(MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED) ||            \
    PIPIT_TLS_HAS_1_3
#define HAS_ECDHE 1
#else
#define HAS_ECDHE 0
#endif
#if defined(MBEDTLS_CHACHAPOLY_C) || defined(MBEDTLS_GCM_C) || defined(PSA_WANT_ALG_CHACHA20_POLY1305) ||              \
    defined(PSA_WANT_ALG_GCM)
#define HAS_AEAD 1
#else
#define HAS_AEAD 0
#endif
#if defined(MBEDTLS_SSL_CIPHERSUITES) || !HAS_ECDHE || !HAS_AEAD
#define SUITES_DEFAULT NULL
#elif PIPIT_TLS_AES_FIRST
#define SUITES_DEFAULT pipit_tls_suites_aes
#else
#define SUITES_DEFAULT pipit_tls_suites_chacha
#endif

typedef enum { STATE_CLOSED, STATE_HANDSHAKE, STATE_OPEN, STATE_FAILED } state_t;

#define PROTOCOL "http/1.1"

/* The longest content of a record: by RFC 5246 section 6.2.1; that this mbedTLS can receive; in both directions. */
#define RECORD_BYTES_TLS 16384
#define RECORD_BYTES_IN MBEDTLS_SSL_IN_CONTENT_LEN
#if MBEDTLS_SSL_IN_CONTENT_LEN < MBEDTLS_SSL_OUT_CONTENT_LEN
#define RECORD_BYTES_MAX MBEDTLS_SSL_IN_CONTENT_LEN
#else
#define RECORD_BYTES_MAX MBEDTLS_SSL_OUT_CONTENT_LEN
#endif

static int32_t fail(pipit_tls_t *tls, pipit_err_t err, int32_t detail) {
    tls->state = STATE_FAILED;
    tls->failure = err;
    tls->detail = detail;
    return err;
}

/* ---- the functions of the port below, in the form that mbedTLS calls ---- */

static int inner_result(pipit_tls_t *tls, int32_t n, int again) {
    if (n > 0) return (int)n;
    if (n == 0) return again;
    tls->inner_err = n;
    tls->detail = tls->inner.detail ? *tls->inner.detail : 0;
    return n == PIPIT_E_CLOSED ? 0 : MBEDTLS_ERR_NET_CONN_RESET;
}

static int inner_send(void *ctx, const unsigned char *bytes, size_t len) {
    pipit_tls_t *tls = ctx;
    int n = inner_result(tls, tls->inner.send(tls->inner.io, bytes, len), MBEDTLS_ERR_SSL_WANT_WRITE);
    /* A session is offered only once: if this handshake fails for any reason, the next one is a full one. */
    if (n > 0 && tls->state == STATE_HANDSHAKE) pipit_tls_session_forget(tls);
    return n == 0 ? MBEDTLS_ERR_NET_CONN_RESET : n;
}

/* mbedTLS continues to read as long as records contain no data. This limit ends its loops. */
static int inner_recv(void *ctx, unsigned char *bytes, size_t len) {
    pipit_tls_t *tls = ctx;
    size_t left = PIPIT_TLS_TURN_BYTES - (size_t)tls->turn_bytes;
    if (left == 0 || tls->turn_reads == PIPIT_TLS_TURN_READS) {
        tls->busy = true;
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    int n =
        inner_result(tls, tls->inner.recv(tls->inner.io, bytes, len < left ? len : left), MBEDTLS_ERR_SSL_WANT_READ);
    if (n > 0) tls->turn_bytes = (uint16_t)(tls->turn_bytes + n);
    tls->turn_reads++;
    return n;
}

/* ---- set-up ---- */

static const char *version_check(uint8_t version) {
    if (version != PIPIT_TLS_VERSION_1_2 && version != PIPIT_TLS_VERSION_1_3)
        return "a TLS version is neither 1.2 nor 1.3";
    if (version > NEWEST) return "this mbedTLS was built without TLS 1.3";
    return version < OLDEST ? "this mbedTLS was built without TLS 1.2" : NULL;
}

static const char *versions_fill(pipit_tls_config_t *config) {
    if (config->version_min == PIPIT_TLS_VERSION_DEFAULT) config->version_min = OLDEST;
    if (config->version_max == PIPIT_TLS_VERSION_DEFAULT) config->version_max = NEWEST;
    const char *offender = version_check(config->version_min);
    if (!offender) offender = version_check(config->version_max);
    if (!offender && config->version_min > config->version_max)
        offender = "the lowest TLS version is above the highest";
    return offender;
}

static const char *record_bytes_check(uint16_t bytes) {
    if (bytes == 0) return NULL;
#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
    if (bytes != 512 && bytes != 1024 && bytes != 2048 && bytes != 4096)
        return "record_bytes is none of 512, 1024, 2048, 4096";
    return bytes > RECORD_BYTES_MAX ? "record_bytes is more than this mbedTLS can hold" : NULL;
#else
    return "this mbedTLS was built without max_fragment_length";
#endif
}

/* mbedTLS skips the suites that it does not have. */
static const char *suites_check(const int *suites) {
    if (!suites) return NULL;
    while (*suites != 0 && !mbedtls_ssl_ciphersuite_from_id(*suites))
        suites++;
    return *suites != 0 ? NULL : "this mbedTLS has none of cipher_suites";
}

static const char *config_complete(pipit_tls_config_t *config) {
    const char *offender = versions_fill(config);
    if (!offender) offender = record_bytes_check(config->record_bytes);
    return offender ? offender : suites_check(config->cipher_suites);
}

#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
static uint8_t record_code(uint16_t bytes) {
    switch (bytes) {
    case 512: return MBEDTLS_SSL_MAX_FRAG_LEN_512;
    case 1024: return MBEDTLS_SSL_MAX_FRAG_LEN_1024;
    case 2048: return MBEDTLS_SSL_MAX_FRAG_LEN_2048;
    case 4096: return MBEDTLS_SSL_MAX_FRAG_LEN_4096;
    default: return MBEDTLS_SSL_MAX_FRAG_LEN_NONE;
    }
}

/* If this mbedTLS cannot receive the longest record: the longest one that it can ask for; else 0. */
static uint16_t record_bytes_default(void) {
    uint16_t bytes = RECORD_BYTES_IN < RECORD_BYTES_TLS ? 4096 : 0;
    while (bytes > RECORD_BYTES_MAX)
        bytes /= 2;
    return bytes;
}

static int record_bytes_set(pipit_tls_t *tls) {
    uint16_t bytes = tls->config.record_bytes;
    return mbedtls_ssl_conf_max_frag_len(&tls->conf, record_code(bytes == 0 ? record_bytes_default() : bytes));
}
#else
static int record_bytes_set(pipit_tls_t *tls) {
    (void)tls;
    return 0;
}
#endif

static int protocol_set(pipit_tls_t *tls) {
#if defined(MBEDTLS_SSL_ALPN)
    return mbedtls_ssl_conf_alpn_protocols(&tls->conf, tls->alpn);
#else
    (void)tls;
    return 0;
#endif
}

static bool is_protocol_right(const pipit_tls_t *tls) {
#if defined(MBEDTLS_SSL_ALPN)
    const char *protocol = mbedtls_ssl_get_alpn_protocol(&tls->ssl);
    return !protocol || strcmp(protocol, PROTOCOL) == 0;
#else
    (void)tls;
    return true;
#endif
}

static void max_ops_set(const pipit_tls_t *tls) {
#if defined(MBEDTLS_ECP_RESTARTABLE)
    unsigned max_ops = tls->config.handshake_max_ops;
    ECP_SET_MAX_OPS(max_ops == 0 ? PIPIT_TLS_MAX_OPS : max_ops);
#else
    (void)tls;
#endif
}

static void versions_set(pipit_tls_t *tls) {
    bool from_1_2 = tls->config.version_min == PIPIT_TLS_VERSION_1_2;
    bool to_1_2 = tls->config.version_max == PIPIT_TLS_VERSION_1_2;
    CONF_MIN_VERSION(&tls->conf, from_1_2 ? VERSION_1_2 : VERSION_1_3);
    CONF_MAX_VERSION(&tls->conf, to_1_2 ? VERSION_1_2 : VERSION_1_3);
}

static void suites_set(pipit_tls_t *tls) {
    const int *suites = tls->config.cipher_suites ? tls->config.cipher_suites : SUITES_DEFAULT;
    if (suites) mbedtls_ssl_conf_ciphersuites(&tls->conf, suites);
}

#if MBEDTLS_VERSION_MAJOR < 4
static void random_init(pipit_tls_t *tls) {
    mbedtls_ctr_drbg_init(&tls->random);
    mbedtls_entropy_init(&tls->entropy);
}

static pipit_err_t random_seed(pipit_tls_t *tls) {
    tls->code = mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, NULL, 0);
    if (tls->code == MBEDTLS_ERR_CTR_DRBG_ENTROPY_SOURCE_FAILED) return PIPIT_E_TLS_ENTROPY;
    return pipit_tls_setup_error(tls->code);
}

static void random_use(pipit_tls_t *tls) {
    mbedtls_ssl_conf_rng(&tls->conf, mbedtls_ctr_drbg_random, &tls->random);
}

static void random_free(pipit_tls_t *tls) {
    mbedtls_ctr_drbg_free(&tls->random);
    mbedtls_entropy_free(&tls->entropy);
}
#else
#define random_init(tls) ((void)0)
#define random_seed(tls) PIPIT_OK
#define random_use(tls) ((void)0)
#define random_free(tls) ((void)0)
#endif

static void conf_fill(pipit_tls_t *tls) {
    bool verify = !tls->config.dangerously_skip_certificate_verification;
    mbedtls_ssl_conf_authmode(&tls->conf, verify ? MBEDTLS_SSL_VERIFY_REQUIRED : MBEDTLS_SSL_VERIFY_NONE);
    mbedtls_ssl_conf_ca_chain(&tls->conf, &tls->ca, NULL);
    versions_set(tls);
    suites_set(tls);
    max_ops_set(tls);
    random_use(tls);
    pipit_tls_session_prepare(tls);
}

static void contexts_init(pipit_tls_t *tls) {
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->conf);
    mbedtls_x509_crt_init(&tls->ca);
    random_init(tls);
}

static void contexts_free(pipit_tls_t *tls) {
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->conf);
    mbedtls_x509_crt_free(&tls->ca);
    random_free(tls);
    tls->prepared = false;
}

static pipit_err_t psa_begin(pipit_tls_t *tls) {
#if defined(HAS_PSA)
    tls->code = (int)psa_crypto_init();
    if (tls->code == PSA_ERROR_INSUFFICIENT_ENTROPY) return PIPIT_E_TLS_ENTROPY;
#endif
    return pipit_tls_setup_error(tls->code);
}

static pipit_err_t contexts_make(pipit_tls_t *tls) {
    pipit_err_t err = psa_begin(tls);
    if (err == PIPIT_OK) err = random_seed(tls);
    if (err == PIPIT_OK) err = pipit_tls_ca_read(tls);
    if (err != PIPIT_OK) return err;
    tls->code = mbedtls_ssl_config_defaults(&tls->conf, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                            MBEDTLS_SSL_PRESET_DEFAULT);
    if (tls->code != 0) return pipit_tls_setup_error(tls->code);
    conf_fill(tls);
    err = pipit_tls_ca_bundle_use(tls);
    if (err != PIPIT_OK) return err;
    tls->code = record_bytes_set(tls);
    if (tls->code == 0) tls->code = protocol_set(tls);
    if (tls->code == 0) tls->code = mbedtls_ssl_setup(&tls->ssl, &tls->conf);
    return pipit_tls_setup_error(tls->code);
}

static pipit_err_t prepare(pipit_tls_t *tls) {
    if (tls->prepared) {
        tls->code = mbedtls_ssl_session_reset(&tls->ssl);
        return pipit_tls_setup_error(tls->code);
    }
    contexts_init(tls);
    pipit_err_t err = contexts_make(tls);
    tls->prepared = err == PIPIT_OK;
    if (err != PIPIT_OK) {
        int32_t code = tls->code;
        contexts_free(tls);
        tls->code = code;
    }
    return err;
}

/* ---- failures ---- */

/* If mbedTLS has no memory to check a signature, it reports a bad signature. The counter of the arena tells the
 * difference. */
static bool has_memory_failed(const pipit_tls_t *tls) {
    return tls->arena_failures != pipit_tls_arena_failures();
}

static bool is_not_now(int code) {
    return code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE ||
           code == MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS || code == MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS || IS_TICKET(code);
}

/* For a record that is too long, mbedTLS returns one of two codes. The second one also means that the bytes are not
 * TLS at all, but this is unlikely after the handshake. */
static bool is_record_too_long(const pipit_tls_t *tls, int code) {
    if (RECORD_BYTES_IN >= RECORD_BYTES_TLS) return false;
    return code == MBEDTLS_ERR_SSL_BAD_INPUT_DATA ||
           (code == MBEDTLS_ERR_SSL_INVALID_RECORD && tls->state == STATE_OPEN);
}

/* Translate a code of mbedTLS into a result of the port. */
static int32_t translate(pipit_tls_t *tls, int code) {
    if (is_not_now(code)) return 0;
    if (tls->inner_err != PIPIT_OK) return fail(tls, tls->inner_err, tls->detail);
    tls->code = code;
    if (code == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY || code == 0) return fail(tls, PIPIT_E_CLOSED, 0);
    if (has_memory_failed(tls) || pipit_tls_is_out_of_memory(code)) return fail(tls, PIPIT_E_TLS_MEMORY, code);
    if (code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) {
        tls->flags = mbedtls_ssl_get_verify_result(&tls->ssl);
        return fail(tls, PIPIT_E_TLS_CERT, (int32_t)tls->flags);
    }
    tls->record_too_long = is_record_too_long(tls, code);
    return fail(tls, PIPIT_E_TLS, code);
}

/* ---- the port ---- */

static void port_close(void *io) {
    pipit_tls_t *tls = io;
    if (tls->state == STATE_OPEN) (void)mbedtls_ssl_close_notify(&tls->ssl);
    tls->inner.close(tls->inner.io);
    tls->state = STATE_CLOSED;
}

static void forget_attempt(pipit_tls_t *tls) {
    tls->code = 0;
    tls->flags = 0;
    tls->detail = 0;
    tls->unsent = 0;
    tls->busy = false;
    tls->resumed = false;
    tls->record_full = false;
    tls->record_too_long = false;
    tls->failure = PIPIT_OK;
    tls->inner_err = PIPIT_OK;
}

static pipit_err_t host_use(pipit_tls_t *tls) {
    tls->code = mbedtls_ssl_set_hostname(&tls->ssl, tls->host);
    if (tls->code == 0) tls->code = pipit_tls_session_offer(tls);
    return pipit_tls_setup_error(tls->code);
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_tls_t *tls = io;
    port_close(tls);
    forget_attempt(tls);
    tls->host = host;
    tls->port = port;
    if (tls->offender) return fail(tls, PIPIT_E_TLS_CONFIG, 0);
    tls->arena_failures = pipit_tls_arena_failures();
    pipit_err_t err = prepare(tls);
    if (err == PIPIT_OK) err = host_use(tls);
    if (err != PIPIT_OK) return fail(tls, has_memory_failed(tls) ? PIPIT_E_TLS_MEMORY : err, tls->code);
    mbedtls_ssl_set_bio(&tls->ssl, tls, inner_send, inner_recv, NULL);
    tls->state = STATE_HANDSHAKE;
    int32_t result = tls->inner.open(tls->inner.io, host, port);
    if (result < 0) return fail(tls, result, tls->inner.detail ? *tls->inner.detail : 0);
    return 0;
}

#if defined(MBEDTLS_ECP_RESTARTABLE)
static void network_turn(void *ctx) {
    pipit_tls_t *tls = ctx;
    tls->inner.wait(tls->inner.io, 0);
}

/* Do one piece of the handshake. mbedTLS cannot do RSA, and the key exchange used with it, in pieces; during these the
 * arena calls network_turn(). */
static int handshake(pipit_tls_t *tls) {
    if (tls->inner.wait) pipit_tls_arena_use_turn(network_turn, tls);
    int code = mbedtls_ssl_handshake_step(&tls->ssl);
    pipit_tls_arena_use_turn(NULL, NULL);
    if (code == MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS || (code == 0 && !IS_HANDSHAKE_OVER(&tls->ssl))) tls->busy = true;
    return code;
}
#else
static int handshake(pipit_tls_t *tls) {
    return mbedtls_ssl_handshake(&tls->ssl);
}
#endif

/* With TLS 1.3 the session exists only after a ticket has arrived. */
static bool has_session(const pipit_tls_t *tls) {
    return !PIPIT_TLS_HAS_1_3 || strcmp(mbedtls_ssl_get_version(&tls->ssl), "TLSv1.2") == 0;
}

static int32_t turn_handshake(pipit_tls_t *tls) {
    int code = handshake(tls);
    if (code != 0) return translate(tls, code);
    if (!IS_HANDSHAKE_OVER(&tls->ssl)) return 0;
    if (!is_protocol_right(tls)) return fail(tls, PIPIT_E_TLS, 0);
    tls->state = STATE_OPEN;
    tls->resumed = tls->offered && !tls->verified;
    if (has_session(tls)) pipit_tls_session_keep(tls);
    return 0;
}

static int32_t turn(pipit_tls_t *tls) {
    tls->arena_failures = pipit_tls_arena_failures();
    tls->busy = false;
    tls->turn_bytes = 0;
    tls->turn_reads = 0;
    switch ((state_t)tls->state) {
    case STATE_HANDSHAKE: return turn_handshake(tls);
    case STATE_OPEN: return 0;
    case STATE_FAILED: return tls->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

/* If mbedTLS has encrypted a write but not sent it, the call must be repeated with the same length. With a longer one,
 * mbedTLS would report bytes as sent that it has not read. */
static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_tls_t *tls = io;
    int32_t err = turn(tls);
    if (err < 0 || tls->state != STATE_OPEN) return err;
    size_t now = tls->unsent > 0 && tls->unsent < len ? tls->unsent : len;
    int n = mbedtls_ssl_write(&tls->ssl, bytes, now);
    tls->unsent = n > 0 ? 0 : now;
    tls->record_full = n > 0 && (size_t)n < len;
    return n > 0 ? n : translate(tls, n);
}

/* mbedTLS returns 0 for the end of the connection, and also for the second of two empty records. */
static bool is_empty_record(const pipit_tls_t *tls, int n) {
    return n == 0 && tls->inner_err == PIPIT_OK;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_tls_t *tls = io;
    int32_t err = turn(tls);
    if (err < 0 || tls->state != STATE_OPEN) return err;
    int n = mbedtls_ssl_read(&tls->ssl, bytes, len);
    if (n > 0) return n;
    if (IS_TICKET(n)) pipit_tls_session_keep(tls);
    /* There may be more bytes. And when mbedTLS has read a ticket, it returns, and handles the ticket in the next call.
     */
    if (IS_TICKET(n) || is_empty_record(tls, n) || mbedtls_ssl_check_pending(&tls->ssl)) tls->busy = true;
    return is_empty_record(tls, n) ? 0 : translate(tls, n);
}

static uint32_t port_now(void *io) {
    pipit_tls_t *tls = io;
    uint32_t now_ms = tls->inner.now(tls->inner.io);
    pipit_tls_session_age(tls, now_ms);
    return now_ms;
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_tls_t *tls = io;
    bool data_inside = tls->state == STATE_OPEN && mbedtls_ssl_check_pending(&tls->ssl);
    bool may_send = tls->state == STATE_OPEN && tls->record_full;
    tls->inner.wait(tls->inner.io, data_inside || may_send || pipit_tls_busy(tls) ? 0 : max_ms);
}

bool pipit_tls_busy(const pipit_tls_t *tls) {
    return (tls->state == STATE_HANDSHAKE || tls->state == STATE_OPEN) && tls->busy;
}

pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config) {
    memset(tls, 0, sizeof *tls);
    tls->inner = inner;
    if (config) tls->config = *config;
    tls->alpn[0] = PROTOCOL;
    tls->offender = config_complete(&tls->config);
    if (tls->config.session) mbedtls_platform_zeroize(tls->config.session, tls->config.session_bytes);
    pipit_port_t port = {tls,       &tls->detail, port_open, port_send,
                         port_recv, port_close,   port_now,  inner.wait ? port_wait : NULL};
    return port;
}

void pipit_tls_free(pipit_tls_t *tls) {
    port_close(tls);
    pipit_tls_session_forget(tls);
    if (tls->prepared) contexts_free(tls);
}
