/* SPDX-License-Identifier: MIT */
/* What X is asked: method, target and body of the request that is to go out. */
#include "pipit/text.h"
#include "../pipit_int.h"
#include <string.h>

/* A parameter's name: backfill_minutes, or backfillMinutes. */
static void put_name(pipit_t *client, const char *name) {
    bool camel_case = (client->request.endpoint->features & PIPIT_ENDPOINT_CAMEL_CASE) != 0;
    pipit_i_put_byte(client, client->http.out.separator);
    client->http.out.separator = '&';
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c == '_' && camel_case) c = (char)(*++name - 'a' + 'A');
        pipit_i_put_byte(client, c);
    }
    pipit_i_put_byte(client, '=');
}

static void put_text(pipit_t *client, const char *name, const char *value) {
    put_name(client, name);
    pipit_i_put(client, value);
}

static void put_number(pipit_t *client, const char *name, uint32_t value) {
    if (value == 0) return;
    put_name(client, name);
    pipit_i_put_u32(client, value);
}

#if PIPIT_CFG_RECOVERY
PIPIT_I_OWN_FRAME void put_time(pipit_t *client, const char *name, uint32_t unix_s) {
    char text[PIPIT_TIME_BYTES + 1];
    if (unix_s == 0) return;
    put_name(client, name);
    text[PIPIT_TIME_BYTES] = '\0';
    pipit_time_put(unix_s, text);
    pipit_i_put(client, text);
}
#endif

/* Values were checked when the request was made: letters, digits, '_', '.', ',', ':' stand for themselves in a query.
 */
static void put_stream_query(pipit_t *client) {
    const pipit_request_t *request = &client->request;
    const char *name = pipit_i_list_names;
    for (size_t i = 0; i < PIPIT_LISTS; i++, name += strlen(name) + 1) {
        if (request->of.stream.lists[i]) put_text(client, name, request->of.stream.lists[i]);
    }
    put_number(client, "partition", request->partition);
    put_number(client, "backfill_minutes", client->backfill_minutes);
#if PIPIT_CFG_RECOVERY
    put_time(client, "start_time", request->of.stream.start_s);
    put_time(client, "end_time", request->of.stream.end_s);
    if (request->flag) put_text(client, "local_dc_only", "true");
#endif
}

#if PIPIT_CFG_CALLS
static const char *row_text(const pipit_request_t *request, uint32_t row) {
    uint8_t row_bytes = request->of.call.kind->row_bytes;
    if (row_bytes == 0) return ((const char *const *)request->of.call.rows)[row];
    return (const char *)request->of.call.rows + (size_t)row * row_bytes;
}

static void put_row(pipit_t *client, uint32_t row) {
    const pipit_i_call_t *call = client->request.of.call.kind;
    const void *text = row_text(&client->request, row);
    if (call->members)
        pipit_i_put_object(client, call->members, text);
    else if (call->around)
        pipit_i_put_json(client, text);
    else
        pipit_i_put_percent(client, text);
}

static void put_rows(pipit_t *client, uint32_t row) {
    const uint8_t *marks = client->request.of.call.marks;
    bool first = true;
    for (; row < client->request.of.call.row_count; row++) {
        if (marks && marks[row] != PIPIT_I_MARK_SEND) continue;
        if (!first) pipit_i_put_byte(client, ',');
        put_row(client, row);
        first = false;
    }
}

/* A parameter a row; the last one takes all that are left. */
static void put_rows_query(pipit_t *client, const char *name) {
    for (uint32_t row = 0; row < client->request.of.call.row_count; row++) {
        const char *next = name + strlen(name) + 1;
        if (row_text(&client->request, row)) {
            put_name(client, name);
            if (*next == '\0')
                put_rows(client, row);
            else
                put_row(client, row);
        }
        if (*next == '\0') return;
        name = next;
    }
}

static void put_page(pipit_t *client, const pipit_page_t *page) {
    put_number(client, "max_results", page->max_results);
    if (page->token[0] == '\0') return;
    put_name(client, "pagination_token");
    pipit_i_put_percent(client, page->token);
}

static void put_call_target(pipit_t *client) {
    const pipit_request_t *request = &client->request;
    if (request->of.call.segment) {
        pipit_i_put_byte(client, '/');
        pipit_i_put_percent(client, request->of.call.segment);
    }
    if (request->flag) put_text(client, "dry_run", "true");
    if (request->of.call.page) put_page(client, request->of.call.page);
    if (request->of.call.kind->query) put_rows_query(client, request->of.call.kind->query);
}
#endif

bool pipit_i_request_has_body(const pipit_t *client) {
#if PIPIT_CFG_CALLS
    if (pipit_i_endpoint_is_stream(client->request.endpoint)) return false;
    return pipit_i_request_is_token(client) || client->request.of.call.kind->around;
#else
    (void)client;
    return false;
#endif
}

const char *pipit_i_request_method(const pipit_t *client) {
    static const char methods[][8] = {"GET ", "POST ", "PUT ", "DELETE "};
    return methods[client->killing ? PIPIT_I_DELETE : client->request.method];
}

void pipit_i_request_target(pipit_t *client) {
    const pipit_endpoint_t *endpoint = client->request.endpoint;
#if PIPIT_CFG_RECOVERY
    if (client->killing) {
        pipit_i_put(client, pipit_i_endpoint_connections.path);
        pipit_i_put_byte(client, '/');
        pipit_i_put(client, endpoint->connections_id);
        return;
    }
#endif
    pipit_i_put(client, endpoint->path);
    client->http.out.separator = strchr(endpoint->path, '?') ? '&' : '?';
    if (pipit_i_endpoint_is_stream(endpoint)) put_stream_query(client);
#if PIPIT_CFG_CALLS
    else if (!pipit_i_request_is_token(client))
        put_call_target(client);
#endif
}

void pipit_i_request_body(pipit_t *client) {
#if PIPIT_CFG_CALLS
    if (!pipit_i_request_has_body(client)) return;
    if (pipit_i_request_is_token(client)) {
        pipit_i_put(client, "grant_type=client_credentials");
        return;
    }
    const char *around = client->request.of.call.kind->around;
    pipit_i_put(client, around);
    put_rows(client, 0);
    pipit_i_put(client, around + strlen(around) + 1);
#else
    (void)client;
#endif
}
