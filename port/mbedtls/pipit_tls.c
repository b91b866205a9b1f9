/* SPDX-License-Identifier: MIT */
#include "pipit_tls.h"
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(MBEDTLS_PSA_CRYPTO_C)
#include <psa/crypto.h>
#endif

/* The one place that knows versions of mbedTLS. */
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
#else
#define VERSION_1_2 MBEDTLS_SSL_MINOR_VERSION_3
#define VERSION_1_3 MBEDTLS_SSL_MINOR_VERSION_4
#define CONF_MIN_VERSION(conf, version) mbedtls_ssl_conf_min_version(conf, MBEDTLS_SSL_MAJOR_VERSION_3, version)
#define CONF_MAX_VERSION(conf, version) mbedtls_ssl_conf_max_version(conf, MBEDTLS_SSL_MAJOR_VERSION_3, version)
#endif
#if defined(MBEDTLS_SSL_PROTO_TLS1_2)
#define OLDEST PIPIT_TLS_VERSION_1_2
#else
#define OLDEST PIPIT_TLS_VERSION_1_3
#endif
#define NEWEST (PIPIT_TLS_HAS_1_3 ? PIPIT_TLS_VERSION_1_3 : PIPIT_TLS_VERSION_1_2)

typedef enum { STATE_CLOSED, STATE_HANDSHAKE, STATE_OPEN, STATE_FAILED } state_t;

#define PROTOCOL "http/1.1"

static const char *const ca_places[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

static int32_t fail(pipit_tls_t *tls, pipit_err_t err, int32_t detail) {
    tls->state = STATE_FAILED;
    tls->failure = err;
    tls->detail = detail;
    return err;
}

/* ---- the port below, as mbedTLS wants it ---- */

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
    return n == 0 ? MBEDTLS_ERR_NET_CONN_RESET : n;
}

static int inner_recv(void *ctx, unsigned char *bytes, size_t len) {
    pipit_tls_t *tls = ctx;
    return inner_result(tls, tls->inner.recv(tls->inner.io, bytes, len), MBEDTLS_ERR_SSL_WANT_READ);
}

/* ---- set-up ---- */

#if defined(MBEDTLS_FS_IO)
/* mbedTLS would ask for 2^63 bytes to read a folder into. */
static bool is_readable(const char *name) {
    FILE *file = fopen(name, "r");
    if (!file) return false;
    bool readable = fgetc(file) != EOF;
    (void)fclose(file);
    return readable;
}

static int ca_parse(pipit_tls_t *tls, const char *name) {
    return is_readable(name) ? mbedtls_x509_crt_parse_file(&tls->ca, name) : MBEDTLS_ERR_X509_FILE_IO_ERROR;
}
#endif

static int ca_file_read(pipit_tls_t *tls) {
#if defined(MBEDTLS_FS_IO)
    const char *named = tls->config.ca_file ? tls->config.ca_file : getenv("SSL_CERT_FILE");
    if (named) return ca_parse(tls, named);
    for (size_t i = 0; i < sizeof ca_places / sizeof ca_places[0]; i++) {
        /* A positive number counts certificates that mbedTLS cannot use; the others are in. */
        if (ca_parse(tls, ca_places[i]) >= 0) return 0;
    }
#else
    (void)ca_places;
#endif
    return MBEDTLS_ERR_X509_FILE_IO_ERROR;
}

static pipit_err_t ca_read(pipit_tls_t *tls) {
    if (tls->config.dangerously_skip_certificate_verification) return PIPIT_OK;
    tls->code = tls->config.ca_bytes ? mbedtls_x509_crt_parse(&tls->ca, tls->config.ca_bytes, tls->config.ca_len)
                                     : ca_file_read(tls);
    if (tls->code > 0 && tls->ca.version != 0) tls->code = 0;
    return tls->code == 0 ? PIPIT_OK : PIPIT_E_TLS_CA;
}

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

static void versions_set(pipit_tls_t *tls) {
    bool from_1_2 = tls->config.version_min == PIPIT_TLS_VERSION_1_2;
    bool to_1_2 = tls->config.version_max == PIPIT_TLS_VERSION_1_2;
    CONF_MIN_VERSION(&tls->conf, from_1_2 ? VERSION_1_2 : VERSION_1_3);
    CONF_MAX_VERSION(&tls->conf, to_1_2 ? VERSION_1_2 : VERSION_1_3);
}

static void conf_fill(pipit_tls_t *tls) {
    bool verify = !tls->config.dangerously_skip_certificate_verification;
    mbedtls_ssl_conf_authmode(&tls->conf, verify ? MBEDTLS_SSL_VERIFY_REQUIRED : MBEDTLS_SSL_VERIFY_NONE);
    mbedtls_ssl_conf_ca_chain(&tls->conf, &tls->ca, NULL);
    versions_set(tls);
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ssl_conf_rng(&tls->conf, mbedtls_ctr_drbg_random, &tls->random);
#endif
}

static void contexts_init(pipit_tls_t *tls) {
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->conf);
    mbedtls_x509_crt_init(&tls->ca);
    mbedtls_ctr_drbg_init(&tls->random);
    mbedtls_entropy_init(&tls->entropy);
}

static void contexts_free(pipit_tls_t *tls) {
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->conf);
    mbedtls_x509_crt_free(&tls->ca);
    mbedtls_ctr_drbg_free(&tls->random);
    mbedtls_entropy_free(&tls->entropy);
    tls->prepared = false;
}

static pipit_err_t contexts_make(pipit_tls_t *tls) {
#if defined(MBEDTLS_PSA_CRYPTO_C)
    if (psa_crypto_init() != PSA_SUCCESS) return PIPIT_E_TLS_ENTROPY;
#endif
    tls->code = mbedtls_ctr_drbg_seed(&tls->random, mbedtls_entropy_func, &tls->entropy, NULL, 0);
    if (tls->code != 0) return PIPIT_E_TLS_ENTROPY;
    pipit_err_t err = ca_read(tls);
    if (err != PIPIT_OK) return err;
    tls->code = mbedtls_ssl_config_defaults(&tls->conf, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                            MBEDTLS_SSL_PRESET_DEFAULT);
    if (tls->code != 0) return PIPIT_E_TLS_MEMORY;
    conf_fill(tls);
    tls->code = mbedtls_ssl_conf_alpn_protocols(&tls->conf, tls->alpn);
    if (tls->code == 0) tls->code = mbedtls_ssl_setup(&tls->ssl, &tls->conf);
    return tls->code == 0 ? PIPIT_OK : PIPIT_E_TLS_MEMORY;
}

static pipit_err_t prepare(pipit_tls_t *tls) {
    if (tls->prepared) {
        tls->code = mbedtls_ssl_session_reset(&tls->ssl);
        return tls->code == 0 ? PIPIT_OK : PIPIT_E_TLS_MEMORY;
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

/* ---- the port ---- */

static void port_close(void *io) {
    pipit_tls_t *tls = io;
    if (tls->state == STATE_OPEN) (void)mbedtls_ssl_close_notify(&tls->ssl);
    tls->inner.close(tls->inner.io);
    tls->state = STATE_CLOSED;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_tls_t *tls = io;
    port_close(tls);
    tls->code = 0;
    tls->flags = 0;
    tls->detail = 0;
    tls->unsent = 0;
    tls->record_full = false;
    tls->inner_err = PIPIT_OK;
    if (tls->offender) return fail(tls, PIPIT_E_INVALID, 0);
    pipit_err_t err = prepare(tls);
    if (err != PIPIT_OK) return fail(tls, err, tls->code);
    tls->code = mbedtls_ssl_set_hostname(&tls->ssl, host);
    if (tls->code != 0) return fail(tls, PIPIT_E_TLS_MEMORY, tls->code);
    mbedtls_ssl_set_bio(&tls->ssl, tls, inner_send, inner_recv, NULL);
    tls->state = STATE_HANDSHAKE;
    int32_t result = tls->inner.open(tls->inner.io, host, port);
    if (result < 0) return fail(tls, result, tls->inner.detail ? *tls->inner.detail : 0);
    return 0;
}

static bool is_not_now(int code) {
    return code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE ||
           code == MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS || code == MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS || IS_TICKET(code);
}

/* mbedTLS adds the code of a lower module to that of a higher one: the low 7 bits are the lower one's. */
static bool is_out_of_memory(int code) {
    int low = -(-code & 0x7f);
    int high = -(-code & 0xff80);
    return high == MBEDTLS_ERR_SSL_ALLOC_FAILED || high == MBEDTLS_ERR_X509_ALLOC_FAILED ||
           high == MBEDTLS_ERR_PK_ALLOC_FAILED || high == MBEDTLS_ERR_ECP_ALLOC_FAILED ||
           low == MBEDTLS_ERR_MPI_ALLOC_FAILED || low == MBEDTLS_ERR_ASN1_ALLOC_FAILED;
}

/* A failure of mbedTLS as ours. */
static int32_t translate(pipit_tls_t *tls, int code) {
    if (is_not_now(code)) return 0;
    if (tls->inner_err != PIPIT_OK) return fail(tls, tls->inner_err, tls->detail);
    tls->code = code;
    if (code == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY || code == 0) return fail(tls, PIPIT_E_CLOSED, 0);
    if (code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) {
        tls->flags = mbedtls_ssl_get_verify_result(&tls->ssl);
        return fail(tls, PIPIT_E_TLS_CERT, (int32_t)tls->flags);
    }
    if (is_out_of_memory(code)) return fail(tls, PIPIT_E_TLS_MEMORY, code);
    return fail(tls, PIPIT_E_TLS, code);
}

static int32_t turn_handshake(pipit_tls_t *tls) {
    int code = mbedtls_ssl_handshake(&tls->ssl);
    if (code != 0) return translate(tls, code);
    const char *protocol = mbedtls_ssl_get_alpn_protocol(&tls->ssl);
    if (protocol && strcmp(protocol, PROTOCOL) != 0) return fail(tls, PIPIT_E_TLS, 0);
    tls->state = STATE_OPEN;
    return 0;
}

static int32_t turn(pipit_tls_t *tls) {
    switch ((state_t)tls->state) {
    case STATE_HANDSHAKE: return turn_handshake(tls);
    case STATE_OPEN: return 0;
    case STATE_FAILED: return tls->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

/* A write that mbedTLS has encrypted is repeated with its own length: for a longer one it would report bytes as sent
 * that it never saw. */
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

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_tls_t *tls = io;
    int32_t err = turn(tls);
    if (err < 0 || tls->state != STATE_OPEN) return err;
    int n = mbedtls_ssl_read(&tls->ssl, bytes, len);
    return n > 0 ? n : translate(tls, n);
}

static uint32_t port_now(void *io) {
    pipit_tls_t *tls = io;
    return tls->inner.now(tls->inner.io);
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_tls_t *tls = io;
    bool data_inside = tls->state == STATE_OPEN && mbedtls_ssl_check_pending(&tls->ssl);
    bool may_send = tls->state == STATE_OPEN && tls->record_full;
    if (!data_inside && !may_send) tls->inner.wait(tls->inner.io, max_ms);
}

pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config) {
    memset(tls, 0, sizeof *tls);
    tls->inner = inner;
    if (config) tls->config = *config;
    tls->alpn[0] = PROTOCOL;
    tls->offender = versions_fill(&tls->config);
    pipit_port_t port = {tls,       &tls->detail, port_open, port_send,
                         port_recv, port_close,   port_now,  inner.wait ? port_wait : NULL};
    return port;
}

void pipit_tls_free(pipit_tls_t *tls) {
    port_close(tls);
    if (tls->prepared) contexts_free(tls);
}

/* ---- for people ---- */

static const char *flag_text(uint32_t flags) {
    if (flags & MBEDTLS_X509_BADCERT_EXPIRED) return "the certificate has expired (or this machine's clock is wrong)";
    if (flags & MBEDTLS_X509_BADCERT_FUTURE)
        return "the certificate is not valid yet (or this machine's clock is wrong)";
    if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) return "the certificate is for another host name";
    if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) return "the certificate is not signed by a known CA";
    return "the certificate is not acceptable";
}

const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size) {
    if (size == 0) return "";
    buf[0] = '\0';
    if (tls->offender || tls->flags != 0) {
        snprintf(buf, size, "%s", tls->offender ? tls->offender : flag_text(tls->flags));
        return buf;
    }
    if (tls->code == 0) return buf;
#if defined(MBEDTLS_ERROR_C)
    mbedtls_strerror(tls->code, buf, size);
#else
    snprintf(buf, size, "mbedTLS error -0x%04x", (unsigned)-tls->code);
#endif
    return buf;
}
