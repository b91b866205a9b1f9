/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  Pipit: real-time streams from the X API v2 in constant memory. This file includes all public headers of the core.
 *
 *      types.h          views of text, error numbers
 *      config.h         options at compile time
 *      version.h        the version
 *      port.h           the porting layer: six functions that do all I/O
 *      client.h         the engine: one request in one buffer, one event for each call
 *      loop.h           pipit_poll() and pipit_run(): the engine over a port
 *      group.h          several clients in one loop
 *      handlers.h       callbacks for streams, and for what streams and calls have in common
 *      call_handlers.h  callbacks for calls
 *      endpoint.h       X's streams by name, or any path
 *      stream.h         start a stream; its parameters
 *      recovery.h       recover what an interruption has cost: backfill, gaps, stale connections
 *      replay.h         the time range of a replay
 *      fields.h         lists of X's names that the compiler checks
 *      select.h         keep only the members you need, so that a small buffer is enough
 *      seen.h           a filter against duplicates
 *      rules.h          add, delete, list and count rules
 *      rules_sync.h     synchronise X's rules with a list
 *      connections.h    list and end connections
 *      subscriptions.h  subscriptions for the activity stream
 *      page.h           lists in pages
 *      token.h          a bearer token from key and secret
 *      message.h        Posts, likes and the objects around them
 *      compliance.h     events of the compliance and label streams
 *      activity.h       events of the activity stream
 *      problem.h        X's error answers
 *      text.h           times, parts of a text, HTML escapes
 *      json.h http.h backoff.h   can be used without the rest of Pipit
 *
 *  Rules for all headers:
 *  - No function allocates memory or keeps global state. No function blocks, except those that sleep in a port's wait:
 *    pipit_run(), pipit_group_run() and pipit_rules_sync_run().
 *  - You own all memory. Structures are public so that you can place them; their members are private unless a comment
 *    documents them.
 *  - Functions return PIPIT_OK or a negative pipit_err_t. A fault of the peer is always such a value.
 *  - A wrong call is answered where one comparison sees it, and the comment of the function says so: PIPIT_E_INVALID
 * for what a request is made of (configuration, endpoint, lists, paths, rules, ids, texts), before anything is sent;
 *    PIPIT_E_STATE for what is not legal now. Every other wrong call is a PIPIT_ASSERT (config.h): with
 *    PIPIT_CFG_ASSERT 1 it stops the program on the spot; with 0 it costs no code, and what happens is undefined.
 *  - A pointer must not be NULL unless its comment allows it or gives an error for it: that is a PIPIT_ASSERT. So is a
 *    client that was zeroed but never given to pipit_init(), where no error is given for it.
 *  - Words for memory: "yours": you own it. "copied": Pipit does not need it after the call. "borrowed": Pipit keeps a
 *    pointer; keep the memory valid and unchanged until the time that the comment gives. "view": a pipit_str_t.
 *  - A configuration field of 0 or NULL means its default.
 *  - Text is UTF-8.
 *  - "Enterprise" in a comment: X offers this only to apps with an Enterprise plan. */
#ifndef PIPIT_PIPIT_H
#define PIPIT_PIPIT_H

#include "pipit/activity.h"
#include "pipit/backoff.h"
#include "pipit/call_handlers.h"
#include "pipit/client.h"
#include "pipit/compliance.h"
#include "pipit/config.h"
#include "pipit/connections.h"
#include "pipit/endpoint.h"
#include "pipit/fields.h"
#include "pipit/group.h"
#include "pipit/handlers.h"
#include "pipit/http.h"
#include "pipit/json.h"
#include "pipit/loop.h"
#include "pipit/message.h"
#include "pipit/page.h"
#include "pipit/port.h"
#include "pipit/problem.h"
#include "pipit/recovery.h"
#include "pipit/replay.h"
#include "pipit/rules.h"
#include "pipit/rules_sync.h"
#include "pipit/seen.h"
#include "pipit/select.h"
#include "pipit/stream.h"
#include "pipit/subscriptions.h"
#include "pipit/text.h"
#include "pipit/token.h"
#include "pipit/types.h"
#include "pipit/version.h"

#endif
