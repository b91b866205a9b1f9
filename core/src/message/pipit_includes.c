/* SPDX-License-Identifier: MIT */
/* What comes with a Post. */
#include "../json/pipit_json_int.h"
#include "pipit/message.h"
#include "pipit_view.h"
#include <string.h>

PIPIT_I_LAYOUT(pipit_user_t, 9, 0);
PIPIT_I_LAYOUT(pipit_media_t, 5, 3);
PIPIT_I_LAYOUT(pipit_poll_t, 3, 2);
PIPIT_I_LAYOUT(pipit_poll_option_t, 1, 2);
PIPIT_I_LAYOUT(pipit_place_t, 6, 0);

pipit_node_t pipit_includes_first(const pipit_json_t *json, const char *kind) {
    pipit_node_t includes = pipit_i_member(json, PIPIT_NODE_ROOT, "includes");
    if (pipit_json_kind(json, includes) != PIPIT_JSON_OBJECT)
        includes = pipit_i_member(json, pipit_message_first(json), "includes");
    pipit_node_t list = pipit_message_member(json, includes, kind);
    return pipit_json_kind(json, list) == PIPIT_JSON_ARRAY ? pipit_json_first(json, list) : PIPIT_NODE_NONE;
}

pipit_node_t pipit_includes_find(pipit_json_t *json, const char *kind, pipit_str_t id) {
    pipit_node_t node = id.len > 0 ? pipit_includes_first(json, kind) : PIPIT_NODE_NONE;
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node)) {
        pipit_str_t key;
        (void)pipit_i_view_read(json, node, "id\0/media_key\0", &key, sizeof key);
        if (key.len == id.len && memcmp(key.ptr, id.ptr, id.len) == 0) break;
    }
    return node;
}

bool pipit_user_read(pipit_json_t *json, pipit_node_t node, pipit_user_t *out) {
    pipit_node_t inner = pipit_i_member(json, node, "data");
    return pipit_i_view_read(json, inner == PIPIT_NODE_NONE ? node : inner,
                             "id\0/id_str\0username\0/screen_name\0name\0created_at\0description\0location\0url\0"
                             "profile_image_url\0verified_type\0*\0?verified\0?protected\0",
                             out, sizeof *out);
}

bool pipit_author_read(pipit_json_t *json, const pipit_tweet_t *tweet, pipit_user_t *out) {
    return pipit_user_read(json, pipit_i_member(json, tweet->node, "user"), out) ||
           pipit_user_read(json, pipit_includes_find(json, "users", tweet->author_id), out);
}

bool pipit_media_read(pipit_json_t *json, pipit_node_t node, pipit_media_t *out) {
    return pipit_i_view_read(json, node,
                             "media_key\0type\0url\0preview_image_url\0alt_text\0#width\0#height\0#duration_ms\0*\0",
                             out, sizeof *out);
}

bool pipit_poll_read(pipit_json_t *json, pipit_node_t node, pipit_poll_t *out) {
    return pipit_i_view_read(json, node, "id\0voting_status\0end_datetime\0#duration_minutes\0*options\0*\0", out,
                             sizeof *out);
}

bool pipit_poll_option_read(pipit_json_t *json, pipit_node_t node, pipit_poll_option_t *out) {
    return pipit_i_view_read(json, node, "label\0#position\0#votes\0*\0", out, sizeof *out);
}

bool pipit_place_read(pipit_json_t *json, pipit_node_t node, pipit_place_t *out) {
    return pipit_i_view_read(json, node, "id\0full_name\0name\0country\0country_code\0place_type\0*\0", out,
                             sizeof *out);
}

pipit_str_t pipit_tweet_long_text(pipit_json_t *json, const pipit_tweet_t *tweet) {
    pipit_str_t text;
    bool is_long =
        pipit_i_view_read(json, tweet->node, ">note_tweet\0text\0>extended_tweet\0/full_text\0", &text, sizeof text);
    return is_long ? text : tweet->text;
}

pipit_str_t pipit_tweet_reference(pipit_json_t *json, const pipit_tweet_t *tweet, const char *type) {
    pipit_str_t found[] = {{NULL, 0}, {NULL, 0}}; /* type, id */
    pipit_node_t node = pipit_json_first(json, pipit_message_member(json, tweet->node, "referenced_tweets"));
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node)) {
        bool typed = pipit_i_view_read(json, node, "type\0id\0", found, sizeof found);
        if (typed && pipit_i_word_is(found[0], type)) return found[1];
    }
    found[1].ptr = NULL;
    found[1].len = 0;
    return found[1];
}
