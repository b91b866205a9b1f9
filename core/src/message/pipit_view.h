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

/* Fill a view of the object `node`. `format` names its members in the order of the structure, "id\0#width\0*options\0";
 * each is found in either spelling, and its first character says what it becomes:
 *     a letter  a text, pipit_str_t
 *     /         the text before this one, where that is still absent: another name for the same
 *     #         uint32_t, 0 if absent or greater
 *     *         the node; of the empty name `node` itself
 *     ?         bool: is it true?
 *     >         nothing: what follows is looked for in this object; in `node` itself after the empty name
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
