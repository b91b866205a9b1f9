/* SPDX-License-Identifier: MIT */
#include "impairment.h"
#include <stdio.h>
#include <string.h>

#define HELD_BACK 3u /* a frame that is reordered waits for this many delays, plus this many ms */

bool impairment_read(impairment_t *how, const char *text) {
    memset(how, 0, sizeof *how);
    const struct {
        const char *format;
        uint32_t *value;
    } words[] = {{"seed=%u%n", &how->seed},
                 {"loss=%u%n", &how->loss_permille},
                 {"duplicate=%u%n", &how->duplicate_permille},
                 {"reorder=%u%n", &how->reorder_permille},
                 {"delay=%u%n", &how->delay_ms}};
    while (*text) {
        int used = 0;
        for (size_t i = 0; used == 0 && i < sizeof words / sizeof words[0]; i++)
            (void)sscanf(text, words[i].format, words[i].value, &used);
        if (used == 0) return false;
        text += used;
        text += strspn(text, " ");
    }
    return true;
}

void lane_make(lane_t *lane) {
    static const impairment_t none;
    memset(lane, 0, sizeof *lane);
    lane_impair(lane, &none);
    for (size_t i = 0; i < LANE_FRAMES; i++)
        lane->order[i] = i;
}

void lane_impair(lane_t *lane, const impairment_t *how) {
    lane->how = *how;
    lane->random = how->seed * 2654435761u + 1u;
}

/* xorshift32 */
static bool happens(lane_t *lane, uint32_t permille) {
    lane->random ^= lane->random << 13;
    lane->random ^= lane->random >> 17;
    lane->random ^= lane->random << 5;
    return lane->random % 1000u < permille;
}

static void insert(lane_t *lane, const void *bytes, size_t len, uint32_t due_ms) {
    if (lane->count == LANE_FRAMES || len > LANE_FRAME_BYTES) {
        lane->overflowed++;
        return;
    }
    size_t slot = lane->order[lane->count];
    size_t at = lane->count++;
    for (; at > 0 && (int32_t)(lane->frames[lane->order[at - 1]].due_ms - due_ms) > 0; at--)
        lane->order[at] = lane->order[at - 1];
    lane->order[at] = slot;
    lane->frames[slot].due_ms = due_ms;
    lane->frames[slot].len = (uint32_t)len;
    memcpy(lane->frames[slot].bytes, bytes, len);
}

void lane_put(lane_t *lane, const void *bytes, size_t len, uint32_t now_ms) {
    uint32_t due_ms = now_ms + lane->how.delay_ms;
    if (happens(lane, lane->how.loss_permille)) {
        lane->lost++;
        return;
    }
    if (happens(lane, lane->how.reorder_permille)) {
        lane->reordered++;
        due_ms += HELD_BACK * (lane->how.delay_ms + 1u);
    }
    insert(lane, bytes, len, due_ms);
    if (!happens(lane, lane->how.duplicate_permille)) return;
    lane->duplicated++;
    insert(lane, bytes, len, due_ms + 1u);
}

const frame_t *lane_take(lane_t *lane, uint32_t now_ms) {
    if (lane->count == 0) return NULL;
    size_t slot = lane->order[0];
    if ((int32_t)(lane->frames[slot].due_ms - now_ms) > 0) return NULL;
    lane->count--;
    memmove(lane->order, lane->order + 1, lane->count * sizeof lane->order[0]);
    lane->order[lane->count] = slot;
    return &lane->frames[slot];
}

uint32_t lane_due_ms(const lane_t *lane, uint32_t now_ms, uint32_t max_ms) {
    if (lane->count == 0) return max_ms;
    int32_t left_ms = (int32_t)(lane->frames[lane->order[0]].due_ms - now_ms);
    if (left_ms <= 0) return 0;
    return (uint32_t)left_ms < max_ms ? (uint32_t)left_ms : max_ms;
}
