/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  TLS by mbedTLS 2.28, 3.6 or 4.0 (port/README.md says which releases the tests were run with) over any pipit_port_t.
 *  Certificates are verified against the host name and a CA unless the long word below is said. TLS 1.2 and newer, SNI,
 *  ALPN "http/1.1", close_notify. The contexts are made once, at the first open, and re-used for every reconnect;
 *  mbedTLS allocates what it needs inside them from its own allocator, which can be a static arena (pipit_tls_arena()).
 *  A reconnect can resume the session of the connection before, for a fraction of the work (see config.session).
 *
 *  The end of the stream is PIPIT_E_CLOSED with or without a close_notify before it (many servers send none, facts
 *  section 9): whether an answer is complete is known by its HTTP framing. mbedTLS 2.28 checks names only: a host that
 *  is given as a numeric address fails there with PIPIT_E_TLS_CERT, newer ones know addresses in certificates.
 *
 *  Firmware: compile all files of files.cmake. Beside mbedTLS they need mem*, str* and the port below; files and the
 *  environment (stdio, getenv) only where mbedTLS has MBEDTLS_FS_IO. tests/port/tls_bare_metal.sh proves it. What they
 *  look at in your mbedTLS configuration, and what changes by it:
 *
 *      MBEDTLS_PLATFORM_MEMORY             pipit_tls_arena() works; MBEDTLS_MEMORY_BUFFER_ALLOC_C is not needed
 *      MBEDTLS_THREADING_C                 the arena has a lock
 *      MBEDTLS_ECP_RESTARTABLE             the handshake is done in pieces, the network is turned between them
 *      MBEDTLS_SSL_SESSION_TICKETS         sessions are resumed by tickets too, not only by their numbers
 *      MBEDTLS_SSL_KEEP_PEER_CERTIFICATE   a saved session holds the certificate, and needs more memory
 *      MBEDTLS_SSL_MAX_FRAGMENT_LENGTH     shorter records are asked for where IN_CONTENT_LEN is below 16384
 *      MBEDTLS_SSL_IN_CONTENT_LEN, MBEDTLS_SSL_OUT_CONTENT_LEN      see record_bytes, PIPIT_TLS_ARENA_MIN
 *      MBEDTLS_SSL_ALPN, MBEDTLS_PSA_CRYPTO_C, MBEDTLS_FS_IO, MBEDTLS_ERROR_C      used where they are there
 *      MBEDTLS_HAVE_TIME_DATE              dates of certificates are checked, also those of a session's certificates
 *
 *  Threads: different ports may be used by different threads if mbedTLS was built with MBEDTLS_THREADING_C. */
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
    PIPIT_TLS_VERSION_1_3 = 13  /**< RFC 8446; mbedTLS 3.6 and 4.0 have it, 2.28 has not */
};

/** 1 if this mbedTLS can speak TLS 1.3, else 0. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define PIPIT_TLS_HAS_1_3 1
#else
#define PIPIT_TLS_HAS_1_3 0
#endif

/** 1 if this mbedTLS was built so that pipit_tls_arena() works, else 0. Debian's libmbedtls 2.28 and 3.6 are not; many
 *  configurations for microcontrollers are. */
#if defined(MBEDTLS_PLATFORM_MEMORY) && !defined(MBEDTLS_PLATFORM_CALLOC_MACRO)
#define PIPIT_TLS_HAS_ARENA 1
#else
#define PIPIT_TLS_HAS_ARENA 0
#endif

/** How many operations on an elliptic curve are done at once where mbedTLS does them in pieces, if handshake_max_ops
 *  does not say another number. */
#define PIPIT_TLS_MAX_OPS 1000

/** Enough for a session of most servers: the host's name, some 120 bytes of state, and a ticket of 200 to 300 bytes.
 *  With MBEDTLS_SSL_KEEP_PEER_CERTIFICATE the server's own certificate comes on top (TLS 1.2). */
#if defined(MBEDTLS_SSL_KEEP_PEER_CERTIFICATE)
#define PIPIT_TLS_SESSION_BYTES 4096
#else
#define PIPIT_TLS_SESSION_BYTES 768
#endif

/** What to trust and what to speak. A zeroed structure, like PIPIT_TLS_SYSTEM_CA, means the system's CA certificates:
 *  the file named by the environment variable SSL_CERT_FILE, else the usual places of Linux distributions. On ESP-IDF
 *  they are its certificate bundle (CONFIG_MBEDTLS_CERTIFICATE_BUNDLE), which does without sessions. Elsewhere, where
 *  mbedTLS has no files (no MBEDTLS_FS_IO), a CA must be given in `ca_bytes`. */
typedef struct {
    const char *ca_file; /**< a PEM file; borrowed until pipit_tls_free() */

    /** Instead of a file: one or more certificates, borrowed until pipit_tls_free().
     *  - DER, as many as wanted one behind the other without anything between them (`cat rsa.der ec.der`): mbedTLS
     *    reads them where they are, so const data stays in flash; each further one takes 0.6 (P-256) to 0.8 KB (RSA
     *    2048) of its memory on a 32-bit machine.
     *  - PEM, all in one text, its terminating zero included in `ca_len` (if this mbedTLS reads PEM): copied. */
    const void *ca_bytes;
    size_t ca_len;

    /** Memory for the session of the last connection, so that the next one resumes it: a hundredth of the work of a
     *  full handshake under TLS 1.2, a third under TLS 1.3, which exchanges keys anew. NULL: every handshake is a
     *  full one. PIPIT_TLS_SESSION_BYTES are enough for most servers; what does not fit is not kept, and the next
     *  handshake is a full one, as it is when the server does not know the session any more. Yours, of any alignment,
     *  for this link alone, until pipit_tls_free(); overwritten with zeros by pipit_tls_port() and pipit_tls_free().
     *  It holds keys: nobody else may read it.
     *
     *  What resuming means: the server shows no certificate again. So a session is kept only after a handshake that
     *  verified everything; it is offered to the same host and port only, once (an attempt that fails for whatever
     *  reason leaves nothing behind, a refused certificate least of all), not when one of the certificates of its chain
     *  has expired since (MBEDTLS_HAVE_TIME_DATE), and not more than 24 h (RFC 5246 F.1.4) after the certificates were
     *  verified, however often it was resumed since. Another CA means another pipit_tls_port(), which has no session.
     *  With dangerously_skip_certificate_verification nothing is kept. TLS 1.2 by number or ticket, TLS 1.3 by ticket
     *  (mbedTLS 3.6, 4.0): tickets that come while the stream runs are taken in recv. */
    void *session;
    size_t session_bytes;

    /** Ask the server for records of at most so many bytes (RFC 6066 max_fragment_length): 512, 1024, 2048 or 4096, at
     *  most the smaller of MBEDTLS_SSL_IN_CONTENT_LEN and MBEDTLS_SSL_OUT_CONTENT_LEN. 0: the most that this mbedTLS
     *  can hold, and nothing is asked where that is a record of full length, 16384. A server may ignore it: a record
     *  that does not fit is PIPIT_E_TLS then, and pipit_tls_explain() says so; only IN_CONTENT_LEN 16384 helps. TLS 1.3
     *  of mbedTLS 3.6 does not ask. */
    uint16_t record_bytes;

    /** Where mbedTLS was built with MBEDTLS_ECP_RESTARTABLE: operations on an elliptic curve at a time, as
     *  mbedtls_ecp_set_max_ops() counts them; it holds for the whole process. 0: PIPIT_TLS_MAX_OPS. Elsewhere unused.
     */
    uint16_t handshake_max_ops;

    bool dangerously_skip_certificate_verification; /**< anybody on the path can read the token. For experiments */
    uint8_t version_min; /**< a PIPIT_TLS_VERSION_ value; 0: TLS 1.2, or 1.3 if this mbedTLS has no 1.2 */
    uint8_t version_max; /**< likewise; 0: the newest that this mbedTLS has */
} pipit_tls_config_t;

/** The system's CA certificates, everything verified. */
#define PIPIT_TLS_SYSTEM_CA ((const pipit_tls_config_t *)0)

/** A TLS link. Members are private. */
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
    const char *host;           /* of the present attempt */
    size_t unsent;              /* length of the write that mbedTLS has taken and not sent; 0: none */
    size_t session_used;        /* bytes in use of config.session; 0: there is no session */
    mbedtls_x509_time valid_to; /* when the first certificate of the last verified chain ends */
    uint32_t verified_ms;       /* when that chain was verified */
    uint32_t arena_failures;    /* of the process, before the present call */
    int32_t detail;
    int32_t code;        /* mbedTLS's number for the last failure, 0 if it was not mbedTLS */
    uint32_t flags;      /* certificate verification */
    pipit_err_t failure; /* sticky until the next open */
    pipit_err_t inner_err;
    uint16_t port; /* of the present attempt */
    uint16_t session_port;
    uint8_t state;
    bool prepared;
    bool busy;        /* the handshake goes on without the network */
    bool offered;     /* a session, in this attempt */
    bool verified;    /* a chain of certificates, in this attempt */
    bool resumed;     /* this connection */
    bool record_full; /* the last send took one record's worth; there may be room for more */
    bool record_too_long;
} pipit_tls_t;

/** Make a port of TLS over `inner`, which is copied. Does nothing yet: certificates are read at the first open, and
 *  its failures come out of open: PIPIT_E_TLS_CA, PIPIT_E_TLS_ENTROPY, PIPIT_E_TLS_MEMORY, and PIPIT_E_TLS_CONFIG when
 *  the versions or record_bytes of `config` cannot be had (a minimum above the maximum, TLS 1.3 from an mbedTLS
 *  without it), or mbedTLS cannot be set up for another reason than memory (detail: the mbedTLS code; it was built
 *  without a hash, the host name is too long): trying again does not help then, and pipit_tls_explain() says what it
 *  is. Later PIPIT_E_TLS_CERT (detail:
 *  mbedTLS verify flags), PIPIT_E_TLS_MEMORY and PIPIT_E_TLS (detail: the mbedTLS code; no common version is one of
 *  them), and the errors of `inner` with its detail.
 *
 *  Where mbedTLS was built with MBEDTLS_ECP_RESTARTABLE each send or recv does one piece of the handshake and returns
 *  0; the port's wait lets `inner` work without sleeping as long as pieces are left. RSA, and the key exchange that
 *  goes with it, cannot be done in pieces: with an arena and without MBEDTLS_THREADING_C `inner.wait` is called, with
 *  0 ms, from within send and recv then. So it may let the network work, as wait is there for, and nothing that uses
 *  TLS. With both the network is never left alone for more than 4 million instructions (Cortex-M3, RSA 2048; P-256:
 *  1.4).
 *
 *  @param config copied; NULL (PIPIT_TLS_SYSTEM_CA) for the defaults. `tls` must stay at its place. The port's wait is
 *  NULL when that of `inner` is. */
pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config);

/** Close, forget the session, and give everything back. The port may be opened again: it then reads the certificates
 *  again. */
void pipit_tls_free(pipit_tls_t *tls);

/** Whether the present connection, or else the last one, has resumed the session of an earlier one. false from open
 *  until the handshake is over. */
bool pipit_tls_resumed(const pipit_tls_t *tls);

/** Whether the handshake has pieces left that need no network: do not sleep, call send or recv. The port's wait knows
 *  it; only programs that sleep elsewhere need it, and only where mbedTLS was built with MBEDTLS_ECP_RESTARTABLE. */
bool pipit_tls_busy(const pipit_tls_t *tls);

/** One line for people about the last failure: what is wrong with the configuration, which check of the certificate
 *  failed, a record that was too long, or mbedTLS's words (its number where it was built without MBEDTLS_ERROR_C).
 *  Empty if there was none. Contains nothing secret. In a file of its own: it takes flash only where it is used.
 *  @return buf */
const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size);

/** Give mbedTLS `bytes` of static memory to live in instead of the heap, with an allocator of our own: 4 bytes before
 *  each block on 32-bit machines, where mbedTLS's needs 32. For the whole process, once, before the first open of any
 *  TLS port and before the program uses mbedTLS in any other way; `memory` belongs to mbedTLS until the process ends.
 *  Never blocks.
 *
 *  Size: port/README.md has a table of what was measured; the system's whole CA bundle takes hundreds of KB. An arena
 *  that is too small shows as PIPIT_E_TLS_MEMORY at open or in the handshake, never as an overflow, and never as a bad
 *  certificate.
 *
 *  Threads: the arena has a lock only if mbedTLS was built with MBEDTLS_THREADING_C; without it all TLS of the process
 *  belongs to one thread.
 *
 *  @return PIPIT_OK; PIPIT_E_STATE: this mbedTLS cannot (PIPIT_TLS_HAS_ARENA is 0), or an arena was given before;
 *  PIPIT_E_INVALID: `memory` is NULL or `bytes` below PIPIT_TLS_ARENA_MIN. After an error mbedTLS stays with the memory
 *  that it had, and `memory` is untouched. */
pipit_err_t pipit_tls_arena(void *memory, size_t bytes);

/** The buffers for one record in each direction, which every link has from its first open on: less cannot be enough,
 *  and more is needed for the handshake. */
#define PIPIT_TLS_ARENA_MIN (MBEDTLS_SSL_IN_CONTENT_LEN + MBEDTLS_SSL_OUT_CONTENT_LEN + 1024)

/** Bytes of the arena that are in use now, and the most that ever were, what the allocator needs itself included;
 *  gaps between blocks are not (a few percent more). 0 when there is no arena. A program that opens and closes the
 *  same links again and again sees the same number in use after each. */
size_t pipit_tls_arena_used(void);
size_t pipit_tls_arena_peak(void);

/** How often mbedTLS asked the arena for more than there was. The port itself turns such a failure into
 *  PIPIT_E_TLS_MEMORY, where mbedTLS speaks of a bad certificate. */
uint32_t pipit_tls_arena_failures(void);

#ifdef __cplusplus
}
#endif

#endif
