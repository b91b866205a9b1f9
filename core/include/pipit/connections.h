/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  List and end the connections that X counts for this app. The top of rules.h says what holds for all calls: when they
 *  are legal, what is borrowed, the results, events and reasons. A stream that gets TooManyConnections can end the
 *  stale connections by itself: see pipit_recovery_t.kill_stale.
 *
 *  Source: X's documentation of the Connections API and the OpenAPI description of X API v2.
 * */
#ifndef PIPIT_CONNECTIONS_H
#define PIPIT_CONNECTIONS_H

#include "pipit/client.h"
#include "pipit/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most ids for pipit_connections_kill(), and the most connections in a page of the list. */
#define PIPIT_CONNECTIONS_MAX 100u

/** All fields of a connection. */
#define PIPIT_ALL_CONNECTION_FIELDS "client_ip,connected_at,disconnect_reason,disconnected_at,endpoint_name,id"

/** Which connections to list. A member that is NULL is not sent. */
typedef struct {
    const char *status;    /**< "active" (X's default), "inactive" or "all" */
    const char *endpoints; /**< names of endpoints (pipit_endpoint_t.connections_id), joined by commas */
    const char *fields;    /**< connection.fields, joined by commas: for example PIPIT_ALL_CONNECTION_FIELDS */
} pipit_connections_query_t;

/** Get one page of connections (GET). Each is a PIPIT_EV_ITEM for pipit_connection_read().
 *  @param query which; the structure and its texts are borrowed. NULL: the active ones, with all fields.
 *  @param page  which page, of at most PIPIT_CONNECTIONS_MAX (X's default is 10); borrowed. NULL: the first page.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: another status; a list that has an empty or repeated name, or
 *  a character that no name has; page->max_results too large, or page->token without a terminating zero. */
pipit_err_t pipit_connections_list(pipit_t *client, const pipit_connections_query_t *query, const pipit_page_t *page);

/** End connections (DELETE): all of this app, those of one endpoint, or those with these ids. The answer is one
 *  PIPIT_EV_ITEM for pipit_kills_read(). It has about 110 bytes for each connection; if it is longer than the receive
 *  buffer, the event is PIPIT_EV_OVERSIZE.
 *
 *  `endpoint` is only read; its connections_id is borrowed. `uuids` are 1 to PIPIT_CONNECTIONS_MAX (`count`) ids as the
 *  list returns them, borrowed.
 *  @return see the top of rules.h. PIPIT_E_INVALID also: `endpoint` is NULL, or has no connections_id as endpoint.h
 * says; `uuids` is NULL, `count` is out of range, or an id is not 1 to 64 letters, digits, '-' and '_'. */
pipit_err_t pipit_connections_kill_all(pipit_t *client);
pipit_err_t pipit_connections_kill_endpoint(pipit_t *client, const pipit_endpoint_t *endpoint);
pipit_err_t pipit_connections_kill(pipit_t *client, const char *const *uuids, size_t count);

/** A connection. The texts are views into the event, valid until the next pipit_next(); absent if not sent. */
typedef struct {
    pipit_str_t id;
    pipit_str_t endpoint_name;
    pipit_str_t client_ip;
    pipit_str_t connected_at;      /**< RFC 3339; pipit_time_ms() reads it */
    pipit_str_t disconnected_at;   /**< for a connection that has ended */
    pipit_str_t disconnect_reason; /**< for example "operator_disconnect" */
} pipit_connection_t;

/** The answer to a request to end connections. X sends numbers and results, or only that the request was attempted. */
typedef struct {
    uint32_t successful_kills;
    uint32_t failed_kills;
    bool attempted;       /**< X says only that it was attempted; the numbers are then 0 */
    pipit_node_t results; /**< an array for pipit_kill_read(), or PIPIT_NODE_NONE */
} pipit_kills_t;

/** The result for one connection. The texts are views into the event, valid until the next pipit_next(). */
typedef struct {
    pipit_str_t uuid;
    pipit_str_t error_message;
    bool success;
} pipit_kill_t;

/** Read a PIPIT_EV_ITEM: pipit_connection_read() that of a list, pipit_kills_read() that of a request to end
 *  connections. Legal until the next pipit_next(). They do not block.
 *  @param event the event; texts are decoded in place.
 *  @param out   yours, always filled.
 *  @return false if the event is of another kind or its text is not a JSON object; then *out is all zero, and
 *  `results` is PIPIT_NODE_NONE. */
bool pipit_connection_read(pipit_event_t *event, pipit_connection_t *out);
bool pipit_kills_read(const pipit_event_t *event, pipit_kills_t *out);

/** Read one element of pipit_kills_t.results. Legal until the next pipit_next(). pipit_rules_app_read() shows the loop.
 *  @param event the event that `results` was read from; texts are decoded in place.
 *  @param node  the element.
 *  @param out   yours, always filled.
 *  @return false if the element is not an object; then *out is all zero. */
bool pipit_kill_read(pipit_event_t *event, pipit_node_t node, pipit_kill_t *out);

#ifdef __cplusplus
}
#endif

#endif
