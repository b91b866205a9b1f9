/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Create, list, update and delete the subscriptions of the activity stream (pipit_endpoint_activity, activity.h).
 *  Without a subscription this stream delivers nothing. The top of rules.h says what holds for all calls: when they are
 *  legal, what is borrowed, the results, events and reasons. To subscribe to private events X needs a user's own token,
 *  not the app's.
 *
 *  Source: X's documentation of the X Activity API and the OpenAPI description of X API v2.
 * */
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

/** A subscription to create or update: zero-terminated texts in UTF-8. A member that is NULL is not sent. */
typedef struct {
    const char *event_type; /**< for example "profile.update.bio"; 1 to 64 letters, digits, '.', '-' and '_' */
    const char *user_id;    /**< filter: the user whose events are wanted; 1 to 19 digits */
    const char *keyword;    /**< filter: 1 to 150 characters */
    const char *direction;  /**< filter: "inbound" or "outbound" */
    const char *tag;        /**< free text that X sends back with each event; 1 to 200 characters */
    const char *webhook_id; /**< 1 to 19 digits */
} pipit_subscription_spec_t;

/** Create a subscription (POST). The answer is a PIPIT_EV_ITEM for pipit_subscription_read().
 *  @param spec the subscription, borrowed. event_type is required. X requires a filter: if none of its members is
 *  given, an empty one is sent.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: `spec` is NULL, event_type is missing, or a member is out of
 *  range. */
pipit_err_t pipit_subscriptions_create(pipit_t *client, const pipit_subscription_spec_t *spec);

/** Get one page of subscriptions (GET). Each is a PIPIT_EV_ITEM for pipit_subscription_read().
 *  @param page which page, of at most PIPIT_SUBSCRIPTIONS_PAGE_MAX; borrowed. NULL: the first page.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: page->max_results is too large, or page->token has no
 *  terminating zero. */
pipit_err_t pipit_subscriptions_list(pipit_t *client, const pipit_page_t *page);

/** Change the tag, the webhook_id or both of a subscription (PUT).
 *  @param id   of the subscription: 1 to 64 letters, digits, '-' and '_'; borrowed.
 *  @param spec tag, webhook_id or both, borrowed. All other members must be NULL, because X cannot change them.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: the id is malformed, `spec` is NULL, neither tag nor
 * webhook_id is given, another member is given, or a member is out of range. */
pipit_err_t pipit_subscriptions_update(pipit_t *client, const char *id, const pipit_subscription_spec_t *spec);

/** Delete subscriptions by id (DELETE). One id is sent as `/{id}`, several as `?ids=`.
 *  @param ids   `count` ids, each 1 to 64 letters, digits, '-' and '_'; borrowed.
 *  @param count at least 1.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: `ids` is NULL, `count` is 0 or more than 2^32 - 1, or an id is
 *  malformed. */
pipit_err_t pipit_subscriptions_delete(pipit_t *client, const char *const *ids, size_t count);

/** A subscription in an answer. The texts are views into the event, valid until the next pipit_next(); absent if X does
 *  not send them. */
typedef struct {
    pipit_str_t id;
    pipit_str_t event_type;
    pipit_str_t tag;
    pipit_str_t webhook_id;
    pipit_str_t created_at; /**< RFC 3339; pipit_time_ms() reads it */
    pipit_str_t updated_at; /**< likewise */
    pipit_str_t user_id;    /**< of the filter, like the next two */
    pipit_str_t keyword;
    pipit_str_t direction;
    bool deleted; /**< this is the answer to a deletion; the texts are absent */
} pipit_subscription_t;

/** The meta object of an answer. A number that X does not send is 0. The text is a view into the event. */
typedef struct {
    pipit_str_t next_token; /**< absent or empty on the last page; pipit_page_next() stores it */
    uint32_t result_count;
    uint32_t total_subscriptions;
} pipit_subscriptions_meta_t;

/** Read an event of a call of this file: pipit_subscription_read() a PIPIT_EV_ITEM, in every form that X sends,
 *  pipit_subscriptions_meta_read() a PIPIT_EV_META. Legal until the next pipit_next(). They do not block.
 *  @param event the event; texts are decoded in place.
 *  @param out   yours, always filled.
 *  @return false if the event is of another kind or its text is not a JSON object; then *out is all zero. */
bool pipit_subscription_read(pipit_event_t *event, pipit_subscription_t *out);
bool pipit_subscriptions_meta_read(pipit_event_t *event, pipit_subscriptions_meta_t *out);

#ifdef __cplusplus
}
#endif

#endif
