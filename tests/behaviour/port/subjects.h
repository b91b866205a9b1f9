/* SPDX-License-Identifier: MIT */
/* The ports that the conformance suite can judge. To judge yours, add a row to the table in subjects.c. */
#ifndef SUBJECTS_H
#define SUBJECTS_H

#include "peer.h"
#include "pipit/port.h"
#include "pipit_tls.h"

typedef struct {
    const char *name;
    peer_kind_t peer;   /* what its other end speaks */
    const char *host;   /* what is given to open; NULL: the peer's address */
    int tls_version;    /* 12, 13: both ends speak this one only; 0: no TLS */
    int refused_detail; /* *detail after a refused connection; 0: any but 0 */
    /* Make the port anew, for a peer at address:port. `folder` holds the certificates. */
    pipit_port_t (*make)(const char *address, uint16_t port, const char *folder);
    /* Give everything back. */
    void (*release)(void);
} subject_t;

/* The TLS of the rows that have it, and such a port with another configuration, over sockets to `address` whatever host
 * is opened. Give it back with the release() of such a row. */
pipit_tls_t *subject_tls(void);
pipit_port_t subject_tls_make(const char *address, const pipit_tls_config_t *config);

/* @return NULL when there is no such row. */
const subject_t *subject_find(const char *name);

#endif
