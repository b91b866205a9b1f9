/* SPDX-License-Identifier: MIT */
/* Used by the files of select. */
#ifndef PIPIT_SELECT_INT_H
#define PIPIT_SELECT_INT_H

#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "../json/pipit_token.h"
#include "pipit/select.h"

enum {
    STATE_ROOT,          /* before the outermost value */
    STATE_FIRST_NAME,    /* after '{' */
    STATE_NAME,          /* after ',' in an object */
    STATE_COLON,         /* after a name */
    STATE_FIRST_ELEMENT, /* after '[' */
    STATE_VALUE,         /* before a value */
    STATE_AFTER,         /* after a value */
    STATE_DONE,          /* after the outermost one */
    STATE_IN_NAME,
    STATE_MATCH,  /* a name is complete: compare it with the paths */
    STATE_NOTICE, /* ... and with the names that Pipit itself reads */
    STATE_NAMED,  /* it is known whether the value is kept */
    STATE_IN_STRING,
    STATE_IN_PRIMITIVE,
    STATE_SKIP, /* before a value that is discarded */
    STATE_SKIP_STRING,
    STATE_SKIP_ESCAPE,
    STATE_SKIP_CONTAINER,
    STATE_SKIP_PRIMITIVE,
    STATE_RAW,   /* the line is not an object: it is kept whole */
    STATE_BROKEN /* it is not JSON */
};

enum { STRING_RUN, STRING_ESCAPE, STRING_HEX, STRING_OVER, STRING_BROKEN };

/* Whether a value is discarded, passed through because a path continues inside it, or kept. */
enum { WISH_SKIP, WISH_WALK, WISH_KEEP };

/* The smallest size of a member after its comma: "":"" */
#define MEMBER_MIN 5u
#define MEMBER_TOKENS 2

PIPIT_I_INLINE bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

PIPIT_I_INLINE bool ends_primitive(uint8_t c) {
    return c == ',' || c == '}' || c == ']' || is_space(c);
}

/* May a name contain it without an escape? */
PIPIT_I_INLINE bool is_plain(char c) {
    return (uint8_t)c >= ' ' && c != '"' && c != '\\';
}

PIPIT_I_INLINE bool opens(uint8_t c) {
    return c == '{' || c == '[';
}

PIPIT_I_INLINE jsmntok_t *token_at(const pipit_t *client, int32_t i) {
    return pipit_i_tokens(client->config.tokens) + i;
}

PIPIT_I_INLINE pipit_select_scan_t *scan_of(const pipit_t *client) {
    return &client->select->scan;
}

PIPIT_I_INLINE pipit_str_t name_of(const pipit_t *client) {
    const uint32_t at = scan_of(client)->value;
    pipit_str_t name = {(const char *)client->config.rx + client->io.text.at + at, client->io.text.len - at};
    return name;
}

PIPIT_I_INLINE bool has_tokens(const pipit_t *client, int32_t n) {
    return client->config.token_count - (size_t)client->select->scan.count >= (size_t)n;
}

/* Is the innermost open container an object? */
PIPIT_I_INLINE bool in_object(const pipit_t *client) {
    return (uint32_t)token_at(client, client->select->scan.open)->type == PIPIT_JSON_OBJECT;
}

/* How many bytes can be written so that all open containers can still be closed. */
PIPIT_I_INLINE uint32_t room(const pipit_t *client) {
    return pipit_i_text_limit(client) - client->io.text.len - scan_of(client)->depth;
}

PIPIT_I_INLINE void put_byte(pipit_t *client, uint8_t c) {
    client->config.rx[client->io.text.at + client->io.text.len++] = c;
}

/* Process the bytes rx[raw .. raw + len) up to the end of the line; raw is then after them. */
void pipit_i_select_take(pipit_t *client, uint32_t len);
/* Is the text a selection of the line (not the whole line)? If it is: was something cut; check it and get its tokens.
 */
bool pipit_i_is_selection(const pipit_t *client);
bool pipit_i_select_is_cut(const pipit_t *client);
pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json);

/* Discard a value, in the states from STATE_SKIP on, as far as it is in `from`.
 * @return how many bytes were used; the state is STATE_AFTER at the end of the value. */
uint32_t pipit_i_select_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

/* Read the rest of a string (RFC 8259 section 7). @return how many bytes belong to it, with the quote at its end;
 * s->string says whether it has ended. */
uint32_t pipit_i_select_string(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

/* Set s->wish for the member with this name, which has no escapes. */
void pipit_i_select_match(pipit_select_t *select, pipit_str_t name);
/* The same for the name at the end of the text, in STATE_MATCH, which uses no byte. @return 0. */
uint32_t pipit_i_select_name_match(pipit_t *client);
/* Leave a container on the way of a path: go back by one name. */
void pipit_i_select_level_leave(pipit_select_t *select);

/* Add to the text: the bytes rx[at .. at + len); a token; the comma before the next member or element. */
void pipit_i_select_put(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_select_token_add(pipit_t *client, uint32_t kind, uint32_t start, uint32_t end, int size);
void pipit_i_select_put_comma(pipit_t *client);
/* Remove the present member or element from the text; cut: because it has no room. */
void pipit_i_select_drop(pipit_t *client, bool cut);

/* Enter or leave a container, without writing its bracket. pipit_i_select_leave() returns the next state. */
void pipit_i_select_enter(pipit_t *client, uint8_t bracket);
uint8_t pipit_i_select_leave(pipit_t *client, uint8_t bracket);

/* Make one step. @return how many of the bytes rx[at .. at + len) were used. */
uint32_t pipit_i_select_step(pipit_t *client, uint32_t at, uint32_t len);

#if PIPIT_CFG_WORD_SCAN
/* Process the members and elements that are complete in rx[at .. at + len). @return how many bytes were used. */
uint32_t pipit_i_select_run(pipit_t *client, uint32_t at, uint32_t len);
#endif

#endif
