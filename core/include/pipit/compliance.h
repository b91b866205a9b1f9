/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  A reader for the events of the three compliance streams and of the label stream. They say what happened to Posts,
 *  users and likes, so that you can update or delete your stored copies. The top of message.h says what holds for all
 *  readers.
 *
 *  Source: the OpenAPI description of X API v2 and X's documentation of the compliance streams. */
#ifndef PIPIT_COMPLIANCE_H
#define PIPIT_COMPLIANCE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The kinds of events, and the members that each kind has besides event_at. */
enum {
    PIPIT_COMPLIANCE_UNKNOWN = 0, /**< a kind that is not in this list: use name and node */
    /* Posts: tweet_id, author_id, quote_tweet_id */
    PIPIT_COMPLIANCE_DELETE = 1,     /**< a Post was deleted; or a like, if like_id is there */
    PIPIT_COMPLIANCE_DROP = 2,       /**< hide the Post for now */
    PIPIT_COMPLIANCE_UNDROP = 3,     /**< show the Post again */
    PIPIT_COMPLIANCE_WITHHELD = 4,   /**< withheld_in_countries */
    PIPIT_COMPLIANCE_TWEET_EDIT = 5, /**< initial_tweet_id, edit_tweet_ids */
    /* Users: user_id */
    PIPIT_COMPLIANCE_USER_DELETE = 6,
    PIPIT_COMPLIANCE_USER_UNDELETE = 7,
    PIPIT_COMPLIANCE_USER_PROTECT = 8,
    PIPIT_COMPLIANCE_USER_UNPROTECT = 9,
    PIPIT_COMPLIANCE_USER_SUSPEND = 10,
    PIPIT_COMPLIANCE_USER_UNSUSPEND = 11,
    PIPIT_COMPLIANCE_USER_WITHHELD = 12,             /**< withheld_in_countries */
    PIPIT_COMPLIANCE_SCRUB_GEO = 13,                 /**< delete the places of Posts up to up_to_tweet_id */
    PIPIT_COMPLIANCE_USER_PROFILE_MODIFICATION = 14, /**< profile_field, new_value */
    /* Labels: tweet_id, author_id, application ("apply", "remove") */
    PIPIT_COMPLIANCE_TWEET_NOTICE = 15,    /**< public_tweet_notice: event_type, details, label_title,
                                                extended_details_url */
    PIPIT_COMPLIANCE_TWEET_UNVIEWABLE = 16 /**< public_tweet_unviewable */
};

/** One event. A member that a kind does not have, or that X does not send, is absent. */
typedef struct {
    pipit_str_t event_at; /**< pipit_time_ms() reads it */
    pipit_str_t quote_tweet_id;
    pipit_str_t initial_tweet_id;
    pipit_str_t up_to_tweet_id;
    pipit_str_t profile_field;
    pipit_str_t new_value;
    pipit_str_t application;
    pipit_str_t event_type; /**< for example "misleading" */
    pipit_str_t details;
    pipit_str_t label_title;
    pipit_str_t extended_details_url;
    pipit_str_t tweet_id;  /**< the Post; for a like, the Post that was liked, if X sends it */
    pipit_str_t author_id; /**< the author of that Post */
    pipit_str_t user_id;   /**< the user; for a like, the user who liked, if X sends it */
    pipit_str_t like_id;
    pipit_node_t withheld_in_countries; /**< array of texts, for pipit_json_first() and pipit_json_next() */
    pipit_node_t edit_tweet_ids;        /**< array of ids */
    pipit_node_t node;                  /**< the value of the member `name` of `data` */
    uint8_t kind;                       /**< PIPIT_COMPLIANCE_ value */
    pipit_str_t name;                   /**< X's name of the kind */
} pipit_compliance_t;

/** Read the event of a line.
 *  @return false if `data` is not an object with exactly one member whose value is an object; then *out is all zero. */
bool pipit_compliance_read(pipit_event_t *event, pipit_compliance_t *out);

#ifdef __cplusplus
}
#endif

#endif
