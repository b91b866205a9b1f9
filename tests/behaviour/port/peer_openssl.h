/* SPDX-License-Identifier: MIT */
/* The server's side of TLS by OpenSSL, for what the mbedTLS of this machine cannot do: TLS 1.3, key updates, and a
 * protocol that the client has not offered. */
#ifndef PEER_OPENSSL_H
#define PEER_OPENSSL_H

#include "peer_tls.h"

extern const peer_library_t peer_openssl;

/* Send a session ticket, or a key update that asks for another one. @return false if the socket takes no more bytes. */
bool peer_openssl_ticket(peer_tls_t *tls);
bool peer_openssl_key_update(peer_tls_t *tls);

/* @return the host name that the client has sent; NULL: none. */
const char *peer_openssl_name(const peer_tls_t *tls);

#endif
