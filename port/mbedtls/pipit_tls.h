/* SPDX-License-Identifier: MIT */
/** @file
 *  TLS by mbedTLS (2.28 or 3.x) over any pipit_port_t. Certificates are verified against the host name and a CA unless
 *  the long word below is said. TLS 1.2 and newer, SNI, ALPN "http/1.1", close_notify. The contexts are made once, at
 *  the first open, and re-used for every reconnect; mbedTLS allocates what it needs inside them from its own allocator,
 *  which can be a static arena (pipit_tls_arena()).
 *
 *  The end of the stream is PIPIT_E_CLOSED with or without a close_notify before it (many servers send none, facts
 *  section 9): whether an answer is complete is known by its HTTP framing. mbedTLS 2.28 checks names only: a host that
 *  is given as a numeric address fails there with PIPIT_E_TLS_CERT, 3.6 knows addresses in certificates.
 *
 *  Threads: different ports may be used by different threads if mbedTLS was built with MBEDTLS_THREADING_C. */
#ifndef PIPIT_TLS_H
#define PIPIT_TLS_H

#include "pipit/port.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Versions of TLS for pipit_tls_config_t. */
enum {
    PIPIT_TLS_VERSION_DEFAULT = 0,
    PIPIT_TLS_VERSION_1_2 = 12, /**< RFC 5246 */
    PIPIT_TLS_VERSION_1_3 = 13  /**< RFC 8446; mbedTLS 3.6 has it, 2.28 has not */
};

/** 1 if this mbedTLS can speak TLS 1.3, else 0. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define PIPIT_TLS_HAS_1_3 1
#else
#define PIPIT_TLS_HAS_1_3 0
#endif

/** 1 if this mbedTLS was built so that pipit_tls_arena() works, else 0. Debian's libmbedtls 2.28 and 3.6 are not; many
 *  configurations for microcontrollers are. */
#if defined(MBEDTLS_PLATFORM_MEMORY) && defined(MBEDTLS_MEMORY_BUFFER_ALLOC_C)
#define PIPIT_TLS_HAS_ARENA 1
#else
#define PIPIT_TLS_HAS_ARENA 0
#endif

/** What to trust and what to speak. A zeroed structure, like PIPIT_TLS_SYSTEM_CA, means the system's CA certificates:
 *  the file named by the environment variable SSL_CERT_FILE, else the usual places of Linux distributions. */
typedef struct {
    const char *ca_file;  /**< a PEM file; borrowed until the first open */
    const void *ca_bytes; /**< PEM (terminating zero included in ca_len) or DER, instead; borrowed likewise */
    size_t ca_len;
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
    mbedtls_ctr_drbg_context random;
    mbedtls_entropy_context entropy;
    const char *alpn[2];  /* mbedTLS keeps a pointer to it */
    const char *offender; /* what is wrong with `config` */
    size_t unsent;        /* length of the write that mbedTLS has taken and not sent; 0: none */
    int32_t detail;
    int32_t code;        /* mbedTLS's number for the last failure, 0 if it was not mbedTLS */
    uint32_t flags;      /* certificate verification */
    pipit_err_t failure; /* sticky until the next open */
    pipit_err_t inner_err;
    uint8_t state;
    bool prepared;
    bool record_full; /* the last send took one record's worth; there may be room for more */
} pipit_tls_t;

/** Make a port of TLS over `inner`, which is copied. Does nothing yet: certificates are read at the first open, and its
 *  failures come out of open: PIPIT_E_TLS_CA, PIPIT_E_TLS_ENTROPY, PIPIT_E_TLS_MEMORY, and PIPIT_E_INVALID when the
 *  versions of `config` cannot be had (a minimum above the maximum, TLS 1.3 from an mbedTLS without it): trying again
 *  does not help then, and pipit_tls_explain() says which. Later PIPIT_E_TLS_CERT (detail: mbedTLS verify flags),
 *  PIPIT_E_TLS (detail: the mbedTLS code; no common version is one of them), and the errors of `inner` with its detail.
 *  @param config copied; NULL (PIPIT_TLS_SYSTEM_CA) for the defaults. `tls` must stay at its place. The port's wait is
 *  NULL when that of `inner` is. */
pipit_port_t pipit_tls_port(pipit_tls_t *tls, pipit_port_t inner, const pipit_tls_config_t *config);

/** Close and give everything back. The port may be opened again: it then reads the certificates again. */
void pipit_tls_free(pipit_tls_t *tls);

/** One line for people about the last failure: what is wrong with the configuration, which check of the certificate
 *  failed, or mbedTLS's words. Empty if there was none. Contains nothing secret. @return buf */
const char *pipit_tls_explain(const pipit_tls_t *tls, char *buf, size_t size);

/** Give mbedTLS `bytes` of static memory to live in instead of the heap. For the whole process, once, before the first
 *  open of any TLS port and before the program uses mbedTLS in any other way; `memory` belongs to mbedTLS until the
 *  process ends. Never blocks.
 *
 *  Size: port/README.md has a table of what was measured (54 KB for TLS 1.2, 62 KB for 1.3, with one CA certificate on
 * a 64-bit machine; the system's whole CA bundle takes 620 KB). An arena that is too small shows as PIPIT_E_TLS_MEMORY
 * at open or in the handshake, or as PIPIT_E_TLS when mbedTLS hides the reason, never as an overflow.
 *
 *  Threads: the arena has a lock only if mbedTLS was built with MBEDTLS_THREADING_C; without it all TLS of the process
 *  belongs to one thread.
 *
 *  @return PIPIT_OK; PIPIT_E_STATE: this mbedTLS cannot (PIPIT_TLS_HAS_ARENA is 0), or an arena was given before;
 *  PIPIT_E_INVALID: `memory` is NULL or `bytes` below PIPIT_TLS_ARENA_MIN. After an error mbedTLS stays with the memory
 *  that it had, and `memory` is untouched. */
pipit_err_t pipit_tls_arena(void *memory, size_t bytes);

/** Less than this holds not even the contexts of one link; more than this is needed. */
#define PIPIT_TLS_ARENA_MIN 16384

/** The most bytes that were in use in the arena at one time, mbedTLS's own book-keeping and gaps not counted (about 15
 * % more). 0 when there is no arena, or when mbedTLS was built without MBEDTLS_MEMORY_DEBUG. */
size_t pipit_tls_arena_peak(void);

#ifdef __cplusplus
}
#endif

#endif
