/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  Zephyr's TLS sockets as a pipit_port_t: CONFIG_NET_SOCKETS_SOCKOPT_TLS, mbedTLS or the modem's own TLS below it, no
 *  header of either here. Certificates are verified against the host name and the CA certificates of `tags`.
 *
 *  open blocks, against the contract of port.h: Zephyr's zsock_getaddrinfo() waits for the name server
 *  (CONFIG_NET_SOCKETS_DNS_TIMEOUT), and zsock_connect() of a TLS socket for the connection
 *  (CONFIG_NET_SOCKETS_CONNECT_TIMEOUT) and for the handshake. Give the stream a thread of its own. Nothing else blocks
 *  but wait.
 *
 *  Threads: different ports may be used by different threads. */
#ifndef PIPIT_ZEPHYR_H
#define PIPIT_ZEPHYR_H

#include "pipit/port.h"
#include <zephyr/net/tls_credentials.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to trust. */
typedef struct {
    const sec_tag_t *tags; /**< of CA certificates that tls_credential_add() was given; borrowed, at least one */
    size_t tag_count;
    bool dangerously_skip_certificate_verification; /**< anybody on the path can read the token. For experiments */
} pipit_zephyr_config_t;

/** A link. Members are private. */
typedef struct {
    pipit_zephyr_config_t config;
    int32_t detail;
    int socket;
    pipit_err_t failure; /* sticky until the next open */
    bool write_blocked;
} pipit_zephyr_t;

/** Make `link` a port. It must stay at its place while the port is used; what it held before is overwritten.
 *  @param config copied.
 *
 *  Errors of the port: PIPIT_E_DNS (detail: a DNS_EAI_ value), PIPIT_E_CONNECT (detail: errno of the last address),
 *  PIPIT_E_TLS when the handshake fails, a refused certificate included (detail: ECONNABORTED; Zephyr does not tell
 * more), or when mbedTLS cannot be set up (EINVAL: an option that CONFIG_PIPIT_MBEDTLS turns on is off, or a
 * certificate of `tags` cannot be read), PIPIT_E_TLS_CA (ENOENT: nothing was added under a tag), PIPIT_E_TLS_MEMORY
 * (ENOMEM: CONFIG_MBEDTLS_HEAP_SIZE is too small), PIPIT_E_INVALID (no tags), PIPIT_E_RESET, PIPIT_E_IO (detail:
 * errno), PIPIT_E_CLOSED. */
pipit_port_t pipit_zephyr_port(pipit_zephyr_t *link, const pipit_zephyr_config_t *config);

#ifdef __cplusplus
}
#endif

#endif
