/* SPDX-License-Identifier: MIT */
#include "../json/pipit_json_int.h"
#include "pipit/compliance.h"
#include "pipit/message.h"
#include "pipit_view.h"
#include <string.h>

PIPIT_I_LAYOUT(pipit_compliance_t, 15, 2);

uint8_t pipit_i_compliance_kind(pipit_str_t name) {
    return pipit_i_word_index(name, "delete\0drop\0undrop\0withheld\0tweet_edit\0"
                                    "user_delete\0user_undelete\0user_protect\0user_unprotect\0user_suspend\0"
                                    "user_unsuspend\0user_withheld\0scrub_geo\0user_profile_modification\0"
                                    "public_tweet_notice\0public_tweet_unviewable\0");
}

/* clang-format off */
static const char compliance_view[] =
    VIEW_TEXT("event_at") VIEW_TEXT("quote_tweet_id") VIEW_TEXT("initial_tweet_id") VIEW_TEXT("up_to_tweet_id")
    VIEW_TEXT("profile_field") VIEW_TEXT("new_value") VIEW_TEXT("application") VIEW_TEXT("event_type")
    VIEW_TEXT("details") VIEW_TEXT("label_title") VIEW_TEXT("extended_details_url")
    VIEW_IN("tweet") VIEW_TEXT("id")
    VIEW_IN("like") VIEW_OR("liked_tweet_id")
    VIEW_IN("tweet") VIEW_TEXT("author_id")
    VIEW_IN("like") VIEW_OR("liked_tweet_author_id")
    VIEW_IN("user") VIEW_TEXT("id")
    VIEW_IN("favorite") VIEW_OR("user_id") VIEW_TEXT("id")
    VIEW_IN("like") VIEW_OR("id")
    VIEW_OUT VIEW_NODE("withheld_in_countries") VIEW_NODE("edit_tweet_ids") VIEW_SELF;
/* clang-format on */

bool pipit_compliance_read(pipit_event_t *event, pipit_compliance_t *out) {
    PIPIT_ASSERT(event && out);
    pipit_json_t *json = &event->json;
    pipit_node_t body = pipit_i_only_member(json, pipit_i_member(json, PIPIT_NODE_ROOT, "data"));
    memset(out, 0, sizeof *out);
    if (body == PIPIT_NODE_NONE) return false;
    (void)pipit_i_view_read(json, body, compliance_view, out, 0);
    out->name = pipit_json_key(json, body);
    out->kind = pipit_i_compliance_kind(out->name);
    return true;
}
