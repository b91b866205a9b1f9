/* SPDX-License-Identifier: MIT */
/* Split the answer of a call into elements while it arrives, so that its size does not matter:
 * {"data":[ELEMENT,ELEMENT],"errors":[ELEMENT],"meta":ELEMENT,"other":ELEMENT}. In the answers of some calls `data` is
 * {"rules":[ELEMENT,ELEMENT],..}. Nothing is validated here, because each element is parsed afterwards. */
#include "../base/pipit_hash.h"
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit_call_int.h"

enum {
    STATE_TOP,       /* before the outermost '{' */
    STATE_KEY_BEGIN, /* before the name of a member */
    STATE_MEMBER,    /* between the name and the value */
    STATE_ARRAY,     /* before an element of data or errors; spaces are skipped in the states up to this one */
    STATE_KEY,
    STATE_KEY_ESCAPE,
    STATE_KEY_DIGITS, /* in the four digits after \\u */
    STATE_DONE,
    STATE_CONTAINER, /* inside an object or array; this state and the next ones are inside an element */
    STATE_STRING,
    STATE_ESCAPE,
    STATE_PRIMITIVE
};

uint8_t pipit_i_elements_event(const pipit_t *client) {
    uint32_t hash = client->http.in.element_hash;
    if (client->http.in.element_nested) return hash == PIPIT_I_HASH_RULES ? PIPIT_EV_ITEM : PIPIT_EV_NONE;
    switch (hash) {
    case PIPIT_I_HASH_DATA: return pipit_i_answer_has(client, PIPIT_I_ANSWER_SUMMARIES) ? PIPIT_EV_META : PIPIT_EV_ITEM;
    case PIPIT_I_HASH_ERRORS: return PIPIT_EV_ITEM_ERROR;
    case PIPIT_I_HASH_META: return PIPIT_EV_META;
    default: return PIPIT_EV_NONE;
    }
}

enum {
    STEP_COMPLETE = 1, /* the element has ended */
    STEP_OUTSIDE = 2,  /* the byte does not belong to an element */
    STEP_OVER = 4      /* the byte ends a primitive but does not belong to it: process it again */
};

/* Not inlined: this is smaller. */
PIPIT_I_OWN_FRAME bool is_space(uint8_t c) {
    return pipit_i_is_space(c);
}

static bool is_inside(uint8_t state) {
    return state >= STATE_CONTAINER;
}

static uint8_t after_element(const pipit_t *client) {
    return client->http.in.element_listed ? STATE_ARRAY : STATE_KEY_BEGIN;
}

static uint8_t element_begin(pipit_t *client, uint8_t c) {
    client->http.in.element_depth = c == '{' || c == '[';
    if (client->http.in.element_depth) return STATE_CONTAINER;
    return c == '"' ? STATE_STRING : STATE_PRIMITIVE;
}

static uint8_t container_byte(pipit_t *client, uint8_t c) {
    if (c == '"') return STATE_STRING;
    if (c == '{' || c == '[') client->http.in.element_depth++;
    if ((c == '}' || c == ']') && --client->http.in.element_depth == 0) return after_element(client);
    return STATE_CONTAINER;
}

/* @return whether `data` is an object that contains the items. */
static bool nests(pipit_t *client, uint8_t c, uint8_t event) {
    if (c != '{' || event != PIPIT_EV_ITEM || client->http.in.element_nested) return false;
    return pipit_i_answer_has(client, PIPIT_I_ANSWER_NESTED);
}

static uint8_t member_byte(pipit_t *client, uint8_t c) {
    uint8_t event = pipit_i_elements_event(client);
    if (c == ':') return STATE_MEMBER;
    if (nests(client, c, event)) {
        client->http.in.element_nested = true;
        client->fruitful = true;
        return STATE_KEY_BEGIN;
    }
    client->http.in.element_listed = c == '[' && (event == PIPIT_EV_ITEM || event == PIPIT_EV_ITEM_ERROR);
    return client->http.in.element_listed ? STATE_ARRAY : element_begin(client, c);
}

/* Names are compared decoded. Until an element begins, its depth collects the digits of an escape, after a 1. */
static uint8_t key_character(pipit_t *client, uint32_t c) {
    client->http.in.element_hash = PIPIT_I_HASH_CODE(client->http.in.element_hash, c);
    client->http.in.element_depth = 1;
    return STATE_KEY;
}

static uint8_t key_digit(pipit_t *client, uint8_t c) {
    const uint32_t digits = client->http.in.element_depth << 4 | pipit_i_hex_digit(c);
    client->http.in.element_depth = digits;
    return digits < 0x10000u ? (uint8_t)STATE_KEY_DIGITS : key_character(client, digits - 0x10000u);
}

static uint8_t key_begin_byte(pipit_t *client, uint8_t c) {
    client->http.in.element_hash = PIPIT_I_HASH_NONE;
    client->http.in.element_depth = 1;
    if (c == '"') return STATE_KEY;
    if (c != '}') return STATE_KEY_BEGIN;
    uint8_t state = client->http.in.element_nested ? STATE_KEY_BEGIN : STATE_DONE;
    client->http.in.element_nested = false;
    return state;
}

static uint8_t next_state(pipit_t *client, uint8_t c) {
    uint8_t state = client->http.in.element_state;
    switch (state) {
    case STATE_TOP: return c == '{' ? STATE_KEY_BEGIN : STATE_DONE;
    case STATE_KEY_BEGIN: return key_begin_byte(client, c);
    case STATE_KEY:
        if (c == '"') return STATE_MEMBER;
        return c == '\\' ? (uint8_t)STATE_KEY_ESCAPE : key_character(client, c);
    case STATE_KEY_ESCAPE: /* the short escapes mean characters that no name of X has */
        return c == 'u' ? (uint8_t)STATE_KEY_DIGITS : key_character(client, '\\');
    case STATE_KEY_DIGITS: return key_digit(client, c);
    case STATE_MEMBER: return member_byte(client, c);
    case STATE_ARRAY:
        if (c == ']') return STATE_KEY_BEGIN;
        return c == ',' ? STATE_ARRAY : element_begin(client, c);
    case STATE_CONTAINER: return container_byte(client, c);
    case STATE_STRING:
        if (c == '\\') return STATE_ESCAPE;
        if (c != '"') return STATE_STRING;
        return client->http.in.element_depth ? STATE_CONTAINER : after_element(client);
    case STATE_ESCAPE: return STATE_STRING;
    default: return state;
    }
}

/* @return a set of STEP_ values. */
static unsigned byte_take(pipit_t *client, uint8_t c) {
    uint8_t state = client->http.in.element_state;
    const bool space = is_space(c);
    if (space && state <= STATE_ARRAY) return STEP_OUTSIDE;
    bool over = state == STATE_PRIMITIVE && (space || c == ',' || c == ']' || c == '}');
    uint8_t next = over ? after_element(client) : next_state(client, c);
    client->http.in.element_state = next;
    unsigned steps = over ? STEP_OVER : 0;
    if (is_inside(next)) return steps;
    return steps | (is_inside(state) ? STEP_COMPLETE : STEP_OUTSIDE);
}

bool pipit_i_elements_broken_off(const pipit_t *client) {
    return client->http.in.element_state != STATE_TOP && client->http.in.element_state != STATE_DONE;
}

uint32_t pipit_i_elements_take(pipit_t *client, uint32_t len) {
    uint32_t begin = 0;
    uint32_t i = 0;
    unsigned steps = 0;
    while (i < len && !(steps & STEP_COMPLETE)) {
        steps = byte_take(client, client->config.rx[client->raw + i]);
        if (!(steps & STEP_OVER)) i++;
        if (steps & STEP_OUTSIDE) begin = i;
    }
    client->http.in.complete = (steps & STEP_COMPLETE) != 0;
    pipit_i_text_append(client, client->raw + begin, i - begin);
    if (client->http.in.complete) pipit_i_text_close(client);
    return i;
}
