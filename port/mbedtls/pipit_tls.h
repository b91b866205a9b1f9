/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TLS by mbedTLS 2.28, 3.6 or 4.0 as a layer over any pipit_port_t. port/README.md says with which releases the tests
 *  were run. It speaks TLS 1.2 and newer, with SNI, ALPN "http/1.1" and close_notify. Certificates are verified against
 *  the host name and a CA, unless config.dangerously_skip_certificate_verification is set.
 *
 *  The contexts of mbedTLS are made at the first open and used again for every reconnect. mbedTLS allocates memory for
 *  them from its own allocator, which can be a static arena (pipit_tls_arena()). A reconnect can resume the session of
 *  the last connection with much less work (config.session).
 *
 *  When the peer closes the connection, the port returns PIPIT_E_CLOSED, with or without a close_notify before, because
 *  many servers send none. The HTTP framing says whether the answer is complete. mbedTLS 2.28 checks only names: with
 *  it, a host that is a numeric address fails with PIPIT_E_TLS_CERT. Newer ones accept addresses in certificates.
 *
 *  Firmware: compile all files of files.cmake. Besides mbedTLS they need mem*, str* and the port below; they need files
 *  and the environment (stdio, getenv) only if mbedTLS has MBEDTLS_FS_IO (tests/behaviour/port/tls_bare_metal.sh proves
 *  this). They depend on these options of your mbedTLS configuration:
 *
 *      MBEDTLS_PLATFORM_MEMORY             pipit_tls_arena() works; MBEDTLS_MEMORY_BUFFER_ALLOC_C is not needed
 *      MBEDTLS_THREADING_C                 the arena has a lock
 *      MBEDTLS_ECP_RESTARTABLE             the handshake is done in pieces, and the network runs between them
 *      MBEDTLS_SSL_SESSION_TICKETS         sessions are resumed by tickets too, not only by session ids
 *      MBEDTLS_SSL_KEEP_PEER_CERTIFICATE   a saved session contains the certificate, and needs more memory
 *      MBEDTLS_SSL_MAX_FRAGMENT_LENGTH     the server is asked for shorter records if IN_CONTENT_LEN is below 16384
 *      MBEDTLS_SSL_IN_CONTENT_LEN, MBEDTLS_SSL_OUT_CONTENT_LEN      see record_bytes, PIPIT_TLS_ARENA_MIN
 *      MBEDTLS_CHACHAPOLY_C                ChaCha20-Poly1305 can be offered; see PIPIT_TLS_AES_FIRST
 *      MBEDTLS_SSL_CIPHERSUITES            your list of cipher suites, instead of one of Pipit's
 *      MBEDTLS_SSL_ALPN, MBEDTLS_PSA_CRYPTO_C, MBEDTLS_FS_IO, MBEDTLS_ERROR_C      used if they are set
 *      MBEDTLS_HAVE_TIME_DATE              dates of certificates are checked, also those of a saved session
 *
 *  Threads: different threads may use different ports if mbedTLS was built with MBEDTLS_THREADING_C. */
#ifndef PIPIT_TLS_H
#define PIPIT_TLS_H

#include "pipit/port.h"

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#if MBEDTLS_VERSION_MAJOR < 4 /* from 4.0 on TLS takes its random numbers from PSA */
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Versions of TLS for pipit_tls_config_t. */
enum {
    PIPIT_TLS_VERSION_DEFAULT = 0,
    PIPIT_TLS_VERSION_1_2 = 12, /**< RFC 5246 */
    PIPIT_TLS_VERSION_1_3 = 13  /**< RFC 8446; mbedTLS 3.6 and 4.0 have it, 2.28 does not */
};

/** 1 if this mbedTLS can speak TLS 1.3, else 0. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define PIPIT_TLS_HAS_1_3 1
#else
#define PIPIT_TLS_HAS_1_3 0
#endif

/** The order in which cipher suites are offered if the configuration names none: 1: AES-GCM, then ChaCha20-Poly1305; 0:
 *  the other way round. A server that follows the client's order then chooses the one that costs this machine less. In
 *  software ChaCha20 does: on a Cortex-M3 37 to 81 instructions a byte against 101 to 188. Which one X's servers choose
 *  was not seen.
 *
 *  The default is 1 where the build says that AES is done by hardware:
 *  - MBEDTLS_AES_ALT or MBEDTLS_GCM_ALT (vendors' SDKs; ESP-IDF defines both for CONFIG_MBEDTLS_HARDWARE_AES);
 *  - a PSA driver for AES-GCM (MBEDTLS_PSA_ACCEL_KEY_TYPE_AES and MBEDTLS_PSA_ACCEL_ALG_GCM, or ESP-IDF's
 *    ESP_AES_DRIVER_ENABLED) if TLS uses PSA;
 *  - MBEDTLS_AESNI_C since mbedTLS 3.4, compiled with -maes -mpclmul: without these options mbedTLS's AES-GCM takes
 *    longer than its ChaCha20 also on a processor with AES instructions;
 *  - MBEDTLS_AESCE_C, compiled for an Arm processor that has the instructions (-march=armv8-a+crypto).
 *
 *  Only the options of this compiler are seen, not those with which a library of mbedTLS was built. Define it for
 *  pipit_tls_suites.c and pipit_tls.c if you know better, or name suites in the configuration. */
#if !defined(PIPIT_TLS_AES_FIRST)
#if defined(MBEDTLS_AES_ALT) || defined(MBEDTLS_GCM_ALT) || defined(ESP_AES_DRIVER_ENABLED)
#define PIPIT_TLS_AES_FIRST 1
#elif (defined(MBEDTLS_USE_PSA_CRYPTO) || MBEDTLS_VERSION_MAJOR >= 4) && defined(MBEDTLS_PSA_ACCEL_KEY_TYPE_AES) &&    \
    defined(MBEDTLS_PSA_ACCEL_ALG_GCM)
#define PIPIT_TLS_AES_FIRST 1
#elif defined(MBEDTLS_AESNI_C) && MBEDTLS_VERSION_NUMBER >= 0x03040000 && defined(__AES__) && defined(__PCLMUL__)
#define PIPIT_TLS_AES_FIRST 1
#elif defined(MBEDTLS_AESCE_C) && (defined(__ARM_FEATURE_AES) || defined(__ARM_FEATURE_CRYPTO))
#define PIPIT_TLS_AES_FIRST 1
#else
#define PIPIT_TLS_AES_FIRST 0
#endif
#endif

/** A list for `cipher_suites` of pipit_tls_config_t, with a zero at the end: ChaCha20-Poly1305, AES-128-GCM,
 * AES-256-GCM, for TLS 1.3 and for TLS 1.2 with ECDHE, ECDSA before RSA. At the end stands AES with CCM and CBC for
 * servers that know nothing else. Suites that this mbedTLS does not have are not offered. The list takes flash only if
 * it is used. */
extern const int pipit_tls_suites_chacha[];
/** The same with AES-128-GCM and AES-256-GCM before ChaCha20-Poly1305. */
extern const int pipit_tls_suites_aes[];

/** 1 if pipit_tls_arena() works with this build of mbedTLS, else 0. It does not work with Debian's libmbedtls 2.28 and
 *  3.6; it works with many configurations for microcontrollers. */
#if defined(MBEDTLS_PLATFORM_MEMORY) && !defined(MBEDTLS_PLATFORM_CALLOC_MACRO)
#define PIPIT_TLS_HAS_ARENA 1
#else
#define PIPIT_TLS_HAS_ARENA 0
#endif

/** The default of handshake_max_ops: how many operations on an elliptic curve are done at once if mbedTLS does them in
 *  pieces. */
#define PIPIT_TLS_MAX_OPS 1000

/** The most that one send or recv takes from the port below. Then it returns 0 ("not now"), the port's wait does not
 *  sleep, and the loop continues: with time-outs, pipit_stop() and other connections. Without this limit, a peer that
 *  sends faster than this machine reads could occupy the thread for ever, even before its certificate was checked.
 *  - PIPIT_TLS_TURN_BYTES: the longest possible record (RFC 5246 section 6.2.3: 5 bytes of header, 2^14 + 2048 bytes of
 *    content), so that any record can be read by one call.
 *  - PIPIT_TLS_TURN_READS: calls of the recv below. A record needs two, one for its header and one for its content. So
 *    this is 16 records, twice as many as a server's answer to the ClientHello has. */
#define PIPIT_TLS_TURN_BYTES 18437
#define PIPIT_TLS_TURN_READS 32

/** How many empty records in a row are ignored. One more is PIPIT_E_TLS, because mbedTLS regards it as an attack. */
#define PIPIT_TLS_EMPTY_RECORDS 3

/** A size that is enough for a session of most servers: the host name, about 120 bytes of state, and a ticket of 200 to
 *  300 bytes. With MBEDTLS_SSL_KEEP_PEER_CERTIFICATE and TLS 1.2 the server's certificate is added. */
#if defined(MBEDTLS_SSL_KEEP_PEER_CERTIFICATE)
#define PIPIT_TLS_SESSION_BYTES 4096
#else
#define PIPIT_TLS_SESSION_BYTES 768
#endif

/** The CA certificates to trust and the options of TLS. A zeroed structure, like PIPIT_TLS_SYSTEM_CA, means the CA
 *  certificates of the system: the file that the environment variable SSL_CERT_FILE names, or else the usual files of
 *  Linux distributions. On ESP-IDF it means ESP-IDF's certificate bundle (CONFIG_MBEDTLS_CERTIFICATE_BUNDLE); with it
 *  no session is saved. On other systems where mbedTLS has no files (no MBEDTLS_FS_IO), `ca_bytes` is required. */
typedef struct {
    const char *ca_file; /**< name of a PEM file; borrowed until pipit_tls_free() */

    /** Instead of a file: one or more certificates in memory, borrowed until pipit_tls_free().
     *  - DER: one or more, one directly after the other (`cat rsa.der ec.der`). mbedTLS reads them in place, so const
     *    data stays in flash. On a 32-bit machine each certificate after the first takes 0.6 KB (P-256) to 0.8 KB
     *    (RSA 2048) of mbedTLS's memory.
     *  - PEM, if this mbedTLS reads PEM: all in one text; `ca_len` includes its terminating zero. mbedTLS copies it. */
    const void *ca_bytes;
    size_t ca_len;

    /** The cipher suites to offer, the preferred one first: numbers of mbedTLS (MBEDTLS_TLS_..., for TLS 1.2 and 1.3 in
     * one list), with a zero at the end; borrowed until pipit_tls_free(). Those that this mbedTLS does not have are
     * left out. NULL: pipit_tls_suites_aes or pipit_tls_suites_chacha, as PIPIT_TLS_AES_FIRST says; but mbedTLS's own
     * list if your mbedTLS configuration has MBEDTLS_SSL_CIPHERSUITES (it is an order already), or has no suite with
     * ECDHE and GCM or ChaCha20. mbedtls_ssl_list_ciphersuites() is everything that mbedTLS has, also key exchange by
     * RSA. Which one was agreed: mbedtls_ssl_get_ciphersuite(&tls->ssl). */
    const int *cipher_suites;

    /** Memory for the session of the last connection, so that the next connection can resume it. A resumed handshake
     *  needs a hundredth of the work of a full handshake with TLS 1.2, and a third with TLS 1.3, which makes new keys.
     *  NULL: every handshake is a full one. PIPIT_TLS_SESSION_BYTES are enough for most servers. If a session does not
     *  fit, it is not saved, and the next handshake is a full one. The same happens if the server has forgotten the
     *  session.
     *
     *  The memory is yours, of any alignment, for this connection only, until pipit_tls_free(). pipit_tls_port() and
     *  pipit_tls_free() overwrite it with zeros. It contains keys: nobody else may read it.
     *
     *  In a resumed handshake the server sends no certificate. Therefore:
     *  - A session is saved only after a handshake that verified everything; never with
     *    dangerously_skip_certificate_verification.
     *  - It is offered only to the same host and port, and only once: if the attempt fails for any reason, for example
     *    a refused certificate, the session is gone.
     *  - It is not offered if a certificate of its chain has expired since then (MBEDTLS_HAVE_TIME_DATE), or more than
     *    24 h (RFC 5246 F.1.4) after the certificates were verified, even if it was resumed in between.
     *  - For another CA call pipit_tls_port() again: it has no session then.
     *
     *  TLS 1.2 resumes by session id or ticket, TLS 1.3 (mbedTLS 3.6, 4.0) by ticket. recv takes tickets that arrive
     *  while the stream runs. */
    void *session;
    size_t session_bytes;

    /** Ask the server for records of at most this many bytes (RFC 6066 max_fragment_length): 512, 1024, 2048 or 4096,
     *  and at most the smaller of MBEDTLS_SSL_IN_CONTENT_LEN and MBEDTLS_SSL_OUT_CONTENT_LEN. 0: if this mbedTLS cannot
     *  hold a record of 16384 bytes, ask for the longest that it can hold; else do not ask. A server may ignore the
     *  request. Then a record that does not fit is PIPIT_E_TLS, and pipit_tls_explain() says so; the only remedy is an
     *  IN_CONTENT_LEN of 16384. With TLS 1.3 mbedTLS 3.6 does not ask. */
    uint16_t record_bytes;

    /** Only with MBEDTLS_ECP_RESTARTABLE: how many operations on an elliptic curve are done at once, counted as in
     *  mbedtls_ecp_set_max_ops(). It is a setting of the whole process. 0: PIPIT_TLS_MAX_OPS. */
    uint16_t handshake_max_ops;

    bool dangerously_skip_certificate_verification; /**< anybody on the network path can read the token; only for
                                                         experiments */
    uint8_t version_min; /**< oldest version, a PIPIT_TLS_VERSION_ value; 0: TLS 1.2, or 1.3 without 1.2 in mbedTLS */
    uint8_t version_max; /**< newest version, likewise; 0: the newest that this mbedTLS has */
} pipit_tls_config_t;

/** A configuration for pipit_tls_port(): the system's CA certificates, and everything is verified. */
#define PIPIT_TLS_SYSTEM_CA ((const pipit_tls_config_t *)0)

/** A TLS connection and its state. Its members are private. */
typedef struct {
    pipit_port_t inner;
    pipit_tls_config_t config;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config conf;
    mbedtls_x509_crt ca;
#if MBEDTLS_VERSION_MAJOR < 4
    mbedtls_ctr_drbg_context random;
    mbedtls_entropy_context entropy;
#endif
    const char *alpn[2];        /* mbedTLS keeps a pointer to it */
    const char *offender;       /* what is wrong with `config` */
    const char *host;           /* of the current attempt */
    size_t unsent;              /* length of a write that mbedTLS has encrypted but not sent; 0: none */
    size_t session_used;        /* bytes in use of config.session; 0: there is no session */
    mbedtls_x509_time valid_to; /* when the first certificate of the last verified chain ends */
    uint32_t verified_ms;       /* when that chain was verified */
    uint32_t arena_failures;    /* of the process, before the current call */
    int32_t detail;
    int32_t code;        /* mbedTLS's number for the last failure; 0: the failure is not mbedTLS's */
    uint32_t flags;      /* certificate verification */
    pipit_err_t failure; /* returned until the next open */
    pipit_err_t inner_err;
    uint16_t port; /* of the current attempt */
    uint16_t session_port;
    uint16_t turn_bytes; /* taken from `inner` in the current call */
    uint8_t turn_reads;  /* calls of its recv, likewise */
    uint8_t state;
    bool prepared;
    bool busy; /* there is more to do without waiting: a piece of the handshake, or bytes left in `inner` */
    bool verified_long_ago; /* more than 24 h, counted over the wraps of the clock */
    bool offered;           /* a session was offered in this attempt */
    bool verified;          /* a chain of certificates was verified in this attempt */
    bool resumed;           /* this connection has resumed a session */
    bool record_full;       /* the last send filled one record; there may be room for more */
    bool record_too_long;
} pipit_tls_t;

/** Make a TLS port over another port. Legal at any time, but close an existing port of `tls` before. It reads no
 *  certificate and sends nothing; the first open does.
 *
 *  Errors of open:
 *  - PIPIT_E_TLS_CA: the CA certificates could not be read.
 *  - PIPIT_E_TLS_ENTROPY: mbedTLS got no entropy.
 *  - PIPIT_E_TLS_MEMORY: mbedTLS ran out of memory.
 *  - PIPIT_E_TLS_CONFIG: the versions, record_bytes or cipher_suites of `config` are not possible (a minimum above the
 *    maximum, TLS 1.3 with an mbedTLS that does not have it, no suite that it has; detail: 0), or mbedTLS cannot be set
 * up (detail: its code; for example it was built without a hash, or the host name is too long). To try again does not
 * help; pipit_tls_explain() says the cause.
 *  - the errors of `inner`, with its detail.
 *
 *  Errors of send and recv:
 *  - PIPIT_E_TLS_CERT: the certificate was not accepted (detail: mbedTLS verify flags).
 *  - PIPIT_E_TLS_MEMORY: mbedTLS ran out of memory (detail: its code).
 *  - PIPIT_E_TLS: the handshake or a record failed, for example because there is no common version (detail: the
 *    code of mbedTLS; 0: the server chose another ALPN protocol).
 *  - PIPIT_E_CLOSED, and the errors of `inner`, with its detail.
 *
 *  Each error is returned until the next open.
 *
 *  With MBEDTLS_ECP_RESTARTABLE each send or recv does one piece of the handshake and returns 0. As long as pieces are
 *  left, the port's wait calls `inner.wait` with 0 ms, so that the network works but nothing sleeps. mbedTLS cannot do
 *  RSA, and the key exchange used with it, in pieces. With an arena and without MBEDTLS_THREADING_C, send and recv
 *  then call `inner.wait` with 0 ms during the computation. Therefore `inner.wait` may run the network, but must not
 *  use TLS. With MBEDTLS_ECP_RESTARTABLE and such an arena, the network never has to wait longer than 4 million
 *  instructions (Cortex-M3, RSA 2048; P-256: 1.4 million).
 *
 *  @param tls    yours, overwritten; it must stay in its place while the port is used.
 *  @param inner  the port below; copied. If its wait is NULL, that of the TLS port is NULL too.
 *  @param config copied; what it points to is borrowed until pipit_tls_free(). NULL (PIPIT_TLS_SYSTEM_CA): defaults. */
pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config);

/** Close the connection, forget the session, and free all memory. Legal at any time after pipit_tls_port(). The port
 *  may be opened again; it then reads the certificates again. */
void pipit_tls_free(pipit_tls_t *tls);

/** Tell whether the current connection, or else the last one, has resumed an earlier session. Legal at any time after
 *  pipit_tls_port().
 *  @return always false from open until the handshake has ended. */
bool pipit_tls_resumed(const pipit_tls_t *tls);

/** Tell whether the last send or recv left work that needs no waiting: pieces of the handshake
 * (MBEDTLS_ECP_RESTARTABLE), or received bytes, because it reached PIPIT_TLS_TURN_BYTES or PIPIT_TLS_TURN_READS. Then
 * do not sleep, but call send or recv again. The port's wait does this itself; you need this function only if your
 * program sleeps elsewhere. */
bool pipit_tls_busy(const pipit_tls_t *tls);

/** Explain the last failure in one line for people: what is wrong with the configuration, which check of the
 *  certificate failed, that a record was too long, or mbedTLS's own text (its number without MBEDTLS_ERROR_C). Legal at
 *  any time after pipit_tls_port(). It contains no secret. It is in a file of its own: it takes flash only if it is
 *  used.
 *  @param tls  the connection.
 *  @param buf  your buffer of `size` bytes.
 *  @param size its size.
 *  @return buf, zero-terminated; "" if there was no failure. */
const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size);

/** Give mbedTLS static memory instead of the heap, for the whole process. Pipit's allocator needs 4 bytes for each
 *  block on 32-bit machines; mbedTLS's own needs 32. Legal once, before the first open of any TLS port and before the
 *  program uses mbedTLS in any other way. Does not block.
 *
 *  port/README.md has a table of measured sizes; the CA bundle of a system takes hundreds of KB. If the arena is too
 *  small, open or the handshake returns PIPIT_E_TLS_MEMORY; there is never an overflow, and never a wrong
 *  PIPIT_E_TLS_CERT.
 *
 *  Threads: the arena has a lock only if mbedTLS was built with MBEDTLS_THREADING_C. Without it, only one thread of the
 *  process may use TLS.
 *  @param memory `bytes` bytes; they belong to mbedTLS until the process ends.
 *  @param bytes  at least PIPIT_TLS_ARENA_MIN.
 *  @return PIPIT_OK. PIPIT_E_STATE: this mbedTLS does not support it (PIPIT_TLS_HAS_ARENA is 0), or there is already
 *  an arena. PIPIT_E_INVALID: `memory` is NULL, or `bytes` is too small. After an error mbedTLS continues to use the
 *  memory that it had, and `memory` is unchanged. */
pipit_err_t pipit_tls_arena(void *memory, size_t bytes);

/** The smallest arena: the buffers for one record in each direction, which every connection has after its first open.
 *  The handshake needs more. */
#define PIPIT_TLS_ARENA_MIN (MBEDTLS_SSL_IN_CONTENT_LEN + MBEDTLS_SSL_OUT_CONTENT_LEN + 1024)

/** Get how many bytes of the arena are in use now, and the largest number that ever was in use. The allocator's own
 *  bytes are counted; gaps between blocks (a few percent) are not. Legal at any time. In a program that opens and
 *  closes the same connections again and again, the number in use is the same after each.
 *  @return 0 if there is no arena. */
size_t pipit_tls_arena_used(void);
size_t pipit_tls_arena_peak(void);

/** Get how often mbedTLS asked the arena for more memory than was free. Legal at any time. mbedTLS reports some of
 *  these failures as a bad certificate; the port returns PIPIT_E_TLS_MEMORY instead. */
uint32_t pipit_tls_arena_failures(void);

#ifdef __cplusplus
}
#endif

#endif
