/* SPDX-License-Identifier: MIT */
/** @file
 *  Two changes of a port: connect to a fixed address, and take the time from answers. Each replaces functions of the
 *  port and has its state in one static place: so only for one port, with one connection at a time. */
#ifndef LINK_PORT_H
#define LINK_PORT_H

#include "pipit/port.h"

/** Make a port like `tcp` that always connects to `address` (borrowed); the name given to open is then only used by
 *  TLS. If `address` is NULL, it returns `tcp`. */
pipit_port_t dial_port(pipit_port_t tcp, const char *address);

/** Make a port like `tls` in which the Date header of each answer sets the wall clock (wall_clock_advance()). Use it
 *  over TLS, so that only a verified server can set the clock. */
pipit_port_t date_port(pipit_port_t tls);

#endif
