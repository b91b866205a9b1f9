/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Events of the activity stream (facts 5.6). Views into a PIPIT_EV_LINE event, as in message.h. */
#ifndef PIPIT_ACTIVITY_H
#define PIPIT_ACTIVITY_H

#include "pipit/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One event. Read the payload by its event_type:
 *  post.create and other post.*: pipit_tweet_read_at(json, payload, &tweet), then pipit_author_read(); like.create:
 *  pipit_like_read_at(); follow.*, mute.*, block.*: pipit_activity_user_read() as "source" and "target"; spaces.*,
 *  broadcast.*: "user" or "author"; profile.update.*: pipit_profile_change_read(); all others: pipit_json_find(). */
typedef struct {
    pipit_str_t event_type; /**< "post.create"; before 2026-03 names like "ProfileBioUpdate" */
    pipit_str_t event_uuid;
    pipit_str_t tag;       /**< of the subscription */
    pipit_str_t user_id;   /**< of its filter, like the next two: any of them may be absent */
    pipit_str_t keyword;   /**< of its filter */
    pipit_str_t direction; /**< of its filter */
    pipit_node_t payload;
    pipit_node_t includes; /**< pipit_includes_first() and pipit_includes_find() look here */
    pipit_node_t node;     /**< the whole event: `data` */
} pipit_activity_t;

/** The event of a line. @return false if `data` has no event_type; then *out is zeroed. */
bool pipit_activity_read(pipit_event_t *event, pipit_activity_t *out);

/** The user that the payload has as `role`: "source", "target", "user", "author".
 *  @return false if there is none; then *out is zeroed. */
bool pipit_activity_user_read(pipit_json_t *json, const pipit_activity_t *activity, const char *role,
                              pipit_user_t *out);

/** What profile.update.* changed. */
typedef struct {
    pipit_str_t before;
    pipit_str_t after;
} pipit_profile_change_t;

/** @return false if the payload has neither. */
bool pipit_profile_change_read(pipit_json_t *json, const pipit_activity_t *activity, pipit_profile_change_t *out);

#ifdef __cplusplus
}
#endif

#endif
