/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Callbacks for what only calls bring: rules, connections, subscriptions, pieces of a body. What calls and streams
 * have in common (on_retry, on_request_error, on_connection_error, on_disconnect) stands in pipit_handlers_t. They are
 * two tables so that a program that only streams does not carry the readers of rules. */
#ifndef PIPIT_CALL_HANDLERS_H
#define PIPIT_CALL_HANDLERS_H

#include "pipit/client.h"
#include "pipit/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The table; each entry is optional. Views given to a callback live until it returns. */
typedef struct {
    void (*on_rule)(void *ctx, pipit_t *client, const pipit_rule_t *rule);
    void (*on_rule_error)(void *ctx, pipit_t *client, const pipit_rule_error_t *error);
    void (*on_rules_summary)(void *ctx, pipit_t *client, const pipit_rules_summary_t *summary);
    void (*on_item)(void *ctx, pipit_t *client, pipit_event_t *event); /**< an item, entry of errors[] or meta of a call
                                                                            that is not about rules */
    void (*on_body)(void *ctx, pipit_t *client, uint16_t status, pipit_str_t piece); /**< with PIPIT_RESULT_RAW */
} pipit_call_handlers_t;

/** Turn an event of a call into its callback. Call it right after pipit_next() or pipit_poll() returned true; after
 *  pipit_stop() no callback is called. The callback may call anything, as in pipit_dispatch().
 *  @return true if the event is of a kind of this table; false if it is another one's: give it to pipit_dispatch(). */
bool pipit_call_dispatch(pipit_t *client, pipit_event_t *event, const pipit_call_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
