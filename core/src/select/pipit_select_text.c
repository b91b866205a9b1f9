/* SPDX-License-Identifier: MIT */
/* The text of the selected members, which is written over the line that it is made from, and its tokens. */
#include "../base/pipit_scan.h"
#include "pipit_select_int.h"
#include <string.h>

void pipit_i_select_put(pipit_t *client, uint32_t at, uint32_t len) {
    uint8_t *to = client->config.rx + client->io.text.at + client->io.text.len;
    scan_of(client)->unchecked = true;
    memmove(to, client->config.rx + at, len);
    client->io.text.len += len;
}

void pipit_i_select_token_add(pipit_t *client, uint32_t kind, uint32_t start, uint32_t end, int size) {
    pipit_select_scan_t *s = scan_of(client);
    jsmntok_t *t = token_at(client, s->count);
    t->type = (jsmntype_t)kind;
    t->start = (int)start;
    t->end = (int)end;
    t->size = size;
    t->parent = s->depth == 0 ? -1 : size == PIPIT_I_SIZE_VALUE && in_object(client) ? s->count - 1 : s->open;
    s->count++;
}

/* Write the comma now, over its own input byte. Later there may be no room, because rx_tidy() moves the text between
 * two pieces of a line. */
void pipit_i_select_put_comma(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    uint8_t last = client->config.rx[client->io.text.at + client->io.text.len - 1u];
    s->begin = client->io.text.len;
    s->kept = s->count;
    if (last != '{' && last != '[' && room(client) > 0) put_byte(client, ',');
}

/* The comma before the member or element is removed too. */
void pipit_i_select_drop(pipit_t *client, bool cut) {
    pipit_select_scan_t *s = scan_of(client);
    client->io.text.len = s->begin;
    s->count = s->kept;
    s->wish = WISH_SKIP;
    if (cut) s->cut = true;
}

/* ---- containers ---- */

void pipit_i_select_enter(pipit_t *client, uint8_t bracket) {
    pipit_select_scan_t *s = scan_of(client);
    bool object = bracket == '{';
    bool member = s->depth > 0 && in_object(client);
    pipit_i_select_token_add(client, object ? PIPIT_JSON_OBJECT : PIPIT_JSON_ARRAY, client->io.text.len, 0,
                             PIPIT_I_SIZE_VALUE);
    s->open = s->count - 1;
    if (s->whole == 0 && s->wish == WISH_KEEP) s->whole = s->open;
    if (s->whole == 0 && member) {
        s->level++;
        s->prefix = s->behind;
    }
    s->depth++;
    s->begin = client->io.text.len + 1u;
    s->kept = s->count;
    s->state = object ? STATE_FIRST_NAME : STATE_FIRST_ELEMENT;
}

uint8_t pipit_i_select_leave(pipit_t *client, uint8_t bracket) {
    pipit_select_scan_t *s = scan_of(client);
    jsmntok_t *t = token_at(client, s->open);
    if (bracket != (in_object(client) ? '}' : ']')) return STATE_BROKEN;
    t->end = (int)client->io.text.len + 1;
    t->size = s->count;
    s->depth--;
    if (s->depth == 0) return STATE_DONE;
    bool was_walked = s->whole == 0;
    if (s->open == s->whole) s->whole = 0;
    s->open = t->parent;
    t = token_at(client, s->open);
    if ((uint32_t)t->type == PIPIT_JSON_STRING) { /* a member */
        s->open = t->parent;
        if (was_walked) pipit_i_select_level_leave(client->select);
    }
    return STATE_AFTER;
}

/* ---- strings ---- */

static bool is_hex(uint8_t c) {
    return (uint8_t)(c - '0') <= 9 || (uint8_t)((c | 0x20) - 'a') <= 5;
}

/* A shortcut for the most frequent escape: u and four hexadecimal digits. */
static bool is_unit(const uint8_t *text) {
    return text[0] == 'u' && is_hex(text[1]) && is_hex(text[2]) && is_hex(text[3]) && is_hex(text[4]);
}

static uint8_t after_backslash(pipit_select_scan_t *s, uint8_t c) {
    s->digits = 4;
    if (c == 'u') return STRING_HEX;
    return c != '\0' && strchr("\"\\/bfnrt", c) ? STRING_RUN : STRING_BROKEN;
}

static uint8_t after_digit(pipit_select_scan_t *s, uint8_t c) {
    if (!is_hex(c)) return STRING_BROKEN;
    return --s->digits == 0 ? STRING_RUN : STRING_HEX;
}

/* `from` is a quote or a backslash. @return how many bytes were used. */
static uint32_t string_mark(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    if (*from == '"') {
        s->string = STRING_OVER;
        return 1;
    }
    s->escaped = true;
    if (len >= 6u && is_unit(from + 1)) return 6;
    s->string = STRING_ESCAPE;
    return 1;
}

uint32_t pipit_i_select_string(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    uint32_t i = 0;
    while (i < len && s->string < STRING_OVER) {
        if (s->string == STRING_ESCAPE) {
            s->string = after_backslash(s, from[i++]);
        } else if (s->string == STRING_HEX) {
            s->string = after_digit(s, from[i++]);
        } else {
            i = (uint32_t)(pipit_i_find(from + i, from + len, '\\') - from);
            if (i < len) i += string_mark(s, from + i, len - i);
        }
    }
    return i;
}
