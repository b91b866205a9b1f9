/* SPDX-License-Identifier: MIT */
#include "text.h"
#include "utf8.h"
#include <string.h>

#define FIRST_SYMBOL 0x2000u /* joiners before code points from here on join emoji; below, they only shape letters */

/* ---- entities ---- */

typedef struct {
    const char *name;
    char character;
} entity_t;

static const entity_t entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};

static const entity_t *entity_at(const char *text, size_t len) {
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        size_t name_len = strlen(entities[i].name);
        if (name_len <= len && memcmp(text, entities[i].name, name_len) == 0) return &entities[i];
    }
    return NULL;
}

size_t text_decode_entities(char *text, size_t len) {
    size_t out = 0;
    for (size_t in = 0; in < len;) {
        const entity_t *entity = entity_at(text + in, len - in);
        text[out++] = entity ? entity->character : text[in];
        in += entity ? strlen(entity->name) : 1;
    }
    return out;
}

size_t text_fit(const char *text, size_t len, size_t most) {
    if (len <= most) return len;
    size_t end = most;
    while (end > 0 && ((uint8_t)text[end] & 0xc0) == 0x80)
        end--;
    return end;
}

/* ---- cells ---- */

static uint32_t peek(const char *text, size_t len, size_t offset, size_t *bytes) {
    uint32_t code = 0;
    *bytes = offset < len ? utf8_read(text + offset, len - offset, &code) : 0;
    return code;
}

static void skip_one_of(const char *text, size_t len, size_t *offset, bool (*belongs)(uint32_t)) {
    size_t bytes = 0;
    uint32_t code = peek(text, len, *offset, &bytes);
    if (bytes > 0 && belongs(code)) *offset += bytes;
}

static bool is_symbol(uint32_t code) {
    return code >= FIRST_SYMBOL;
}

/* Skip all code points that belong to the character before `*offset`. */
static cell_t extend(const char *text, size_t len, size_t *offset, cell_t cell) {
    for (;;) {
        size_t bytes = 0;
        uint32_t code = peek(text, len, *offset, &bytes);
        if (bytes == 0 || !utf8_extends(code)) return cell;
        *offset += bytes;
        cell = font_combine(cell, code);
        if (code == UTF8_JOINER) skip_one_of(text, len, offset, is_symbol);
    }
}

static bool is_space(uint32_t code) {
    return code == ' ' || code == '\t' || code == 0xa0 || (code >= 0x2000 && code <= 0x200a) || code == 0x3000;
}

static bool is_invisible(uint32_t code) {
    return code < ' ' || (code >= 0x7f && code < 0xa0) || utf8_extends(code);
}

text_kind_t text_next(const char *text, size_t len, size_t *offset, cell_t *cell) {
    while (*offset < len) {
        uint32_t code = 0;
        *offset += utf8_read(text + *offset, len - *offset, &code);
        if (code == '\n' || code == 0x2028) return TEXT_NEWLINE;
        if (is_space(code)) {
            *cell = font_cell(' ');
            return TEXT_SPACE;
        }
        if (is_invisible(code)) continue;
        if (utf8_is_flag_half(code)) skip_one_of(text, len, offset, utf8_is_flag_half);
        *cell = extend(text, len, offset, font_cell(code));
        return TEXT_CELL;
    }
    return TEXT_END;
}

/* ---- lines ---- */

static size_t after_spaces(const char *text, size_t len, size_t offset) {
    cell_t cell;
    size_t next = offset;
    while (text_next(text, len, &next, &cell) == TEXT_SPACE)
        offset = next;
    return offset;
}

/* Spaces at a line break are not shown, and a newline after them belongs to the same break. */
static size_t after_break(const char *text, size_t len, size_t offset) {
    cell_t cell;
    size_t at = after_spaces(text, len, offset);
    size_t next = at;
    return at > offset && text_next(text, len, &next, &cell) == TEXT_NEWLINE ? next : at;
}

bool text_wrap(const char *text, size_t len, size_t columns, text_line_t *line) {
    size_t at = line->next, space_at = 0, cells = 0;
    if (at >= len) return false;
    line->begin = at;
    for (;;) {
        size_t before = at;
        cell_t cell;
        text_kind_t kind = text_next(text, len, &at, &cell);
        if (kind == TEXT_END || kind == TEXT_NEWLINE) {
            line->end = before;
            line->next = at;
            return true;
        }
        if (kind == TEXT_SPACE && cells > 0) space_at = before;
        if (cells == columns) {
            line->end = space_at ? space_at : before;
            line->next = space_at ? after_break(text, len, space_at) : before;
            return true;
        }
        cells++;
    }
}

size_t text_line_count(const char *text, size_t len, size_t columns) {
    text_line_t line = {0, 0, 0};
    size_t count = 0;
    while (text_wrap(text, len, columns, &line))
        count++;
    return count;
}
