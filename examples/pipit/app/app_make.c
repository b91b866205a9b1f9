/* SPDX-License-Identifier: MIT */
#include "app_make.h"
#include "../options/mistake.h"
#include "../options/token.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *memory(size_t count, size_t size) {
    void *bytes = calloc(count, size);
    if (!bytes) mistake("not enough memory");
    return bytes;
}

/* PIPIT_SEEN_SLOTS() for a number that is not a constant. */
static size_t seen_slots(uint32_t ids) {
    size_t slots = 8;
    while (slots < (size_t)2 * ids)
        slots *= 2;
    return slots;
}

static pipit_seen_t *seen_make(app_t *a, const options_t *o) {
    if (o->dedupe == 0) return NULL;
    uint64_t *ids = memory(o->dedupe, sizeof *ids);
    uint16_t *slots = memory(seen_slots(o->dedupe), sizeof *slots);
    pipit_seen_init(&a->seen, ids, slots, o->dedupe);
    return &a->seen;
}

static void feed_name(feed_t *feed, const options_t *o, size_t number) {
    size_t twins = o->redundant ? 2 : 1;
    feed->partition = (uint8_t)(o->partition_first > 0 ? o->partition_first + number / twins : 0);
    if (o->partition_count > 1)
        snprintf(feed->name, sizeof feed->name, "partition %u%s", feed->partition,
                 !o->redundant     ? ""
                 : number % 2 == 0 ? " A"
                                   : " B");
    else if (o->redundant)
        snprintf(feed->name, sizeof feed->name, "connection %s", number == 0 ? "A" : "B");
}

void app_make(app_t *a, const options_t *o) {
    bool stream = o->command == COMMAND_STREAM;
    const char *token = o->command == COMMAND_REPLAY ? "none" : NULL;
    if (o->command != COMMAND_REPLAY && o->command != COMMAND_TOKEN) token = token_read(o);
    pipit_seen_t *seen = seen_make(a, o);
    a->options = o;
    a->feed_count = stream ? (size_t)o->partition_count * (o->redundant ? 2 : 1) : 1;
    a->feeds = memory(a->feed_count, sizeof *a->feeds);
    a->links = memory(a->feed_count, sizeof(pipit_posix_t *));
    pipit_member_t *members = memory(a->feed_count, sizeof *members);
    if (pipit_posix_waker_make(&a->waker) != PIPIT_OK) mistake("a pipe cannot be made: %s", strerror(errno));
    for (size_t i = 0; i < a->feed_count; i++) {
        if (stream) feed_name(&a->feeds[i], o, i);
        feed_make(&a->feeds[i], o, token, seen, &a->waker);
        a->links[i] = &a->feeds[i].tcp;
        members[i].client = &a->feeds[i].client;
        members[i].port = &a->feeds[i].port;
        members[i].quiet = &a->feeds[i].tcp.quiet;
    }
    a->group.members = members;
    a->group.count = a->feed_count;
    if (o->command == COMMAND_REPLAY) a->feeds[0].port = replay_port(&a->replay, o->operands[0]);
    a->last_ms = a->feeds[0].port.now(a->feeds[0].port.io);
}

void app_free(app_t *a) {
    for (size_t i = 0; i < a->feed_count; i++)
        feed_free(&a->feeds[i], a->options);
}
