/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Callbacks for the events that only calls have: rules, connections, subscriptions, pieces of a body. The callbacks
 *  for events that calls and streams have (on_retry, on_request_error, on_connection_error, on_disconnect) are in
 *  pipit_handlers_t. There are two tables so that a program that only streams does not link the readers of rules. */
#ifndef PIPIT_CALL_HANDLERS_H
#define PIPIT_CALL_HANDLERS_H

#include "pipit/client.h"
#include "pipit/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The table, yours, borrowed for the call of pipit_call_dispatch(). Each entry may be NULL. Everything that a callback
 *  gets a pointer to, or a view of, is valid until it returns. */
typedef struct {
    /** PIPIT_EV_ITEM of a call for rules: a rule in X's answer. */
    void (*on_rule)(void *ctx, pipit_t *client, const pipit_rule_t *rule);
    /** PIPIT_EV_ITEM_ERROR of a call for rules: an error in X's answer, about one rule in most cases. */
    void (*on_rule_error)(void *ctx, pipit_t *client, const pipit_rule_error_t *error);
    /** PIPIT_EV_META of a call for rules. */
    void (*on_rules_summary)(void *ctx, pipit_t *client, const pipit_rules_summary_t *summary);
    /** PIPIT_EV_ITEM, PIPIT_EV_ITEM_ERROR or PIPIT_EV_META of any other call: see event->kind. */
    void (*on_item)(void *ctx, pipit_t *client, pipit_event_t *event);
    /** PIPIT_EV_BODY: a piece of the body, with PIPIT_RESULT_RAW. */
    void (*on_body)(void *ctx, pipit_t *client, uint16_t status, pipit_str_t piece);
} pipit_call_handlers_t;

/** Call the callback of one event of a call. Legal after pipit_next() or pipit_poll() returned true. After pipit_stop()
 *  it calls none. Blocks only if a callback does; a callback may call the same functions as in pipit_dispatch().
 *  @param client   the client of the event.
 *  @param event    the event; texts of its json are decoded in place.
 *  @param handlers the table, borrowed for the call.
 *  @param ctx      the first argument of the callbacks; may be NULL.
 *  @return true: this table is for events of this kind. false: give the event to pipit_dispatch(). */
bool pipit_call_dispatch(pipit_t *client, pipit_event_t *event, const pipit_call_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
