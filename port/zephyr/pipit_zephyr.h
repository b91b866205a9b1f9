/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  Zephyr's TLS sockets as a pipit_port_t (CONFIG_NET_SOCKETS_SOCKOPT_TLS). Below them Zephyr uses mbedTLS or the
 *  modem's own TLS; this file needs no header of either. Certificates are verified against the host name and the CA
 *  certificates of `tags`.
 *
 *  Unlike the rules of port.h, open blocks: Zephyr's zsock_getaddrinfo() waits for the name server
 *  (CONFIG_NET_SOCKETS_DNS_TIMEOUT), and zsock_connect() of a TLS socket waits for the connection
 *  (CONFIG_NET_SOCKETS_CONNECT_TIMEOUT) and for the handshake. Use a separate thread for the stream. No other function
 *  blocks, except wait. Each send and recv calls Zephyr once, for the bytes that it was given room for; how many TLS
 *  records Zephyr reads meanwhile is Zephyr's matter: a peer that sends warnings of TLS without end keeps the thread in
 *  open (README.md).
 *
 *  pipit_zephyr_tcp_port() has no TLS, for pipit_tls_port() (port/mbedtls) over it, with Zephyr's mbedTLS
 *  (CONFIG_PIPIT_TLS). Its open waits for the name server only, and every other wait is bounded.
 *
 *  Threads: different threads may use different ports. */
#ifndef PIPIT_ZEPHYR_H
#define PIPIT_ZEPHYR_H

#include "pipit/port.h"
#include <zephyr/net/tls_credentials.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How long open goes on to another address of the name. One that is being tried is not cut short: it has
 *  CONFIG_NET_SOCKETS_CONNECT_TIMEOUT (3 s by default) and the time of its handshake. So an open lasts as long as the
 *  name server, this time and one address take, however many addresses are silent; the next open begins behind the last
 *  one that was tried, and with the one that brought bytes last. Without TLS: how long one address has to answer. */
#define PIPIT_ZEPHYR_OPEN_MS 3000u

/** The certificates to trust. */
typedef struct {
    const sec_tag_t *tags; /**< tags of CA certificates that were added by tls_credential_add(); at least one; borrowed
                                as long as the port is used */
    size_t tag_count;
    bool dangerously_skip_certificate_verification; /**< anybody on the network path can read the token; only for
                                                         experiments */
} pipit_zephyr_config_t;

/** A connection and its state. Its members are private. */
typedef struct {
    pipit_zephyr_config_t config;
    int32_t detail;
    int socket;
    pipit_err_t failure; /* returned until the next open */
    uint32_t connect_ms; /* when TCP began to connect */
    bool is_tcp;         /* without TLS */
    bool connecting;
    bool write_blocked;
    uint8_t address_used;  /* of the open connection */
    uint8_t address_first; /* where the next open begins */
} pipit_zephyr_t;

/** Make a port of `link`. Legal at any time, but close an existing port of `link` before: what `link` held is
 *  overwritten.
 *
 *  Errors of the port, each returned until the next open:
 *  - PIPIT_E_INVALID: there are no tags.
 *  - PIPIT_E_DNS: the name has no address (detail: a DNS_EAI_ value).
 *  - PIPIT_E_CONNECT: no address accepted the connection (detail: errno of the last one; ENOENT: no free connection,
 *    CONFIG_NET_MAX_CONN).
 *  - PIPIT_E_TLS: the handshake failed or the certificate was refused (detail: ECONNABORTED; Zephyr does not say more);
 *    or mbedTLS cannot be set up (detail: EINVAL: an option that CONFIG_PIPIT_MBEDTLS turns on is off, or a certificate
 *    of `tags` cannot be read).
 *  - PIPIT_E_TLS_CA: nothing was added under a tag (detail: ENOENT).
 *  - PIPIT_E_TLS_MEMORY: CONFIG_MBEDTLS_HEAP_SIZE is too small (detail: ENOMEM).
 *  - PIPIT_E_RESET: the connection was reset (detail: errno).
 *  - PIPIT_E_CLOSED: the peer closed the connection.
 *  - PIPIT_E_IO: any other failure (detail: errno).
 *
 *  @param link   yours; it must stay in its place while the port is used.
 *  @param config copied; `tags` is borrowed as long as the port is used. */
pipit_port_t pipit_zephyr_port(pipit_zephyr_t *link, const pipit_zephyr_config_t *config);

/** Make a port of `link` without TLS, for a layer over it: pipit_tls_port(). Without such a layer the token is sent
 *  unencrypted. The same errors, but those of TLS.
 *
 *  @param link yours; it must stay in its place while the port is used. */
pipit_port_t pipit_zephyr_tcp_port(pipit_zephyr_t *link);

#ifdef __cplusplus
}
#endif

#endif
