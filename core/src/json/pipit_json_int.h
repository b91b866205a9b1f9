/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_JSON_INT_H
#define PIPIT_JSON_INT_H

#include "../base/pipit_compile.h"
#include "pipit/json.h"
#include <stddef.h>

/* Parse json->text[0 .. json->len) with json->tokens. */
pipit_err_t pipit_i_json_parse(pipit_json_t *json, size_t token_count);

/* JSON, shared by its two files. */
bool pipit_i_utf8_scan(const char *text, size_t len, uint32_t *controls);
/* The character or byte at `text`, which is in a string and may be escaped, with how much of the text it takes (1 to
 * 12; 1: it is no escape): two numbers in one register. */
#define PIPIT_I_CHARACTER_CODE(character) ((character) / 16u)
#define PIPIT_I_CHARACTER_LENGTH(character) ((character) % 16u)
uint32_t pipit_i_character_read(const char *text, size_t len);
/* The length of the character there, escaped or not; 0 if it is not all there. */
uint32_t pipit_i_character_length(const char *text, size_t len);
/* Is a name, as it stands in its quotes, this one after unescaping? */
bool pipit_i_name_is(pipit_str_t raw, const char *name, size_t len);
size_t pipit_i_utf8_put(uint32_t c, char *out);
/* @return how many bytes `c` has in UTF-8 if `text` begins with them, else 0. */
size_t pipit_i_utf8_begins(uint32_t c, const char *text, size_t len);
/* What a text is that is neither string nor container: PIPIT_JSON_NONE when it is neither number nor literal. */
uint8_t pipit_i_primitive_kind(const char *text, size_t len);

/* The text of a string between its quotes, escapes as they are; of another value as pipit_json_raw(). */
pipit_str_t pipit_i_content(const pipit_json_t *json, pipit_node_t node);
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value);
pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name);

/* ---- members of JSON into members of a structure ---- */

/* A list of names: "id\0text\0", each ended by a zero, in the order of the structure's members. */

/* The byte of a structure at which a member begins, for a walk over it and the members behind it: in C a pointer to one
 * member does not reach the next, one into the bytes of the whole does. */
#define PIPIT_I_AT(structure, type, member) ((void *)((char *)(structure) + offsetof(type, member)))
/* Do these members, which such a walk fills, stand one behind another? `count` with the first and the last. */
#define PIPIT_I_IN_ORDER(type, first, last, count)                                                                     \
    typedef char type##_##first##_in_order_t                                                                           \
        [offsetof(type, last) == offsetof(type, first) + ((count)-1u) * sizeof(((type *)0)->first) ? 1 : -1]

/* The values of these members as texts: a pipit_str_t each, from the byte `at` on. */
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *at);
/* Numbers, or how many elements an array has: a uint32_t each; 0 where there is none. */
void pipit_i_counts(const pipit_json_t *json, pipit_node_t object, const char *names, void *at);

bool pipit_i_flag(const pipit_json_t *json, pipit_node_t object, const char *name);

#endif
