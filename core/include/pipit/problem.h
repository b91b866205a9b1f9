/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Readers for X's problem objects, which are the body of an error answer or a message inside a stream, in all forms
 *  that X uses. The top of message.h says what holds for all readers.
 *
 *  Sources: X's documentation of errors and of disconnections, and error answers that were observed. */
#ifndef PIPIT_PROBLEM_H
#define PIPIT_PROBLEM_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A problem. The texts are views into the parsed text; absent if X does not send them. */
typedef struct {
    pipit_str_t type;  /**< the last segment of `type`: "usage-capped", "streaming-connection", "about:blank" */
    pipit_str_t title; /**< with PIPIT_E_NOT_X: the title of the page, if one came */
    pipit_str_t detail;
    pipit_str_t message;    /**< X sends it in errors[0] or in an older `error` object */
    pipit_str_t reset_date; /**< with PIPIT_E_SPEND_CAP: "YYYY-MM-DD", the first day after the limit */
    pipit_str_t issue;      /**< connection_issue, disconnect_type or reason: for example "TooManyConnections" */
} pipit_problem_t;

/** Read a problem: that of a PIPIT_EV_REQUEST_ERROR, of a PIPIT_EV_LINE with `notice`, or an entry of errors[]. A
 *  member that the object does not have is taken from its errors[0], or else from its object `error`.
 *  @param json the parsed text; texts are decoded in place.
 *  @param node the object; PIPIT_NODE_ROOT for the whole text.
 *  @param out  yours, always filled. */
void pipit_problem_read(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out);

/** Tell whether a line of a stream is X's notice that the stream ends. Call it only for a line without `data`: an error
 *  beside `data` is a partial error of a good Post. Pipit itself does this for each line: see event->notice.
 *  @param json the parsed line. It is not changed.
 *  @return true for every form of notice that X documents or that was observed. */
bool pipit_problem_is_notice(const pipit_json_t *json);

/** Get the error for an HTTP status and the body of the answer.
 *  @param status the status, other than 200.
 *  @param json   the parsed body; json->count is 0 if there is none. It is not changed.
 *  @return The first that fits:
 *  - What the body says in `type`, `title`, connection_issue or disconnect_type, at its top or in errors[], with any
 *    status: PIPIT_E_CREDITS, PIPIT_E_SPEND_CAP, PIPIT_E_USAGE_CAP, PIPIT_E_RULE_CAP, PIPIT_E_NO_RULES,
 *    PIPIT_E_PROVISIONING.
 *  - A body that is neither empty nor an object nor X's "Rate limit exceeded": PIPIT_E_NOT_X.
 *  - 5xx: PIPIT_E_SERVER.
 *  - 420 and 429: PIPIT_E_TOO_MANY_CONNECTIONS if the body is about the connection, else PIPIT_E_RATE_LIMIT.
 *  - 401: PIPIT_E_AUTH. 402: PIPIT_E_CREDITS. 403: PIPIT_E_FORBIDDEN. 404 and 410: PIPIT_E_NOT_FOUND. 408 and 425:
 *    PIPIT_E_STATUS. Other 4xx: PIPIT_E_BAD_REQUEST; but a stream with rules takes a 409 as PIPIT_E_NO_RULES.
 *  - Other statuses: PIPIT_E_STATUS. */
pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json);

#ifdef __cplusplus
}
#endif

#endif
