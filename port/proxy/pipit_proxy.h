/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  An HTTP proxy as a layer: CONNECT (RFC 9110 section 9.3.6) over any port, to be put under TLS. Basic credentials
 *  (RFC 7617). No other kind of proxy, no environment variables (facts 6.7). Allocates nothing. */
#ifndef PIPIT_PROXY_H
#define PIPIT_PROXY_H

#include "pipit/http.h"
#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Longest host name plus its zero (RFC 1035 section 2.3.4). */
#define PIPIT_PROXY_HOST_BYTES 254

/** Room for the CONNECT request, then for the answer. The request is about 110 bytes, twice the target host, and 4/3 of
 *  user and password; one that is longer makes open return PIPIT_E_NO_SPACE. */
#define PIPIT_PROXY_BUFFER_BYTES 1024

/** A tunnel through a proxy. Members are private. May not be moved while in use. */
typedef struct pipit_proxy {
    pipit_port_t inner;
    pipit_head_t head;
    pipit_str_t user;     /**< still percent-encoded, inside the caller's URL; ptr NULL: no credentials */
    pipit_str_t password; /**< likewise */
    const char *offender;
    int32_t detail;
    int32_t error;
    uint16_t port;
    uint16_t begin; /**< first byte of `buffer` not sent, or not handed out, yet */
    uint16_t end;
    uint8_t state;
    char host[PIPIT_PROXY_HOST_BYTES];
    uint8_t buffer[PIPIT_PROXY_BUFFER_BYTES]; /**< holds credentials only between open and the end of sending */
} pipit_proxy_t;

/** Make a port of the proxy at `url` over `inner`, which is copied. `proxy` is overwritten and must outlive `*out`.
 *  @param url  "http://[user[:password]@]host[:port][/]", zero-terminated. The port is 80 when not given; IPv6
 * addresses stand in brackets; user and password are percent-decoded. NOT copied: it must stay valid and unchanged as
 * long as the port is used, because the password is kept nowhere else.
 *  @param out  the port; untouched on error. Its wait is NULL when inner's is.
 *  @return PIPIT_OK; PIPIT_E_INVALID: see pipit_proxy_offender().
 *
 *  Errors of the port: PIPIT_E_PROXY_AUTH (407), PIPIT_E_PROXY with the HTTP status in `detail`, or 0 when the answer
 * was not HTTP or the proxy closed instead of answering; PIPIT_E_INVALID (a target host with characters that no host
 * has), PIPIT_E_NO_SPACE; and the errors of `inner`, with its detail. */
pipit_err_t pipit_proxy_port(pipit_proxy_t *proxy, pipit_port_t inner, const char *url, pipit_port_t *out);

/** What was wrong with the URL given to pipit_proxy_port(): static text for people, which quotes nothing of the URL;
 *  NULL when nothing was. */
const char *pipit_proxy_offender(const pipit_proxy_t *proxy);

#ifdef __cplusplus
}
#endif

#endif
