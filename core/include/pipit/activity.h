/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Readers for the events of the activity stream. The top of message.h says what holds for all readers.
 *
 *  Source: X's documentation of the X Activity API. */
#ifndef PIPIT_ACTIVITY_H
#define PIPIT_ACTIVITY_H

#include "pipit/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One event. Its event_type says how to read the payload:
 *  - post.create and other post.*: pipit_tweet_read_at(json, payload, &tweet), then pipit_author_read();
 *  - like.create: pipit_like_read_at();
 *  - follow.*, mute.*, block.*: pipit_activity_user_read() with "source" and "target";
 *  - spaces.*, broadcast.*: pipit_activity_user_read() with "user" or "author";
 *  - profile.update.*: pipit_profile_change_read();
 *  - all others: pipit_json_find(). */
typedef struct {
    pipit_str_t event_type; /**< for example "post.create"; before March 2026 X sent names like "ProfileBioUpdate" */
    pipit_str_t event_uuid;
    pipit_str_t tag;       /**< of the subscription */
    pipit_str_t user_id;   /**< of the filter of the subscription, like the next two; each may be absent */
    pipit_str_t keyword;   /**< of the filter */
    pipit_str_t direction; /**< of the filter */
    pipit_node_t payload;
    pipit_node_t includes; /**< pipit_includes_first() and pipit_includes_find() search here */
    pipit_node_t node;     /**< the whole event: `data` */
} pipit_activity_t;

/** Read the event of a line. @return false if `data` is not an object with an event_type; then *out is all zero. */
bool pipit_activity_read(pipit_event_t *event, pipit_activity_t *out);

/** Read a user in the payload of an event.
 *  @param json     the parsed message.
 *  @param activity the event that pipit_activity_read() has read.
 *  @param role     name of the member: "source", "target", "user" or "author".
 *  @param out      yours, always filled.
 *  @return false if there is no such user; then *out is all zero. */
bool pipit_activity_user_read(pipit_json_t *json, const pipit_activity_t *activity, const char *role,
                              pipit_user_t *out);

/** The payload of a profile.update.* event: the value before and after the change. */
typedef struct {
    pipit_str_t before;
    pipit_str_t after;
} pipit_profile_change_t;

/** Read the payload of a profile.update.* event. @return false if it has neither `before` nor `after`. */
bool pipit_profile_change_read(pipit_json_t *json, const pipit_activity_t *activity, pipit_profile_change_t *out);

#ifdef __cplusplus
}
#endif

#endif
