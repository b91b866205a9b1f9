/* SPDX-License-Identifier: MIT */
/** @file
 *  Pipit: real-time streams from the X API v2 in constant memory. Include this one file.
 *
 *      types.h    views of text, error numbers            port.h     the six functions that do I/O
 *      client.h   the engine: one buffer, one event a call  loop.h   the pump over a port, and pipit_run()
 *      stream.h   filter, sample                          rules.h    add, delete, get rules
 *      message.h  Post, parts, matching rules             problem.h  how X says no
 *      handlers.h callbacks                               json.h http.h backoff.h  usable alone
 *
 *  Conventions. Nothing allocates, blocks (but port->wait and pipit_run), or keeps global state. Memory is the
 *  caller's; structures are visible so that you can place them, their members are private unless documented. Functions
 *  return PIPIT_OK or a negative pipit_err_t; what a peer does wrong is always such a value, a broken promise of the
 *  caller's is a PIPIT_ASSERT. Pointers must not be NULL unless a declaration allows it. A zeroed configuration field
 *  means its default. Text is UTF-8. "facts" in comments are the project's notes on X's behaviour on the wire. */
#ifndef PIPIT_PIPIT_H
#define PIPIT_PIPIT_H

#include "pipit/backoff.h"
#include "pipit/client.h"
#include "pipit/config.h"
#include "pipit/handlers.h"
#include "pipit/http.h"
#include "pipit/json.h"
#include "pipit/loop.h"
#include "pipit/message.h"
#include "pipit/port.h"
#include "pipit/problem.h"
#include "pipit/rules.h"
#include "pipit/stream.h"
#include "pipit/types.h"
#include "pipit/version.h"

#endif
