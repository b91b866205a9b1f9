/* SPDX-License-Identifier: MIT */
/** @file
 *  The way to X: Ethernet, TCP by lwIP, verified TLS, and what the words of a test change about it. */
#ifndef LINK_H
#define LINK_H

#include "pipit_tls.h"

/** Bring the network up and give TLS its memory. Waits for an address. Words: `fixed` instead of DHCP, `dns=ADDRESS`
 *  another name server, `arena=N` less memory for TLS. @return false if TLS does not get its memory. */
bool link_start(const char *words);

/** The port of the only link. Words: `server=ADDRESS` dials it whatever the host is called, `ca=NAME` which root is
 *  trusted, `resume=0` full handshakes only, `scale=N` time runs so much faster for the client. */
pipit_port_t link_port(const char *words);

/** Close the link in order, and let the last frames leave. */
void link_close(const pipit_port_t *port);

/** How much memory TLS was given. */
size_t link_arena_bytes(void);

/** The TLS link, for reports. */
const pipit_tls_t *link_tls(void);

/** One line of report about what is in use now: TLS and lwIP. */
void link_report_use(void);

#endif
