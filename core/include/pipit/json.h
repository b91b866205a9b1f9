/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_json
 *  JSON (RFC 8259) in the caller's memory: jsmn tokenises once, a strict walk refuses what jsmn lets pass, and then
 *  members are looked up without copying. No recursion; depth is limited by the number of tokens alone. Usable alone.
 */
#ifndef PIPIT_JSON_H
#define PIPIT_JSON_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One token of memory: opaque, 5 ints. A Post with all default fields needs about 20, with author and metrics about
 *  80; each object, array, key, string, number and literal is one. */
typedef struct {
    int opaque[5];
} pipit_token_t;

/** A parsed text. It borrows text and tokens and lives as long as they do. */
typedef struct {
    char *text;
    pipit_token_t *tokens;
    uint32_t len;
    uint32_t count; /**< tokens in use; 0: nothing is parsed and every look-up finds nothing */
} pipit_json_t;

/** A value inside a text: its number there, or PIPIT_NODE_NONE. The root is 0. */
typedef int32_t pipit_node_t;
#define PIPIT_NODE_NONE ((pipit_node_t)-1)
#define PIPIT_NODE_ROOT ((pipit_node_t)0)

/** What a value is. */
enum {
    PIPIT_JSON_NONE = 0,
    PIPIT_JSON_OBJECT = 1,
    PIPIT_JSON_ARRAY = 2,
    PIPIT_JSON_STRING = 3,
    PIPIT_JSON_NUMBER = 4,
    PIPIT_JSON_TRUE = 5,
    PIPIT_JSON_FALSE = 6,
    PIPIT_JSON_NULL = 7
};

/** Parse `len` bytes at `text`. `text` is not changed now; pipit_json_string() decodes inside it later.
 *  @return PIPIT_OK; PIPIT_E_JSON when it is not exactly one JSON text in UTF-8 (control characters in strings, broken
 *  escapes, misplaced commas and everything after the value included; a lone surrogate escape is accepted and decodes
 *  to U+FFFD); PIPIT_E_TOKENS when `token_count` tokens do not suffice. On error json->count is 0. */
pipit_err_t pipit_json_parse(pipit_json_t *json, char *text, size_t len, pipit_token_t *tokens, size_t token_count);

/** What `node` is: a PIPIT_JSON_ value, PIPIT_JSON_NONE for PIPIT_NODE_NONE. */
uint8_t pipit_json_kind(const pipit_json_t *json, pipit_node_t node);

/** Follow `path` from `from`: member names separated by dots, elements as [n]: "data.text", "matching_rules[0].tag",
 *  "includes.users[1].username". Names compare after unescaping; of equal names in one object the first is found.
 *  @return the node, or PIPIT_NODE_NONE when something on the way is absent. */
pipit_node_t pipit_json_find(const pipit_json_t *json, pipit_node_t from, const char *path);

/** The first element of an array, or the value of the first member of an object; PIPIT_NODE_NONE when empty. */
pipit_node_t pipit_json_first(const pipit_json_t *json, pipit_node_t container);

/** The element or member value after `node` in its container; PIPIT_NODE_NONE at the end. */
pipit_node_t pipit_json_next(const pipit_json_t *json, pipit_node_t node);

/** The name of the member whose value is `node`, still escaped; absent when `node` is not a member's value. */
pipit_str_t pipit_json_key(const pipit_json_t *json, pipit_node_t node);

/** The JSON text of `node` as received, quotes of a string included. Take it before pipit_json_string() has decoded
 *  anything inside. */
pipit_str_t pipit_json_raw(const pipit_json_t *json, pipit_node_t node);

/** The content of the string `node`, decoded in place the first time it is asked for (UTF-8, RFC 8259 section 7; a
 *  surrogate pair becomes one character, a lone surrogate U+FFFD). Later calls give the same view. For a number or a
 *  literal its text; absent for null, containers and PIPIT_NODE_NONE. Decoded text may contain zero bytes. */
pipit_str_t pipit_json_string(pipit_json_t *json, pipit_node_t node);

/** An id or count, exactly, from a number (1166916266197536768) or a string ("1166916266197536768").
 *  @return PIPIT_OK; PIPIT_E_ABSENT for an absent or null node; PIPIT_E_JSON when it is not a decimal number without
 *  sign, fraction or exponent, or does not fit 64 bits. `*value` is written only on PIPIT_OK. */
pipit_err_t pipit_json_u64(const pipit_json_t *json, pipit_node_t node, uint64_t *value);

/** Decode the JSON escapes in `len` bytes at `text` in place; never grows. @return the new length. Escapes must be
 *  valid, as pipit_json_parse() has checked. */
size_t pipit_unescape(char *text, size_t len);

/** Is this well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF)? */
bool pipit_utf8_valid(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
