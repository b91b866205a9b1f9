/* SPDX-License-Identifier: MIT */
#include "pipit/message.h"
#include "pipit_int.h"
#include <string.h>

void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out) {
    const char *name = "data\0includes\0errors\0matching_rules\0";
    for (pipit_node_t *node = (pipit_node_t *)(void *)out; *name != '\0'; node++, name += strlen(name) + 1) {
        *node = pipit_i_member(&event->json, PIPIT_NODE_ROOT, name);
        if (pipit_json_kind(&event->json, *node) == PIPIT_JSON_NULL) *node = PIPIT_NODE_NONE;
    }
}

bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out) {
    memset(out, 0, sizeof *out);
    pipit_node_t node = pipit_i_member(&event->json, PIPIT_NODE_ROOT, "data");
    pipit_i_texts(&event->json, node, "id\0text\0author_id\0created_at\0", out);
    if (!out->id.ptr) {
        memset(out, 0, sizeof *out);
        return false;
    }
    (void)pipit_i_u64(out->id, &out->id_number);
    out->node = node;
    return true;
}

bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out) {
    memset(out, 0, sizeof *out);
    pipit_i_texts(&event->json, node, "id\0tag\0", out);
    (void)pipit_i_u64(out->id, &out->id_number);
    return pipit_json_kind(&event->json, node) == PIPIT_JSON_OBJECT;
}
