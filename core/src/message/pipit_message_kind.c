/* SPDX-License-Identifier: MIT */
/* Finds the kind of a message. */
#include "../json/pipit_json_int.h"
#include "pipit/compliance.h"
#include "pipit/message.h"
#include "pipit_view.h"
#include <string.h>

#define LIKE_ID_LENGTH 32

/* The members that an object has, as a set of bits, in the order of the words in members_of(). */
enum {
    HAS_ID = 1,
    HAS_ID_STR = 2,
    HAS_TEXT = 4,
    HAS_FULL_TEXT = 8,
    HAS_EVENT_TYPE = 16,
    HAS_LIKED_TWEET_ID = 32,
    HAS_LIKED_TWEET_AUTHOR_ID = 64,
    HAS_TWEET_AUTHOR_ID = 128,
    HAS_TIMESTAMP_MS = 256,
    HAS_TITLE = 512,

    IDENTIFIES = HAS_ID | HAS_ID_STR,
    WRITTEN = HAS_TEXT | HAS_FULL_TEXT,
    LIKED = HAS_LIKED_TWEET_ID | HAS_LIKED_TWEET_AUTHOR_ID | HAS_TWEET_AUTHOR_ID | HAS_TIMESTAMP_MS
};

/* @return the members of `object` that are texts or numbers, as a set of HAS_ values. */
static uint32_t members_of(const pipit_json_t *json, pipit_node_t object) {
    uint32_t members = 0;
    for (pipit_node_t node = pipit_json_first(json, object); node != PIPIT_NODE_NONE;
         node = pipit_json_next(json, node)) {
        uint8_t kind = pipit_json_kind(json, node);
        if (kind != PIPIT_JSON_STRING && kind != PIPIT_JSON_NUMBER) continue;
        uint8_t index = pipit_i_word_index(pipit_json_key(json, node),
                                           "id\0id_str\0text\0full_text\0event_type\0liked_tweet_id\0"
                                           "liked_tweet_author_id\0tweet_author_id\0timestamp_ms\0title\0");
        if (index > 0) members |= 1u << (index - 1u);
    }
    return members;
}

/* A like may have no member but its id; then the length of the id tells that it is a like. */
static bool is_like(const pipit_json_t *json, pipit_node_t node, uint32_t members) {
    if (!(members & HAS_ID) || members & (WRITTEN | HAS_EVENT_TYPE)) return false;
    return members & LIKED || pipit_json_raw(json, pipit_i_member(json, node, "id")).len == LIKE_ID_LENGTH + 2;
}

PIPIT_I_LAYOUT(pipit_like_t, 5, 0);

/* clang-format off */
static const char like_view[] =
    VIEW_TEXT("id") VIEW_TEXT("created_at") VIEW_TEXT("liked_tweet_id") VIEW_TEXT("liked_tweet_author_id")
    VIEW_OR("tweet_author_id") VIEW_TEXT("timestamp_ms") VIEW_SELF;
/* clang-format on */

bool pipit_like_read_at(pipit_json_t *json, pipit_node_t node, pipit_like_t *out) {
    pipit_node_t like = is_like(json, node, members_of(json, node)) ? node : PIPIT_NODE_NONE;
    bool found = pipit_i_view_read(json, like, like_view, out, sizeof *out);
    (void)pipit_i_u64(out->timestamp_ms, &out->timestamp_number_ms);
    return found;
}

bool pipit_like_read(pipit_event_t *event, pipit_like_t *out) {
    PIPIT_ASSERT(event);
    return pipit_like_read_at(&event->json, pipit_message_first(&event->json), out);
}

/* Find the kind of a message that contains its own name: {"data":{NAME:{..}}}, {NAME:{..}} or {"type":NAME, ..}. */
static uint8_t named_kind(pipit_json_t *json, pipit_message_t *message, uint32_t members) {
    pipit_node_t value = pipit_i_only_member(json, message->node);
    bool wrapped = message->node != PIPIT_NODE_ROOT;
    message->name = pipit_json_key(json, value);
    if (value == PIPIT_NODE_NONE) {
        (void)pipit_i_view_read(json, message->node, VIEW_TEXT("type"), &message->name, sizeof message->name);
        if (pipit_i_word_is(message->name, "connection_metadata")) return PIPIT_MESSAGE_CONNECTION_METADATA;
        return !wrapped && members & HAS_TITLE ? PIPIT_MESSAGE_ERRORS : PIPIT_MESSAGE_UNKNOWN;
    }
    message->node = value;
    if (!wrapped)
        return pipit_i_word_index(message->name, "info\0warn\0error\0") ? PIPIT_MESSAGE_SYSTEM : PIPIT_MESSAGE_UNKNOWN;
    uint8_t kind = pipit_i_compliance_kind(message->name);
    if (kind == PIPIT_COMPLIANCE_UNKNOWN) return PIPIT_MESSAGE_UNKNOWN;
    return kind >= PIPIT_COMPLIANCE_TWEET_NOTICE ? PIPIT_MESSAGE_LABEL : PIPIT_MESSAGE_COMPLIANCE;
}

void pipit_message_read(pipit_json_t *json, pipit_message_t *out) {
    PIPIT_ASSERT(json && out);
    pipit_node_t errors = pipit_i_member(json, PIPIT_NODE_ROOT, "errors");
    memset(out, 0, sizeof *out);
    out->node = pipit_message_first(json);
    uint32_t members = members_of(json, out->node);
    if (out->node == PIPIT_NODE_ROOT && pipit_json_kind(json, errors) == PIPIT_JSON_ARRAY) {
        out->kind = PIPIT_MESSAGE_ERRORS;
        out->node = errors;
    } else if (members & HAS_EVENT_TYPE) {
        out->kind = PIPIT_MESSAGE_ACTIVITY;
        (void)pipit_i_view_read(json, out->node, VIEW_TEXT("event_type"), &out->name, sizeof out->name);
    } else if (members & IDENTIFIES && members & WRITTEN) {
        out->kind = PIPIT_MESSAGE_TWEET;
    } else if (is_like(json, out->node, members)) {
        out->kind = PIPIT_MESSAGE_LIKE;
    } else {
        out->kind = named_kind(json, out, members);
    }
}
