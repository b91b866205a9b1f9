/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  An HTTP proxy as a layer: CONNECT (RFC 9110 section 9.3.6) over any port. Put the TLS layer above it. User and
 *  password are sent as Basic credentials (RFC 7617). Other kinds of proxies and the proxy variables of the environment
 *  are not supported. Allocates nothing.
 *
 *  Until the tunnel is open, one send or recv calls the recv of `inner` at most once, and receives and sends at most
 *  PIPIT_PROXY_BUFFER_BYTES. So an endless answer of the proxy, or endless 1xx answers, cannot delay a time-out or
 *  pipit_stop(). Afterwards each send and recv calls `inner` once. */
#ifndef PIPIT_PROXY_H
#define PIPIT_PROXY_H

#include "pipit/http.h"
#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Longest host name plus its zero (RFC 1035 section 2.3.4). */
#define PIPIT_PROXY_HOST_BYTES 254

/** The size of the buffer for the CONNECT request and then for the answer. A request has about 110 bytes, plus twice
 *  the length of the target host, plus 4/3 of the length of user and password. If it is longer than the buffer, open
 *  returns PIPIT_E_NO_SPACE. */
#define PIPIT_PROXY_BUFFER_BYTES 1024

/** A tunnel through a proxy. Its members are private. It must stay in its place while the port is used. */
typedef struct pipit_proxy {
    pipit_port_t inner;
    pipit_head_t head;
    pipit_str_t user;     /**< a view into your URL, still percent-encoded; ptr NULL: no credentials */
    pipit_str_t password; /**< likewise */
    const char *offender;
    int32_t detail;
    int32_t error;
    uint16_t port;
    uint16_t begin; /**< the first byte of `buffer` that is not yet sent or received */
    uint16_t end;
    uint8_t state;
    char host[PIPIT_PROXY_HOST_BYTES];
    uint8_t buffer[PIPIT_PROXY_BUFFER_BYTES]; /**< holds credentials only from open until the request was sent */
} pipit_proxy_t;

/** Make a port that connects through the proxy at `url`. Legal at any time, but close an existing port of `proxy`
 *  before. Does not block, and sends nothing yet.
 *
 *  After an answer with 2xx the tunnel begins at once, whatever lengths its headers tell (RFC 9110 section 9.3.6).
 *
 *  Errors of the port, each returned until the next open: PIPIT_E_PROXY_AUTH: the proxy answered 401 or 407.
 *  PIPIT_E_PROXY_REFUSED: it answered with another 4xx (not 408 and 429) or with 3xx. PIPIT_E_PROXY: it answered with
 *  another status, or its answer was not HTTP, or it closed the connection without an answer. The detail of these three
 *  is the status, or 0. PIPIT_E_INVALID: the target host has a character that no host name has. PIPIT_E_NO_SPACE: the
 *  request is longer than PIPIT_PROXY_BUFFER_BYTES. All errors of `inner`, with its detail.
 *  @param proxy yours, overwritten; it must stay in its place while the port is used.
 *  @param inner the port to the proxy; copied.
 *  @param url   "http://[user[:password]@]host[:port][/]", zero-terminated. The default port is 80; an IPv6 address is
 *  in brackets; user and password are percent-decoded. It is NOT copied: it must stay valid and unchanged as long as
 *  the port is used, because the password is stored nowhere else.
 *  @param out   receives the port; unchanged on error. Its wait is NULL if that of `inner` is.
 *  @return PIPIT_OK; PIPIT_E_INVALID: the URL is wrong, see pipit_proxy_offender(). */
pipit_err_t pipit_proxy_port(pipit_proxy_t *proxy, pipit_port_t inner, const char *url, pipit_port_t *out);

/** Say what is wrong with the URL that pipit_proxy_port() was given.
 *  @return static text for people; it contains nothing of the URL. NULL: the URL is right. */
const char *pipit_proxy_offender(const pipit_proxy_t *proxy);

#ifdef __cplusplus
}
#endif

#endif
