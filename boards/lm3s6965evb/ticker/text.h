/* SPDX-License-Identifier: MIT */
/** @file
 *  From the bytes of a Post to cells and lines. One cell is what a person sees as one character: a letter with its
 *  combining marks, an emoji with its skin tone and everything that zero width joiners tie to it, a flag. Pure. */
#ifndef TEXT_H
#define TEXT_H

#include "font.h"
#include <stdbool.h>

/** X sends `&`, `<` and `>` in texts as HTML entities: put the characters back, in place. @return the new length. */
size_t text_decode_entities(char *text, size_t len);

/** The most of `len` bytes of UTF-8, up to `most`, that does not cut a character. */
size_t text_fit(const char *text, size_t len, size_t most);

/** What text_next() has found. */
typedef enum { TEXT_END, TEXT_CELL, TEXT_SPACE, TEXT_NEWLINE } text_kind_t;

/** Read the next cell at `*offset` and step over it. Spaces and tabs are TEXT_SPACE, with the cell of a space; a CR and
 *  other control characters are skipped. What is not UTF-8 is a box for each byte. */
text_kind_t text_next(const char *text, size_t len, size_t *offset, cell_t *cell);

/** One line of a wrapped text: bytes [begin, end), and where the next line begins. */
typedef struct {
    size_t begin;
    size_t end;
    size_t next;
} text_line_t;

/** Break the next line of at most `columns` cells off, at spaces if there are any, inside a word if it is longer than a
 *  line. Start with a zeroed line. @return false when no line is left. */
bool text_wrap(const char *text, size_t len, size_t columns, text_line_t *line);

/** How many lines that makes. */
size_t text_line_count(const char *text, size_t len, size_t columns);

#endif
