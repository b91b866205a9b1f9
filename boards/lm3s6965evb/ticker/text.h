/* SPDX-License-Identifier: MIT */
/** @file
 *  Split the text of a Post into cells and lines. A cell is what a person sees as one character: a letter with its
 *  combining marks, a flag, or an emoji with its skin tone and everything that zero width joiners join to it. It uses
 * no hardware. */
#ifndef TEXT_H
#define TEXT_H

#include "font.h"
#include <stdbool.h>

/** X sends `&`, `<` and `>` in texts as HTML entities: replace these by the characters, in place. @return the new
 *  length. */
size_t text_decode_entities(char *text, size_t len);

/** @return the largest length, up to `most`, at which the text can be cut without cutting a character of UTF-8. */
size_t text_fit(const char *text, size_t len, size_t most);

/** The kinds of results of text_next(). */
typedef enum { TEXT_END, TEXT_CELL, TEXT_SPACE, TEXT_NEWLINE } text_kind_t;

/** Read the next cell at `*offset` and advance the offset. Spaces and tabs are TEXT_SPACE, with the cell of a space; a
 *  CR and other control characters are skipped. Each byte that is not UTF-8 becomes a box. */
text_kind_t text_next(const char *text, size_t len, size_t *offset, cell_t *cell);

/** One line of a wrapped text: bytes [begin, end), and where the next line begins. */
typedef struct {
    size_t begin;
    size_t end;
    size_t next;
} text_line_t;

/** Get the next line of at most `columns` cells. A line is broken at a space if there is one, otherwise inside a word.
 *  Start with a zeroed line. @return false when no line is left. */
bool text_wrap(const char *text, size_t len, size_t columns, text_line_t *line);

/** @return the number of lines of the wrapped text. */
size_t text_line_count(const char *text, size_t len, size_t columns);

#endif
