/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  The rules of the filtered stream and of the powerstream: add, delete, get, count (facts 1.4, 2.1, 2.2). To make them
 *  be just those of a list of yours see rules_sync.h. A rules call is a short request on an idle client; to change
 * rules while a stream runs use a second client with its own port and turn both in one loop.
 *
 *  Not there with PIPIT_CFG_CALLS=0 (config.h).
 *
 *  Its events: PIPIT_EV_ITEM for each rule of the answer, PIPIT_EV_ITEM_ERROR for each entry of errors[], PIPIT_EV_META
 *  at most once, in the order X sends them, then PIPIT_EV_DISCONNECT. A rule that was to be added and exists already is
 *  no error: it comes as PIPIT_EV_ITEM with its id, and pipit_rule_t says `existed`. The answer is taken apart while it
 *  arrives, one element an event, so an answer of 2 MB passes through a buffer of 512 bytes; an element longer than the
 *  buffer is PIPIT_EV_OVERSIZE.
 *
 *  The reason of PIPIT_EV_DISCONNECT: PIPIT_OK means X has carried the call out; a rule it refused has had its
 *  PIPIT_EV_ITEM_ERROR, and the summary counts it. PIPIT_E_REFUSED, after PIPIT_EV_REQUEST_ERROR: a 200 without any
 *  result, just errors. Other refusals: PIPIT_EV_REQUEST_ERROR, then the reason. Nothing is repeated but a 429, and
 * that only with config.wait_on_rate_limit. */
#ifndef PIPIT_RULES_H
#define PIPIT_RULES_H

#include "pipit/client.h"
#include "pipit/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The longest rule any plan allows, in characters (facts 2.1). */
#define PIPIT_RULE_MAX_CHARACTERS 2048u
/** The most ids that X takes in one call, and the most rules a page has. */
#define PIPIT_RULES_IDS_MAX 1000u

/** A rule to add. Texts are UTF-8; quotes, backslashes and control characters are escaped by Pipit. */
typedef struct {
    const char *value; /**< the expression, "cat has:images", 1 to 2048 characters */
    const char *tag;   /**< free text that comes back with each matching Post; NULL for none */
} pipit_rule_spec_t;

/** Of all calls here: @param dry_run X checks but changes nothing. Texts, arrays and pages are borrowed until
 *  PIPIT_EV_DISCONNECT. @return PIPIT_OK; PIPIT_E_STATE if a request is running; PIPIT_E_INVALID, pipit_offender() says
 *  what. Nothing blocks. */

/** Add `count` >= 1 rules, POST. X documents no maximum; 100 a call is safe.
 *  Invalid: no rules; an empty, too long or not UTF-8 value or tag. */
pipit_err_t pipit_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count, bool dry_run);

/** Delete `count` >= 1 rules by id, POST; at most 1000 a call are safe. An id is 1 to 19 decimal digits. The answer is
 *  the summary alone, with an error for each id that does not exist. */
pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run);

/** Delete `count` >= 1 rules by their expression, POST. Invalid: as for pipit_rules_add(). */
pipit_err_t pipit_rules_delete_values(pipit_t *client, const char *const *values, size_t count, bool dry_run);

/** Delete all rules of this app, POST. */
pipit_err_t pipit_rules_delete_all(pipit_t *client, bool dry_run);

/** Get a page of all rules, GET. @param page which (page.h), at most 1000 rules; NULL: the first. */
pipit_err_t pipit_rules_list(pipit_t *client, const pipit_page_t *page);

/** Get the rules with these ids, at most 1000, or with `count` 0 the first page of all (`ids` may be NULL then), GET.
 */
pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count);

/** Get how many rules there are and may be, GET: one PIPIT_EV_ITEM for pipit_rules_counts_read(). */
pipit_err_t pipit_rules_count(pipit_t *client);

/** The same for the rules of the powerstream, which has calls, limits and operators of its own (facts 1.4): at most 100
 *  rules a call, deleted by value; X knows no ids in requests, no pages and no dry_run there. The summary of a deletion
 *  has `deleted` and `not_deleted`; X may answer with arrays of the rules instead of their numbers, then all of them
 * have to fit into the buffer and the tokens (else PIPIT_EV_OVERSIZE, or event->err is PIPIT_E_TOKENS). */
pipit_err_t pipit_powerstream_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count);
pipit_err_t pipit_powerstream_rules_delete(pipit_t *client, const pipit_rule_spec_t *rules, size_t count);
pipit_err_t pipit_powerstream_rules_list(pipit_t *client);

/** A rule in an answer; views into the event. */
typedef struct {
    pipit_str_t id; /**< absent where X does not say: some dry runs, the powerstream */
    pipit_str_t value;
    pipit_str_t tag; /**< absent when the rule has none, and when it `existed` */
    bool existed;    /**< it was to be added, and a rule with this value is there already: this is its id */
} pipit_rule_t;

/** Why a rule was refused; views into the event. */
typedef struct {
    pipit_str_t title;    /**< "UnprocessableEntity", "Invalid Request" */
    pipit_str_t type;     /**< the last segment of `type`: "invalid-rules", "rule-cap", "invalid-request" */
    pipit_str_t value;    /**< the rule's expression, absent when X does not say */
    pipit_str_t id;       /**< absent when X does not say */
    pipit_str_t detail;   /**< the first of details[], the message of the first of errors[], detail, or message */
    pipit_node_t details; /**< details[] (or nested errors[]) of event->json for those who want all of it, or none */
} pipit_rule_error_t;

/** The meta object of an answer; absent numbers are 0. */
typedef struct {
    pipit_str_t sent;       /**< X's time, RFC 3339 */
    pipit_str_t next_token; /**< absent or empty on the last page; pipit_page_next() keeps it */
    uint32_t created, not_created, valid, invalid;
    uint32_t deleted, not_deleted;
    uint32_t result_count;
} pipit_rules_summary_t;

/** How many rules there are and may be; absent numbers are 0. */
typedef struct {
    uint64_t cap_per_client_app;
    uint64_t cap_per_project;
    uint64_t project_rules_count;
    uint64_t client_app_id;               /**< this app */
    uint64_t rule_count;                  /**< and its rules */
    pipit_node_t all_project_client_apps; /**< an array for pipit_rules_app_read(), or none */
} pipit_rules_counts_t;

/** One app of a project. */
typedef struct {
    uint64_t client_app_id;
    uint64_t rule_count;
} pipit_rules_app_t;

/** Read a PIPIT_EV_ITEM / _ITEM_ERROR / _META event of a rules call, _counts_ the PIPIT_EV_ITEM of pipit_rules_count().
 *  Texts are decoded in place.
 *  @return false if the event is of another kind or not an object; then *out is zeroed. */
bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out);
bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out);
bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out);
bool pipit_rules_counts_read(const pipit_event_t *event, pipit_rules_counts_t *out);

/** Read an element of all_project_client_apps:
 *  for (n = pipit_json_first(json, counts.all_project_client_apps); n != PIPIT_NODE_NONE;
 *       n = pipit_json_next(json, n)).
 *  @return false if it is no object; then *out is zeroed. */
bool pipit_rules_app_read(const pipit_event_t *event, pipit_node_t node, pipit_rules_app_t *out);

#ifdef __cplusplus
}
#endif

#endif
