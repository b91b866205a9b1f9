/* SPDX-License-Identifier: MIT */
/* Used by the files of select. */
#ifndef PIPIT_SELECT_INT_H
#define PIPIT_SELECT_INT_H

#include "../base/pipit_vector.h"
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
    STATE_NOTICE, /* a name at the top: compare it also with the names that Pipit itself reads */
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

/* What happens to a value. SKIP: it is discarded. WALK: a path continues inside it, so its members are compared with
 * the path. KEEP: it is kept whole. */
enum { WISH_SKIP, WISH_WALK, WISH_KEEP };

/* The smallest size of a member after its comma: "":"" */
#define MEMBER_MIN 5u
#define MEMBER_TOKENS 2

/* @return whether a name may contain this character without an escape. */
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

/* @return whether the innermost open container is an object. */
PIPIT_I_INLINE bool in_object(const pipit_t *client) {
    return (uint32_t)token_at(client, client->select->scan.open)->type == PIPIT_JSON_OBJECT;
}

/* @return how many bytes can be written so that all open containers can still be closed. */
PIPIT_I_INLINE uint32_t room(const pipit_t *client) {
    return pipit_i_text_limit(client) - client->io.text.len - scan_of(client)->depth;
}

PIPIT_I_INLINE void put_byte(pipit_t *client, uint8_t c) {
    client->config.rx[client->io.text.at + client->io.text.len++] = c;
}

/* Process the bytes rx[raw .. raw + len) up to the end of the line; raw is then after them. */
void pipit_i_select_take(pipit_t *client, uint32_t len);
/* The line ends here, without a line end. */
void pipit_i_select_close(pipit_t *client);
/* @return whether the text is a selection of the line, not the whole line. The two functions below need a selection:
 * was a part of it cut; check it and store its tokens in *json. */
bool pipit_i_is_selection(const pipit_t *client);
bool pipit_i_select_is_cut(const pipit_t *client);
pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json);

/* Discard the part of a value that is in `from`. The state is STATE_SKIP or one of the STATE_SKIP_ states.
 * @return how many bytes were used. After the end of the value the state is STATE_AFTER. */
uint32_t pipit_i_select_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

#if PIPIT_I_VECTOR
/* The same for whole blocks, inside a container. If not all bytes were used, they are left to pipit_i_select_skip()'s
 * other ways. */
uint32_t pipit_i_select_blocks_skip(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);
#endif

/* Read the rest of a string (RFC 8259 section 7). @return how many bytes belong to it, including the quote at its end;
 * s->string is STRING_OVER if it has ended. */
uint32_t pipit_i_select_string(pipit_select_scan_t *s, const uint8_t *from, uint32_t len);

/* Set s->wish for the member with this name. The name has no escapes. */
void pipit_i_select_match(pipit_select_t *select, pipit_str_t name);
/* The same for the name at the end of the text, in STATE_MATCH. @return 0, because it uses no bytes. */
uint32_t pipit_i_select_name_match(pipit_t *client);
/* Leave a container on the way of a path: the last name of the path is removed. */
void pipit_i_select_level_leave(pipit_select_t *select);

/* Add to the text: the bytes rx[at .. at + len); a token; the comma before the next member or element. */
void pipit_i_select_put(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_select_token_add(pipit_t *client, uint32_t kind, uint32_t start, uint32_t end, int size);
void pipit_i_select_put_comma(pipit_t *client);
/* Remove the present member or element from the text. `cut`: the reason is that there is no room for it. */
void pipit_i_select_drop(pipit_t *client, bool cut);

/* Enter or leave a container, without writing its bracket. pipit_i_select_leave() returns the next state. */
void pipit_i_select_enter(pipit_t *client, uint8_t bracket);
uint8_t pipit_i_select_leave(pipit_t *client, uint8_t bracket);

/* Process bytes in the present state, until the state changes. @return how many of rx[at .. at + len) were used. */
uint32_t pipit_i_select_step(pipit_t *client, uint32_t at, uint32_t len);

#if PIPIT_CFG_WORD_SCAN
/* Names that begin with another character are not wanted here: one bit for each PIPIT_I_SELECT_INITIAL(). */
#define PIPIT_I_SELECT_INITIAL(c) ((uint8_t)(c) % 32u)
uint32_t pipit_i_select_initials(const pipit_select_t *select);
/* The same as pipit_i_select_match(), faster if the last message had this name at the same place. */
void pipit_i_select_match_again(pipit_select_t *select, pipit_str_t name);
/* Find the quote that ends the string at `from`, and check the string (RFC 8259 section 7). If only its UTF-8 is wrong,
 * s->unchecked is set. *size: PIPIT_I_SIZE_DECODED or PIPIT_I_SIZE_VALUE. @return the quote; NULL: there is none before
 * `end`, or the string is not valid. */
const uint8_t *pipit_i_select_string_check(pipit_select_scan_t *s, const uint8_t *from, const uint8_t *end, int *size);
/* Process the members and elements that are complete in rx[at .. at + len). @return how many bytes were used. */
uint32_t pipit_i_select_run(pipit_t *client, uint32_t at, uint32_t len);
#endif

#endif
