/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Callbacks, for those who like them: a constant table, each entry optional, each with your `ctx`. They run after the
 *  engine has returned, so anything may be called inside, pipit_stop() and a new start in on_disconnect included.
 *
 *  Order for one line (facts 6.4): on_data, on_tweet, on_includes, on_errors, on_matching_rules, on_response; each part
 *  only if it is there, on_response always. A line that is not JSON, or has too many tokens: on_data, on_exception; the
 *  stream goes on. A message longer than the buffer: on_oversize, or on_exception with PIPIT_E_NO_SPACE where there is
 *  no on_oversize. So a program with on_exception hears of each message that it does not get.
 *
 *  After pipit_stop() only on_disconnect follows, exactly once, last. */
#ifndef PIPIT_HANDLERS_H
#define PIPIT_HANDLERS_H

#include "pipit/client.h"
#include "pipit/message.h"
#include "pipit/problem.h"
#include "pipit/recovery.h"
#include "pipit/stream.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A part of a message: a node in a parsed line. */
typedef struct {
    pipit_json_t *json;
    pipit_node_t node;
} pipit_part_t;

/** The whole message, after its parts. */
typedef struct {
    pipit_event_t *event;
    pipit_parts_t parts;
    const pipit_tweet_t *tweet; /**< NULL if the line carried no Post */
} pipit_response_t;

/** The table. Views given to a callback live until it returns. */
typedef struct {
    void (*on_connect)(void *ctx, pipit_t *client);
    void (*on_data)(void *ctx, pipit_t *client, pipit_str_t line); /**< the raw line, without its line end */
    void (*on_tweet)(void *ctx, pipit_t *client, const pipit_tweet_t *tweet);
    void (*on_includes)(void *ctx, pipit_t *client, const pipit_part_t *includes);
    void (*on_errors)(void *ctx, pipit_t *client, const pipit_part_t *errors);
    void (*on_matching_rules)(void *ctx, pipit_t *client, const pipit_part_t *matching_rules);
    void (*on_response)(void *ctx, pipit_t *client, const pipit_response_t *response);
    void (*on_keep_alive)(void *ctx, pipit_t *client);
    void (*on_oversize)(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes);
    void (*on_exception)(void *ctx, pipit_t *client, pipit_err_t err,
                         pipit_str_t line); /**< err: PIPIT_E_JSON, _TOKENS, _NO_SPACE (the beginning of the line) */
    void (*on_closed)(void *ctx, pipit_t *client);
    void (*on_connection_error)(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail);
    void (*on_request_error)(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem);
    void (*on_retry)(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt);
    void (*on_gap)(void *ctx, pipit_t *client, const pipit_gap_t *gap); /**< more is missing than backfill brings */
    void (*on_kill)(void *ctx, pipit_t *client, uint16_t status, pipit_err_t err); /**< pipit_recovery_t.kill_stale */
    void (*on_disconnect)(void *ctx, pipit_t *client, pipit_err_t reason);
} pipit_handlers_t;

/** Turn one event into its callbacks. Call it right after pipit_next() or pipit_poll() returned true. What only calls
 * bring is pipit_call_dispatch()'s (call_handlers.h); here it is passed over. */
void pipit_dispatch(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
