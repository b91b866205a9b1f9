/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The two types that all other headers use: pipit_str_t, a view of text, and pipit_err_t, an error number.
 *  All functions here are pure: legal at any time and from any thread, they never block. */
#ifndef PIPIT_TYPES_H
#define PIPIT_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A view of text that somebody else owns: `len` bytes at `ptr`, without a terminating zero. Absent text is {NULL, 0}.
 *  Empty text has a `ptr` that is not NULL and a `len` of 0. Print a view with printf("%.*s", (int)s.len, s.ptr).
 *  The declaration that hands out a view says how long it is valid; in most cases this is until the next pipit_next()
 *  on the same client. */
typedef struct {
    const char *ptr;
    size_t len;
} pipit_str_t;

/** PIPIT_OK (0), or one of the negative numbers below. The numbers never change. Errors of the same kind are a family
 *  and have a range of numbers of their own. This is an integer type because the size of an enum differs between ABIs.
 */
typedef int32_t pipit_err_t;

/** The errors, by family. core/manual/errors.md says for each what a stream does next and what you can do. */
enum {
    PIPIT_OK = 0, /**< success; as the reason of PIPIT_EV_DISCONNECT: the call succeeded */

    /* Caused by the caller: a wrong argument, or an end that the program asked for. */
    PIPIT_E_INVALID = -1,  /**< an argument is out of range or malformed; pipit_offender() says which one */
    PIPIT_E_STATE = -2,    /**< not allowed in this state; in most cases a request is already running on this client */
    PIPIT_E_NO_SPACE = -3, /**< a buffer of the caller is too small */
    PIPIT_E_STOPPED = -4,  /**< pipit_stop() was called; this is the reason of a normal end */
    PIPIT_E_REPLAY_DONE = -5, /**< X has sent everything in the time range (start, end) of the replay */
    PIPIT_E_PAGES = -6,       /**< a list goes on after max_pages pages (pipit_page_t, pipit_rules_sync_config_t) */

    /* The network connection failed. A new attempt can succeed soon. */
    PIPIT_E_DNS = -10,             /**< the host name could not be resolved to an address */
    PIPIT_E_CONNECT = -11,         /**< no address of the host accepted the connection */
    PIPIT_E_CONNECT_TIMEOUT = -12, /**< name resolution, TCP, proxy and TLS together took longer than connect_ms */
    PIPIT_E_WRITE_TIMEOUT = -13,   /**< no byte of the request could be sent for write_ms */
    PIPIT_E_HEAD_TIMEOUT = -14,    /**< the response head was not complete head_ms after the request was sent */
    PIPIT_E_STALL = -15,           /**< no byte arrived on an open stream for stall_ms: the connection is dead */
    PIPIT_E_CLOSED = -16,          /**< the peer closed the connection */
    PIPIT_E_RESET = -17,           /**< the peer or the network reset the connection */
    PIPIT_E_IO = -18,              /**< any other failure of the network, or this machine has no socket, connection or
                                        memory left for it; `detail` is the platform's number */
    PIPIT_E_SLOW = -19,            /**< bytes move, but too few, or without an end: a line was not over in line_ms, a
                                        request not sent, or a call moved less than 4 KB in call_ms */

    /* The proxy failed. */
    PIPIT_E_PROXY = -20, /**< the proxy failed (5xx, 408, 429) or gave no valid answer; `detail` is its HTTP status or
                              0 */
    PIPIT_E_PROXY_AUTH = -21, /**< 401, 407: the proxy did not accept user and password; Pipit does not try again */
    PIPIT_E_NOT_X = -22, /**< a refusal that X did not write: its body is no JSON. A proxy, a CDN or the login page of
                              a network answered; the event has the status and the body. A stream tries five times,
                              with a 5xx 16 times */
    PIPIT_E_PROXY_REFUSED = -23, /**< 3xx, 4xx: the proxy refused CONNECT; `detail` is its HTTP status. A stream tries
                                      five times */

    /* TLS failed. */
    PIPIT_E_TLS = -30,         /**< the handshake or a record failed; `detail` is the error code of the TLS library */
    PIPIT_E_TLS_CERT = -31,    /**< the server's certificate was not accepted; `detail` is the set of mbedTLS verify
                                    flags, or OpenSSL's X509_V_ERR_ number */
    PIPIT_E_TLS_MEMORY = -32,  /**< the TLS library ran out of memory; is the arena (pipit_tls_arena()) too small? */
    PIPIT_E_TLS_ENTROPY = -33, /**< the TLS library could not get entropy for its random numbers */
    PIPIT_E_TLS_CA = -34,      /**< the CA certificates could not be read; `detail` is the code of the TLS library */
    PIPIT_E_TLS_CONFIG = -35,  /**< TLS cannot be set up with this configuration; `detail` is the code of the TLS
                                    library, or 0 */

    /* The answer does not follow HTTP. */
    PIPIT_E_HTTP = -40,      /**< the answer is not HTTP/1.x (RFC 9112 section 4) */
    PIPIT_E_CHUNK = -41,     /**< the chunked coding is malformed (RFC 9112 section 7.1) */
    PIPIT_E_FRAMING = -42,   /**< the lengths contradict each other or cannot be read (RFC 9112 section 6) */
    PIPIT_E_ENCODING = -43,  /**< the answer is compressed although the request had `Accept-Encoding: identity`; Pipit
                                  cannot decompress */
    PIPIT_E_TRUNCATED = -44, /**< the connection ended inside a chunk or inside a body of known length, or the answer of
                                  a call ended inside its JSON text; as the err of a line: the answer ended in
                                  order inside this line */

    /* X refused the request. To wait some minutes does not help, so the request ends. */
    PIPIT_E_BAD_REQUEST = -50, /**< 400, or another 4xx that has no error of its own: X does not accept the request; its
                                    words are in the event */
    PIPIT_E_AUTH = -51, /**< 401: the bearer token is wrong or was revoked; token request: key or secret is wrong */
    PIPIT_E_FORBIDDEN = -52, /**< 403: this app or plan may not use the endpoint */
    PIPIT_E_NOT_FOUND = -53, /**< 404: X does not know the endpoint; 410: X has retired it */
    PIPIT_E_NO_RULES = -54,  /**< 409: a filtered stream needs at least one rule; add one, then connect again */
    PIPIT_E_USAGE_CAP = -55, /**< usage-capped, UsageCapExceeded: the Posts of the plan for this period are used up */
    PIPIT_E_REFUSED = -56,   /**< a 2xx answer that contains only errors, or nothing of what was asked for */
    PIPIT_E_RULE_CAP = -57,  /**< the plan allows no more rules; delete some first */
    PIPIT_E_CREDITS = -58,   /**< 402, CreditsDepleted: the account has no credits left; add some */
    PIPIT_E_SPEND_CAP = -59, /**< SpendCapReached: the spending limit of the account is reached; raise it, or wait until
                                  pipit_problem_t.reset_date */

    /* X refused the request for now. A stream tries again after a delay. */
    PIPIT_E_SERVER = -60,               /**< 5xx */
    PIPIT_E_STATUS = -61,               /**< any other unexpected status, also 408 and 425; redirects too, Pipit never
                                             follows them */
    PIPIT_E_RATE_LIMIT = -62,           /**< 429 or 420: too many requests in this window */
    PIPIT_E_TOO_MANY_CONNECTIONS = -63, /**< 429: X still counts another connection of this app */
    PIPIT_E_PROVISIONING = -64,         /**< 503: X is changing the subscription; this takes about a minute */
    PIPIT_E_NOTICE = -65,               /**< X announced inside the stream that it ends the stream */

    /* Pipit stopped trying. */
    PIPIT_E_RETRIES = -69, /**< max_retries consecutive attempts failed */

    /* JSON: the error is about one line or one value; the stream continues. */
    PIPIT_E_JSON = -70,   /**< the text is not JSON (RFC 8259), or not UTF-8 */
    PIPIT_E_TOKENS = -71, /**< the text has more JSON tokens than there is memory for; the raw line is complete */
    PIPIT_E_ABSENT = -72, /**< the member or value is not there */
    PIPIT_E_DEPTH = -73   /**< objects and arrays are nested deeper than PIPIT_JSON_DEPTH; the raw line is complete */
};

/** The families of errors. What a stream does next depends on the code itself and on whether the stream was open: see
 *  core/manual/errors.md. */
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

/** Get the family of an error.
 *  @param err any number.
 *  @return a PIPIT_FAMILY_ value; PIPIT_FAMILY_LINK for a positive number and for a number below -79. */
uint8_t pipit_err_family(pipit_err_t err);

/** Get the name of an error. The texts are in a file of their own: they take flash only if this function is used.
 *  @param err any number.
 *  @return static text: "PIPIT_E_STALL" for example; "PIPIT_OK" for 0; "PIPIT_E_UNKNOWN" for a number that is not in
 *  the list above. */
const char *pipit_err_name(pipit_err_t err);

/** Get one English sentence for people: what happened and what to do. The texts are in a file of their own: they take
 *  flash only if this function is used.
 *  @param err any number.
 *  @return static text; "unknown error" for a number that is not in the list above. */
const char *pipit_strerror(pipit_err_t err);

#ifdef __cplusplus
}
#endif

#endif
