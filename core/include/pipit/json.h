/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_json
 *  A JSON parser (RFC 8259) in the caller's memory. jsmn finds the tokens in one pass, a second pass checks the rules
 *  of RFC 8259 that jsmn does not check, and then you look up values without copying. There is no recursion; the
 *  depth is limited by PIPIT_JSON_DEPTH and by the number of tokens. You can use it without the rest of Pipit.
 *
 *  Every function that takes a node accepts PIPIT_NODE_NONE and any other number that is not a node, and then finds
 *  nothing. All are legal at any time after pipit_json_parse() (or on the `json` of an event), as long as text and
 *  tokens live. None blocks. */
#ifndef PIPIT_JSON_H
#define PIPIT_JSON_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Memory for one token: opaque, 5 ints. Each object, array, member name, string, number and literal needs one. A Post
 *  with the default fields needs about 20, with author and metrics about 80. */
typedef struct {
    int opaque[5];
} pipit_token_t;

/** A parsed text. It borrows text and tokens and is valid as long as they live. */
typedef struct {
    char *text;
    pipit_token_t *tokens;
    uint32_t len;
    uint32_t count; /**< tokens in use; 0: nothing is parsed, and every look-up finds nothing */
} pipit_json_t;

/** A value in a parsed text, as the number of its token. The outermost value is PIPIT_NODE_ROOT; PIPIT_NODE_NONE means
 *  that there is no such value. */
typedef int32_t pipit_node_t;
#define PIPIT_NODE_NONE ((pipit_node_t)-1)
#define PIPIT_NODE_ROOT ((pipit_node_t)0)

/** The kinds of values (pipit_json_kind()). */
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

/** How deep objects and arrays may be nested in a text. X's messages have about 10 levels. */
#define PIPIT_JSON_DEPTH 256u

/** Parse a text. Legal at any time; what `json` held before is overwritten.
 *  @param json        receives the parsed text.
 *  @param text        yours, borrowed as long as you use `json`. This call does not change it, but pipit_json_string()
 *  decodes inside it later.
 *  @param len         its length in bytes.
 *  @param tokens      yours, borrowed as long as you use `json`.
 *  @param token_count how many.
 *  @return PIPIT_OK. PIPIT_E_JSON: the text is not exactly one JSON value in UTF-8; this includes control characters in
 *  strings, invalid escapes, misplaced commas, and anything but white space after the value. A surrogate escape without
 *  its partner is accepted and decoded to U+FFFD. PIPIT_E_TOKENS: the text needs more tokens. PIPIT_E_DEPTH: it is
 *  nested deeper than PIPIT_JSON_DEPTH. PIPIT_E_INVALID: `len` or `token_count` is 2^31 or more. On error json->count
 * is 0. The time of the call is proportional to `len`, whatever the text is. */
pipit_err_t pipit_json_parse(pipit_json_t *json, char *text, size_t len, pipit_token_t *tokens, size_t token_count);

/** Get the kind of a value.
 *  @return a PIPIT_JSON_ value; PIPIT_JSON_NONE for PIPIT_NODE_NONE. */
uint8_t pipit_json_kind(const pipit_json_t *json, pipit_node_t node);

/** Find a value by its path. Names are compared after unescaping; if an object has the same name twice, the first one
 *  is found.
 *  @param json the parsed text.
 *  @param from where the path begins: PIPIT_NODE_ROOT, or any object or array.
 *  @param path zero-terminated: names of members separated by dots, elements of arrays as [n] from 0: "data.text",
 *  "matching_rules[0].tag", "includes.users[1].username". "" is `from` itself.
 *  @return the value, or PIPIT_NODE_NONE if one part of the path is absent. */
pipit_node_t pipit_json_find(const pipit_json_t *json, pipit_node_t from, const char *path);

/** Get the first element of an array, or the value of the first member of an object.
 *  @return PIPIT_NODE_NONE if it is empty, or is not an array or object. */
pipit_node_t pipit_json_first(const pipit_json_t *json, pipit_node_t container);

/** Get the element after `node` in its array, or the value of the member after it in its object.
 *  @return PIPIT_NODE_NONE at the end. */
pipit_node_t pipit_json_next(const pipit_json_t *json, pipit_node_t node);

/** Get the name of the member whose value is `node`.
 *  @return a view of the name as received (escapes are not decoded); absent if `node` is not the value of a member. */
pipit_str_t pipit_json_key(const pipit_json_t *json, pipit_node_t node);

/** Get the JSON text of a value as received; for a string, its quotes included. Call it before pipit_json_string(), or
 *  a reader that uses it, has decoded anything inside the value.
 *  @return a view of the text; absent for PIPIT_NODE_NONE. */
pipit_str_t pipit_json_raw(const pipit_json_t *json, pipit_node_t node);

/** Get the content of a string. The first call decodes its escapes in place (RFC 8259 section 7): a surrogate pair
 *  becomes one character, a surrogate without its partner becomes U+FFFD. Later calls return the same view.
 *  @return a view of the decoded UTF-8 text, which may contain zero bytes. For a number, true or false: its text.
 *  Absent for null, an object, an array, and PIPIT_NODE_NONE. */
pipit_str_t pipit_json_string(pipit_json_t *json, pipit_node_t node);

/** Read an id or a count exactly, from a number (1166916266197536768) or a string ("1166916266197536768").
 *  @param json  the parsed text.
 *  @param node  the value.
 *  @param value receives the number; written only on PIPIT_OK.
 *  @return PIPIT_OK. PIPIT_E_ABSENT: the value is absent or null. PIPIT_E_JSON: it is not 1 to 20 decimal digits
 *  without sign, fraction or exponent, or does not fit 64 bits. */
pipit_err_t pipit_json_u64(const pipit_json_t *json, pipit_node_t node, uint64_t *value);

/** Decode the JSON escapes of a text in place. Legal only for escapes that are valid, for example because
 *  pipit_json_parse() has checked them.
 *  @param text yours, `len` bytes without the quotes; changed in place.
 *  @param len  its length.
 *  @return the new length, never greater than len. */
size_t pipit_unescape(char *text, size_t len);

/** Tell whether a text is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
bool pipit_utf8_valid(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
