/* SPDX-License-Identifier: MIT */
/* The line may arrive in any pieces: each step uses the bytes that belong to the present state. */
#include "../base/pipit_hash.h"
#include "../x/pipit_x.h"
#include "pipit_select_int.h"
#include <string.h>

/* ---- names ---- */

static void name_begin(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_IN_NAME;
    s->string = STRING_RUN;
    s->escaped = false;
    s->wish = WISH_WALK;
    if (room(client) < MEMBER_MIN || !has_tokens(client, MEMBER_TOKENS)) {
        pipit_i_select_drop(client, true);
        return;
    }
    put_byte(client, '"');
    s->value = client->io.text.len;
}

/* In a message that is not a Post, Pipit itself reads some members at the top; they are kept without a path. */
PIPIT_I_OWN_FRAME uint32_t name_notice(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    const pipit_str_t name = name_of(client);
    const uint32_t hash = pipit_i_hash(name.ptr, name.len);
    if (hash == PIPIT_I_HASH_DATA) s->post = true;
    if (pipit_i_notice_has(hash)) s->wish = WISH_KEEP;
    s->state = STATE_NAMED;
    return 0;
}

PIPIT_I_OWN_FRAME uint32_t name_end(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_COLON;
    if (s->wish == WISH_SKIP) {
        pipit_i_select_drop(client, false);
        return 0;
    }
    pipit_i_select_token_add(client, PIPIT_JSON_STRING, s->value, client->io.text.len, PIPIT_I_SIZE_NAME);
    put_byte(client, '"');
    return 0;
}

PIPIT_I_OWN_FRAME uint32_t name_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    uint32_t taken = pipit_i_select_string(s, client->config.rx + at, len);
    uint32_t n = s->string == STRING_OVER ? taken - 1u : taken;
    if (s->string == STRING_BROKEN) s->state = STATE_BROKEN;
    if (s->wish != WISH_SKIP && n + MEMBER_MIN > room(client) + 1u) pipit_i_select_drop(client, true);
    if (s->wish != WISH_SKIP) pipit_i_select_put(client, at, n);
    if (s->string != STRING_OVER) return taken;
    s->state = s->wish == WISH_SKIP ? STATE_COLON : s->whole != 0 ? STATE_NAMED : STATE_MATCH;
    if (s->whole != 0 && s->wish != WISH_SKIP) s->wish = WISH_KEEP;
    return taken;
}

/* ---- values that are kept ---- */

/* End the text after the last complete character of the string that begins at `from`. */
PIPIT_I_OWN_FRAME void string_trim(pipit_t *client, uint32_t from) {
    const char *text = (const char *)client->config.rx + client->io.text.at;
    uint32_t at = from;
    while (at < client->io.text.len) {
        uint32_t n = pipit_i_character_length(text + at, client->io.text.len - at);
        if (n == 0) break;
        at += n;
    }
    client->io.text.len = at;
}

static void string_end(pipit_t *client) {
    pipit_i_select_token_add(client, PIPIT_JSON_STRING, scan_of(client)->value + 1u, client->io.text.len - 1u,
                             PIPIT_I_SIZE_VALUE);
}

/* The next `n` bytes of the string, at `at`, do not fit. Truncate the string to half of the room that it had, so that
 * later members still fit. @return n. */
PIPIT_I_OWN_FRAME uint32_t string_cut(pipit_t *client, uint32_t at, uint32_t n) {
    pipit_select_scan_t *s = scan_of(client);
    pipit_i_select_put(client, at, room(client) - 1u);
    client->io.text.len -= (client->io.text.len - s->value) / 2u;
    string_trim(client, s->value + 1u);
    put_byte(client, '"');
    string_end(client);
    s->cut = true;
    s->skipping = 0;
    if (s->state == STATE_BROKEN) return n;
    s->state = s->string == STRING_OVER     ? STATE_AFTER
               : s->string == STRING_ESCAPE ? STATE_SKIP_ESCAPE
                                            : STATE_SKIP_STRING;
    return n;
}

PIPIT_I_OWN_FRAME uint32_t string_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    const uint32_t most = room(client); /* so the place of a cut does not depend on the pieces */
    uint32_t n = pipit_i_select_string(s, client->config.rx + at, len < most ? len : most);
    if (s->string == STRING_BROKEN) s->state = STATE_BROKEN;
    if (n + (s->string == STRING_OVER ? 0u : 1u) > room(client)) return string_cut(client, at, n);
    pipit_i_select_put(client, at, n);
    if (s->string != STRING_OVER) return n;
    string_end(client);
    s->state = STATE_AFTER;
    return n;
}

/* Numbers and literals. */
PIPIT_I_OWN_FRAME uint32_t primitive_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    uint32_t n = 0;
    while (n < len && !pipit_i_ends_primitive(client->config.rx[at + n]))
        n++;
    if (n > room(client)) {
        pipit_i_select_drop(client, true);
        s->state = STATE_SKIP_PRIMITIVE;
        return n;
    }
    pipit_i_select_put(client, at, n);
    if (n == len) return n;
    uint8_t kind = pipit_i_primitive_kind((const char *)client->config.rx + client->io.text.at + s->value,
                                          client->io.text.len - s->value);
    if (kind != PIPIT_JSON_NONE)
        pipit_i_select_token_add(client, kind, s->value, client->io.text.len, PIPIT_I_SIZE_VALUE);
    s->state = kind == PIPIT_JSON_NONE ? STATE_BROKEN : STATE_AFTER;
    return n;
}

/* ---- between names and values ---- */

static void container_open(pipit_t *client, uint8_t bracket) {
    pipit_i_select_enter(client, bracket);
    put_byte(client, bracket);
}

static uint8_t container_close(pipit_t *client, uint8_t bracket) {
    uint8_t state = pipit_i_select_leave(client, bracket);
    if (state != STATE_BROKEN) put_byte(client, bracket);
    return state;
}

static bool container_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (s->depth == PIPIT_SELECT_DEPTH || room(client) < 2u || !has_tokens(client, 1)) return false;
    container_open(client, c);
    return true;
}

/* @return whether the first byte of a value was used. If not, the value is discarded (STATE_SKIP). */
static bool value_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    bool container = opens(c);
    if (container && container_take(client, c)) return true;
    if (container || s->wish == WISH_WALK || room(client) < 2u || !has_tokens(client, 1)) {
        pipit_i_select_drop(client, container || s->wish == WISH_KEEP);
        s->state = STATE_SKIP;
        return false;
    }
    s->value = client->io.text.len;
    s->string = STRING_RUN;
    s->state = c == '"' ? STATE_IN_STRING : STATE_IN_PRIMITIVE;
    if (c == '"') put_byte(client, c);
    if (pipit_i_ends_primitive(c) || c == ':') s->state = STATE_BROKEN;
    return c == '"';
}

static bool element_take(pipit_t *client, uint8_t c) {
    scan_of(client)->wish = scan_of(client)->whole != 0 ? WISH_KEEP : WISH_WALK;
    return value_take(client, c);
}

/* The outermost value, or the name before it in a server-sent event. The bytes of the name are kept until it is
 * complete, because the line may be another one that begins like it. */
static bool root_take(pipit_t *client, uint8_t c) {
    static const char name[] = "data:{"; /* the last byte never matches: it begins the value */
    const uint8_t complete = sizeof name - 2u;
    pipit_select_scan_t *s = scan_of(client);
    if (s->named == 0 || s->named == complete) {
        if (c == '{') container_open(client, c);
        if (c == '{' || pipit_i_is_space(c)) return true;
    }
    if (c != (uint8_t)name[s->named]) {
        s->state = STATE_RAW;
        return false;
    }
    put_byte(client, c);
    if (++s->named == complete) client->io.text.len = 0;
    return true;
}

static bool name_mark_take(pipit_t *client, uint8_t c) {
    scan_of(client)->state = STATE_BROKEN;
    if (c == '"') name_begin(client);
    return c == '"';
}

static bool colon_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = c != ':' ? STATE_BROKEN : s->wish == WISH_SKIP ? STATE_SKIP : STATE_VALUE;
    if (s->state == STATE_VALUE) put_byte(client, c);
    return true;
}

static bool after_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (c != ',') {
        s->state = container_close(client, c);
        return true;
    }
    pipit_i_select_put_comma(client);
    s->state = in_object(client) ? STATE_NAME : STATE_VALUE;
    if (s->state == STATE_VALUE) s->wish = s->whole != 0 ? WISH_KEEP : WISH_WALK;
    return true;
}

/* @return whether the byte was used; if not, the new state will use it. */
PIPIT_I_OWN_FRAME bool mark_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (s->state == STATE_ROOT) return root_take(client, c);
    if (pipit_i_is_space(c)) return true;
    switch (s->state) {
    case STATE_FIRST_NAME: return c == '}' ? after_take(client, c) : name_mark_take(client, c);
    case STATE_NAME: return name_mark_take(client, c);
    case STATE_COLON: return colon_take(client, c);
    case STATE_FIRST_ELEMENT: return c == ']' ? after_take(client, c) : element_take(client, c);
    case STATE_VALUE: return value_take(client, c);
    case STATE_AFTER: return after_take(client, c);
    default: s->state = STATE_BROKEN; return true; /* a byte after the outermost value */
    }
}

/* ---- all states ---- */

uint32_t pipit_i_select_step(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    switch (s->state) {
    case STATE_IN_NAME: return name_take(client, at, len);
    case STATE_MATCH: return pipit_i_select_name_match(client);
    case STATE_NOTICE: return name_notice(client);
    case STATE_NAMED: return name_end(client);
    case STATE_IN_STRING: return string_take(client, at, len);
    case STATE_IN_PRIMITIVE: return primitive_take(client, at, len);
    case STATE_SKIP:
    case STATE_SKIP_STRING:
    case STATE_SKIP_ESCAPE:
    case STATE_SKIP_CONTAINER:
    case STATE_SKIP_PRIMITIVE: return pipit_i_select_skip(s, client->config.rx + at, len);
    default: return mark_take(client, client->config.rx[at]);
    }
}
