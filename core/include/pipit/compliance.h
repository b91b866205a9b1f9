/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Events of the three compliance streams and the label stream (facts 5.5): what happened to Posts, users and likes,
 *  so that stored copies can follow. Views into a PIPIT_EV_LINE event, as in message.h. */
#ifndef PIPIT_COMPLIANCE_H
#define PIPIT_COMPLIANCE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What happened, and which texts the event then has. */
enum {
    PIPIT_COMPLIANCE_UNKNOWN = 0, /**< a kind that is not listed here: name and node say all */
    /* Posts */
    PIPIT_COMPLIANCE_DELETE = 1, /**< of a Post, or of a like: like_id is there. tweet_id, author_id; quote_tweet_id */
    PIPIT_COMPLIANCE_DROP = 2,   /**< hide the Post for now */
    PIPIT_COMPLIANCE_UNDROP = 3, /**< show it again */
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
    PIPIT_COMPLIANCE_SCRUB_GEO = 13,                 /**< forget places of Posts up to up_to_tweet_id */
    PIPIT_COMPLIANCE_USER_PROFILE_MODIFICATION = 14, /**< profile_field, new_value */
    /* Labels: application ("apply", "remove") */
    PIPIT_COMPLIANCE_TWEET_NOTICE = 15,    /**< public_tweet_notice: event_type, details, label_title and more */
    PIPIT_COMPLIANCE_TWEET_UNVIEWABLE = 16 /**< public_tweet_unviewable */
};

/** One event. What a kind does not have, or X leaves out, is absent. */
typedef struct {
    pipit_str_t event_at; /**< pipit_time_ms() reads it */
    pipit_str_t quote_tweet_id;
    pipit_str_t initial_tweet_id;
    pipit_str_t up_to_tweet_id;
    pipit_str_t profile_field;
    pipit_str_t new_value;
    pipit_str_t application;
    pipit_str_t event_type; /**< "misleading" */
    pipit_str_t details;
    pipit_str_t label_title;
    pipit_str_t extended_details_url;
    pipit_str_t tweet_id;  /**< the Post; of a like the Post that was liked, if X says it */
    pipit_str_t author_id; /**< of that Post */
    pipit_str_t user_id;   /**< the user; of a like who liked, if X says it */
    pipit_str_t like_id;
    pipit_node_t withheld_in_countries; /**< array of texts: pipit_json_first(), pipit_json_next() */
    pipit_node_t edit_tweet_ids;        /**< array of ids */
    pipit_node_t node;                  /**< the object under `name` */
    uint8_t kind;                       /**< PIPIT_COMPLIANCE_ value */
    pipit_str_t name;                   /**< the kind as X names it */
} pipit_compliance_t;

/** The event of a line.
 *  @return false if `data` is not an object with exactly one member, an object: then *out is zeroed. */
bool pipit_compliance_read(pipit_event_t *event, pipit_compliance_t *out);

#ifdef __cplusplus
}
#endif

#endif
