/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  Pipit: real-time streams from the X API v2 in constant memory. Include this one file.
 *
 *      types.h    views of text, error numbers            port.h     the six functions that do I/O
 *      client.h   the engine: one buffer, one event a call  loop.h   the pump over a port, and pipit_run()
 *      endpoint.h X's streams by name, any path           stream.h   what to ask of a stream, replays, backfill
 *      fields.h   names that the compiler checks         select.h   only the members you want, in a few hundred bytes
 *      rules.h    add, delete, get rules                  rules_sync.h  make X's rules be those of a list
 *      connections.h  list and end connections            subscriptions.h  to activity
 *      page.h     lists in pages                          token.h    a bearer token from key and secret
 *      message.h  Posts, likes and what comes with them   problem.h  how X says no
 *      compliance.h activity.h  events of these streams   text.h     times, entities, HTML
 *      handlers.h callbacks                               json.h http.h backoff.h  usable alone
 *
 *  Conventions. Nothing allocates, blocks (but port->wait and pipit_run), or keeps global state. Memory is the
 *  caller's; structures are visible so that you can place them, their members are private unless documented. Functions
 *  return PIPIT_OK or a negative pipit_err_t; what a peer does wrong is always such a value, a broken promise of the
 *  caller's is a PIPIT_ASSERT. Pointers must not be NULL unless a declaration allows it. A zeroed configuration field
 *  means its default. Text is UTF-8. "facts" in comments are the project's notes on X's behaviour on the wire. */
#ifndef PIPIT_PIPIT_H
#define PIPIT_PIPIT_H

#include "pipit/activity.h"
#include "pipit/backoff.h"
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
