/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The two types that everything else uses: a view of text and an error number. */
#ifndef PIPIT_TYPES_H
#define PIPIT_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A view of text that somebody else owns: `len` bytes at `ptr`, not terminated by a zero. Absent text is {NULL, 0};
 *  empty text has a pointer. Print it with printf("%.*s", (int)s.len, s.ptr). How long it lives is said where a view
 *  is handed out, in most cases: until the next pipit_next() on the same client. */
typedef struct {
    const char *ptr;
    size_t len;
} pipit_str_t;

/** PIPIT_OK (0), or one of the negative numbers below. The numbers are frozen and spaced by family; an integer type
 *  because the size of an enum differs between ABIs. */
typedef int32_t pipit_err_t;

/** The errors, by family. */
enum {
    PIPIT_OK = 0,

    /* The caller: nothing was sent. */
    PIPIT_E_INVALID = -1,     /**< an argument is out of range or malformed; pipit_offender() names it */
    PIPIT_E_STATE = -2,       /**< not now: a request is already running on this client */
    PIPIT_E_NO_SPACE = -3,    /**< a buffer of the caller's is too small */
    PIPIT_E_STOPPED = -4,     /**< pipit_stop() was called: the reason of an ordinary end */
    PIPIT_E_REPLAY_DONE = -5, /**< X has sent all of the replay that start and end asked for */

    /* The link: worth another try soon. */
    PIPIT_E_DNS = -10,             /**< the host name has no address (now) */
    PIPIT_E_CONNECT = -11,         /**< no address of the host took the connection */
    PIPIT_E_CONNECT_TIMEOUT = -12, /**< name, TCP, proxy and TLS together took longer than connect_ms */
    PIPIT_E_WRITE_TIMEOUT = -13,   /**< no byte of the request could be sent for write_ms */
    PIPIT_E_HEAD_TIMEOUT = -14,    /**< the response head was not complete head_ms after the request */
    PIPIT_E_STALL = -15,           /**< no byte for stall_ms on an open stream: the path is dead */
    PIPIT_E_CLOSED = -16,          /**< the peer closed the connection */
    PIPIT_E_RESET = -17,           /**< the peer or the network reset the connection */
    PIPIT_E_IO = -18,              /**< any other failure of the network, or this machine has no socket, connection or
                                        memory left for it; `detail` has the platform's number */

    /* The proxy. */
    PIPIT_E_PROXY = -20,      /**< the proxy refused or garbled CONNECT; `detail` is its HTTP status or 0 */
    PIPIT_E_PROXY_AUTH = -21, /**< 407: the proxy wants another user or password; not tried again */

    /* TLS. */
    PIPIT_E_TLS = -30,         /**< handshake or record failure; `detail` is the TLS library's code */
    PIPIT_E_TLS_CERT = -31,    /**< the certificate is not acceptable; `detail` is the set of mbedTLS verify flags */
    PIPIT_E_TLS_MEMORY = -32,  /**< the TLS library ran out of memory (arena too small?) */
    PIPIT_E_TLS_ENTROPY = -33, /**< no entropy */
    PIPIT_E_TLS_CA = -34,      /**< the CA certificates could not be read; `detail` is the TLS library's code */
    PIPIT_E_TLS_CONFIG = -35, /**< TLS cannot be set up as it is configured; `detail` is the TLS library's code, or 0 */

    /* HTTP. */
    PIPIT_E_HTTP = -40,      /**< the answer is not HTTP/1.x (RFC 9112 section 4) */
    PIPIT_E_CHUNK = -41,     /**< malformed chunked coding (RFC 9112 section 7.1) */
    PIPIT_E_FRAMING = -42,   /**< contradicting or unusable lengths (RFC 9112 section 6) */
    PIPIT_E_ENCODING = -43,  /**< compressed although `Accept-Encoding: identity` was sent; Pipit does not inflate */
    PIPIT_E_TRUNCATED = -44, /**< the connection ended inside a chunk or a body of known length, or the
                                  answer of a call inside its JSON text */

    /* X said no: waiting minutes does not help, so the request ends. */
    PIPIT_E_BAD_REQUEST = -50, /**< 400: X does not accept a parameter */
    PIPIT_E_AUTH = -51,        /**< 401: the bearer token is wrong or revoked */
    PIPIT_E_FORBIDDEN = -52,   /**< 403: this app or plan may not use the endpoint */
    PIPIT_E_NOT_FOUND = -53,   /**< 404 */
    PIPIT_E_NO_RULES = -54,    /**< 409: a filtered stream needs at least one rule; add one, then connect again */
    PIPIT_E_USAGE_CAP = -55,   /**< 429 usage-capped: the plan's Posts are used up for this period */
    PIPIT_E_REFUSED = -56,     /**< a 2xx answer that carries an error body, or none of what was asked for */
    PIPIT_E_RULE_CAP = -57,    /**< rules sync: the plan allows no more rules; delete some first */

    /* X said later. */
    PIPIT_E_SERVER = -60,               /**< 5xx */
    PIPIT_E_STATUS = -61,               /**< any other unexpected status, redirects included (never followed) */
    PIPIT_E_RATE_LIMIT = -62,           /**< 429 or 420: too many requests in this window */
    PIPIT_E_TOO_MANY_CONNECTIONS = -63, /**< 429: X still counts another connection of this app */
    PIPIT_E_PROVISIONING = -64,         /**< 503: the subscription is being changed, about a minute */
    PIPIT_E_NOTICE = -65,               /**< a disconnect notice inside the stream */

    /* Given up. */
    PIPIT_E_RETRIES = -69, /**< max_retries consecutive attempts failed */

    /* JSON: about one line; the stream goes on. */
    PIPIT_E_JSON = -70,   /**< not a JSON text (RFC 8259), or not UTF-8 */
    PIPIT_E_TOKENS = -71, /**< more tokens than the client was given; the raw line is intact */
    PIPIT_E_ABSENT = -72  /**< no such member */
};

/** The family of an error: the only thing that policy looks at. */
enum {
    PIPIT_FAMILY_NONE = 0,     /**< PIPIT_OK */
    PIPIT_FAMILY_CALLER = 1,   /**< -1 .. -9 */
    PIPIT_FAMILY_LINK = 2,     /**< -10 .. -19 */
    PIPIT_FAMILY_PROXY = 3,    /**< -20 .. -29 */
    PIPIT_FAMILY_TLS = 4,      /**< -30 .. -39 */
    PIPIT_FAMILY_HTTP = 5,     /**< -40 .. -49 */
    PIPIT_FAMILY_API_STOP = 6, /**< -50 .. -59 */
    PIPIT_FAMILY_API_WAIT = 7, /**< -60 .. -69 */
    PIPIT_FAMILY_JSON = 8      /**< -70 .. -79 */
};

/** The family of `err`, a PIPIT_FAMILY_ value; numbers outside the table belong to PIPIT_FAMILY_LINK. */
uint8_t pipit_err_family(pipit_err_t err);

/** The name of an error, "PIPIT_E_STALL"; "PIPIT_OK" for 0; "PIPIT_E_UNKNOWN" for a number outside the table. Static
 *  text. Lives in a file of its own: it takes flash only when it is used. */
const char *pipit_err_name(pipit_err_t err);

/** One English sentence for people: what happened and what to do. Static text, in a file of its own. */
const char *pipit_strerror(pipit_err_t err);

#ifdef __cplusplus
}
#endif

#endif
