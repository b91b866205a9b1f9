/* SPDX-License-Identifier: MIT */
/* Writes the request of a call: target, credentials, body. */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit_call_int.h"
#include <string.h>

/* @return the row itself, or the text that it points to; NULL: there is none. */
static const char *row_text(const pipit_request_t *request, uint32_t row) {
    const uint8_t row_bytes = request->of.call.kind->row_bytes;
    const char *rows = request->of.call.rows;
    if (row_bytes > 0) return rows + (size_t)row * row_bytes;
    return *(const char *const *)(const void *)(rows + row * sizeof(const char *));
}

static void put_row(pipit_t *client, uint32_t row) {
    const pipit_i_call_t *call = client->request.of.call.kind;
    const void *text = row_text(&client->request, row);
    if (call->members)
        pipit_i_put_object(client, call->members, text);
    else if (call->has_body)
        pipit_i_put_json(client, text);
    else
        pipit_i_put_percent(client, text);
}

/* Store the last row that begins in this piece, so that the next piece need not write the rows before it again. */
static void row_keep(pipit_t *client, uint32_t row) {
    if (client->io.sink.total - client->io.sink.offset > client->io.sink.room) return;
    client->request.of.call.row = row;
    client->request.of.call.row_offset = client->io.sink.total;
}

static void put_rows(pipit_t *client, uint32_t row) {
    const uint8_t *marks = client->request.of.call.marks;
    const bool keeps = client->request.of.call.kind->has_body && client->io.sink.room > 0;
    bool first = true;
    for (; row < client->request.of.call.row_count; row++) {
        if (marks && marks[row] != PIPIT_I_MARK_SEND) continue;
        if (!first) pipit_i_put_byte(client, ',');
        if (keeps) row_keep(client, row);
        put_row(client, row);
        first = false;
        if (keeps && client->io.sink.total >= client->io.sink.offset + client->io.sink.room) return;
    }
}

/* Each row is one parameter; the last parameter gets all remaining rows. */
static void put_rows_query(pipit_t *client, const char *name) {
    for (uint32_t row = 0; row < client->request.of.call.row_count; row++) {
        const char *next = name + strlen(name) + 1;
        if (row_text(&client->request, row)) {
            pipit_i_put_name(client, name);
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
    pipit_i_put_number_parameter(client, "max_results", page->max_results);
    if (page->token[0] == '\0') return;
    pipit_i_put_name(client, "pagination_token");
    pipit_i_put_percent(client, page->token);
}

static void target_put(pipit_t *client) {
    const pipit_request_t *request = &client->request;
    pipit_i_put_path(client, request->of.call.kind->path, false);
    if (pipit_i_request_is_token(client)) return;
    if (request->of.call.segment) {
        pipit_i_put_byte(client, '/');
        pipit_i_put_percent(client, request->of.call.segment);
    }
    if (request->of.call.dry_run) pipit_i_put_text_parameter(client, "dry_run", "true");
    if (request->of.call.page) put_page(client, request->of.call.page);
    if (!request->of.call.kind->has_body && request->of.call.kind->text)
        put_rows_query(client, request->of.call.kind->text);
}

static bool has_body(const pipit_t *client) {
    return client->request.of.call.kind->has_body;
}

static void put_rows_and_end(pipit_t *client, uint32_t row) {
    const char *text = client->request.of.call.kind->text;
    put_rows(client, row);
    pipit_i_put(client, text + strlen(text) + 1);
}

static void put_body(pipit_t *client) {
    pipit_i_put(client, client->request.of.call.kind->text);
    put_rows_and_end(client, 0);
}

/* The length is needed before the body, so the body is written to a sink without room, which only counts. */
static uint32_t body_length(pipit_t *client) {
    const uint32_t room = client->io.sink.room;
    const uint32_t total = client->io.sink.total;
    client->io.sink.room = 0;
    put_body(client);
    const uint32_t length = client->io.sink.total - total;
    client->io.sink.room = room;
    client->io.sink.total = total;
    return length;
}

static const char *method(const pipit_t *client) {
    static const char methods[][8] = {"GET ", "POST ", "PUT ", "DELETE "};
    return methods[client->request.of.call.kind->method];
}

static void credentials_put(pipit_t *client) {
    if (!pipit_i_request_is_token(client)) {
        pipit_i_put_bearer(client);
        return;
    }
    pipit_i_put(client, "Basic ");
    pipit_i_put_basic(client, client->request.of.token.key, client->request.of.token.secret);
}

static void body_put(pipit_t *client) {
    pipit_i_put(client, "\r\n");
    if (has_body(client)) {
        pipit_i_put(client, "Content-Type: application/");
        pipit_i_put(client, pipit_i_request_is_token(client) ? "x-www-form-urlencoded;charset=UTF-8" : "json");
        pipit_i_put(client, "\r\nContent-Length: ");
        pipit_i_put_u32(client, body_length(client));
        pipit_i_put(client, "\r\n");
    }
    pipit_i_put(client, "Connection: close\r\n\r\n");
    if (has_body(client)) put_body(client);
}

static void request_put(pipit_t *client) {
    pipit_i_put(client, method(client));
    target_put(client);
    pipit_i_put_headers(client);
    credentials_put(client);
    body_put(client);
}

/* A later piece begins with the row in which the last piece ended. The bytes before it are not written again. */
void pipit_i_call_write(pipit_t *client) {
    client->request.of.call.slow_ms = 0; /* the piece before this one was sent */
    pipit_i_tx_begin(client);
    if (client->request.of.call.row_offset == 0) {
        request_put(client);
    } else {
        client->io.sink.total = client->request.of.call.row_offset;
        put_rows_and_end(client, client->request.of.call.row);
    }
    (void)pipit_i_tx_end(client);
}
