/* SPDX-License-Identifier: MIT */
/* The ports that the conformance suite can test. To test yours, add a row to the table in subjects.c. */
#ifndef SUBJECTS_H
#define SUBJECTS_H

#include "peer.h"
#include "pipit/port.h"
#include "pipit_tls.h"

/* What the conformance suite must know of a TLS library. */
typedef struct {
    size_t most_bytes; /* that one call takes from below, in so many calls of recv */
    size_t most_reads;
    int empty_records;             /* how many in a row are ignored */
    const char *idle;              /* a record that the port ignores without end before the handshake is over ... */
    size_t idle_len;               /* ... and its length */
    peer_tls_record_t idle_record; /* the kind of record that it ignores without end after the handshake */
    int idle_records;              /* how many of them the test sends */
    const peer_library_t *peer;    /* NULL: mbedTLS */
    bool (*busy)(void);            /* pipit_tls_busy() of its port */
} subject_tls_t;

typedef struct {
    const char *name;
    peer_kind_t peer;   /* the protocol of its peer */
    const char *host;   /* the host for open; NULL: the address of the peer */
    int tls_version;    /* 12, 13: both ends use only this version; 0: no TLS */
    int refused_detail; /* *detail after a refused connection; 0: any value except 0 */
    /* Make a new port, for a peer at address:port. `folder` contains the certificates. */
    pipit_port_t (*make)(const char *address, uint16_t port, const char *folder);
    /* Free everything. */
    void (*release)(void);
    const subject_tls_t *tls; /* NULL: no TLS */
} subject_t;

/* The TLS connection of the rows with TLS; and such a port with another configuration, over sockets that connect to
 * `address` for every host. Free it with the release() of such a row. */
pipit_tls_t *subject_tls(void);
pipit_port_t subject_tls_make(const char *address, const pipit_tls_config_t *config);

/* @return NULL if there is no such row. */
const subject_t *subject_find(const char *name);

#endif
