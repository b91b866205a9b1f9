/* SPDX-License-Identifier: MIT */
#include "pipit/message.h"
#include "pipit_int.h"
#include <string.h>

void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out) {
    static const char *const names[] = {"data", "includes", "errors", "matching_rules"};
    pipit_node_t *const parts[] = {&out->data, &out->includes, &out->errors, &out->matching_rules};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        *parts[i] = pipit_json_find(&event->json, PIPIT_NODE_ROOT, names[i]);
        if (pipit_json_kind(&event->json, *parts[i]) == PIPIT_JSON_NULL) *parts[i] = PIPIT_NODE_NONE;
    }
}

static uint64_t id_read(const pipit_json_t *json, pipit_node_t object) {
    uint64_t number = 0;
    (void)pipit_json_u64(json, pipit_json_find(json, object, "id"), &number);
    return number;
}

bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    pipit_node_t node = pipit_json_find(json, PIPIT_NODE_ROOT, "data");
    pipit_str_t id = pipit_i_member(json, node, "id");
    if (!id.ptr) return false;
    out->id = id;
    out->id_number = id_read(json, node);
    out->text = pipit_i_member(json, node, "text");
    out->author_id = pipit_i_member(json, node, "author_id");
    out->created_at = pipit_i_member(json, node, "created_at");
    out->node = node;
    return true;
}

bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    if (pipit_json_kind(json, node) != PIPIT_JSON_OBJECT) return false;
    out->id = pipit_i_member(json, node, "id");
    out->id_number = id_read(json, node);
    out->tag = pipit_i_member(json, node, "tag");
    return true;
}
