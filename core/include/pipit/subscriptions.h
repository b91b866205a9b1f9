/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Subscriptions to activity, without which the activity stream (pipit_endpoint_activity, activity.h) brings nothing:
 *  create, list, update, delete (facts 2.4). For what holds of all calls (events, reasons, borrowing, 429) see rules.h;
 *  these deliver PIPIT_EV_ITEM, for the reader below, _ITEM_ERROR and _META. Private events need a user's own token to
 *  subscribe.
 *
 *  Not there with PIPIT_CFG_CALLS=0. */
#ifndef PIPIT_SUBSCRIPTIONS_H
#define PIPIT_SUBSCRIPTIONS_H

#include "pipit/client.h"
#include "pipit/page.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_SUBSCRIPTION_KEYWORD_MAX 150u /**< characters */
#define PIPIT_SUBSCRIPTION_TAG_MAX 200u     /**< characters */
#define PIPIT_SUBSCRIPTIONS_PAGE_MAX 1000u  /**< entries */

/** A subscription. UTF-8; NULL: not sent. */
typedef struct {
    const char *event_type; /**< "profile.update.bio": letters, digits, '.' and '_' */
    const char *user_id;    /**< filter: whose events, 1 to 19 digits */
    const char *keyword;    /**< filter: 1 to 150 characters */
    const char *direction;  /**< filter: "inbound" or "outbound" */
    const char *tag;        /**< free text that comes back with each event, 1 to 200 characters */
    const char *webhook_id; /**< 1 to 19 digits */
} pipit_subscription_spec_t;

/** Create one, POST. event_type is required; X wants a filter, and gets an empty one when none is given.
 *  Texts and pages of all calls here are borrowed until PIPIT_EV_DISCONNECT.
 *  @return of all: PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID, pipit_offender() says what. */
pipit_err_t pipit_subscriptions_create(pipit_t *client, const pipit_subscription_spec_t *spec);

/** Get a page of subscriptions, GET. @param page (page.h) of at most 1000; NULL: the first. */
pipit_err_t pipit_subscriptions_list(pipit_t *client, const pipit_page_t *page);

/** Change the tag, the webhook_id or both, PUT. @param id 1 to 64 letters, digits, '-' and '_'. @param spec at least
 * one of these two; its other members must be NULL: X cannot change them. */
pipit_err_t pipit_subscriptions_update(pipit_t *client, const char *id, const pipit_subscription_spec_t *spec);

/** Delete `count` >= 1 subscriptions by id, DELETE: one id as `/{id}`, more as `?ids=`. */
pipit_err_t pipit_subscriptions_delete(pipit_t *client, const char *const *ids, size_t count);

/** A subscription in an answer; views into the event, absent where X does not say. */
typedef struct {
    pipit_str_t id;
    pipit_str_t event_type;
    pipit_str_t tag;
    pipit_str_t webhook_id;
    pipit_str_t created_at; /**< RFC 3339, pipit_time_ms() reads it */
    pipit_str_t updated_at;
    pipit_str_t user_id; /**< of the filter */
    pipit_str_t keyword;
    pipit_str_t direction;
    bool deleted; /**< the answer to a deletion; all else is absent */
} pipit_subscription_t;

/** The meta object of an answer; absent numbers are 0. */
typedef struct {
    pipit_str_t next_token; /**< absent or empty on the last page; pipit_page_next() keeps it */
    uint32_t result_count;
    uint32_t total_subscriptions;
} pipit_subscriptions_meta_t;

/** Read a PIPIT_EV_ITEM / _META event of a call of this file, in all shapes that X sends. Texts are decoded in place.
 *  @return false if the event is of another kind or not an object; then *out is zeroed. */
bool pipit_subscription_read(pipit_event_t *event, pipit_subscription_t *out);
bool pipit_subscriptions_meta_read(pipit_event_t *event, pipit_subscriptions_meta_t *out);

#ifdef __cplusplus
}
#endif

#endif
