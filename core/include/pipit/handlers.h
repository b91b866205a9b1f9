/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_loops
 *  Callbacks: a constant table of functions, each with your `ctx` as first argument. You can use events without them
 *  (client.h). They are called when the engine has returned, so a callback may call any function, pipit_stop()
 *  included, except pipit_next() and pipit_poll() with the same client, which would end the views of the callbacks that
 *  follow. on_disconnect may start the next request.
 *
 *  Order for one line of a stream: on_data, on_tweet, on_includes, on_errors, on_matching_rules, on_response. Those in
 *  the middle are called only if the message has this part; on_response is called for every message. (Tweepy's
 *  streaming client has the same order.) For a line that is not JSON, or has too many tokens: on_data, on_exception;
 *  the stream continues. For a line that is longer than the buffer: on_oversize, or on_exception with PIPIT_E_NO_SPACE
 *  if on_oversize is NULL. So on_exception alone reports every message that could not be delivered.
 *
 *  After pipit_stop() only on_disconnect is called, once; it is always the last callback of a request. */
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

/** A part of a message: a node of a parsed line. Valid until the callback returns. Read it with json.h; `includes` also
 *  with pipit_includes_first(), the entries of `errors` with pipit_problem_read(). */
typedef struct {
    pipit_json_t *json; /**< the whole line; you may decode its texts in place */
    pipit_node_t node;  /**< the value of this member in it */
} pipit_part_t;

/** A whole message. Valid until the callback returns. */
typedef struct {
    pipit_event_t *event;       /**< the PIPIT_EV_LINE */
    pipit_parts_t parts;        /**< where the four parts are in event->json */
    const pipit_tweet_t *tweet; /**< NULL if the line has no Post (no id or no text) */
} pipit_response_t;

/** The table. Yours, borrowed for the call of pipit_dispatch() or pipit_run(). Each entry may be NULL. Everything that
 *  a callback gets a pointer to, or a view of, is valid until it returns. */
typedef struct {
    /** PIPIT_EV_CONNECT: a stream is open. */
    void (*on_connect)(void *ctx, pipit_t *client);
    /** PIPIT_EV_LINE: the line as X sent it, without its line end; not one that is cut off (PIPIT_E_TRUNCATED). */
    void (*on_data)(void *ctx, pipit_t *client, pipit_str_t line);
    /** PIPIT_EV_LINE: its Post, if there is one. */
    void (*on_tweet)(void *ctx, pipit_t *client, const pipit_tweet_t *tweet);
    /** PIPIT_EV_LINE: `includes`, if there is one: users, media and other objects that the Post refers to. */
    void (*on_includes)(void *ctx, pipit_t *client, const pipit_part_t *includes);
    /** PIPIT_EV_LINE: `errors`, if there is one. */
    void (*on_errors)(void *ctx, pipit_t *client, const pipit_part_t *errors);
    /** PIPIT_EV_LINE: `matching_rules`, if there is one. */
    void (*on_matching_rules)(void *ctx, pipit_t *client, const pipit_part_t *matching_rules);
    /** PIPIT_EV_LINE: the whole message. */
    void (*on_response)(void *ctx, pipit_t *client, const pipit_response_t *response);
    /** PIPIT_EV_KEEP_ALIVE: an empty line. */
    void (*on_keep_alive)(void *ctx, pipit_t *client);
    /** PIPIT_EV_OVERSIZE: the beginning of the line, and the length of all of it in bytes. */
    void (*on_oversize)(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes);
    /** PIPIT_EV_LINE with an error: the line, and PIPIT_E_JSON, PIPIT_E_TOKENS, PIPIT_E_DEPTH or PIPIT_E_TRUNCATED.
     *  PIPIT_EV_OVERSIZE if on_oversize is NULL: the beginning of the line, and PIPIT_E_NO_SPACE. */
    void (*on_exception)(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line);
    /** PIPIT_EV_CLOSED: the stream ended in order. */
    void (*on_closed)(void *ctx, pipit_t *client);
    /** PIPIT_EV_CONNECTION_ERROR: the connection failed; `detail` is the platform's number. */
    void (*on_connection_error)(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail);
    /** PIPIT_EV_REQUEST_ERROR: X refused the request. The texts of `problem` are absent if the answer is not JSON. */
    void (*on_request_error)(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem);
    /** PIPIT_EV_RETRY: another attempt follows after wait_ms; `attempt` is the number of failures in a row. */
    void (*on_retry)(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt);
    /** PIPIT_EV_GAP: Posts may be missing that backfill does not bring. */
    void (*on_gap)(void *ctx, pipit_t *client, const pipit_gap_t *gap);
    /** PIPIT_EV_KILL: Pipit asked X to end stale connections; the status of the answer, or the error. */
    void (*on_kill)(void *ctx, pipit_t *client, uint16_t status, pipit_err_t err);
    /** PIPIT_EV_DISCONNECT: the request is over; this is its last callback. */
    void (*on_disconnect)(void *ctx, pipit_t *client, pipit_err_t reason);
} pipit_handlers_t;

/** Call the callbacks of one event. Legal after pipit_next() or pipit_poll() returned true, before the next call of one
 *  of them with this client. Blocks only if a callback does. Events that only calls have (PIPIT_EV_ITEM, _ITEM_ERROR,
 *  _META, _BODY) are ignored: pipit_call_dispatch() (call_handlers.h) is for them.
 *  @param client   the client of the event.
 *  @param event    the event; texts of its json are decoded in place.
 *  @param handlers the table, borrowed for the call.
 *  @param ctx      the first argument of the callbacks; may be NULL. */
void pipit_dispatch(pipit_t *client, pipit_event_t *event, const pipit_handlers_t *handlers, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
