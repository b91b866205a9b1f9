/* SPDX-License-Identifier: MIT */
/* The meaning of jsmn's tokens after pipit_json_parse() has accepted a text. */
#ifndef PIPIT_JSON_TOKEN_H
#define PIPIT_JSON_TOKEN_H

/* A build may define options of jsmn for all its users, as ESP-IDF's menu does. Pipit sets its own: parent links, and
 * not strict, because Pipit's own check is stricter, and jsmn then accepts a number at the end of the text. */
#undef JSMN_STRICT
#undef JSMN_STATIC
#undef JSMN_HEADER
#undef JSMN_PARENT_LINKS
#define JSMN_PARENT_LINKS
#if defined(PIPIT_I_JSMN_BODY)
#define JSMN_STATIC
#else
#define JSMN_HEADER
#endif
#include <jsmn.h>

#include "../base/pipit_compile.h"
#include "pipit/json.h"

/* `type` is a PIPIT_JSON_ value. `parent` is the token of: the container, for an element; the object, for a member's
 * name; the name, for a member's value. `size` of a container is the index of the token after its last one; of a string
 * it is one of these values. */
#define PIPIT_I_SIZE_NAME 1
#define PIPIT_I_SIZE_VALUE 0
#define PIPIT_I_SIZE_DECODED (-1)
/* `end` of an element of an array that pipit_json_first() and pipit_json_next() leave out. It must be a container. */
#define PIPIT_I_END_REMOVED 0

typedef char pipit_i_token_sizes_agree_t[sizeof(pipit_token_t) == sizeof(jsmntok_t) ? 1 : -1];

/* The caller's memory as jsmn sees it. */
PIPIT_I_INLINE jsmntok_t *pipit_i_tokens(pipit_token_t *tokens) {
    void *memory = tokens;
    return memory;
}

#endif
