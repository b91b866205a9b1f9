/* SPDX-License-Identifier: MIT */
/* A stream, turn by turn: what it asks, what its lines and refusals mean. */
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/problem.h"
#include "pipit/stream.h"
#include "pipit/text.h"
#include "pipit_recovery.h"
#include "pipit_stream_int.h"
#include <string.h>

#define STATUS_OK 200u

#if PIPIT_CFG_RECOVERY
PIPIT_I_OWN_FRAME void put_time(pipit_t *client, const char *name, uint32_t unix_s) {
    char text[PIPIT_TIME_BYTES + 1];
    if (unix_s == 0) return;
    pipit_i_put_name(client, name);
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
        if (request->of.stream.lists[i]) pipit_i_put_text_parameter(client, name, request->of.stream.lists[i]);
    }
    pipit_i_put_number_parameter(client, "partition", request->partition);
    pipit_i_put_number_parameter(client, "backfill_minutes", client->backfill_minutes);
#if PIPIT_CFG_RECOVERY
    put_time(client, "start_time", request->of.stream.start_s);
    put_time(client, "end_time", request->of.stream.end_s);
    if (request->flag) pipit_i_put_text_parameter(client, "local_dc_only", "true");
#endif
}

static void target_put(pipit_t *client) {
#if PIPIT_CFG_RECOVERY
    if (client->killing) {
        pipit_i_put(client, pipit_i_endpoint_connections.path);
        pipit_i_put_byte(client, '/');
        pipit_i_put(client, client->request.endpoint->connections_id);
        return;
    }
#endif
    pipit_i_put_path(client, client->request.endpoint->path);
    put_stream_query(client);
}

static uint8_t minutes_of(const pipit_t *client) {
#if PIPIT_CFG_RECOVERY
    return pipit_i_recovery_minutes(client);
#else
    return client->request.backfill_minutes == PIPIT_BACKFILL_AUTO ? 0 : client->request.backfill_minutes;
#endif
}

void pipit_i_stream_write(pipit_t *client) {
    if (client->io.tx.offset == 0) client->backfill_minutes = minutes_of(client);
    pipit_i_tx_begin(client);
    pipit_i_put(client, client->killing ? "DELETE " : "GET ");
    target_put(client);
    pipit_i_put_headers(client);
    pipit_i_put_bearer(client);
    pipit_i_put_encoding(client);
    if (client->killing) pipit_i_put(client, "Connection: close\r\n");
    pipit_i_put(client, "\r\n");
    if (pipit_i_tx_end(client) && !client->killing) pipit_i_budget_take(client);
}

/* ---- the answer ---- */

static uint8_t answered(pipit_t *client, pipit_event_t *event, uint8_t framing) {
    event->status = client->status;
    if (client->killing) return pipit_i_end(client, event, PIPIT_EV_KILL, PIPIT_OK);
    if (client->status != STATUS_OK) {
        pipit_i_refuse(client);
        event->status = 0;
        return PIPIT_I_STEP_MORE;
    }
    if (client->framing == PIPIT_I_ENCODED) {
        event->status = 0;
        return pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, PIPIT_E_ENCODING);
    }
    pipit_i_accept(client, framing);
    client->stats.connects++;
#if PIPIT_CFG_RECOVERY
    client->http.in.gap_s = pipit_i_recovery_gap_s(client);
#endif
    client->streamed = true;
    event->kind = PIPIT_EV_CONNECT;
    return PIPIT_I_STEP_MORE;
}

void pipit_i_stream_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    pipit_i_turn_begin(client, now_ms, event);
#if PIPIT_CFG_RECOVERY
    if (client->state != PIPIT_I_BODY || client->http.in.gap_s == 0) return;
    pipit_i_recovery_gap_tell(client, client->http.in.gap_s, event);
    client->http.in.gap_s = 0;
#endif
}

uint8_t pipit_i_stream_step(pipit_t *client, pipit_event_t *event, uint8_t step, uint8_t framing) {
    const bool is_replay = client->request.of.stream.start_s != 0 || client->request.of.stream.end_s != 0;
    switch (step) {
    case PIPIT_I_STEP_ANSWERED: return answered(client, event, framing);
    case PIPIT_I_STEP_OVER:
        return pipit_i_end(client, event, PIPIT_EV_CLOSED, is_replay ? PIPIT_E_REPLAY_DONE : PIPIT_E_CLOSED);
    case PIPIT_I_STEP_CLOSED: pipit_i_stream_closed(client, event); return event->kind != PIPIT_EV_NONE;
    default: return step;
    }
}

/* ---- the lines ---- */

static void message_read(pipit_t *client, pipit_event_t *event, pipit_node_t data) {
#if PIPIT_CFG_RECOVERY
    pipit_i_recovery_lag(client, &event->json, data);
    if (!pipit_i_recovery_is_new(client, &event->json, data)) {
        client->stats.duplicates++;
        memset(event, 0, sizeof *event);
        pipit_i_text_clear(client);
        client->shown = false;
        return;
    }
#else
    (void)event;
    (void)data;
#endif
    client->stats.tweets++;
}

void pipit_i_line_read(pipit_t *client, pipit_event_t *event) {
    pipit_json_t *json = &event->json;
    event->total_bytes = client->io.text.total;
    client->stats.lines++;
    if (event->err == PIPIT_E_JSON) client->stats.malformed++;
    if (json->count > client->stats.tokens_high) client->stats.tokens_high = (uint16_t)json->count;
    pipit_node_t data = pipit_i_member(json, PIPIT_NODE_ROOT, "data");
    if (data != PIPIT_NODE_NONE) {
        message_read(client, event, data);
    } else if (pipit_problem_is_notice(json)) {
        event->notice = true;
        client->state = PIPIT_I_NOTICED;
    }
}

/* A message that nobody wants to look into, and that is no notice. */
static bool is_raw_post(const pipit_t *client, const pipit_event_t *event) {
    static const char begin[] = "{\"data\":";
    return client->config.raw_lines && !client->config.seen && event->data.len >= sizeof begin - 1u &&
           memcmp(event->data.ptr, begin, sizeof begin - 1u) == 0;
}

static void text_read(pipit_t *client, pipit_event_t *event) {
    if (event->kind == PIPIT_EV_LINE && is_raw_post(client, event)) {
        event->total_bytes = client->io.text.total;
        client->stats.lines++;
        client->stats.tweets++;
    } else if (event->kind == PIPIT_EV_LINE || event->kind == PIPIT_EV_REQUEST_ERROR) {
        event->err = pipit_i_text_parse(client, &event->json);
        if (event->kind == PIPIT_EV_LINE)
            pipit_i_line_read(client, event);
        else
            pipit_i_refusal_end(client, event, PIPIT_E_FORBIDDEN);
    }
}

static bool stream_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    uint8_t step = PIPIT_I_STEP_MORE;
    pipit_i_stream_begin(client, now_ms, event);
    while (event->kind == PIPIT_EV_NONE && step) {
        step = pipit_i_step(client, event);
        step = pipit_i_stream_step(client, event, step, PIPIT_I_LINES);
        if (client->shown) text_read(client, event);
    }
    return pipit_i_turn_end(client, event);
}

const pipit_driver_t pipit_i_stream_driver = {stream_turn, pipit_i_stream_write};
