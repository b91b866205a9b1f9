/* SPDX-License-Identifier: MIT */
#ifndef MBEDTLS_NET_SOCKETS_H
#define MBEDTLS_NET_SOCKETS_H

#define MBEDTLS_ERR_NET_CONN_RESET (-0x0050)

#endif
