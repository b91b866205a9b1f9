/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/connections.h"
#include "pipit_call_int.h"
#include <string.h>

static const pipit_i_call_t list = {.path = pipit_i_path_connections, .text = "status\0endpoints\0connection.fields\0"};
static const pipit_i_call_t kill = {.path = pipit_i_path_connections, .method = PIPIT_I_DELETE};
static const pipit_i_call_t kill_some = {.path = pipit_i_path_connections,
                                         .has_body = true,
                                         .text = PIPIT_I_BODY("{\"uuids\":[", "]}"),
                                         .method = PIPIT_I_DELETE};

PIPIT_I_IN_ORDER(pipit_connections_query_t, status, fields, 3);
PIPIT_I_IN_ORDER(pipit_connection_t, id, disconnect_reason, 6);
PIPIT_I_IN_ORDER(pipit_kills_t, successful_kills, failed_kills, 2);
PIPIT_I_IN_ORDER(pipit_kill_t, uuid, error_message, 2);

static uint8_t query_offender(const pipit_connections_query_t *query) {
    if (query->status && !pipit_i_is_among(query->status, "active\0inactive\0all\0")) return PIPIT_I_BAD_STATUS;
    if (query->endpoints && !pipit_i_list_fits(query->endpoints)) return PIPIT_I_BAD_ENDPOINTS;
    if (query->fields && !pipit_i_list_fits(query->fields)) return PIPIT_I_BAD_CONNECTION_FIELDS;
    return PIPIT_I_GOOD;
}

static uint8_t list_offender(const pipit_connections_query_t *query, const pipit_page_t *page) {
    const uint8_t offender = query_offender(query);
    return offender == PIPIT_I_GOOD ? pipit_i_page_offender(page, PIPIT_CONNECTIONS_MAX) : offender;
}

pipit_err_t pipit_connections_list(pipit_t *client, const pipit_connections_query_t *query, const pipit_page_t *page) {
    static const pipit_connections_query_t all = {NULL, NULL, PIPIT_ALL_CONNECTION_FIELDS};
    if (!query) query = &all;
    pipit_err_t err = pipit_i_call(client, &list, list_offender(query, page), query, 3);
    if (err == PIPIT_OK) client->request.of.call.page = page;
    return err;
}

static pipit_err_t kill_named(pipit_t *client, const char *name) {
    const bool valid = pipit_i_word_fits(name, PIPIT_I_IDS, PIPIT_I_IDS_MAX);
    pipit_err_t err = pipit_i_call(client, &kill, valid ? PIPIT_I_GOOD : PIPIT_I_BAD_KILL_ENDPOINT, NULL, 0);
    if (err == PIPIT_OK) client->request.of.call.segment = name;
    return err;
}

pipit_err_t pipit_connections_kill_all(pipit_t *client) {
    return kill_named(client, "all");
}

pipit_err_t pipit_connections_kill_endpoint(pipit_t *client, const pipit_endpoint_t *endpoint) {
    return kill_named(client, endpoint ? endpoint->connections_id : NULL);
}

pipit_err_t pipit_connections_kill(pipit_t *client, const char *const *uuids, size_t count) {
    bool valid = uuids && count >= 1 && count <= PIPIT_CONNECTIONS_MAX &&
                 pipit_i_words_fit(uuids, count, PIPIT_I_IDS, PIPIT_I_IDS_MAX);
    return pipit_i_call(client, &kill_some, valid ? PIPIT_I_GOOD : PIPIT_I_BAD_UUIDS, uuids, count);
}

bool pipit_connection_read(pipit_event_t *event, pipit_connection_t *out) {
    PIPIT_ASSERT(event && out);
    if (!pipit_i_view_begin(event, PIPIT_EV_ITEM, out, sizeof *out)) return false;
    pipit_i_texts(&event->json, PIPIT_NODE_ROOT,
                  "\4id\0\17endpoint_name\0\13client_ip\0\16connected_at\0\21disconnected_at\0\23disconnect_reason\0",
                  out);
    return true;
}

bool pipit_kills_read(const pipit_event_t *event, pipit_kills_t *out) {
    PIPIT_ASSERT(event && out);
    const bool is_item = pipit_i_view_begin(event, PIPIT_EV_ITEM, out, sizeof *out);
    out->results = PIPIT_NODE_NONE;
    if (!is_item) return false;
    pipit_i_counts(&event->json, PIPIT_NODE_ROOT, "successful_kills\0failed_kills\0", out);
    out->attempted = pipit_i_flag(&event->json, PIPIT_NODE_ROOT, "attempted");
    out->results = pipit_i_member(&event->json, PIPIT_NODE_ROOT, "results");
    return true;
}

bool pipit_kill_read(pipit_event_t *event, pipit_node_t node, pipit_kill_t *out) {
    PIPIT_ASSERT(event && out);
    memset(out, 0, sizeof *out);
    pipit_i_texts(&event->json, node, "\6uuid\0\17error_message\0", out);
    out->success = pipit_i_flag(&event->json, node, "success");
    return pipit_json_kind(&event->json, node) == PIPIT_JSON_OBJECT;
}
