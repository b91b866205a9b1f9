/* SPDX-License-Identifier: MIT */
/* The port over lwIP for tests/behaviour/port/subjects.c. */
#ifndef LWIP_SUBJECT_H
#define LWIP_SUBJECT_H

#include "pipit/port.h"

#define LWIP_SUBJECT_REFUSED (-14) /* ERR_RST */

/* Start the network, and make the only connection of the suite again. */
pipit_port_t lwip_subject_port(void);
/* The host's address `address` as lwIP sees it. */
const char *lwip_subject_address(const char *address);
void lwip_subject_release(void);

#endif
