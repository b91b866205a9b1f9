/* SPDX-License-Identifier: MIT */
/** @file
 *  The font: bitmaps of 5 x 8 pixels in cells of 6 x 8 pixels, combining marks that are drawn over letters, and a table
 *  from code points to both. The data is made from font.txt at build time. */
#ifndef FONT_H
#define FONT_H

#include <stddef.h>
#include <stdint.h>

#define FONT_ROWS 8
#define FONT_COLUMNS 6

/** The content of one cell of the screen. */
typedef struct {
    uint8_t glyph; /**< number of a bitmap */
    uint8_t mark;  /**< 0: none, else 1 + the number of a mark */
} cell_t;

/** A mark. Bit 5 is the left pixel, as in the bitmaps. */
typedef struct {
    uint16_t code;   /**< the combining character */
    uint8_t over[2]; /**< the two rows above a small letter */
    uint8_t capital; /**< the one row above a capital, which moves down for it */
    uint8_t below;   /**< the row under the letter */
} font_mark_t;

/** A code point above ASCII that has a cell. */
typedef struct {
    uint16_t code;
    uint8_t glyph;
    uint8_t mark;
} font_entry_t;

extern const uint8_t font_glyphs[][FONT_ROWS];
extern const font_mark_t font_marks[];
extern const size_t font_mark_count;
extern const font_entry_t font_entries[]; /* sorted by code */
extern const size_t font_entry_count;
extern const uint8_t font_box, font_dotless_i, font_dotless_j;

/** The cell of a code point; a box if the font does not have it. */
cell_t font_cell(uint32_t code);

/** `cell` with a combining character drawn over it. `cell` is unchanged if the font does not have the mark, or if the
 *  cell has one already. */
cell_t font_combine(cell_t cell, uint32_t mark_code);

/** The eight rows of a cell, top row first; bit 5 is the left pixel, bit 0 the gap. */
void font_rows(cell_t cell, uint8_t rows[FONT_ROWS]);

#endif
