/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TLS by OpenSSL 3 as a layer over any pipit_port_t, for systems that have OpenSSL. It does what port/mbedtls does,
 * with the same errors: TLS 1.2 and newer, with SNI, ALPN "http/1.1" and close_notify. Certificates are verified
 * against the host name (or the numeric address) and a CA, unless config.dangerously_skip_certificate_verification is
 * set.
 *
 *  OpenSSL takes its memory from the heap: the contexts at the first open, until pipit_openssl_free(); the state of a
 *  connection from open to close. Each port has an SSL_CTX of its own, and nothing of OpenSSL's settings is changed for
 *  the rest of the program. OpenSSL itself reads the system's openssl.cnf, which may set a higher security level. open,
 *  send, recv and close clear the thread's queue of OpenSSL errors.
 *
 *  When the peer closes the connection, the port returns PIPIT_E_CLOSED, with or without a close_notify before, because
 *  many servers send none. The HTTP framing says whether the answer is complete.
 *
 *  Threads: different threads may use different ports. */
#ifndef PIPIT_OPENSSL_H
#define PIPIT_OPENSSL_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Versions of TLS for pipit_openssl_config_t. */
enum {
    PIPIT_OPENSSL_VERSION_DEFAULT = 0,
    PIPIT_OPENSSL_VERSION_1_2 = 12, /**< RFC 5246 */
    PIPIT_OPENSSL_VERSION_1_3 = 13  /**< RFC 8446 */
};

/** The most that one send or recv takes from the port below. Then it returns 0 ("not now"), the port's wait does not
 *  sleep, and the loop continues: with time-outs, pipit_stop() and other connections. Without this limit, a peer that
 *  sends faster than this machine reads could occupy the thread for ever, even before its certificate was checked.
 *  - PIPIT_OPENSSL_TURN_BYTES: the longest possible record (RFC 5246 section 6.2.3: 5 bytes of header, 2^14 + 2048
 * bytes of content), so that any record can be read by one call.
 *  - PIPIT_OPENSSL_TURN_READS: calls of the recv below. A record needs two, one for its header and one for its content.
 *    So this is 16 records, twice as many as a server's answer to the ClientHello has.
 *
 *  After the handshake one recv also handles only one message of TLS: one session ticket or one key update. */
#define PIPIT_OPENSSL_TURN_BYTES 18437
#define PIPIT_OPENSSL_TURN_READS 32

/** How many records in a row without content OpenSSL ignores: empty records, and warnings (with TLS 1.3 a warning is an
 *  error at once). One more is PIPIT_E_TLS, because OpenSSL regards it as an attack. */
#define PIPIT_OPENSSL_EMPTY_RECORDS 32
#define PIPIT_OPENSSL_WARNINGS 4

/** The CA certificates to trust and the options of TLS. A zeroed structure, like PIPIT_OPENSSL_SYSTEM_CA, means the CA
 *  certificates of the system: the file that the environment variable SSL_CERT_FILE names, or else the first of the
 *  usual files of Linux distributions, or else the default file of this OpenSSL. */
typedef struct {
    /** Name of a PEM file; borrowed until pipit_openssl_free(). If OpenSSL cannot read one certificate of a file, it
     *  does not use the file: PIPIT_E_TLS_CA. */
    const char *ca_file;

    /** Instead of a file: one or more certificates in memory, borrowed until pipit_openssl_free(). OpenSSL copies them
     *  at the first open.
     *  - DER: one or more, one directly after the other (`cat rsa.der ec.der`).
     *  - PEM: all in one text, with or without a terminating zero in `ca_len`.
     *
     *  Each certificate is trusted as the end of a chain, also an intermediate one. */
    const void *ca_bytes;
    size_t ca_len;

    /** Keep the session of the last connection, so that the next connection can resume it, with less work and fewer
     *  bytes. The session is in OpenSSL's memory; pipit_openssl_free() forgets and frees it.
     *
     *  In a resumed handshake the server sends no certificate. Therefore:
     *  - A session is saved only after a handshake that verified everything; never with
     *    dangerously_skip_certificate_verification.
     *  - It is offered only to the same host and port, and only once: if the attempt fails for any reason, for example
     *    a refused certificate, the session is gone.
     *  - It is not offered if a certificate of its chain has expired since then, or more than 24 h (RFC 5246 F.1.4)
     *    after the certificates were verified, even if it was resumed in between.
     *  - For another CA call pipit_openssl_free() and pipit_openssl_port() again: it has no session then.
     *
     *  TLS 1.2 resumes by session id or ticket, TLS 1.3 by ticket. recv takes tickets that arrive while the stream
     * runs.
     */
    bool resume;

    bool dangerously_skip_certificate_verification; /**< anybody on the network path can read the token; only for
                                                         experiments */
    uint8_t version_min;                            /**< oldest version, a PIPIT_OPENSSL_VERSION_ value; 0: TLS 1.2 */
    uint8_t version_max; /**< newest version, likewise; 0: TLS 1.3, or 1.2 if this OpenSSL has no TLS 1.3 */
} pipit_openssl_config_t;

/** A configuration for pipit_openssl_port(): the system's CA certificates, and everything is verified. */
#define PIPIT_OPENSSL_SYSTEM_CA ((const pipit_openssl_config_t *)0)

/* OpenSSL's types, so that a program needs its headers only to build this port. */
struct asn1_string_st;
struct bio_method_st;
struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

/** A TLS connection and its state. Its members are private. */
typedef struct {
    pipit_port_t inner;
    pipit_openssl_config_t config;
    struct ssl_ctx_st *ctx; /* NULL: nothing is set up */
    struct bio_method_st *method;
    struct ssl_st *ssl;             /* NULL: no connection */
    struct ssl_session_st *session; /* for the next connection; NULL: none */
    char *session_host;
    struct asn1_string_st *valid_to; /* when the first certificate of the last verified chain ends */
    const char *offender;            /* what is wrong with `config` */
    const char *host;                /* of the current attempt */
    size_t unsent;                   /* length of a write that OpenSSL has encrypted but not sent; 0: none */
    uint32_t code;                   /* OpenSSL's number for the last failure; 0: the failure is not OpenSSL's */
    uint32_t verified_ms;            /* when the last chain was verified */
    int32_t detail;
    int32_t refusal;     /* X509_V_ERR_ of the certificate */
    pipit_err_t failure; /* returned until the next open */
    pipit_err_t inner_err;
    uint16_t port; /* of the current attempt */
    uint16_t session_port;
    uint16_t turn_bytes; /* taken from `inner` in the current call */
    uint8_t turn_reads;  /* calls of its recv, likewise */
    uint8_t state;
    bool dry;               /* the last of these calls brought nothing */
    bool busy;              /* there is more to do without waiting: bytes in OpenSSL or in `inner` */
    bool verified_long_ago; /* more than 24 h, counted over the wraps of the clock */
    bool verified;          /* a chain of certificates was verified in this attempt */
    bool resumed;           /* this connection has resumed a session */
    bool record_full;       /* the last send filled one record; there may be room for more */
} pipit_openssl_t;

/** Make a TLS port over another port. Legal at any time, but call pipit_openssl_free() for an existing port of `tls`
 *  before. Does not block, reads no certificate and sends nothing; the first open reads the certificates, from a file
 * if `config` says so.
 *
 *  Errors of open:
 *  - PIPIT_E_TLS_CA: the CA certificates could not be read (detail: OpenSSL's code).
 *  - PIPIT_E_TLS_ENTROPY: OpenSSL got no entropy (detail: its code).
 *  - PIPIT_E_TLS_MEMORY: OpenSSL ran out of memory (detail: its code). The next open reads the certificates again.
 *  - PIPIT_E_TLS_CONFIG: the versions of `config` are not possible, or the host name is empty, or begins with a dot
 *    (detail: 0), or OpenSSL cannot be set up (detail: its code; for example the host name is too long). To try again
 *    does not help; pipit_openssl_explain() says the cause.
 *  - the errors of `inner`, with its detail.
 *
 *  Errors of send and recv:
 *  - PIPIT_E_TLS_CERT: the certificate was not accepted (detail: the X509_V_ERR_ number of OpenSSL).
 *  - PIPIT_E_TLS_MEMORY: OpenSSL ran out of memory (detail: its code).
 *  - PIPIT_E_TLS: the handshake or a record failed, for example because there is no common version (detail: OpenSSL's
 *    code; 0: the server chose another ALPN protocol, and this OpenSSL has accepted it).
 *  - PIPIT_E_CLOSED, and the errors of `inner`, with its detail.
 *
 *  Each error is returned until the next open. A code of OpenSSL is one of ERR_get_error() without its highest bit; for
 *  an error of the operating system this is errno.
 *
 *  @param tls    yours, overwritten; it must stay in its place while the port is used.
 *  @param inner  the port below; copied. If its wait is NULL, that of the TLS port is NULL too.
 *  @param config copied; what it points to is borrowed until pipit_openssl_free(). NULL (PIPIT_OPENSSL_SYSTEM_CA):
 *  defaults. */
pipit_port_t pipit_openssl_port(pipit_openssl_t *tls, pipit_port_t inner, const pipit_openssl_config_t *config);

/** Close the connection, forget the session, and free all memory. Legal at any time after pipit_openssl_port(), also
 *  twice. Does not block. The port may be opened again; it then reads the certificates again. */
void pipit_openssl_free(pipit_openssl_t *tls);

/** Tell whether the current connection, or else the last one, has resumed an earlier session. Legal at any time after
 *  pipit_openssl_port(). Does not block.
 *  @return always false from open until the handshake has ended. */
bool pipit_openssl_resumed(const pipit_openssl_t *tls);

/** Tell whether the last send or recv left work that needs no waiting: it reached PIPIT_OPENSSL_TURN_BYTES or
 *  PIPIT_OPENSSL_TURN_READS, or has handled one message of TLS and there may be more. Then do not sleep, but call send
 *  or recv again. The port's wait does this itself; you need this function only if your program sleeps elsewhere. Legal
 *  at any time after pipit_openssl_port(). Does not block. */
bool pipit_openssl_busy(const pipit_openssl_t *tls);

/** Explain the last failure in one line for people: what is wrong with the configuration, which check of the
 *  certificate failed, or OpenSSL's own text. Legal at any time after pipit_openssl_port(). Does not block. It contains
 *  no secret.
 *  @param tls  the connection.
 *  @param buf  your buffer of `size` bytes.
 *  @param size its size.
 *  @return buf, zero-terminated; "" if there was no failure. */
const char *pipit_openssl_explain(const pipit_openssl_t *tls, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif
