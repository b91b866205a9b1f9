/* SPDX-License-Identifier: MIT */
/* What every program with a stream of Posts needs. Rarely used functions are in other files, so that they are linked
 * only if they are used. */
#include "../json/pipit_json_int.h"
#include "pipit/message.h"
#include <string.h>

PIPIT_I_IN_ORDER(pipit_parts_t, data, matching_rules, 4);
PIPIT_I_IN_ORDER(pipit_tweet_t, id, created_at, 4);
PIPIT_I_IN_ORDER(pipit_matching_rule_t, id, embedding_similarity, 3);

void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out) {
    PIPIT_ASSERT(event && out);
    char *to = (char *)out;
    for (const char *name = "\6data\0\12includes\0\10errors\0\20matching_rules\0"; *name != '\0'; name += *name) {
        pipit_node_t node = pipit_i_member(&event->json, PIPIT_NODE_ROOT, name + 1);
        if (pipit_json_kind(&event->json, node) == PIPIT_JSON_NULL) node = PIPIT_NODE_NONE;
        *(pipit_node_t *)(void *)to = node;
        to += sizeof node;
    }
}

pipit_node_t pipit_message_first(const pipit_json_t *json) {
    pipit_node_t data = pipit_i_member(json, PIPIT_NODE_ROOT, "data");
    uint8_t root = pipit_json_kind(json, PIPIT_NODE_ROOT);
    if (pipit_json_kind(json, data) == PIPIT_JSON_OBJECT) return data;
    if (root == PIPIT_JSON_ARRAY) return pipit_json_first(json, PIPIT_NODE_ROOT);
    return root == PIPIT_JSON_NONE ? PIPIT_NODE_NONE : PIPIT_NODE_ROOT;
}

/* Read the text under its older name, if it was not found under its present one. `names` is "name\0". */
static void older_name_take(pipit_json_t *json, pipit_node_t object, const char *names, pipit_str_t *text) {
    if (!text->ptr) pipit_i_texts(json, object, names, text);
}

bool pipit_tweet_read_at(pipit_json_t *json, pipit_node_t node, pipit_tweet_t *out) {
    PIPIT_ASSERT(json && out);
    memset(out, 0, sizeof *out);
    pipit_i_texts(json, node, "\4id\0\6text\0\13author_id\0\14created_at\0", out);
    older_name_take(json, node, "\10id_str\0", &out->id);
    older_name_take(json, node, "\13full_text\0", &out->text);
    if (!out->author_id.ptr) pipit_i_texts(json, pipit_i_member(json, node, "user"), "\10id_str\0", &out->author_id);
    if (!out->id.ptr || !out->text.ptr) {
        memset(out, 0, sizeof *out);
        return false;
    }
    (void)pipit_i_u64(out->id, &out->id_number);
    out->node = node;
    return true;
}

bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out) {
    PIPIT_ASSERT(event);
    return pipit_tweet_read_at(&event->json, pipit_message_first(&event->json), out);
}

bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out) {
    PIPIT_ASSERT(event && out);
    memset(out, 0, sizeof *out);
    pipit_i_texts(&event->json, node, "\4id\0\5tag\0\26embedding_similarity\0", out);
    (void)pipit_i_u64(out->id, &out->id_number);
    return pipit_json_kind(&event->json, node) == PIPIT_JSON_OBJECT;
}
