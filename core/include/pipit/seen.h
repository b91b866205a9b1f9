/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  A filter against duplicates: the last N ids, in the caller's memory. Backfill after a reconnect, overlapping replays
 *  and redundant connections bring Posts twice (facts 4.3); a filter in pipit_config_t.seen drops what was there
 *  before. Several clients may share one if one thread turns them. Usable alone; nothing here blocks or allocates. */
#ifndef PIPIT_SEEN_H
#define PIPIT_SEEN_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most ids that a filter can hold. */
#define PIPIT_SEEN_MAX 32768u

/** Slots of the index for so many ids: a power of two, at least twice as many. A constant expression. */
#define PIPIT_SEEN_SLOTS(ids)                                                                                          \
    ((ids) <= 4       ? 8u                                                                                             \
     : (ids) <= 8     ? 16u                                                                                            \
     : (ids) <= 16    ? 32u                                                                                            \
     : (ids) <= 32    ? 64u                                                                                            \
     : (ids) <= 64    ? 128u                                                                                           \
     : (ids) <= 128   ? 256u                                                                                           \
     : (ids) <= 256   ? 512u                                                                                           \
     : (ids) <= 512   ? 1024u                                                                                          \
     : (ids) <= 1024  ? 2048u                                                                                          \
     : (ids) <= 2048  ? 4096u                                                                                          \
     : (ids) <= 4096  ? 8192u                                                                                          \
     : (ids) <= 8192  ? 16384u                                                                                         \
     : (ids) <= 16384 ? 32768u                                                                                         \
                      : 65536u)

/** The filter. Its members are private; the structure is public so that you can place it. */
typedef struct pipit_seen {
    uint64_t *ids;      /* a ring: the oldest is overwritten */
    uint16_t *slots;    /* a hash table of places in the ring, counted from 1; 0: free */
    uint32_t id_count;  /* how many the ring holds */
    uint32_t slot_mask; /* slots - 1 */
    uint32_t next;      /* where the next id goes */
    uint32_t used;      /* how many are there */
} pipit_seen_t;

/** The memory of a filter as a constant expression, in bytes: about 12 to 16 bytes an id. */
#define PIPIT_SEEN_RAM(ids)                                                                                            \
    (sizeof(pipit_seen_t) + (size_t)(ids) * sizeof(uint64_t) + PIPIT_SEEN_SLOTS(ids) * sizeof(uint16_t))

/** Declare a filter for the last `count` ids (1 to PIPIT_SEEN_MAX), ready for use, as static objects. */
#define PIPIT_SEEN_DEFINE(name, count)                                                                                 \
    static uint64_t name##_ids[count];                                                                                 \
    static uint16_t name##_slots[PIPIT_SEEN_SLOTS(count)];                                                             \
    static pipit_seen_t name = {name##_ids, name##_slots, (count), PIPIT_SEEN_SLOTS(count) - 1u, 0, 0}

/** Prepare a filter in memory of another kind. `ids` has room for `id_count` ids (1 to PIPIT_SEEN_MAX), `slots` for
 *  PIPIT_SEEN_SLOTS(id_count); both are borrowed for the life of the filter. */
void pipit_seen_init(pipit_seen_t *seen, uint64_t *ids, uint16_t *slots, uint32_t id_count);

/** Forget everything. */
void pipit_seen_clear(pipit_seen_t *seen);

/** Is this id new? Then it is remembered, in place of the oldest one if the filter is full.
 *  Exact: an id is called a duplicate if and only if it is among the last N different ids that were added. A duplicate
 *  does not become younger. A few comparisons, however many ids there are: the table is at most half full. Ids that
 *  somebody has chosen for it can make this N comparisons of one call, never more. */
bool pipit_seen_add(pipit_seen_t *seen, uint64_t id);

/** The same for an id as it stands in a message. Decimal numbers below 2^64 as pipit_seen_add(); any other text (the 32
 *  hexadecimal digits of a like, a UUID) by a hash of 64 bits: two different ones meet with a chance of 2^-64. */
bool pipit_seen_add_text(pipit_seen_t *seen, pipit_str_t id);

#ifdef __cplusplus
}
#endif

#endif
