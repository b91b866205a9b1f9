/* SPDX-License-Identifier: MIT */
#include "pipit_openssl_parts.h"
#include <limits.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#if OPENSSL_VERSION_MAJOR < 3
#error "this port needs OpenSSL 3"
#endif

#if defined(OPENSSL_NO_TLS1_3)
#define NEWEST PIPIT_OPENSSL_VERSION_1_2
#else
#define NEWEST PIPIT_OPENSSL_VERSION_1_3
#endif

#define PROTOCOL "http/1.1"
#define PROTOCOL_LEN (sizeof PROTOCOL - 1)

static int32_t fail(pipit_openssl_t *tls, pipit_err_t err, int32_t detail) {
    tls->state = PIPIT_OPENSSL_I_FAILED;
    tls->failure = err;
    tls->detail = detail;
    return err;
}

/* ---- the functions of the port below, in the form that OpenSSL calls ---- */

static int inner_failed(pipit_openssl_t *tls, int32_t err) {
    tls->inner_err = err;
    tls->detail = tls->inner.detail ? *tls->inner.detail : 0;
    return err == PIPIT_E_CLOSED ? 0 : -1;
}

static int inner_send(BIO *bio, const char *bytes, int len) {
    pipit_openssl_t *tls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (len <= 0) return 0;
    int32_t n = tls->inner.send(tls->inner.io, bytes, (size_t)len);
    if (n < 0) return inner_failed(tls, n);
    if (n == 0) {
        BIO_set_retry_write(bio);
        return -1;
    }
    /* A session is offered only once: if this handshake fails for any reason, the next one is a full one. */
    if (tls->state == PIPIT_OPENSSL_I_HANDSHAKE) pipit_openssl_session_forget(tls);
    return (int)n;
}

/* OpenSSL continues to read as long as records contain no data. This limit ends its loops. */
static int inner_recv(BIO *bio, char *bytes, int len) {
    pipit_openssl_t *tls = BIO_get_data(bio);
    int left = PIPIT_OPENSSL_TURN_BYTES - (int)tls->turn_bytes;
    BIO_clear_retry_flags(bio);
    if (len <= 0) return 0;
    if (left == 0 || tls->turn_reads == PIPIT_OPENSSL_TURN_READS) {
        BIO_set_retry_read(bio);
        return -1;
    }
    int32_t n = tls->inner.recv(tls->inner.io, bytes, (size_t)(len < left ? len : left));
    tls->turn_reads++;
    tls->dry = n <= 0;
    if (n < 0) return inner_failed(tls, n);
    if (n == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    tls->turn_bytes = (uint16_t)(tls->turn_bytes + n);
    return (int)n;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is OpenSSL's */
static long inner_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static bool method_make(pipit_openssl_t *tls) {
    /* A type of its own would be taken from a counter of the process, which ends at 255. */
    tls->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pipit_port_t");
    return tls->method && BIO_meth_set_read(tls->method, inner_recv) == 1 &&
           BIO_meth_set_write(tls->method, inner_send) == 1 && BIO_meth_set_ctrl(tls->method, inner_control) == 1;
}

/* ---- set-up ---- */

static const char *version_check(uint8_t version) {
    if (version != PIPIT_OPENSSL_VERSION_1_2 && version != PIPIT_OPENSSL_VERSION_1_3)
        return "a TLS version is neither 1.2 nor 1.3";
    return version > NEWEST ? "this OpenSSL was built without TLS 1.3" : NULL;
}

static const char *config_complete(pipit_openssl_config_t *config) {
    if (config->version_min == PIPIT_OPENSSL_VERSION_DEFAULT) config->version_min = PIPIT_OPENSSL_VERSION_1_2;
    if (config->version_max == PIPIT_OPENSSL_VERSION_DEFAULT) config->version_max = NEWEST;
    const char *offender = version_check(config->version_min);
    if (!offender) offender = version_check(config->version_max);
    if (!offender && config->version_min > config->version_max)
        offender = "the lowest TLS version is above the highest";
    return offender;
}

/* ERR_clear_error() is not short, and the queue is nearly always empty. */
static void queue_clear(void) {
    if (ERR_peek_error() != 0) ERR_clear_error();
}

static bool is_out_of_memory(uint32_t code) {
    return !ERR_SYSTEM_ERROR(code) && ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
}

/* Take the cause of a failure from OpenSSL's queue and empty the queue. The oldest entry is the cause, later ones are
 * its consequences; but a lack of memory can be reported late, after a wrong conclusion. */
static uint32_t code_take(void) {
    uint32_t cause = (uint32_t)ERR_get_error();
    uint32_t next = cause;
    while (next != 0 && !is_out_of_memory(cause)) {
        next = (uint32_t)ERR_get_error();
        if (is_out_of_memory(next)) cause = next;
    }
    queue_clear();
    return cause;
}

/* @return the code as *detail. Its highest bit only says that it is one of the operating system. */
static int32_t to_detail(uint32_t code) {
    return (int32_t)(code & 0x7fffffffu);
}

/* End an attempt during set-up, before a byte is sent. */
static pipit_err_t setup_failed(pipit_openssl_t *tls, pipit_err_t err) {
    tls->code = code_take();
    return is_out_of_memory(tls->code) ? PIPIT_E_TLS_MEMORY : err;
}

static int version_number(uint8_t version) {
    return version == PIPIT_OPENSSL_VERSION_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

static bool options_set(pipit_openssl_t *tls) {
    static const unsigned char offer[] = "\x08" PROTOCOL;
    SSL_CTX_set_options(tls->ctx, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_clear_mode(tls->ctx, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_mode(tls->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    pipit_openssl_session_prepare(tls);
    X509_VERIFY_PARAM *checks = SSL_CTX_get0_param(tls->ctx);
    X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return X509_VERIFY_PARAM_set_flags(checks, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
           SSL_CTX_set_alpn_protos(tls->ctx, offer, sizeof offer - 1) == 0 &&
           SSL_CTX_set_min_proto_version(tls->ctx, version_number(tls->config.version_min)) == 1 &&
           SSL_CTX_set_max_proto_version(tls->ctx, version_number(tls->config.version_max)) == 1;
}

static void contexts_free(pipit_openssl_t *tls) {
    SSL_CTX_free(tls->ctx);
    BIO_meth_free(tls->method);
    ASN1_TIME_free(tls->valid_to);
    tls->ctx = NULL;
    tls->method = NULL;
    tls->valid_to = NULL;
}

static pipit_err_t contexts_make(pipit_openssl_t *tls) {
    if (RAND_status() != 1) return setup_failed(tls, PIPIT_E_TLS_ENTROPY);
    tls->ctx = SSL_CTX_new(TLS_client_method());
    if (!tls->ctx || !method_make(tls) || !options_set(tls)) return setup_failed(tls, PIPIT_E_TLS_CONFIG);
    bool good = pipit_openssl_ca_read(tls);
    if (!good) return setup_failed(tls, PIPIT_E_TLS_CA);
    ERR_clear_error(); /* files that do not exist */
    return PIPIT_OK;
}

static pipit_err_t prepare(pipit_openssl_t *tls) {
    if (tls->ctx) return PIPIT_OK;
    pipit_err_t err = contexts_make(tls);
    if (err != PIPIT_OK) contexts_free(tls);
    return err;
}

/* ---- one attempt ---- */

/* Without a name OpenSSL checks none, and one that begins with a dot means any name that ends with it. */
static bool is_host(const char *host) {
    return host[0] != '\0' && host[0] != '.';
}

static bool host_use(pipit_openssl_t *tls) {
    X509_VERIFY_PARAM *checks = SSL_get0_param(tls->ssl);
    if (X509_VERIFY_PARAM_set1_ip_asc(checks, tls->host) == 1) return true;
    ERR_clear_error(); /* it is not a numeric address */
    return X509_VERIFY_PARAM_set1_host(checks, tls->host, 0) == 1 && SSL_set_tlsext_host_name(tls->ssl, tls->host) == 1;
}

static bool bio_use(pipit_openssl_t *tls) {
    BIO *bio = BIO_new(tls->method);
    if (!bio) return false;
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls->ssl, bio, bio);
    return true;
}

static pipit_err_t attempt_begin(pipit_openssl_t *tls) {
    if (!is_host(tls->host)) return PIPIT_E_TLS_CONFIG;
    tls->ssl = SSL_new(tls->ctx);
    if (!tls->ssl || !bio_use(tls) || !host_use(tls)) return setup_failed(tls, PIPIT_E_TLS_CONFIG);
    (void)SSL_set_app_data(tls->ssl, tls);
    SSL_set_connect_state(tls->ssl);
    pipit_openssl_session_offer(tls);
    return PIPIT_OK;
}

/* ---- failures ---- */

static bool is_refusal(uint32_t code) {
    return ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED;
}

static int32_t refused(pipit_openssl_t *tls) {
    long refusal = SSL_get_verify_result(tls->ssl);
    if (refusal == X509_V_ERR_OUT_OF_MEM) return fail(tls, PIPIT_E_TLS_MEMORY, to_detail(tls->code));
    tls->refusal = (int32_t)refusal;
    return fail(tls, PIPIT_E_TLS_CERT, tls->refusal);
}

/* If the port below has not run out of bytes, there can be more of them, there or inside OpenSSL. */
static int32_t not_now(pipit_openssl_t *tls) {
    tls->busy = !tls->dry;
    return 0;
}

/* Translate what OpenSSL returned into a result of the port. */
static int32_t translate(pipit_openssl_t *tls, int result) {
    int kind = SSL_get_error(tls->ssl, result);
    uint32_t code = code_take();
    if (tls->inner_err != PIPIT_OK) return fail(tls, tls->inner_err, tls->detail);
    if (kind == SSL_ERROR_WANT_READ) return not_now(tls);
    if (kind == SSL_ERROR_WANT_WRITE) return 0;
    if (kind == SSL_ERROR_ZERO_RETURN) return fail(tls, PIPIT_E_CLOSED, 0);
    tls->code = code;
    if (is_refusal(code)) return refused(tls);
    return fail(tls, is_out_of_memory(code) ? PIPIT_E_TLS_MEMORY : PIPIT_E_TLS, to_detail(code));
}

/* ---- the port ---- */

static void port_close(void *io) {
    pipit_openssl_t *tls = io;
    if (tls->state == PIPIT_OPENSSL_I_OPEN) (void)SSL_shutdown(tls->ssl);
    SSL_free(tls->ssl);
    tls->ssl = NULL;
    ERR_clear_error();
    tls->inner.close(tls->inner.io);
    tls->state = PIPIT_OPENSSL_I_CLOSED;
}

static void forget_attempt(pipit_openssl_t *tls) {
    tls->code = 0;
    tls->refusal = 0;
    tls->detail = 0;
    tls->unsent = 0;
    tls->busy = false;
    tls->resumed = false;
    tls->record_full = false;
    tls->failure = PIPIT_OK;
    tls->inner_err = PIPIT_OK;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_openssl_t *tls = io;
    port_close(tls);
    /* Without memory, OpenSSL can mark a CA certificate as invalid for ever. */
    if (tls->failure == PIPIT_E_TLS_MEMORY) contexts_free(tls);
    forget_attempt(tls);
    tls->host = host;
    tls->port = port;
    if (tls->offender) return fail(tls, PIPIT_E_TLS_CONFIG, 0);
    pipit_err_t err = prepare(tls);
    if (err == PIPIT_OK) err = attempt_begin(tls);
    if (err != PIPIT_OK) return fail(tls, err, to_detail(tls->code));
    tls->state = PIPIT_OPENSSL_I_HANDSHAKE;
    int32_t result = tls->inner.open(tls->inner.io, host, port);
    if (result < 0) return fail(tls, result, tls->inner.detail ? *tls->inner.detail : 0);
    return 0;
}

/* Not every version of OpenSSL refuses a protocol that was not offered. */
static bool is_protocol_right(const pipit_openssl_t *tls) {
    const unsigned char *protocol;
    unsigned len;
    SSL_get0_alpn_selected(tls->ssl, &protocol, &len);
    return len == 0 || (len == PROTOCOL_LEN && memcmp(protocol, PROTOCOL, PROTOCOL_LEN) == 0);
}

static int32_t turn_handshake(pipit_openssl_t *tls) {
    int result = SSL_do_handshake(tls->ssl);
    if (result != 1) return translate(tls, result);
    if (!is_protocol_right(tls)) return fail(tls, PIPIT_E_TLS, 0);
    tls->state = PIPIT_OPENSSL_I_OPEN;
    tls->resumed = SSL_session_reused(tls->ssl) == 1;
    pipit_openssl_session_keep(tls);
    return not_now(tls); /* the last record may contain more messages */
}

static int32_t turn(pipit_openssl_t *tls) {
    tls->busy = false;
    tls->dry = false;
    tls->turn_bytes = 0;
    tls->turn_reads = 0;
    queue_clear(); /* SSL_get_error() looks at the whole queue */
    switch (tls->state) {
    case PIPIT_OPENSSL_I_HANDSHAKE: return turn_handshake(tls);
    case PIPIT_OPENSSL_I_OPEN: return 0;
    case PIPIT_OPENSSL_I_FAILED: return tls->failure;
    default: return PIPIT_E_CLOSED;
    }
}

static int to_int(size_t len) {
    return len > INT_MAX ? INT_MAX : (int)len;
}

/* If OpenSSL has encrypted a write but not sent it, the call must be repeated with the same bytes. */
static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_openssl_t *tls = io;
    int32_t err = turn(tls);
    if (err < 0 || tls->state != PIPIT_OPENSSL_I_OPEN) return err;
    size_t now = tls->unsent > 0 && tls->unsent < len ? tls->unsent : len;
    int n = SSL_write(tls->ssl, bytes, to_int(now));
    tls->unsent = n > 0 ? 0 : now;
    tls->record_full = n > 0 && (size_t)n < len;
    return n > 0 ? n : translate(tls, n);
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_openssl_t *tls = io;
    int32_t err = turn(tls);
    if (err < 0 || tls->state != PIPIT_OPENSSL_I_OPEN) return err;
    int n = SSL_read(tls->ssl, bytes, to_int(len));
    return n > 0 ? n : translate(tls, n);
}

static uint32_t port_now(void *io) {
    pipit_openssl_t *tls = io;
    uint32_t now_ms = tls->inner.now(tls->inner.io);
    pipit_openssl_session_age(tls, now_ms);
    return now_ms;
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_openssl_t *tls = io;
    bool data_inside = tls->state == PIPIT_OPENSSL_I_OPEN && SSL_pending(tls->ssl) > 0;
    bool may_send = tls->state == PIPIT_OPENSSL_I_OPEN && tls->record_full;
    tls->inner.wait(tls->inner.io, data_inside || may_send || pipit_openssl_busy(tls) ? 0 : max_ms);
}

bool pipit_openssl_busy(const pipit_openssl_t *tls) {
    return (tls->state == PIPIT_OPENSSL_I_HANDSHAKE || tls->state == PIPIT_OPENSSL_I_OPEN) && tls->busy;
}

pipit_port_t pipit_openssl_port(pipit_openssl_t *tls, pipit_port_t inner, const pipit_openssl_config_t *config) {
    memset(tls, 0, sizeof *tls);
    tls->inner = inner;
    if (config) tls->config = *config;
    tls->offender = config_complete(&tls->config);
    pipit_port_t port = {tls,       &tls->detail, port_open, port_send,
                         port_recv, port_close,   port_now,  inner.wait ? port_wait : NULL};
    return port;
}

void pipit_openssl_free(pipit_openssl_t *tls) {
    port_close(tls);
    pipit_openssl_session_forget(tls);
    contexts_free(tls);
}
