/* SPDX-License-Identifier: MIT */
#include "font.h"
#include <stdbool.h>
#include <string.h>

#define ASCII_FIRST 0x20u
#define ASCII_LAST 0x7eu
#define GLYPH(character) ((uint8_t)((character)-ASCII_FIRST))

cell_t font_cell(uint32_t code) {
    cell_t cell = {font_box, 0};
    if (code >= ASCII_FIRST && code <= ASCII_LAST) {
        cell.glyph = GLYPH(code);
        return cell;
    }
    size_t first = 0, end = font_entry_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (font_entries[middle].code < code) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    if (first < font_entry_count && font_entries[first].code == code) {
        cell.glyph = font_entries[first].glyph;
        cell.mark = font_entries[first].mark;
    }
    return cell;
}

static bool is_above(const font_mark_t *mark) {
    return mark->over[0] != 0;
}

static uint8_t dotless(uint8_t glyph) {
    if (glyph == GLYPH('i')) return font_dotless_i;
    return glyph == GLYPH('j') ? font_dotless_j : glyph;
}

cell_t font_combine(cell_t cell, uint32_t mark_code) {
    if (cell.mark != 0 || cell.glyph == font_box) return cell;
    for (size_t i = 0; i < font_mark_count; i++) {
        if (font_marks[i].code != mark_code) continue;
        cell.mark = (uint8_t)(i + 1);
        if (is_above(&font_marks[i])) cell.glyph = dotless(cell.glyph);
    }
    return cell;
}

static void lay_over(const font_mark_t *mark, bool capital, uint8_t rows[FONT_ROWS]) {
    if (capital && is_above(mark)) {
        memmove(rows + 1, rows, FONT_ROWS - 1);
        rows[0] = mark->capital;
    } else {
        rows[0] |= mark->over[0];
        rows[1] |= mark->over[1];
    }
    rows[FONT_ROWS - 1] |= mark->below;
}

void font_rows(cell_t cell, uint8_t rows[FONT_ROWS]) {
    memcpy(rows, font_glyphs[cell.glyph], FONT_ROWS);
    bool capital = cell.glyph >= GLYPH('A') && cell.glyph <= GLYPH('Z');
    if (cell.mark != 0) lay_over(&font_marks[cell.mark - 1], capital, rows);
}
