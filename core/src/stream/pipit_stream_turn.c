/* SPDX-License-Identifier: MIT */
/* The driver of a stream: writes the request, and handles its lines and refusals. */
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/problem.h"
#include "pipit/replay.h"
#include "pipit/stream.h"
#include "pipit/text.h"
#include "pipit_stream_int.h"
#include <string.h>

#define STATUS_OK 200u
#define STATUS_CONFLICT 409u

static void put_text(pipit_t *client, const char *name, const char *text) {
    if (text[0] != '\0') pipit_i_put_text_parameter(client, name, text);
}

/* Values are written without percent-encoding: pipit_stream_start() has checked that they only have letters, digits,
 * '_',
 * '.', ',' and ':'. */
static void put_stream_query(pipit_t *client) {
    const pipit_request_t *request = &client->request;
    const char *name = pipit_i_list_names;
    for (size_t i = 0; i < PIPIT_LISTS; i++, name += strlen(name) + 1) {
        if (request->of.stream.lists[i]) pipit_i_put_text_parameter(client, name, request->of.stream.lists[i]);
    }
    pipit_i_put_number_parameter(client, "partition", request->of.stream.partition);
    pipit_i_put_number_parameter(client, "backfill_minutes", client->backfill_minutes);
    if (request->of.stream.replay) {
        put_text(client, "start_time", request->of.stream.replay->start_time);
        put_text(client, "end_time", request->of.stream.replay->end_time);
    }
    if (request->of.stream.local_dc_only) pipit_i_put_text_parameter(client, "local_dc_only", "true");
}

void pipit_i_stream_write(pipit_t *client) {
    const pipit_endpoint_t *endpoint = client->request.of.stream.endpoint;
    pipit_i_tx_begin(client);
    pipit_i_put(client, "GET ");
    pipit_i_put_path(client, endpoint->path, (endpoint->features & PIPIT_ENDPOINT_CAMEL_CASE) != 0);
    put_stream_query(client);
    pipit_i_put_headers(client);
    pipit_i_put_bearer(client);
    pipit_i_put(client, "\r\n\r\n");
    if (pipit_i_tx_end(client)) pipit_i_budget_take(client);
}

/* ---- the answer ---- */

static uint8_t answered(pipit_t *client, pipit_event_t *event, uint8_t framing) {
    if (client->status != STATUS_OK) {
        pipit_i_refuse(client);
        return PIPIT_I_STEP_MORE;
    }
    if (client->framing == PIPIT_I_ENCODED)
        return pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, PIPIT_E_ENCODING);
    pipit_i_accept(client, framing);
    client->stats.connects++;
    event->kind = PIPIT_EV_CONNECT;
    event->status = STATUS_OK;
    return PIPIT_I_STEP_MORE;
}

void pipit_i_stream_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    const uint32_t passed_ms = pipit_i_turn_begin(client, now_ms, event);
    pipit_i_follow_turn(client, passed_ms, event);
}

uint8_t pipit_i_stream_step(pipit_t *client, pipit_event_t *event, uint8_t step, uint8_t framing) {
    const bool is_replay = client->request.of.stream.replay != NULL;
    switch (step) {
    case PIPIT_I_STEP_ANSWERED: return answered(client, event, framing);
    case PIPIT_I_STEP_OVER:
        return pipit_i_end(client, event, PIPIT_EV_CLOSED, is_replay ? PIPIT_E_REPLAY_DONE : PIPIT_E_CLOSED);
    case PIPIT_I_STEP_CLOSED: pipit_i_stream_closed(client, event); return event->kind != PIPIT_EV_NONE;
    default: return step;
    }
}

void pipit_i_stream_refused(pipit_t *client, pipit_event_t *event) {
    (void)pipit_i_text_parse(client, &event->json);
    pipit_err_t err = pipit_problem_classify(client->status, &event->json);
    const bool has_rules = (client->request.of.stream.endpoint->features & PIPIT_ENDPOINT_RULES) != 0;
    if (client->status == STATUS_CONFLICT && err == PIPIT_E_BAD_REQUEST && has_rules) err = PIPIT_E_NO_RULES;
    (void)pipit_i_end(client, event, PIPIT_EV_REQUEST_ERROR, err);
}

/* ---- the lines ---- */

void pipit_i_stream_event(pipit_t *client, pipit_event_t *event) {
    if (event->kind == PIPIT_EV_NONE) return;
    pipit_i_follow_event(client, event);
    if (event->has_data && !pipit_i_seen_drop(client, event)) client->stats.tweets++;
}

void pipit_i_line_read(pipit_t *client, pipit_event_t *event) {
    pipit_json_t *json = &event->json;
    event->total_bytes = client->io.text.total;
    if (!client->http.in.complete && event->err != PIPIT_OK) event->err = PIPIT_E_TRUNCATED; /* the last line */
    client->stats.lines++;
    if (event->err == PIPIT_E_JSON) client->stats.malformed++;
    if (json->count > client->stats.tokens_high) client->stats.tokens_high = json->count;
    event->has_data = pipit_i_member(json, PIPIT_NODE_ROOT, "data") != PIPIT_NODE_NONE ||
                      pipit_json_kind(json, PIPIT_NODE_ROOT) == PIPIT_JSON_ARRAY;
    if (event->has_data) return;
    const pipit_err_t err = pipit_i_problem_meaning(json);
    if (err == PIPIT_OK) return;
    event->notice = true;
    client->cause = (int16_t)err;
    client->state = PIPIT_I_NOTICED;
}

/* @return whether the line need not be parsed: the program asked for raw lines, and it begins like a Post, so it is not
 * a notice, and it has a line end, so it is not cut off. */
static bool is_raw_post(const pipit_t *client, const pipit_event_t *event) {
    static const char begin[] = "{\"data\":";
    return client->config.raw_lines && !client->seen && client->http.in.complete &&
           event->data.len >= sizeof begin - 1u && memcmp(event->data.ptr, begin, sizeof begin - 1u) == 0;
}

static void text_read(pipit_t *client, pipit_event_t *event) {
    if (event->kind == PIPIT_EV_LINE && is_raw_post(client, event)) {
        event->total_bytes = client->io.text.total;
        event->has_data = true;
        client->stats.lines++;
    } else if (event->kind == PIPIT_EV_LINE) {
        event->err = pipit_i_text_parse(client, &event->json);
        pipit_i_line_read(client, event);
    } else if (event->kind == PIPIT_EV_REQUEST_ERROR) {
        pipit_i_stream_refused(client, event);
    }
}

static bool stream_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    uint8_t step = PIPIT_I_STEP_MORE;
    pipit_i_stream_begin(client, now_ms, event);
    while (event->kind == PIPIT_EV_NONE && step) {
        step = pipit_i_step(client, event);
        step = pipit_i_stream_step(client, event, step, PIPIT_I_LINES);
        if (client->shown) text_read(client, event);
        pipit_i_stream_event(client, event);
    }
    return pipit_i_turn_end(client, event);
}

const pipit_driver_t pipit_i_stream_driver = {stream_turn, pipit_i_stream_write};
