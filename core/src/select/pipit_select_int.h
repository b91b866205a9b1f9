/* SPDX-License-Identifier: MIT */
/* Shared between the files of select. */
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
    STATE_MATCH,  /* a name is over: which paths have it? */
    STATE_NOTICE, /* ... or does Pipit itself read it? */
    STATE_NAMED,  /* what becomes of the value is known */
    STATE_IN_STRING,
    STATE_IN_PRIMITIVE,
    STATE_SKIP, /* before a value that is passed over */
    STATE_SKIP_STRING,
    STATE_SKIP_ESCAPE,
    STATE_SKIP_CONTAINER,
    STATE_SKIP_PRIMITIVE,
    STATE_RAW,   /* the line is no object: kept as it is */
    STATE_BROKEN /* it is no JSON */
};

enum { STRING_RUN, STRING_ESCAPE, STRING_HEX, STRING_OVER, STRING_BROKEN };

enum { WISH_SKIP, WISH_WALK, WISH_KEEP };

/* The least that a member takes after its comma: "":"" */
#define MEMBER_MIN 5u
#define MEMBER_TOKENS 2

PIPIT_I_INLINE bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

PIPIT_I_INLINE bool ends_primitive(uint8_t c) {
    return c == ',' || c == '}' || c == ']' || is_space(c);
}

/* May it stand in a name as it is? */
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

/* Is it an object in whose text we are? */
PIPIT_I_INLINE bool in_object(const pipit_t *client) {
    return (uint32_t)token_at(client, client->select->scan.open)->type == PIPIT_JSON_OBJECT;
}

/* What can be written so that every container can still be closed. */
PIPIT_I_INLINE uint32_t room(const pipit_t *client) {
    return pipit_i_text_limit(client) - client->io.text.len - scan_of(client)->depth;
}

PIPIT_I_INLINE void put_byte(pipit_t *client, uint8_t c) {
    client->config.rx[client->io.text.at + client->io.text.len++] = c;
}

/* The bytes rx[raw .. raw + len), as far as they are of one line; raw is behind them then. */
void pipit_i_select_take(pipit_t *client, uint32_t len);
/* Is the text another than the line? Then: was something cut; its tokens. */
bool pipit_i_is_selection(const pipit_t *client);
bool pipit_i_select_is_cut(const pipit_t *client);
pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json);

/* A value that nobody wants, in the states from STATE_SKIP on: as far as it is in `from`.
 * @return how many bytes were taken; the state is STATE_AFTER when it is over. */
uint32_t pipit_i_select_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

/* The rest of a string, RFC 8259 section 7. @return how many bytes belong to it, its quote at the end too; s->string
 * says if it is over. */
uint32_t pipit_i_select_string(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

/* What the paths make of the member with this name, which has no escapes: s->wish. */
void pipit_i_select_match(pipit_select_t *select, pipit_str_t name);
/* The same of the name that ends the text, in STATE_MATCH, which takes no byte. @return 0. */
uint32_t pipit_i_select_name_match(pipit_t *client);
/* One name up again. */
void pipit_i_select_level_leave(pipit_select_t *select);

/* rx[at .. at + len) goes into the text; a token; the comma before what follows. */
void pipit_i_select_put(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_select_token_add(pipit_t *client, uint32_t kind, uint32_t start, uint32_t end, int size);
void pipit_i_select_put_comma(pipit_t *client);
/* The present member or element goes out of the text again; cut: because it has no room. */
void pipit_i_select_drop(pipit_t *client, bool cut);

/* Into a container and out of it, all but writing its bracket. @return the state after it. */
void pipit_i_select_enter(pipit_t *client, uint8_t bracket);
uint8_t pipit_i_select_leave(pipit_t *client, uint8_t bracket);

/* One step. @return how many of the bytes rx[at .. at + len) were taken. */
uint32_t pipit_i_select_step(pipit_t *client, uint32_t at, uint32_t len);

#if PIPIT_CFG_WORD_SCAN
/* Members and elements that are all there: rx[at .. at + len) as far as that goes. @return how many bytes were taken.
 */
uint32_t pipit_i_select_run(pipit_t *client, uint32_t at, uint32_t len);
#endif

#endif
