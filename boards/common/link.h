/* SPDX-License-Identifier: MIT */
/** @file
 *  The connection to X: Ethernet, TCP with lwIP, verified TLS; start words of a test can change it. */
#ifndef LINK_H
#define LINK_H

#include "pipit_tls.h"

/** Start the network and give TLS its memory. Waits for an address. Words: `fixed`: no DHCP; `dns=ADDRESS`: another
 *  name server; `arena=N`: less memory for TLS. @return false if TLS does not accept its memory. */
bool link_start(const char *words);

/** The port of the only connection. Words: `server=ADDRESS`: connect to it, whatever the host name is; `ca=NAME`: the
 *  trusted root; `resume=0`: only full handshakes; `scale=N`: time runs N times faster for the client. */
pipit_port_t link_port(const char *words);

/** Close the connection in order, and send the last frames. */
void link_close(const pipit_port_t *port);

/** The size of the memory of TLS. */
size_t link_arena_bytes(void);

/** The TLS connection, for reports. */
const pipit_tls_t *link_tls(void);

/** Write one line for tests: the memory that TLS and lwIP use now. */
void link_report_use(void);

#endif
