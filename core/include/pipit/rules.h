/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  The rules of the filtered stream and of the powerstream: add, delete, list, count. To synchronise the rules with a
 *  list of yours, see rules_sync.h. The following holds for all calls here, and for those of connections.h and
 *  subscriptions.h.
 *
 *  Legal: on a client that runs no request. A call is a short request. To change rules while a stream runs, use a
 *  second client with its own port, and call pipit_poll() for both in one loop. Starting a call does not block.
 *
 *  What you give: `client` is yours. Texts, arrays and pages are borrowed until PIPIT_EV_DISCONNECT; only
 *  pipit_page_next() may change a page before. With `dry_run` X checks the request but changes nothing.
 *
 *  What a function returns: PIPIT_OK: the call was started. PIPIT_E_STATE: a request is running on this client; it
 *  continues. PIPIT_E_INVALID: an argument is wrong, config.bearer_token is missing, or pipit_init() has failed;
 *  pipit_offender() says which. On an error nothing is sent.
 *
 *  Events of a call: PIPIT_EV_ITEM for each rule (or other entry) of the answer, PIPIT_EV_ITEM_ERROR for each entry of
 *  errors[], PIPIT_EV_META at most once, in the order in which X sends them; at the end PIPIT_EV_DISCONNECT. If a rule
 *  that you add exists already, this is not an error: its event is PIPIT_EV_ITEM with the id of the existing rule, and
 *  pipit_rule_t.existed is true. Pipit splits the answer into elements while it arrives, so an answer of 2 MB needs
 *  only a buffer of 512 bytes. An element longer than the buffer is PIPIT_EV_OVERSIZE. With config.result
 *  PIPIT_RESULT_RAW the answer is delivered in pieces as PIPIT_EV_BODY instead.
 *
 *  The reason in PIPIT_EV_DISCONNECT: PIPIT_OK: X has executed the call; each rule that X refused had its
 *  PIPIT_EV_ITEM_ERROR, and the summary counts it. PIPIT_E_REFUSED: X answered 2xx with errors and no result. Before
 *  PIPIT_E_REFUSED and every other refusal of the whole call there is a PIPIT_EV_REQUEST_ERROR. Pipit does not repeat a
 *  call, except after a 429 if config.wait_on_rate_limit is set.
 *
 *  Sources: the OpenAPI description of X API v2; for the powerstream, X's documentation. */
#ifndef PIPIT_RULES_H
#define PIPIT_RULES_H

#include "pipit/client.h"
#include "pipit/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The longest rule that a plan of X allows, in characters. */
#define PIPIT_RULE_MAX_CHARACTERS 2048u
/** The most ids in one call, and the most rules in one page. */
#define PIPIT_RULES_IDS_MAX 1000u
/** The most rules of the powerstream in one call. */
#define PIPIT_POWERSTREAM_RULES_MAX 100u

/** A rule to add: zero-terminated texts in UTF-8. Pipit escapes quotes, backslashes and control characters. */
typedef struct {
    const char *value; /**< the expression, for example "cat has:images"; 1 to 2048 characters */
    const char *tag;   /**< free text that X sends back with each matching Post; NULL: none */
} pipit_rule_spec_t;

/** Add rules (POST).
 *  @param rules `count` rules, borrowed.
 *  @param count at least 1. X documents no maximum; 100 are safe.
 *  @return see the top of this file. PIPIT_E_INVALID also: `rules` is NULL, `count` is 0 or more than 2^32 - 1; a value
 *  is missing, empty, longer than 2048 characters, or not UTF-8; a tag is not UTF-8. */
pipit_err_t pipit_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count, bool dry_run);

/** Delete rules by id (POST). The answer has no items: it is the summary (PIPIT_EV_META), with PIPIT_EV_ITEM_ERROR for
 *  an id that does not exist.
 *  @param ids   `count` ids, each 1 to 19 decimal digits; borrowed.
 *  @param count 1 to PIPIT_RULES_IDS_MAX.
 *  @return see the top of this file. PIPIT_E_INVALID also: `ids` is NULL, `count` is out of range, or an id is
 *  malformed. */
pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run);

/** Delete rules by their expression (POST). The answer is that of pipit_rules_delete().
 *  @param values `count` expressions, borrowed.
 *  @param count  at least 1.
 *  @return see the top of this file. PIPIT_E_INVALID as in pipit_rules_add(). */
pipit_err_t pipit_rules_delete_values(pipit_t *client, const char *const *values, size_t count, bool dry_run);

/** Delete all rules of this app (POST). The answer is that of pipit_rules_delete(). */
pipit_err_t pipit_rules_delete_all(pipit_t *client, bool dry_run);

/** Get one page of all rules (GET).
 *  @param page which page, of at most PIPIT_RULES_IDS_MAX rules; borrowed. NULL: the first page.
 *  @return see the top of this file. PIPIT_E_INVALID also: page->max_results is too large, or page->token has no
 *  terminating zero. */
pipit_err_t pipit_rules_list(pipit_t *client, const pipit_page_t *page);

/** Get the rules with these ids (GET).
 *  @param ids   `count` ids, each 1 to 19 decimal digits; borrowed. May be NULL if `count` is 0.
 *  @param count at most PIPIT_RULES_IDS_MAX; 0: the first page of all rules.
 *  @return see the top of this file. PIPIT_E_INVALID as in pipit_rules_delete(). */
pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count);

/** Get the number of rules and the limits of the plan (GET). The answer is one PIPIT_EV_ITEM for
 *  pipit_rules_counts_read(). */
pipit_err_t pipit_rules_count(pipit_t *client);

/** Add, delete and list the rules of the powerstream. They are separate from those of the filtered stream and have
 *  their own limits and operators: X takes at most PIPIT_POWERSTREAM_RULES_MAX rules in a call, deletes by
 *  value, and has no ids in requests, no pages and no dry_run. The summary of a deletion has `deleted` and
 * `not_deleted`. X may send arrays of the rules instead of these numbers; then all of them must fit into the receive
 * buffer and the tokens, or the event is PIPIT_EV_OVERSIZE, or PIPIT_EV_META with the err PIPIT_E_TOKENS.
 *
 *  `rules` and `count` are as in pipit_rules_add(), and so are the errors; PIPIT_E_INVALID also: `count` is more than
 *  PIPIT_POWERSTREAM_RULES_MAX. */
pipit_err_t pipit_powerstream_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count);
pipit_err_t pipit_powerstream_rules_delete(pipit_t *client, const pipit_rule_spec_t *rules, size_t count);
pipit_err_t pipit_powerstream_rules_list(pipit_t *client);

/** A rule in an answer. The texts are views into the event, valid until the next pipit_next(). */
typedef struct {
    pipit_str_t id; /**< absent if X does not send it: in some dry runs, and for the powerstream */
    pipit_str_t value;
    pipit_str_t tag; /**< absent if the rule has none, and if `existed` is true */
    bool existed;    /**< the rule was to be added, but a rule with this value existed already; `id` is its id */
} pipit_rule_t;

/** Why X refused a rule. The texts are views into the event, valid until the next pipit_next(). */
typedef struct {
    pipit_str_t title;    /**< "UnprocessableEntity", "Invalid Request" */
    pipit_str_t type;     /**< the last segment of `type`: "invalid-rules", "rule-cap", "invalid-request" */
    pipit_str_t value;    /**< the rule's expression; absent if X does not send it */
    pipit_str_t id;       /**< absent if X does not send it */
    pipit_str_t detail;   /**< the first that is there: first of details[], message of the first of errors[], detail,
                               message */
    pipit_node_t details; /**< the array details[], or else the nested errors[], in event->json; or PIPIT_NODE_NONE */
} pipit_rule_error_t;

/** The meta object of an answer. A number that X does not send is 0. The texts are views into the event. */
typedef struct {
    pipit_str_t sent;       /**< X's time (RFC 3339); pipit_time_ms() reads it */
    pipit_str_t next_token; /**< absent or empty on the last page; pipit_page_next() stores it */
    uint32_t created, not_created, valid, invalid;
    uint32_t deleted, not_deleted;
    uint32_t result_count;
} pipit_rules_summary_t;

/** The number of rules and the limits of the plan. A number that X does not send is 0. */
typedef struct {
    uint64_t cap_per_client_app;
    uint64_t cap_per_project;
    uint64_t project_rules_count;
    uint64_t client_app_id;               /**< the id of this app */
    uint64_t rule_count;                  /**< how many rules this app has */
    pipit_node_t all_project_client_apps; /**< an array for pipit_rules_app_read(), or PIPIT_NODE_NONE */
} pipit_rules_counts_t;

/** One app of a project, and how many rules it has. */
typedef struct {
    uint64_t client_app_id;
    uint64_t rule_count;
} pipit_rules_app_t;

/** Read an event of a rules call: pipit_rule_read() a PIPIT_EV_ITEM, pipit_rule_error_read() a PIPIT_EV_ITEM_ERROR,
 *  pipit_rules_summary_read() a PIPIT_EV_META, pipit_rules_counts_read() the PIPIT_EV_ITEM of pipit_rules_count().
 *  Legal until the next pipit_next(). They do not block.
 *  @param event the event; texts are decoded in place.
 *  @param out   yours, always filled.
 *  @return false if the event is of another kind or its text is not a JSON object; then *out is all zero, and
 *  all_project_client_apps is PIPIT_NODE_NONE. */
bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out);
bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out);
bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out);
bool pipit_rules_counts_read(const pipit_event_t *event, pipit_rules_counts_t *out);

/** Read one element of all_project_client_apps. Legal until the next pipit_next(). Loop over the array with
 *  for (n = pipit_json_first(json, counts.all_project_client_apps); n != PIPIT_NODE_NONE;
 *       n = pipit_json_next(json, n)).
 *  @param event the event that `counts` was read from.
 *  @param node  the element.
 *  @param out   yours, always filled.
 *  @return false if the element is not an object; then *out is zero. */
bool pipit_rules_app_read(const pipit_event_t *event, pipit_node_t node, pipit_rules_app_t *out);

#ifdef __cplusplus
}
#endif

#endif
