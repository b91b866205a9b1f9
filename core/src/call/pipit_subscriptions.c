/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/subscriptions.h"
#include "pipit_call_int.h"
#include <string.h>

#define EVENT_TYPE_MAX 64u

static const pipit_i_call_t create = {
    .path = pipit_i_path_subscriptions,
    .has_body = true,
    .text = PIPIT_I_BODY("", ""),
    .members = PIPIT_I_TEXT("event_type") PIPIT_I_OBJECT("filter") PIPIT_I_TEXT("user_id") PIPIT_I_TEXT("keyword")
        PIPIT_I_TEXT("direction") PIPIT_I_OBJECT_END PIPIT_I_TEXT("tag") PIPIT_I_TEXT("webhook_id"),
    .method = PIPIT_I_POST,
    .row_bytes = sizeof(pipit_subscription_spec_t),
};
static const pipit_i_call_t list = {.path = pipit_i_path_subscriptions};
static const pipit_i_call_t update = {
    .path = pipit_i_path_subscriptions,
    .has_body = true,
    .text = PIPIT_I_BODY("", ""),
    .members = PIPIT_I_TEXT("tag") PIPIT_I_TEXT("webhook_id"),
    .method = PIPIT_I_PUT,
    .row_bytes = sizeof(pipit_subscription_spec_t),
};
static const pipit_i_call_t delete_one = {.path = pipit_i_path_subscriptions, .method = PIPIT_I_DELETE};
static const pipit_i_call_t delete_some = {
    .path = pipit_i_path_subscriptions, .text = "ids\0", .method = PIPIT_I_DELETE};

PIPIT_I_IN_ORDER(pipit_subscription_spec_t, event_type, webhook_id, 6);
PIPIT_I_IN_ORDER(pipit_subscription_t, id, direction, 9);
PIPIT_I_IN_ORDER(pipit_subscriptions_meta_t, result_count, total_subscriptions, 2);

/* Check the members that pipit_subscriptions_update() can change too. */
static uint8_t label_offender(const pipit_subscription_spec_t *spec) {
    if (spec->tag && !pipit_i_text_fits(spec->tag, PIPIT_SUBSCRIPTION_TAG_MAX)) return PIPIT_I_BAD_TAG;
    bool valid = !spec->webhook_id || pipit_i_word_fits(spec->webhook_id, PIPIT_I_DIGITS, PIPIT_I_DIGITS_MAX);
    return valid ? PIPIT_I_GOOD : PIPIT_I_BAD_WEBHOOK_ID;
}

static uint8_t spec_offender(const pipit_subscription_spec_t *spec) {
    if (!spec || !pipit_i_word_fits(spec->event_type, PIPIT_I_NAMES, EVENT_TYPE_MAX)) return PIPIT_I_BAD_EVENT_TYPE;
    if (spec->user_id && !pipit_i_word_fits(spec->user_id, PIPIT_I_DIGITS, PIPIT_I_DIGITS_MAX))
        return PIPIT_I_BAD_USER_ID;
    if (spec->keyword && !pipit_i_text_fits(spec->keyword, PIPIT_SUBSCRIPTION_KEYWORD_MAX)) return PIPIT_I_BAD_KEYWORD;
    if (spec->direction && !pipit_i_is_among(spec->direction, "inbound\0outbound\0")) return PIPIT_I_BAD_DIRECTION;
    return label_offender(spec);
}

static bool is_id(const char *id) {
    return pipit_i_word_fits(id, PIPIT_I_IDS, PIPIT_I_IDS_MAX);
}

pipit_err_t pipit_subscriptions_create(pipit_t *client, const pipit_subscription_spec_t *spec) {
    return pipit_i_call(client, &create, spec_offender(spec), spec, 1);
}

pipit_err_t pipit_subscriptions_list(pipit_t *client, const pipit_page_t *page) {
    return pipit_i_call_list(client, &list, page, PIPIT_SUBSCRIPTIONS_PAGE_MAX);
}

static uint8_t update_offender(const char *id, const pipit_subscription_spec_t *spec) {
    if (!is_id(id)) return PIPIT_I_BAD_SUBSCRIPTION;
    if (!spec) return PIPIT_I_BAD_UPDATE;
    bool fixed = spec->event_type || spec->user_id || spec->keyword || spec->direction;
    if (fixed || (!spec->tag && !spec->webhook_id)) return PIPIT_I_BAD_UPDATE;
    return label_offender(spec);
}

pipit_err_t pipit_subscriptions_update(pipit_t *client, const char *id, const pipit_subscription_spec_t *spec) {
    pipit_err_t err = pipit_i_call(client, &update, update_offender(id, spec),
                                   (const char *)spec + offsetof(pipit_subscription_spec_t, tag), 1);
    if (err == PIPIT_OK) client->request.of.call.segment = id;
    return err;
}

pipit_err_t pipit_subscriptions_delete(pipit_t *client, const char *const *ids, size_t count) {
    bool valid = ids && count - 1u < UINT32_MAX && pipit_i_words_fit(ids, count, PIPIT_I_IDS, PIPIT_I_IDS_MAX);
    uint8_t offender = valid ? PIPIT_I_GOOD : PIPIT_I_BAD_SUBSCRIPTION;
    if (count != 1) return pipit_i_call(client, &delete_some, offender, ids, count);
    pipit_err_t err = pipit_i_call(client, &delete_one, offender, NULL, 0);
    if (err == PIPIT_OK && valid) client->request.of.call.segment = ids[0];
    return err;
}

bool pipit_subscription_read(pipit_event_t *event, pipit_subscription_t *out) {
    PIPIT_ASSERT(event && out);
    pipit_json_t *json = &event->json;
    pipit_node_t node = PIPIT_NODE_ROOT;
    if (!pipit_i_view_begin(event, PIPIT_EV_ITEM, out, sizeof *out)) return false;
    pipit_node_t inner = pipit_i_member(json, node, "subscription");
    if (inner != PIPIT_NODE_NONE) node = inner;
    pipit_i_texts(json, node, "\4id\0\14event_type\0\5tag\0\14webhook_id\0\14created_at\0\14updated_at\0", out);
    if (!out->id.ptr) pipit_i_texts(json, node, "\21subscription_id\0", out);
    pipit_i_texts(json, pipit_i_member(json, node, "filter"), "\11user_id\0\11keyword\0\13direction\0",
                  PIPIT_I_AT(out, pipit_subscription_t, user_id));
    out->deleted = pipit_i_flag(json, node, "deleted");
    return true;
}

bool pipit_subscriptions_meta_read(pipit_event_t *event, pipit_subscriptions_meta_t *out) {
    PIPIT_ASSERT(event && out);
    if (!pipit_i_view_begin(event, PIPIT_EV_META, out, sizeof *out)) return false;
    pipit_i_texts(&event->json, PIPIT_NODE_ROOT, "\14next_token\0", out);
    pipit_i_counts(&event->json, PIPIT_NODE_ROOT, "result_count\0total_subscriptions\0",
                   PIPIT_I_AT(out, pipit_subscriptions_meta_t, result_count));
    return true;
}
