/* SPDX-License-Identifier: MIT */
/* What X is asked: method, target and body of the request that is to go out. */
#include "pipit/text.h"
#include "pipit_int.h"
#include <string.h>

/* Where the query of a target stands: what comes before the next parameter. */
typedef struct {
    pipit_sink_t *sink;
    char separator;
    bool camel_case;
} query_t;

/* A parameter's name: backfill_minutes, or backfillMinutes. */
static void put_name(query_t *query, const char *name) {
    pipit_i_put_byte(query->sink, query->separator);
    query->separator = '&';
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c == '_' && query->camel_case) c = (char)(*++name - 'a' + 'A');
        pipit_i_put_byte(query->sink, c);
    }
    pipit_i_put_byte(query->sink, '=');
}

static void put_text(query_t *query, const char *name, const char *value) {
    put_name(query, name);
    pipit_i_put(query->sink, value);
}

static void put_number(query_t *query, const char *name, uint32_t value) {
    if (value == 0) return;
    put_name(query, name);
    pipit_i_put_u32(query->sink, value);
}

#if PIPIT_CFG_RECOVERY
static void put_time(query_t *query, const char *name, uint32_t unix_s) {
    char text[PIPIT_TIME_BYTES + 1];
    if (unix_s == 0) return;
    text[PIPIT_TIME_BYTES] = '\0';
    pipit_time_put(unix_s, text);
    put_text(query, name, text);
}
#endif

/* Values were checked when the request was made: letters, digits, '_', '.', ',', ':' stand for themselves in a query.
 */
static void put_stream_query(const pipit_t *client, query_t *query) {
    const pipit_request_t *request = &client->request;
    const char *name = pipit_i_list_names;
    for (size_t i = 0; i < PIPIT_LISTS; i++, name += strlen(name) + 1) {
        if (request->of.stream.lists[i]) put_text(query, name, request->of.stream.lists[i]);
    }
    query->camel_case = (request->endpoint->features & PIPIT_ENDPOINT_CAMEL_CASE) != 0;
    put_number(query, "partition", request->partition);
    put_number(query, "backfill_minutes", client->backfill_minutes);
#if PIPIT_CFG_RECOVERY
    put_time(query, "start_time", request->of.stream.start_s);
    put_time(query, "end_time", request->of.stream.end_s);
    if (request->flag) put_text(query, "local_dc_only", "true");
#endif
}

#if PIPIT_CFG_CALLS
static const char *row_text(const pipit_request_t *request, uint32_t row) {
    uint8_t row_bytes = request->of.call.kind->row_bytes;
    if (row_bytes == 0) return ((const char *const *)request->of.call.rows)[row];
    return (const char *)request->of.call.rows + (size_t)row * row_bytes;
}

static void put_row(const pipit_request_t *request, uint32_t row, pipit_sink_t *sink) {
    const pipit_i_call_t *call = request->of.call.kind;
    const void *text = row_text(request, row);
    if (call->members)
        pipit_i_put_object(sink, call->members, text);
    else if (call->around)
        pipit_i_put_json(sink, text);
    else
        pipit_i_put_percent(sink, text);
}

static void put_rows(const pipit_request_t *request, uint32_t row, pipit_sink_t *sink) {
    const uint8_t *marks = request->of.call.marks;
    bool first = true;
    for (; row < request->of.call.row_count; row++) {
        if (marks && marks[row] != PIPIT_I_MARK_SEND) continue;
        if (!first) pipit_i_put_byte(sink, ',');
        put_row(request, row, sink);
        first = false;
    }
}

/* A parameter a row; the last one takes all that are left. */
static void put_rows_query(const pipit_request_t *request, const char *name, query_t *query) {
    for (uint32_t row = 0; row < request->of.call.row_count; row++) {
        const char *next = name + strlen(name) + 1;
        if (row_text(request, row)) {
            put_name(query, name);
            if (*next == '\0')
                put_rows(request, row, query->sink);
            else
                put_row(request, row, query->sink);
        }
        if (*next == '\0') return;
        name = next;
    }
}

static void put_page(const pipit_page_t *page, query_t *query) {
    put_number(query, "max_results", page->max_results);
    if (page->token[0] == '\0') return;
    put_name(query, "pagination_token");
    pipit_i_put_percent(query->sink, page->token);
}

static void put_call_target(const pipit_request_t *request, query_t *query) {
    if (request->of.call.segment) {
        pipit_i_put_byte(query->sink, '/');
        pipit_i_put_percent(query->sink, request->of.call.segment);
    }
    if (request->flag) put_text(query, "dry_run", "true");
    if (request->of.call.page) put_page(request->of.call.page, query);
    if (request->of.call.kind->query) put_rows_query(request, request->of.call.kind->query, query);
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

void pipit_i_request_target(const pipit_t *client, pipit_sink_t *sink) {
    const pipit_endpoint_t *endpoint = client->request.endpoint;
    query_t query = {sink, strchr(endpoint->path, '?') ? '&' : '?', false};
#if PIPIT_CFG_RECOVERY
    if (client->killing) {
        pipit_i_put(sink, pipit_i_connections_path);
        pipit_i_put_byte(sink, '/');
        pipit_i_put(sink, endpoint->connections_id);
        return;
    }
#endif
    pipit_i_put(sink, endpoint->path);
    if (pipit_i_endpoint_is_stream(endpoint)) put_stream_query(client, &query);
#if PIPIT_CFG_CALLS
    else if (!pipit_i_request_is_token(client))
        put_call_target(&client->request, &query);
#endif
}

void pipit_i_request_body(const pipit_t *client, pipit_sink_t *sink) {
#if PIPIT_CFG_CALLS
    if (!pipit_i_request_has_body(client)) return;
    if (pipit_i_request_is_token(client)) {
        pipit_i_put(sink, "grant_type=client_credentials");
        return;
    }
    const char *around = client->request.of.call.kind->around;
    pipit_i_put(sink, around);
    put_rows(&client->request, 0, sink);
    pipit_i_put(sink, around + strlen(around) + 1);
#else
    (void)client;
    (void)sink;
#endif
}
