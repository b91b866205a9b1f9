/* SPDX-License-Identifier: MIT */
/** @file
 *  Two things that a board does to a port: dial a fixed address, and take the time from answers. Each replaces
 *  functions of the port and keeps its state in one static place: ports of one kind only, one connection at a time. */
#ifndef LINK_PORT_H
#define LINK_PORT_H

#include "pipit/port.h"

/** `tcp`, but it dials `address` (borrowed) whatever name it is given: the name is then only what TLS verifies. `tcp`
 * as it is when `address` is NULL. */
pipit_port_t dial_port(pipit_port_t tcp, const char *address);

/** `tls`, and the Date header of each answer that passes through sets the wall clock (wall_clock_advance()). Over TLS,
 * so that only a verified server is believed. */
pipit_port_t date_port(pipit_port_t tls);

#endif
