/* SPDX-License-Identifier: MIT */
/* The objects that X sends together with a Post. */
#include "../json/pipit_json_int.h"
#include "pipit/message.h"
#include "pipit_view.h"
#include <string.h>

PIPIT_I_LAYOUT(pipit_user_t, 9, 0);
PIPIT_I_IN_ORDER(pipit_user_t, is_verified, is_protected, 2);
typedef char
    flags_follow_t[offsetof(pipit_user_t, is_verified) == offsetof(pipit_user_t, node) + sizeof(pipit_node_t) ? 1 : -1];
PIPIT_I_LAYOUT(pipit_media_t, 5, 3);
PIPIT_I_LAYOUT(pipit_poll_t, 3, 2);
PIPIT_I_LAYOUT(pipit_poll_option_t, 1, 2);
PIPIT_I_LAYOUT(pipit_place_t, 6, 0);

/* clang-format off */
static const char user_view[] =
    VIEW_TEXT("id") VIEW_OR("id_str") VIEW_TEXT("username") VIEW_OR("screen_name") VIEW_TEXT("name")
    VIEW_TEXT("created_at") VIEW_TEXT("description") VIEW_TEXT("location") VIEW_TEXT("url")
    VIEW_TEXT("profile_image_url") VIEW_TEXT("verified_type") VIEW_SELF VIEW_FLAG("verified")
    VIEW_FLAG("protected");
static const char media_view[] =
    VIEW_TEXT("media_key") VIEW_TEXT("type") VIEW_TEXT("url") VIEW_TEXT("preview_image_url") VIEW_TEXT("alt_text")
    VIEW_NUMBER("width") VIEW_NUMBER("height") VIEW_NUMBER("duration_ms") VIEW_SELF;
static const char poll_view[] =
    VIEW_TEXT("id") VIEW_TEXT("voting_status") VIEW_TEXT("end_datetime") VIEW_NUMBER("duration_minutes")
    VIEW_NODE("options") VIEW_SELF;
static const char poll_option_view[] =
    VIEW_TEXT("label") VIEW_NUMBER("position") VIEW_NUMBER("votes") VIEW_SELF;
static const char place_view[] =
    VIEW_TEXT("id") VIEW_TEXT("full_name") VIEW_TEXT("name") VIEW_TEXT("country") VIEW_TEXT("country_code")
    VIEW_TEXT("place_type") VIEW_SELF;
/* clang-format on */

pipit_node_t pipit_includes_first(const pipit_json_t *json, const char *kind) {
    PIPIT_ASSERT(kind);
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
        (void)pipit_i_view_read(json, node, VIEW_TEXT("id") VIEW_OR("media_key"), &key, sizeof key);
        if (key.len == id.len && memcmp(key.ptr, id.ptr, id.len) == 0) break;
    }
    return node;
}

bool pipit_user_read(pipit_json_t *json, pipit_node_t node, pipit_user_t *out) {
    PIPIT_ASSERT(json);
    pipit_node_t inner = pipit_i_member(json, node, "data");
    return pipit_i_view_read(json, inner == PIPIT_NODE_NONE ? node : inner, user_view, out, sizeof *out);
}

bool pipit_author_read(pipit_json_t *json, const pipit_tweet_t *tweet, pipit_user_t *out) {
    PIPIT_ASSERT(tweet);
    return pipit_user_read(json, pipit_i_member(json, tweet->node, "user"), out) ||
           pipit_user_read(json, pipit_includes_find(json, "users", tweet->author_id), out);
}

bool pipit_media_read(pipit_json_t *json, pipit_node_t node, pipit_media_t *out) {
    return pipit_i_view_read(json, node, media_view, out, sizeof *out);
}

bool pipit_poll_read(pipit_json_t *json, pipit_node_t node, pipit_poll_t *out) {
    return pipit_i_view_read(json, node, poll_view, out, sizeof *out);
}

bool pipit_poll_option_read(pipit_json_t *json, pipit_node_t node, pipit_poll_option_t *out) {
    return pipit_i_view_read(json, node, poll_option_view, out, sizeof *out);
}

bool pipit_place_read(pipit_json_t *json, pipit_node_t node, pipit_place_t *out) {
    return pipit_i_view_read(json, node, place_view, out, sizeof *out);
}

pipit_str_t pipit_tweet_long_text(pipit_json_t *json, const pipit_tweet_t *tweet) {
    PIPIT_ASSERT(tweet);
    pipit_str_t text;
    bool is_long = pipit_i_view_read(
        json, tweet->node, VIEW_IN("note_tweet") VIEW_TEXT("text") VIEW_IN("extended_tweet") VIEW_OR("full_text"),
        &text, sizeof text);
    return is_long ? text : tweet->text;
}

pipit_str_t pipit_tweet_reference(pipit_json_t *json, const pipit_tweet_t *tweet, const char *type) {
    PIPIT_ASSERT(tweet && type);
    pipit_str_t found[] = {{NULL, 0}, {NULL, 0}}; /* type, id */
    pipit_node_t node = pipit_json_first(json, pipit_message_member(json, tweet->node, "referenced_tweets"));
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node)) {
        bool typed = pipit_i_view_read(json, node, VIEW_TEXT("type") VIEW_TEXT("id"), found, sizeof found);
        if (typed && pipit_i_word_is(found[0], type)) return found[1];
    }
    found[1].ptr = NULL;
    found[1].len = 0;
    return found[1];
}
