/* SPDX-License-Identifier: MIT */
/* Shared between the files that read messages. */
#ifndef PIPIT_X_MESSAGE_H
#define PIPIT_X_MESSAGE_H

#include "pipit/json.h"
#include <stddef.h>

/* Is this text the word `word`, in either of X's spellings? */
bool pipit_i_word_is(pipit_str_t text, const char *word);

/* Which of `words` ("delete\0drop\0") it is: 1 is the first; 0: none. */
uint8_t pipit_i_word_index(pipit_str_t text, const char *words);

/* A view's format: what each member of the structure, in its order, is filled with. Names are found in either spelling.
 * The first character of each part says what it is; a letter: a text. */
#define VIEW_TEXT(name) name "\0"       /* pipit_str_t */
#define VIEW_OR(name) "/" name "\0"     /* another name for the text before, where that is still absent */
#define VIEW_NUMBER(name) "#" name "\0" /* uint32_t, 0 if absent or greater */
#define VIEW_NODE(name) "*" name "\0"   /* pipit_node_t */
#define VIEW_SELF "*\0"                 /* pipit_node_t: the object itself */
#define VIEW_FLAG(name) "?" name "\0"   /* bool: is it true? */
/* These fill nothing: what follows is looked for in a member that is an object, and in the object itself again. */
#define VIEW_IN(object) ">" object "\0"
#define VIEW_OUT ">\0"

/* Fill a view of the object `node`.
 * @return whether the first text is there; if not, all `size` bytes at `out` are zero (0: what is there stays). What
 * `format` does not name is zero, as far as `size` reaches. */
bool pipit_i_view_read(pipit_json_t *json, pipit_node_t node, const char *format, void *out, size_t size);

/* Does `format` fit? A view: so many texts, so many members of 4 bytes, then `node`. */
#define PIPIT_I_LAYOUT(view, texts, words)                                                                             \
    typedef char                                                                                                       \
        view##_has_no_gap_t[offsetof(view, node) == (texts) * sizeof(pipit_str_t) + (words) * sizeof(uint32_t) ? 1     \
                                                                                                               : -1]

/* The only member of `object`, if its value is an object. */
pipit_node_t pipit_i_only_member(const pipit_json_t *json, pipit_node_t object);

/* PIPIT_COMPLIANCE_ value of X's name for it. */
uint8_t pipit_i_compliance_kind(pipit_str_t name);

#endif
