/* SPDX-License-Identifier: MIT */
/* A port under test, its peer, and ways to drive both together. Every loop ends: a test that makes no progress for as
 * long as the patience lasts fails, and a call that blocks for longer is ended by SIGALRM. */
#ifndef RIG_H
#define RIG_H

#include "subjects.h"

/* A loop without progress for so long has failed. */
#define RIG_PATIENCE_MS 30000u
/* A wait that must end by itself, long before. */
#define RIG_FOREVER_MS (3u * rig.patience_ms)

typedef struct {
    const subject_t *subject;
    const char *address;
    const char *folder;
    uint32_t patience_ms;
    peer_t peer;
    pipit_port_t port;
    uint32_t begin_ms; /* of the present loop */
} rig_t;

extern rig_t rig;

/* The test's own clock. */
uint32_t rig_now_ms(void);

/* cmocka: before and after each test. The peer listens, the port is made; nothing is open. */
int rig_setup(void **state);
int rig_teardown(void **state);

/* The same port for another place: deaf, or nobody there. */
void rig_use_deaf_peer(void);
void rig_use_nobody(uint16_t port);

/* Another port, to the same peer. */
void rig_use_port(pipit_port_t port);

/* open; the result must be 0. */
void rig_open(void);
/* Drive until bytes can flow; nothing but 0 may be seen on the way. */
void rig_link(void);
/* Open and link. */
void rig_up(void);
/* Open on the way to nothing: until the port returns an error. @return it. */
int32_t rig_error(void);

/* Transfer exactly `len` bytes of the pattern and check each. */
void rig_peer_to_port(size_t len, size_t most_at_once);
void rig_port_to_peer(size_t len, size_t most_at_once);
/* Drive both ends until `len` bytes have come to the peer, checking them against the pattern from `offset` on. */
void rig_peer_expects(size_t offset, size_t len);

/* The error stays: three times in both directions. The first recv or send may still return bytes or 0. */
void rig_is_dead(int32_t error);

/* Begin a loop, and take a turn of it: sleeps in the port's wait, fails when the patience is over. */
void rig_begin(void);
void rig_turn(void);

/* What the process holds: open descriptors; bytes from malloc, 0 where they cannot be counted. */
int rig_descriptors(void);
size_t rig_heap_bytes(void);

/* The pattern: a pointer to the bytes from `offset` on; at least RIG_WINDOW are there. */
#define RIG_WINDOW 65536u
const uint8_t *rig_pattern(size_t offset);

#endif
