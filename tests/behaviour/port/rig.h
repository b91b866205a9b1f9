/* SPDX-License-Identifier: MIT */
/* A port under test, its peer, and functions that drive both together. Every loop ends: a test without progress for the
 * time `patience` fails, and SIGALRM ends a call that blocks for longer. */
#ifndef RIG_H
#define RIG_H

#include "subjects.h"

/* A loop without progress for this time has failed. */
#define RIG_PATIENCE_MS 30000u
/* The time of a wait that must end long before, because of an event. */
#define RIG_FOREVER_MS (3u * rig.patience_ms)

typedef struct {
    const subject_t *subject;
    const char *address;
    const char *folder;
    uint32_t patience_ms;
    peer_t peer;
    pipit_port_t port;
    uint32_t begin_ms; /* when the present loop began */
} rig_t;

extern rig_t rig;

/* The clock of the test. */
uint32_t rig_now_ms(void);

/* For cmocka, before and after each test: the peer listens, the port is made, no connection is open. */
int rig_setup(void **state);
int rig_teardown(void **state);

/* Connect the same port to another place: to a deaf peer, or to a port on which no program listens. */
void rig_use_deaf_peer(void);
void rig_use_nobody(uint16_t port);

/* Use another port to the same peer. */
void rig_use_port(pipit_port_t port);

/* Call open; the result must be 0. */
void rig_open(void);
/* Drive both ends until bytes can be sent and received. Until then the port must return 0. */
void rig_link(void);
/* rig_open(), then rig_link(). */
void rig_up(void);
/* Drive a connection that cannot succeed until the port returns an error. @return the error. */
int32_t rig_error(void);

/* Transfer exactly `len` bytes of the pattern and check each. */
void rig_peer_to_port(size_t len, size_t most_at_once);
void rig_port_to_peer(size_t len, size_t most_at_once);
/* Drive both ends until `len` bytes have arrived at the peer, and compare them with the pattern from `offset` on. */
void rig_peer_expects(size_t offset, size_t len);

/* Check that the error is returned three times in both directions. The first recv or send may still return bytes or 0.
 */
void rig_is_dead(int32_t error);

/* Begin a loop; and one turn of it: it sleeps in the port's wait, and fails when the patience is over. */
void rig_begin(void);
void rig_turn(void);

/* The resources of the process: open descriptors; bytes from malloc(), 0 if they cannot be counted. */
int rig_descriptors(void);
size_t rig_heap_bytes(void);

/* @return the bytes of the pattern from `offset` on; at least RIG_WINDOW bytes. */
#define RIG_WINDOW 65536u
const uint8_t *rig_pattern(size_t offset);

#endif
