/* SPDX-License-Identifier: MIT */
/* The driver of a call: splits its answer into elements, and decides whether the call has succeeded. */
#include "../base/pipit_hash.h"
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_policy.h"
#include "../x/pipit_x.h"
#include "pipit/problem.h"
#include "pipit_call_int.h"
#include <string.h>

#define STATUS_OK 200u
#define STATUS_NO_CONTENT 204u
#define STATUS_REDIRECT 300u
#define LEAST_BYTES 4096u
#define JITTER_OF_MS 60000u /* of a longer wait that is known exactly */

static uint8_t framing(const pipit_t *client) {
    if (pipit_i_request_is_token(client)) return PIPIT_I_WHOLE;
    return client->config.result == PIPIT_RESULT_RAW ? PIPIT_I_PIECES : PIPIT_I_ELEMENTS;
}

static void answered(pipit_t *client, pipit_event_t *event) {
    bool refused =
        client->status < STATUS_OK || client->status >= STATUS_REDIRECT || client->status == STATUS_NO_CONTENT;
    if (refused)
        pipit_i_refuse(client);
    else if (client->framing == PIPIT_I_ENCODED)
        (void)pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, PIPIT_E_ENCODING);
    else
        pipit_i_accept(client, framing(client));
    client->request.of.call.meaning = PIPIT_E_REFUSED;
}

/* To the end of the window by the server's clock, and a random part, so that not all programs come at once. */
static uint32_t window_wait(pipit_t *client) {
    const uint32_t ladder_ms = pipit_i_failure_wait(client);
    const uint32_t asked_ms = client->http.in.reset_wait_ms;
    if (asked_ms == 0) return ladder_ms;
    const uint32_t part_ms = asked_ms < JITTER_OF_MS ? asked_ms : JITTER_OF_MS;
    return asked_ms - part_ms + pipit_i_jittered(client, part_ms);
}

/* A call is repeated only after a 429, and only with wait_on_rate_limit. */
static void closed(pipit_t *client, pipit_event_t *event) {
    if (pipit_i_request_is_token(client)) memset(client->config.rx, 0, client->config.rx_bytes);
    event->err = client->cause;
    event->kind = PIPIT_EV_DISCONNECT;
    if (client->cause != PIPIT_E_RATE_LIMIT || !client->config.wait_on_rate_limit) {
        pipit_i_over(client);
        return;
    }
    event->kind = PIPIT_EV_RETRY;
    event->wait_ms = window_wait(client);
    event->attempt = client->failures;
    client->stats.retries++;
    pipit_i_again(client, event->wait_ms);
}

PIPIT_I_OWN_FRAME void piece_take(pipit_t *client, pipit_event_t *event) {
    const uint32_t end = client->raw;
    uint32_t n = pipit_i_piece_begin(client);
    if (client->framing == PIPIT_I_ELEMENTS) {
        client->raw += pipit_i_elements_take(client, n);
    } else {
        if (n > pipit_i_text_limit(client)) n = pipit_i_text_limit(client);
        pipit_i_text_append(client, client->raw, n);
        client->raw += n;
    }
    pipit_i_piece_end(client, end);
    if (!client->http.in.complete) return;
    if (client->framing == PIPIT_I_PIECES) {
        pipit_i_text_show(client, event, PIPIT_EV_BODY);
        return;
    }
    uint8_t kind = pipit_i_elements_event(client);
    if (kind == PIPIT_EV_NONE) {
        pipit_i_text_clear(client);
        return;
    }
    if (kind != PIPIT_EV_ITEM_ERROR) client->fruitful = true;
    if (pipit_i_text_oversize(client))
        pipit_i_text_oversize_show(client, event);
    else
        pipit_i_text_show(client, event, kind);
}

static void answer_over(pipit_t *client, pipit_event_t *event) {
    if (client->framing == PIPIT_I_WHOLE && !client->fruitful) {
        client->fruitful = true;
        pipit_i_text_close(client);
        pipit_i_text_show(client, event, PIPIT_EV_ITEM);
    } else if (client->framing == PIPIT_I_ELEMENTS && pipit_i_elements_broken_off(client)) {
        (void)pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, PIPIT_E_TRUNCATED);
    } else if (client->framing == PIPIT_I_ELEMENTS &&
               (client->request.of.call.meaning != PIPIT_E_REFUSED || !client->fruitful)) {
        event->status = client->status;
        (void)pipit_i_end(client, event, PIPIT_EV_REQUEST_ERROR, client->request.of.call.meaning);
    } else {
        pipit_i_hang_up(client, PIPIT_OK);
    }
}

PIPIT_I_OWN_FRAME bool is_token(pipit_json_t *json) {
    return pipit_json_string(json, pipit_i_member(json, PIPIT_NODE_ROOT, "access_token")).len > 0 &&
           pipit_i_hash_in(json, PIPIT_NODE_ROOT, "token_type") == PIPIT_I_HASH_BEARER;
}

/* Key and secret that X does not accept: it answers 400, 401 or 403. */
static pipit_err_t refusal_err(const pipit_t *client, const pipit_event_t *event) {
    const pipit_err_t err = pipit_problem_classify(client->status, &event->json);
    const bool is_wrong = err == PIPIT_E_FORBIDDEN || err == PIPIT_E_BAD_REQUEST;
    return is_wrong && pipit_i_request_is_token(client) ? PIPIT_E_AUTH : err;
}

static void error_read(pipit_t *client, pipit_event_t *event) {
    const pipit_err_t err = pipit_i_problem_meaning(&event->json);
    if (err != PIPIT_OK && err != PIPIT_E_NOTICE) client->request.of.call.meaning = (int8_t)err;
    if (!pipit_i_rule_existed(&event->json)) return;
    event->kind = PIPIT_EV_ITEM;
    client->fruitful = true;
}

static void text_read(pipit_t *client, pipit_event_t *event) {
    const bool is_refusal = event->kind == PIPIT_EV_REQUEST_ERROR;
    if (!is_refusal && (event->kind < PIPIT_EV_ITEM || event->kind > PIPIT_EV_META)) return;
    event->err = pipit_i_text_parse(client, &event->json);
    if (is_refusal) {
        (void)pipit_i_end(client, event, PIPIT_EV_REQUEST_ERROR, refusal_err(client, event));
        return;
    }
    if (event->kind == PIPIT_EV_ITEM_ERROR) error_read(client, event);
    if (client->framing == PIPIT_I_WHOLE && !is_token(&event->json))
        (void)pipit_i_end(client, event, PIPIT_EV_REQUEST_ERROR, PIPIT_E_REFUSED);
}

PIPIT_I_OWN_FRAME void step_read(pipit_t *client, pipit_event_t *event, uint8_t step) {
    switch (step) {
    case PIPIT_I_STEP_ANSWERED: answered(client, event); break;
    case PIPIT_I_STEP_OVER: answer_over(client, event); break;
    case PIPIT_I_STEP_CLOSED: closed(client, event); break;
    default: break;
    }
}

/* ---- the time limit ---- */

/* Ends a call if the peer sends or takes its bytes too slowly. At most stall_ms are counted for one turn, because after
 * a pause of the program bytes may be waiting in the socket. */
static void slow_advance(pipit_t *client, uint32_t passed_ms, pipit_event_t *event) {
    const uint32_t stall_ms = client->config.stall_ms;
    const uint8_t moved = (uint8_t)(client->stats.bytes / LEAST_BYTES);
    uint32_t slow_ms = client->request.of.call.slow_ms + (passed_ms < stall_ms ? passed_ms : stall_ms);
    if (!client->linked || moved != client->request.of.call.moved) slow_ms = 0;
    client->request.of.call.moved = moved;
    client->request.of.call.slow_ms = slow_ms;
    if (slow_ms >= client->config.call_ms && client->state != PIPIT_I_CLOSE)
        (void)pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, PIPIT_E_SLOW);
}

static bool call_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    uint8_t step = PIPIT_I_STEP_MORE;
    slow_advance(client, pipit_i_turn_begin(client, now_ms, event), event);
    while (event->kind == PIPIT_EV_NONE && step) {
        step = pipit_i_step(client, event);
        step_read(client, event, step);
        if (pipit_i_has_piece(client)) piece_take(client, event);
        if (client->shown) text_read(client, event);
    }
    return pipit_i_turn_end(client, event);
}

const pipit_driver_t pipit_i_call_driver = {call_turn, pipit_i_call_write};
