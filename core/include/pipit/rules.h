/* SPDX-License-Identifier: MIT */
/** @file
 *  The rules of the filtered stream: add, delete, get (facts 2.1, 2.2). A rules call is a short request on an idle
 *  client; to change rules while a stream runs use a second client with its own port and turn both in one loop.
 *
 *  Not there with PIPIT_CFG_RULES=0 (config.h).
 *
 *  Its events: PIPIT_EV_RULE for each rule of the answer, PIPIT_EV_RULE_ERROR for each rule refused,
 * PIPIT_EV_RULES_META once, then PIPIT_EV_DISCONNECT with PIPIT_OK. The answer is taken apart while it arrives, one
 * element an event, so an answer of 80 KB passes through a buffer of 1 KB. A refused call gives PIPIT_EV_REQUEST_ERROR
 * and PIPIT_EV_DISCONNECT with the reason; nothing is repeated but a 429, and that only with config.wait_on_rate_limit.
 */
#ifndef PIPIT_RULES_H
#define PIPIT_RULES_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The longest rule any plan allows, in characters (facts 2.1). */
#define PIPIT_RULE_MAX_CHARACTERS 2048u

/** A rule to add. Texts are UTF-8; quotes, backslashes and control characters are escaped by Pipit. */
typedef struct {
    const char *value; /**< the expression, "cat has:images", 1 to 2048 characters */
    const char *tag;   /**< free text that comes back with each matching Post; NULL for none */
} pipit_rule_spec_t;

/** Add `count` >= 1 rules, POST. Identical rules that exist already come back as PIPIT_EV_RULE_ERROR "DuplicateRule"
 *  with the id of the existing one. X documents no maximum; 100 a call is safe.
 *  @param dry_run X checks but changes nothing.
 *  `rules` and its texts are borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID (no rules; an empty, too long or not UTF-8 value or tag). */
pipit_err_t pipit_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count, bool dry_run);

/** Delete `count` >= 1 rules by id, POST; at most 1000 a call are safe. An id is 1 to 19 decimal digits.
 *  Borrowing and errors as pipit_rules_add(). */
pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run);

/** Get the rules with these ids, or all of them with `count` 0 (`ids` may be NULL then), GET.
 *  X gives at most 1000 a page; pipit_rules_summary_t.next_token tells that there are more. */
pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count);

/** A rule in an answer; views into the event. */
typedef struct {
    pipit_str_t id;
    pipit_str_t value;
    pipit_str_t tag; /**< absent when the rule has none */
} pipit_rule_t;

/** Why a rule was refused; views into the event. */
typedef struct {
    pipit_str_t title;    /**< "DuplicateRule", "UnprocessableEntity", "Invalid Request" */
    pipit_str_t type;     /**< the last segment of `type`: "duplicate-rules", "invalid-rules" */
    pipit_str_t value;    /**< the rule's expression, absent when X does not say */
    pipit_str_t id;       /**< of the existing rule, for a duplicate */
    pipit_str_t detail;   /**< the first of details[], or detail, or the first nested message */
    pipit_node_t details; /**< details[] (or nested errors[]) of event->json for those who want all of it, or none */
} pipit_rule_error_t;

/** The meta object of an answer; absent numbers are 0. */
typedef struct {
    pipit_str_t sent;       /**< X's time, RFC 3339 */
    pipit_str_t next_token; /**< absent on the last page */
    uint32_t created, not_created, valid, invalid;
    uint32_t deleted, not_deleted;
    uint32_t result_count;
} pipit_rules_summary_t;

/** Read a PIPIT_EV_RULE / _RULE_ERROR / _RULES_META event. Texts are decoded in place.
 *  @return false if the event is of another kind or not an object; then *out is zeroed. */
bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out);
bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out);
bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out);

#ifdef __cplusplus
}
#endif

#endif
