/* SPDX-License-Identifier: MIT */
/* The parts of mbedTLS 4.0 that the TLS port uses, from its documentation. Parts that 4.0 no longer has are not here: a
 * random number generator of the application; the function and the macros that turn on reports of TLS 1.3 tickets (4.0
 * always reports them); old version numbers; headers of single ciphers and curves. FAKE_ options: mbedtls4.sh. */
#ifndef MBEDTLS_SSL_H
#define MBEDTLS_SSL_H

#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <psa/crypto.h>

#define MBEDTLS_SSL_ALPN
#define MBEDTLS_SSL_MAX_FRAGMENT_LENGTH
#define MBEDTLS_SSL_SESSION_TICKETS
#define MBEDTLS_HAVE_TIME_DATE
#define MBEDTLS_PLATFORM_MEMORY
#ifndef FAKE_WITHOUT_TLS_1_2
#define MBEDTLS_SSL_PROTO_TLS1_2
#endif
#ifdef FAKE_SMALL
#define MBEDTLS_ECP_RESTARTABLE
#define MBEDTLS_SSL_IN_CONTENT_LEN 4096
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048
#else
#define MBEDTLS_SSL_PROTO_TLS1_3
#define MBEDTLS_SSL_KEEP_PEER_CERTIFICATE
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 16384
#define MBEDTLS_ERROR_C
#define MBEDTLS_FS_IO
#endif
#ifdef FAKE_THREADS
#define MBEDTLS_THREADING_C
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MBEDTLS_ERR_SSL_BAD_INPUT_DATA PSA_ERROR_INVALID_ARGUMENT
#define MBEDTLS_ERR_SSL_ALLOC_FAILED PSA_ERROR_INSUFFICIENT_MEMORY
#define MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS (-0x6500)
#define MBEDTLS_ERR_SSL_WANT_WRITE (-0x6880)
#define MBEDTLS_ERR_SSL_WANT_READ (-0x6900)
#define MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS (-0x7000)
#define MBEDTLS_ERR_SSL_INVALID_RECORD (-0x7200)
#define MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY (-0x7880)
#define MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET (-0x7B00)

#define MBEDTLS_SSL_IS_CLIENT 0
#define MBEDTLS_SSL_TRANSPORT_STREAM 0
#define MBEDTLS_SSL_PRESET_DEFAULT 0
#define MBEDTLS_SSL_VERIFY_NONE 0
#define MBEDTLS_SSL_VERIFY_REQUIRED 2
#define MBEDTLS_SSL_SESSION_TICKETS_DISABLED 0
#define MBEDTLS_SSL_SESSION_TICKETS_ENABLED 1
#define MBEDTLS_SSL_MAX_FRAG_LEN_NONE 0
#define MBEDTLS_SSL_MAX_FRAG_LEN_512 1
#define MBEDTLS_SSL_MAX_FRAG_LEN_1024 2
#define MBEDTLS_SSL_MAX_FRAG_LEN_2048 3
#define MBEDTLS_SSL_MAX_FRAG_LEN_4096 4

typedef enum { MBEDTLS_SSL_VERSION_TLS1_2 = 0x0303, MBEDTLS_SSL_VERSION_TLS1_3 = 0x0304 } mbedtls_ssl_protocol_version;

typedef struct {
    int hidden;
} mbedtls_ssl_config;
typedef struct {
    int hidden;
} mbedtls_ssl_context;
typedef struct {
    int hidden;
} mbedtls_ssl_session;
typedef struct mbedtls_x509_crl mbedtls_x509_crl;

void mbedtls_ssl_config_init(mbedtls_ssl_config *conf);
int mbedtls_ssl_config_defaults(mbedtls_ssl_config *conf, int endpoint, int transport, int preset);
void mbedtls_ssl_config_free(mbedtls_ssl_config *conf);
void mbedtls_ssl_conf_authmode(mbedtls_ssl_config *conf, int mode);
void mbedtls_ssl_conf_ciphersuites(mbedtls_ssl_config *conf, const int *ciphersuites);
void mbedtls_ssl_conf_ca_chain(mbedtls_ssl_config *conf, mbedtls_x509_crt *chain, mbedtls_x509_crl *revoked);
void mbedtls_ssl_conf_min_tls_version(mbedtls_ssl_config *conf, mbedtls_ssl_protocol_version version);
void mbedtls_ssl_conf_max_tls_version(mbedtls_ssl_config *conf, mbedtls_ssl_protocol_version version);
void mbedtls_ssl_conf_session_tickets(mbedtls_ssl_config *conf, int use);
void mbedtls_ssl_conf_verify(mbedtls_ssl_config *conf, int (*verify)(void *, mbedtls_x509_crt *, int, uint32_t *),
                             void *ctx);
int mbedtls_ssl_conf_alpn_protocols(mbedtls_ssl_config *conf, const char *const *protocols);
int mbedtls_ssl_conf_max_frag_len(mbedtls_ssl_config *conf, unsigned char code);

void mbedtls_ssl_init(mbedtls_ssl_context *ssl);
int mbedtls_ssl_setup(mbedtls_ssl_context *ssl, const mbedtls_ssl_config *conf);
int mbedtls_ssl_session_reset(mbedtls_ssl_context *ssl);
void mbedtls_ssl_free(mbedtls_ssl_context *ssl);
void mbedtls_ssl_set_bio(mbedtls_ssl_context *ssl, void *ctx, int (*send)(void *, const unsigned char *, size_t),
                         int (*recv)(void *, unsigned char *, size_t),
                         int (*recv_timeout)(void *, unsigned char *, size_t, uint32_t));
int mbedtls_ssl_set_hostname(mbedtls_ssl_context *ssl, const char *name);
int mbedtls_ssl_handshake(mbedtls_ssl_context *ssl);
int mbedtls_ssl_handshake_step(mbedtls_ssl_context *ssl);
int mbedtls_ssl_is_handshake_over(mbedtls_ssl_context *ssl);
const char *mbedtls_ssl_get_alpn_protocol(const mbedtls_ssl_context *ssl);
const char *mbedtls_ssl_get_version(const mbedtls_ssl_context *ssl);
uint32_t mbedtls_ssl_get_verify_result(const mbedtls_ssl_context *ssl);
int mbedtls_ssl_check_pending(const mbedtls_ssl_context *ssl);
int mbedtls_ssl_read(mbedtls_ssl_context *ssl, unsigned char *bytes, size_t len);
int mbedtls_ssl_write(mbedtls_ssl_context *ssl, const unsigned char *bytes, size_t len);
int mbedtls_ssl_close_notify(mbedtls_ssl_context *ssl);

void mbedtls_ssl_session_init(mbedtls_ssl_session *session);
void mbedtls_ssl_session_free(mbedtls_ssl_session *session);
int mbedtls_ssl_get_session(const mbedtls_ssl_context *ssl, mbedtls_ssl_session *session);
int mbedtls_ssl_set_session(mbedtls_ssl_context *ssl, const mbedtls_ssl_session *session);
int mbedtls_ssl_session_load(mbedtls_ssl_session *session, const unsigned char *bytes, size_t len);
int mbedtls_ssl_session_save(const mbedtls_ssl_session *session, unsigned char *bytes, size_t size, size_t *len);

#ifdef __cplusplus
}
#endif

#endif
