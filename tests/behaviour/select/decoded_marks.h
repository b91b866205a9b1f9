/* SPDX-License-Identifier: MIT */
/* Select may mark a string without escapes as decoded, which the parser does not do. */
#ifndef DECODED_MARKS_H
#define DECODED_MARKS_H

#include "../../../core/src/json/pipit_token.h"
#include <string.h>

/* Remove the marks, so that the tokens can be compared. @return false: a mark is at a value that needs to be decoded,
 * or that is no string. */
static inline bool decoded_marks_undo(pipit_json_t *json) {
    for (uint32_t i = 0; i < json->count; i++) {
        jsmntok_t *t = &pipit_i_tokens(json->tokens)[i];
        if (t->size != PIPIT_I_SIZE_DECODED) continue;
        if ((uint32_t)t->type != PIPIT_JSON_STRING) return false;
        if (memchr(json->text + t->start, '\\', (size_t)(t->end - t->start)) != NULL) return false;
        t->size = PIPIT_I_SIZE_VALUE;
    }
    return true;
}

#endif
