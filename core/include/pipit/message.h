/* SPDX-License-Identifier: MIT */
/** @file
 *  What one line of a stream says (facts 5.2): typed views into a PIPIT_EV_LINE event, without copies. Everything else
 *  of the message is found with pipit_json_find(&event->json, PIPIT_NODE_ROOT, "data.public_metrics.like_count"). The
 *  names of X's members ("data", "id") are compared as they stand: X does not escape them. */
#ifndef PIPIT_MESSAGE_H
#define PIPIT_MESSAGE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The Post in `data`. Texts are decoded in place; a text still has X's HTML entities (&amp; &lt; &gt;). */
typedef struct {
    pipit_str_t id; /**< decimal digits */
    pipit_str_t text;
    pipit_str_t author_id;  /**< absent unless asked for */
    pipit_str_t created_at; /**< RFC 3339; absent unless asked for */
    uint64_t id_number;     /**< the id as a number; 0 if it is none */
    pipit_node_t node;      /**< `data` in event->json */
} pipit_tweet_t;

/** One entry of `matching_rules`: the rule that made X send this Post. */
typedef struct {
    pipit_str_t id;     /**< decimal digits, whether X sent a number or a string */
    pipit_str_t tag;    /**< absent for null or missing, empty for "" */
    uint64_t id_number; /**< the id as a number; 0 if it is none */
} pipit_matching_rule_t;

/** The four parts of a message; PIPIT_NODE_NONE for a part that is not there. */
typedef struct {
    pipit_node_t data;
    pipit_node_t includes;
    pipit_node_t errors;
    pipit_node_t matching_rules;
} pipit_parts_t;

/** Which parts does this line have? All absent for a line that is not a JSON object. */
void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out);

/** The Post of a line. @return false if `data` is not an object with an id (a keep-alive, a notice, another kind of
 *  message); then *out is zeroed. */
bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out);

/** The matching rule at `node`, an element of `matching_rules` found with pipit_json_first() and pipit_json_next().
 *  @return false if it is not an object; then *out is zeroed. */
bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out);

#ifdef __cplusplus
}
#endif

#endif
