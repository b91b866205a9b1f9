/* SPDX-License-Identifier: MIT */
/* Used by the files that read messages. */
#ifndef PIPIT_X_MESSAGE_H
#define PIPIT_X_MESSAGE_H

#include "pipit/json.h"
#include <stddef.h>

/* @return whether the text is equal to `word`. "tweet" and "post" inside them count as the same word. */
bool pipit_i_word_is(pipit_str_t text, const char *word);

/* @return the position of the text in `words` ("delete\0drop\0"), from 1; 0: it is not there. */
uint8_t pipit_i_word_index(pipit_str_t text, const char *words);

/* The format of a structure: one part for each of its members, in their order. Names are found in both spellings. The
 * first character of a part says how the member is stored; a letter means a text. */
#define VIEW_TEXT(name) name "\0"       /* pipit_str_t */
#define VIEW_OR(name) "/" name "\0"     /* another name of the text before it; read if the first name is absent */
#define VIEW_NUMBER(name) "#" name "\0" /* uint32_t; 0 if it is absent or too large */
#define VIEW_NODE(name) "*" name "\0"   /* pipit_node_t */
#define VIEW_SELF "*\0"                 /* pipit_node_t: the object itself */
#define VIEW_FLAG(name) "?" name "\0"   /* bool: whether it is true */
/* These store nothing: the names that follow are members of this object; or of `node` again. */
#define VIEW_IN(object) ">" object "\0"
#define VIEW_OUT ">\0"

/* Fill a structure from the object `node`. The first `size` bytes at `out` are set to zero before.
 * @return whether the first text is there; if not, the first `size` bytes are zero again. */
bool pipit_i_view_read(pipit_json_t *json, pipit_node_t node, const char *format, void *out, size_t size);

/* Check at compile time that a structure has only these members before `node`: `texts` texts, then `words` members of 4
 * bytes. */
#define PIPIT_I_LAYOUT(view, texts, words)                                                                             \
    typedef char                                                                                                       \
        view##_has_no_gap_t[offsetof(view, node) == (texts) * sizeof(pipit_str_t) + (words) * sizeof(uint32_t) ? 1     \
                                                                                                               : -1]

/* @return the value of the only member of `object`, if it is an object; else PIPIT_NODE_NONE. */
pipit_node_t pipit_i_only_member(const pipit_json_t *json, pipit_node_t object);

/* @return the PIPIT_COMPLIANCE_ value for X's name of an event. */
uint8_t pipit_i_compliance_kind(pipit_str_t name);

#endif
