/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  How X says no: problem objects in answers and inside streams (facts 3.4, 3.6), in all their shapes. */
#ifndef PIPIT_PROBLEM_H
#define PIPIT_PROBLEM_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A problem; views into the JSON text it was read from, decoded in place; absent where X says nothing. */
typedef struct {
    pipit_str_t type; /**< the last segment of `type`: "usage-capped", "streaming-connection", "about:blank" */
    pipit_str_t title;
    pipit_str_t detail;
    pipit_str_t message; /**< of the first entry of errors[], or of a legacy `error` object */
    pipit_str_t issue;   /**< connection_issue, disconnect_type or reason: "TooManyConnections" */
} pipit_problem_t;

/** Read the problem of a PIPIT_EV_REQUEST_ERROR, of a PIPIT_EV_LINE with `notice`, or of any entry of errors[]:
 *  `node` is the object, PIPIT_NODE_ROOT for the whole text. Where the object itself says nothing its errors[0] is
 *  asked. Always fills *out. */
void pipit_problem_read(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out);

/** Is this line of a stream, which has no `data`, X's announcement that the stream ends? Every shape of facts 3.4. (An
 *  error beside `data` is a partial error on a good Post, whatever it says.) */
bool pipit_problem_is_notice(const pipit_json_t *json);

/** The error that an HTTP status and its body mean: PIPIT_E_USAGE_CAP, PIPIT_E_TOO_MANY_CONNECTIONS, ...
 *  @param json the body, json->count 0 if there is none. */
pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json);

#ifdef __cplusplus
}
#endif

#endif
