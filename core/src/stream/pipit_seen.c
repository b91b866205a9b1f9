/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "../json/pipit_token.h"
#include "../x/pipit_x.h"
#include "pipit/seen.h"
#include "pipit_stream_int.h"
#include <string.h>

#define FREE 0u
#define SLOTS_MIN 8u
#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

void pipit_seen_clear(pipit_seen_t *seen) {
    PIPIT_ASSERT(seen && seen->slots);
    memset(seen->slots, 0, (seen->slot_mask + 1u) * sizeof *seen->slots);
    seen->next = 0;
    seen->used = 0;
}

void pipit_seen_init(pipit_seen_t *seen, uint64_t *ids, uint16_t *slots, uint32_t id_count) {
    PIPIT_ASSERT(seen && ids && slots && id_count >= 1 && id_count <= PIPIT_SEEN_MAX);
    uint32_t slot_count = SLOTS_MIN;
    while (slot_count < 2u * id_count)
        slot_count *= 2u; /* PIPIT_SEEN_SLOTS(id_count) */
    seen->ids = ids;
    seen->slots = slots;
    seen->id_count = id_count;
    seen->slot_mask = slot_count - 1u;
    seen->seed = 0;
    pipit_seen_clear(seen);
}

/* @return the first slot to try for `id`. The high bits of X's ids are a time and the low bits a machine and a counter,
 * so both halves are mixed. Without knowledge of the seed nobody can make ids that get the same slot. */
static uint32_t home(const pipit_seen_t *seen, uint64_t id) {
    uint32_t mix = ((uint32_t)id ^ seen->seed) * 0x9e3779b1u;
    mix = (mix ^ mix >> 15 ^ (uint32_t)(id >> 32)) * 0x85ebca6bu;
    return (mix ^ mix >> 13) & seen->slot_mask;
}

/* @return the slot of `id`; if it has none, the free slot where it belongs. */
static uint32_t slot_find(const pipit_seen_t *seen, uint64_t id) {
    uint32_t slot = home(seen, id);
    while (seen->slots[slot] != FREE && seen->ids[seen->slots[slot] - 1u] != id)
        slot = (slot + 1u) & seen->slot_mask;
    return slot;
}

/* Entries after the freed slot are moved into it if it is not before their home. So no mark for a removed entry is
 * needed, and such marks cannot fill the table. */
PIPIT_I_OWN_FRAME void slot_free(pipit_seen_t *seen, uint32_t hole) {
    for (uint32_t slot = hole;;) {
        slot = (slot + 1u) & seen->slot_mask;
        if (seen->slots[slot] == FREE) break;
        uint32_t from_home = slot - home(seen, seen->ids[seen->slots[slot] - 1u]);
        if ((from_home & seen->slot_mask) < ((slot - hole) & seen->slot_mask)) continue;
        seen->slots[hole] = seen->slots[slot];
        hole = slot;
    }
    seen->slots[hole] = FREE;
}

bool pipit_seen_add(pipit_seen_t *seen, uint64_t id) {
    PIPIT_ASSERT(seen && seen->slots);
    if (seen->slots[slot_find(seen, id)] != FREE) return false;
    if (seen->used == seen->id_count)
        slot_free(seen, slot_find(seen, seen->ids[seen->next]));
    else
        seen->used++;
    seen->ids[seen->next] = id;
    seen->slots[slot_find(seen, id)] = (uint16_t)(seen->next + 1u);
    seen->next = seen->next + 1u < seen->id_count ? seen->next + 1u : 0;
    return true;
}

/* @return the number, if the id is a decimal number; else the FNV-1a hash of its text. */
PIPIT_I_OWN_FRAME uint64_t number_of(pipit_str_t id) {
    uint64_t number;
    if (pipit_i_u64(id, &number) == PIPIT_OK) return number;
    number = FNV_OFFSET;
    for (size_t i = 0; i < id.len; i++)
        number = (number ^ (uint8_t)id.ptr[i]) * FNV_PRIME;
    return number;
}

bool pipit_seen_add_text(pipit_seen_t *seen, pipit_str_t id) {
    return pipit_seen_add(seen, number_of(id));
}

PIPIT_I_OWN_FRAME pipit_str_t id_of(const pipit_json_t *json, pipit_node_t object) {
    pipit_node_t id = pipit_i_member(json, object, "id");
    if (id == PIPIT_NODE_NONE) id = pipit_i_member(json, object, "event_uuid");
    return pipit_i_content(json, id);
}

/* A line of the powerstream is an array of Posts, of which some may be duplicates. event->has_data takes the place of a
 * variable, because the stack is deep here: is anything left? */
static bool drop(pipit_t *client, pipit_event_t *event) {
    const bool is_array = pipit_json_kind(&event->json, PIPIT_NODE_ROOT) == PIPIT_JSON_ARRAY;
    pipit_node_t node = is_array ? 1 : pipit_i_member(&event->json, PIPIT_NODE_ROOT, "data");
    event->has_data = false;
    do {
        const pipit_str_t id = id_of(&event->json, node);
        const uint64_t number = number_of(id);
        if (id.len == 0 || pipit_seen_add(client->seen, number)) {
            event->has_data = true;
        } else {
            client->stats.duplicates++;
            pipit_i_tokens(event->json.tokens)[node].end = PIPIT_I_END_REMOVED;
        }
        node = pipit_json_next(&event->json, node);
    } while (is_array && node != PIPIT_NODE_NONE);
    if (event->has_data) return false;
    memset(event, 0, sizeof *event);
    pipit_i_text_clear(client);
    client->shown = false;
    return true;
}

pipit_err_t pipit_seen_use(pipit_t *client, pipit_seen_t *seen) {
    const pipit_err_t err = pipit_i_ready(client, false);
    if (err != PIPIT_OK) return err;
    if (seen && !seen->slots) return pipit_i_invalid(client, PIPIT_I_BAD_SEEN);
    if (seen) seen->drop = drop;
    if (seen && seen->used == 0) seen->seed = client->config.seed; /* another seed would not find its ids */
    client->seen = seen;
    return PIPIT_OK;
}
