/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  The connections that X counts for this app: list them, end them (facts 2.3). For what holds of all calls (events,
 *  reasons, borrowing, 429) see rules.h; these deliver PIPIT_EV_ITEM, for the readers below, _ITEM_ERROR and _META.
 *  A stream that meets TooManyConnections can end the stale one by itself: config.kill_stale.
 *
 *  Not there with PIPIT_CFG_CALLS=0. */
#ifndef PIPIT_CONNECTIONS_H
#define PIPIT_CONNECTIONS_H

#include "pipit/client.h"
#include "pipit/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most connections that pipit_connections_kill() takes, and that a page of the list has. */
#define PIPIT_CONNECTIONS_MAX 100u

/** All fields of a connection. */
#define PIPIT_ALL_CONNECTION_FIELDS "client_ip,connected_at,disconnect_reason,disconnected_at,endpoint_name,id"

/** Which connections. NULL: not sent. */
typedef struct {
    const char *status;    /**< "active" (X's default), "inactive" or "all" */
    const char *endpoints; /**< pipit_endpoint_t.connections_id of those wanted, joined by commas */
    const char *fields;    /**< connection.fields: PIPIT_ALL_CONNECTION_FIELDS */
} pipit_connections_query_t;

/** Get a page of connections, GET: a PIPIT_EV_ITEM each.
 *  @param query which; NULL: the active ones with all fields. Borrowed until PIPIT_EV_DISCONNECT.
 *  @param page (page.h) of at most 100, X's default is 10; NULL: the first.
 *  @return PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID, pipit_offender() says what: another status, a list that is not
 *  names joined by commas, a page that is too long. */
pipit_err_t pipit_connections_list(pipit_t *client, const pipit_connections_query_t *query, const pipit_page_t *page);

/** End connections, DELETE: all of this app; those of one endpoint; those with these ids, 1 to 100 UUIDs as the list
 *  gives them. The answer is one PIPIT_EV_ITEM for pipit_kills_read(), about 110 bytes a connection; if the buffer is
 *  too small it is PIPIT_EV_OVERSIZE. Borrowing as above.
 *  @return PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID: an endpoint without connections_id; no ids, too many, or one that
 *  is not made of letters, digits and '-'. */
pipit_err_t pipit_connections_kill_all(pipit_t *client);
pipit_err_t pipit_connections_kill_endpoint(pipit_t *client, const pipit_endpoint_t *endpoint);
pipit_err_t pipit_connections_kill(pipit_t *client, const char *const *uuids, size_t count);

/** A connection; views into the event, absent where X does not say. */
typedef struct {
    pipit_str_t id;
    pipit_str_t endpoint_name;
    pipit_str_t client_ip;
    pipit_str_t connected_at;      /**< RFC 3339, pipit_time_ms() reads it */
    pipit_str_t disconnected_at;   /**< of one that has ended */
    pipit_str_t disconnect_reason; /**< "operator_disconnect" */
} pipit_connection_t;

/** What became of a kill. X answers with numbers and results, or just that it was attempted. */
typedef struct {
    uint32_t successful_kills;
    uint32_t failed_kills;
    bool attempted;       /**< X says so; then it does not say how many */
    pipit_node_t results; /**< an array for pipit_kill_read(), or none */
} pipit_kills_t;

/** One result; views into the event. */
typedef struct {
    pipit_str_t uuid;
    pipit_str_t error_message;
    bool success;
} pipit_kill_t;

/** Read the PIPIT_EV_ITEM of a list, or of a kill. Texts are decoded in place.
 *  @return false if the event is of another kind or not an object; then *out is zeroed. */
bool pipit_connection_read(pipit_event_t *event, pipit_connection_t *out);
bool pipit_kills_read(const pipit_event_t *event, pipit_kills_t *out);

/** Read an element of kills.results, as in pipit_rules_app_read(). @return false if it is no object; *out is zeroed. */
bool pipit_kill_read(pipit_event_t *event, pipit_node_t node, pipit_kill_t *out);

#ifdef __cplusplus
}
#endif

#endif
