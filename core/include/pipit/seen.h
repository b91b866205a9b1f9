/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  A filter against duplicates: it remembers the last N ids in your memory. X sends Posts twice after a reconnect with
 *  backfill, in replays that overlap, and on redundant connections (X's documentation of recovery). A client
 *  that was given a filter by pipit_seen_use() drops the Posts whose id was seen before. Several clients may share a
 *  filter if one thread uses them all. You can use it without the rest of Pipit. Nothing here blocks or allocates. */
#ifndef PIPIT_SEEN_H
#define PIPIT_SEEN_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest number of ids in a filter. */
#define PIPIT_SEEN_MAX 32768u

/** The number of index slots for this many ids: a power of two, at least twice the number. A constant expression. */
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
    uint64_t *ids;      /* a ring buffer: a new id overwrites the oldest */
    uint16_t *slots;    /* a hash table of indices into the ring, counted from 1; 0: free */
    uint32_t id_count;  /* size of the ring */
    uint32_t slot_mask; /* number of slots - 1 */
    uint32_t next;      /* index of the next id */
    uint32_t used;      /* ids in the ring */
    uint32_t seed;      /* of the hash: the client's, from the first pipit_seen_use() on */
    bool (*drop)(pipit_t *client, pipit_event_t *event); /* set by pipit_seen_use() */
} pipit_seen_t;

/** The memory of a filter in bytes, as a constant expression: about 12 to 16 bytes for each id. */
#define PIPIT_SEEN_RAM(ids)                                                                                            \
    (sizeof(pipit_seen_t) + (size_t)(ids) * sizeof(uint64_t) + PIPIT_SEEN_SLOTS(ids) * sizeof(uint16_t))

/** Define a filter for the last `count` ids (1 to PIPIT_SEEN_MAX) and its memory as static objects, ready for use. */
#define PIPIT_SEEN_DEFINE(name, count)                                                                                 \
    static uint64_t name##_ids[count];                                                                                 \
    static uint16_t name##_slots[PIPIT_SEEN_SLOTS(count)];                                                             \
    static pipit_seen_t name = {name##_ids, name##_slots, (count), PIPIT_SEEN_SLOTS(count) - 1u, 0, 0, 0, 0}

/** Prepare a filter in memory of your choice. Legal at any time; what `seen` held before is forgotten.
 *  @param seen     the filter.
 *  @param ids      `id_count` elements, borrowed as long as the filter is used.
 *  @param slots    PIPIT_SEEN_SLOTS(id_count) elements, borrowed as long as the filter is used.
 *  @param id_count 1 to PIPIT_SEEN_MAX; another number is a PIPIT_ASSERT. */
void pipit_seen_init(pipit_seen_t *seen, uint64_t *ids, uint16_t *slots, uint32_t id_count);

/** Forget all ids. Legal at any time after the filter was prepared, like the next two; before, it is a PIPIT_ASSERT. */
void pipit_seen_clear(pipit_seen_t *seen);

/** Add an id and tell whether it is new. If the filter is full, a new id replaces the oldest one. The result is exact:
 *  an id is a duplicate if and only if it is one of the last N different ids that were added. Adding a duplicate does
 *  not change its age. A call takes a few comparisons, however many ids there are, because the table is at most half
 *  full; with ids that were chosen to collide, it takes at most N comparisons.
 *  @return true: the id is new. false: it is a duplicate. */
bool pipit_seen_add(pipit_seen_t *seen, uint64_t id);

/** Add an id given as text. A decimal number below 2^64 is added as with pipit_seen_add(). Of any other text (the 32
 *  hexadecimal digits of a like, a UUID) a 64-bit hash is added; two different texts have the same hash with a
 *  probability of 2^-64.
 *  @param seen the filter.
 *  @param id   the text; not needed after the call.
 *  @return true: the id is new. false: it is a duplicate. */
bool pipit_seen_add_text(pipit_seen_t *seen, pipit_str_t id);

/** Drop duplicates in all streams that this client starts from now on: a message with `data` whose id (or event_uuid,
 *  in the activity stream) is already in `seen` gives no event and is counted in pipit_stats_t.duplicates; any other id
 *  is added. A line of the powerstream is an array of Posts: the duplicates among them are dropped and counted one by
 *  one, and are no longer in event->json (event->data is still the line that X sent); if none is left, there is no
 *  event. Legal after pipit_init() if no request is running. Does not block.
 *  @param client the client.
 *  @param seen   a prepared filter, borrowed until the next call of this function or pipit_init(). Clients that one
 *                thread uses may share one. NULL: no filter.
 *  @return PIPIT_OK. PIPIT_E_STATE: a request is running. PIPIT_E_INVALID: the client was not given to pipit_init(), or
 *  `seen` was zeroed and never prepared. */
pipit_err_t pipit_seen_use(pipit_t *client, pipit_seen_t *seen);

#ifdef __cplusplus
}
#endif

#endif
