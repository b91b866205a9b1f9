/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_JSON_INT_H
#define PIPIT_JSON_INT_H

#include "../base/pipit_compile.h"
#include "../base/pipit_layout.h"
#include "../base/pipit_vector.h"
#include "pipit/json.h"

/* Parse json->text[0 .. json->len) with json->tokens; json->count is 0 before, and after an error. */
pipit_err_t pipit_i_json_parse(pipit_json_t *json, size_t token_count);

/* White space between tokens (RFC 8259 section 2). */
PIPIT_I_INLINE bool pipit_i_is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/* @return whether a number, true, false or null ends before this byte. */
PIPIT_I_INLINE bool pipit_i_ends_primitive(uint8_t c) {
    return c == ',' || c == '}' || c == ']' || pipit_i_is_space(c);
}

/* @return the value of a hexadecimal digit. */
PIPIT_I_INLINE uint32_t pipit_i_hex_digit(uint8_t digit) {
    return (digit > '9' ? digit + 9u : digit) & 15u;
}

/* Used by the files of json, and by select. */
bool pipit_i_utf8_scan(const char *text, size_t len, uint32_t *controls);
#if PIPIT_I_VECTOR
/* The same for texts of at least PIPIT_I_UTF8_BLOCKS bytes. */
#define PIPIT_I_UTF8_BLOCKS 32u
bool pipit_i_utf8_scan_blocks(const char *text, size_t len, uint32_t *controls);
#endif
/* The result of pipit_i_character_read(): the character at `text` (decoded if it is an escape, otherwise one byte), and
 * its length in the text (1 to 12; 1: not an escape). Both numbers are in one register. */
#define PIPIT_I_CHARACTER_CODE(character) ((character) / 16u)
#define PIPIT_I_CHARACTER_LENGTH(character) ((character) % 16u)
uint32_t pipit_i_character_read(const char *text, size_t len);
/* @return the length of the character at `text`, escaped or not; 0 if it is not complete. */
uint32_t pipit_i_character_length(const char *text, size_t len);
/* @return whether the name `raw`, after decoding its escapes, is equal to `name`. */
bool pipit_i_name_is(pipit_str_t raw, const char *name, size_t len);
size_t pipit_i_utf8_put(uint32_t c, char *out);
/* The kind of a text without quotes or brackets; PIPIT_JSON_NONE if it is not a number, true, false or null. */
uint8_t pipit_i_primitive_kind(const char *text, size_t len);

/* The text of a string between its quotes, with its escapes; for any other value the same as pipit_json_raw(). */
pipit_str_t pipit_i_content(const pipit_json_t *json, pipit_node_t node);
/* pipit_json_string() with a pointer to the result: this takes less stack, which is deepest here. */
void pipit_i_string_read(pipit_json_t *json, pipit_node_t node, pipit_str_t *out);
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value);
pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name);

/* ---- members of a JSON object, stored in members of a structure ---- */

/* `names` is a list like "\4id\0\6text\0": each name ends with a zero, and before it stands how many bytes the next one
 * is away (tests/repo/words.py checks them). The names are in the order of the structure's members; at most 31. If an
 * object has a name twice, the first one counts. */

/* Read the members with these names as texts: one pipit_str_t for each, from `at` on. */
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *at);
/* Read members as numbers, or as the number of elements of an array: one uint32_t for each; 0 if there is none. The
 * list is like "created\0valid\0". */
void pipit_i_counts(const pipit_json_t *json, pipit_node_t object, const char *names, void *at);

bool pipit_i_flag(const pipit_json_t *json, pipit_node_t object, const char *name);

#endif
