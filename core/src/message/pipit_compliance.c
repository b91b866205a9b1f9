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

bool pipit_compliance_read(pipit_event_t *event, pipit_compliance_t *out) {
    pipit_json_t *json = &event->json;
    pipit_node_t body = pipit_i_only_member(json, pipit_i_member(json, PIPIT_NODE_ROOT, "data"));
    memset(out, 0, sizeof *out);
    if (body == PIPIT_NODE_NONE) return false;
    (void)pipit_i_view_read(json, body,
                            "event_at\0quote_tweet_id\0initial_tweet_id\0up_to_tweet_id\0profile_field\0new_value\0"
                            "application\0event_type\0details\0label_title\0extended_details_url\0"
                            ">tweet\0id\0>like\0/liked_tweet_id\0>tweet\0author_id\0>like\0/liked_tweet_author_id\0"
                            ">user\0id\0>favorite\0/user_id\0id\0>like\0/id\0"
                            ">\0*withheld_in_countries\0*edit_tweet_ids\0*\0",
                            out, 0);
    out->name = pipit_json_key(json, body);
    out->kind = pipit_i_compliance_kind(out->name);
    return true;
}
