/* SPDX-License-Identifier: MIT */
/* jsmn's token, as it is after a text was found good. */
#ifndef PIPIT_TOKEN_H
#define PIPIT_TOKEN_H

/* A build may define options of jsmn for all who use it, as ESP-IDF's menu does. Pipit takes its own: parent links, and
 * not strict, since its walk is stricter and jsmn then reads a number that ends with the text. */
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

/* `type` is a PIPIT_JSON_ value. `parent` is the container of an element, of a member's name its object, of a member's
 * value its name. `size` is of a container the number of the token after all that is inside; of a string it tells
 * whether it is decoded. */
#define PIPIT_I_SIZE_NAME 1
#define PIPIT_I_SIZE_VALUE 0
#define PIPIT_I_SIZE_DECODED (-1)

typedef char pipit_i_token_sizes_agree_t[sizeof(pipit_token_t) == sizeof(jsmntok_t) ? 1 : -1];

/* The caller's memory as jsmn sees it. */
PIPIT_I_INLINE jsmntok_t *pipit_i_tokens(pipit_token_t *tokens) {
    void *memory = tokens;
    return memory;
}

#endif
