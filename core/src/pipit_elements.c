/* SPDX-License-Identifier: MIT */
/* {"data":[ELEMENT,ELEMENT],"errors":[ELEMENT],"meta":ELEMENT,"other":ELEMENT}: the answer of a call, taken apart
 * while it arrives, so that its size does not matter. Nothing is validated here: each element is parsed afterwards. */
#include "pipit_int.h"
#include "pipit_state.h"

enum {
    STATE_TOP,       /* before the outermost '{' */
    STATE_KEY_BEGIN, /* before the name of a member */
    STATE_KEY,
    STATE_KEY_ESCAPE,
    STATE_MEMBER,    /* between the name and the value */
    STATE_ARRAY,     /* before an element of data or errors */
    STATE_CONTAINER, /* inside an object or array */
    STATE_STRING,
    STATE_STRING_ESCAPE,
    STATE_PRIMITIVE,
    STATE_DONE
};

static const char *const key_names[] = {"", "data", "errors", "meta"};
#define KEY_COUNT 4u
#define ALL_KEYS ((1u << PIPIT_I_KEY_DATA) | (1u << PIPIT_I_KEY_ERRORS) | (1u << PIPIT_I_KEY_META))
#define IN_ARRAY 0x80u /* in element_key: the element belongs to an array of the answer */

void pipit_i_elements_init(pipit_t *client) {
    client->http.in.element_state = STATE_TOP;
    client->http.in.element_key = PIPIT_I_KEY_OTHER;
    client->http.in.element_depth = 0;
}

uint8_t pipit_i_elements_key(const pipit_t *client) {
    return (uint8_t)(client->http.in.element_key & (uint8_t)~IN_ARRAY);
}

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void key_byte(pipit_t *client, uint8_t c) {
    uint8_t at = client->http.in.element_match;
    for (unsigned key = 1; key < KEY_COUNT; key++) {
        if (((unsigned)client->http.in.element_key >> key & 1u) && (c == 0 || (uint8_t)key_names[key][at] != c)) {
            client->http.in.element_key = (uint8_t)(client->http.in.element_key & ~(1u << key));
        }
    }
    if (client->http.in.element_key != 0) client->http.in.element_match++;
}

static void key_end(pipit_t *client) {
    uint8_t found = PIPIT_I_KEY_OTHER;
    for (uint8_t key = 1; key < KEY_COUNT; key++) {
        bool candidate = ((unsigned)client->http.in.element_key >> key & 1u) != 0;
        if (candidate && key_names[key][client->http.in.element_match] == '\0') found = key;
    }
    client->http.in.element_key = found;
    client->http.in.element_state = STATE_MEMBER;
}

static void key_begin(pipit_t *client, uint8_t c) {
    if (c == '}') client->http.in.element_state = STATE_DONE;
    if (c != '"') return;
    client->http.in.element_key = ALL_KEYS;
    client->http.in.element_match = 0;
    client->http.in.element_state = STATE_KEY;
}

static void element_begin(pipit_t *client, uint8_t c) {
    client->http.in.element_depth = c == '{' || c == '[' ? 1 : 0;
    if (client->http.in.element_depth)
        client->http.in.element_state = STATE_CONTAINER;
    else
        client->http.in.element_state = c == '"' ? STATE_STRING : STATE_PRIMITIVE;
}

static bool is_list(const pipit_t *client) {
    return client->http.in.element_key == PIPIT_I_KEY_DATA || client->http.in.element_key == PIPIT_I_KEY_ERRORS;
}

/* @return true when c is the first byte of an element. */
static bool outside_byte(pipit_t *client, uint8_t c) {
    switch (client->http.in.element_state) {
    case STATE_TOP:
        if (c == '{')
            client->http.in.element_state = STATE_KEY_BEGIN;
        else if (!is_space(c))
            client->http.in.element_state = STATE_DONE;
        return false;
    case STATE_KEY_BEGIN: key_begin(client, c); return false;
    case STATE_KEY:
        if (c == '"')
            key_end(client);
        else if (c == '\\')
            client->http.in.element_state = STATE_KEY_ESCAPE;
        else
            key_byte(client, c);
        return false;
    case STATE_KEY_ESCAPE:
        client->http.in.element_key = 0;
        client->http.in.element_state = STATE_KEY;
        return false;
    case STATE_MEMBER:
        if (c == ':' || is_space(c)) return false;
        if (c == '[' && is_list(client)) {
            client->http.in.element_key |= IN_ARRAY;
            client->http.in.element_state = STATE_ARRAY;
            return false;
        }
        element_begin(client, c);
        return true;
    case STATE_ARRAY:
        if (c == ']') client->http.in.element_state = STATE_KEY_BEGIN;
        if (c == ']' || c == ',' || is_space(c)) return false;
        element_begin(client, c);
        return true;
    default: return false;
    }
}

static bool element_end(pipit_t *client) {
    client->http.in.element_state = (client->http.in.element_key & IN_ARRAY) ? STATE_ARRAY : STATE_KEY_BEGIN;
    return true;
}

/* A byte inside an element. @return true when the element ends with it. */
static bool inside_byte(pipit_t *client, uint8_t c) {
    switch (client->http.in.element_state) {
    case STATE_CONTAINER:
        if (c == '"') client->http.in.element_state = STATE_STRING;
        if (c == '{' || c == '[') client->http.in.element_depth++;
        if ((c == '}' || c == ']') && --client->http.in.element_depth == 0) return element_end(client);
        return false;
    case STATE_STRING:
        if (c == '\\') client->http.in.element_state = STATE_STRING_ESCAPE;
        if (c != '"') return false;
        client->http.in.element_state = STATE_CONTAINER;
        return client->http.in.element_depth == 0 && element_end(client);
    case STATE_STRING_ESCAPE: client->http.in.element_state = STATE_STRING; return false;
    default: PIPIT_ASSERT(false); return false;
    }
}

static bool is_inside(const pipit_t *client) {
    return client->http.in.element_state >= STATE_CONTAINER && client->http.in.element_state <= STATE_STRING_ESCAPE;
}

bool pipit_i_elements_take(pipit_t *client, uint32_t at, uint32_t len, uint32_t *used) {
    const uint8_t *from = client->config.rx + at;
    uint32_t begin = 0;
    uint32_t i = 0;
    bool complete = false;
    while (i < len && !complete) {
        uint8_t c = from[i];
        if (client->http.in.element_state == STATE_PRIMITIVE) {
            complete = c == ',' || c == ']' || c == '}' || is_space(c); /* belongs to what follows */
            if (complete)
                (void)element_end(client);
            else
                i++;
        } else if (is_inside(client)) {
            complete = inside_byte(client, c);
            i++;
        } else {
            if (outside_byte(client, c))
                begin = i;
            else
                begin = i + 1u;
            i++;
        }
    }
    pipit_i_text_append(client, at + begin, i - begin);
    *used = i;
    if (complete && client->line_len > pipit_i_text_limit(client)) client->line_len = pipit_i_text_limit(client);
    return complete;
}
