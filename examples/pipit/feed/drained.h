/* SPDX-License-Identifier: MIT */
/* A port that remembers that a connection has no more bytes. The engine asks for bytes before each line, and each
 * question costs a call of the kernel and of the TLS library. So while the lines that have arrived are printed, only
 * the first question is passed on. */
#ifndef DRAINED_H
#define DRAINED_H

#include "pipit/port.h"

typedef struct {
    pipit_port_t inner;
    bool drained; /* recv returned 0 */
    bool skipped; /* since then a question was not passed on */
} drained_t;

pipit_port_t drained_port(drained_t *drained, pipit_port_t inner);

/* Pass the next question on. The loop must call this whenever no event is left, before it sleeps. @return whether a
 * question was not passed on, so that bytes can be there. */
bool drained_forget(drained_t *drained);

#endif
