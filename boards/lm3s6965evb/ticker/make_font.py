#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns font.txt into C: the bitmaps, the marks, and the table from code points to both.

    python3 make_font.py font.txt font_data.c
"""

import sys
import unicodedata

WIDTH, ROWS, MARK_ROWS = 5, 8, 4
NAMED = {"SP": " ", "BOX": "\ufffd"}
ACCENTED = [*range(0xC0, 0x180), *range(0x1CD, 0x220), *range(0x1E00, 0x1EFA)]  # Latin letters with marks


def bits(text, where):
    if len(text) != WIDTH or set(text) - set(".#"):
        raise SystemExit("%s: %r is no row of a glyph" % (where, text))
    return sum((char == "#") << (WIDTH - column) for column, char in enumerate(text))


def read(path):
    """({character: rows}, {code point: rows}, {character: what it looks like})."""
    glyphs, marks, alike = {}, {}, {}
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    for number, line in enumerate(lines, 1):
        if line.startswith((": ", "marks: ")):
            names = line.split()[1:]
            height = ROWS
            if line.startswith("marks"):
                names, height = [int(n[2:], 16) for n in names[1::2]], MARK_ROWS
            rows = [row.split() for row in lines[number:number + height]]
            for column, name in enumerate(names):
                art = [bits(row[column], "%s line %d" % (path, number)) for row in rows]
                (marks if height == MARK_ROWS else glyphs)[NAMED.get(name, name)] = art
        elif line.startswith("= "):
            looks, *others = line.split()[1:]
            alike.update({other: looks for other in others})
    return glyphs, marks, alike


def compositions(glyphs, marks):
    """{code point: (base character, mark)} of all letters that are a known letter and one known mark."""
    found = {}
    for code in ACCENTED:
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) == 2 and parts[0] in glyphs and ord(parts[1]) in marks and chr(code) not in glyphs:
            found[code] = (parts[0], ord(parts[1]))
    return found


def dotless(base, mark):
    above = unicodedata.combining(chr(mark)) == 230
    return {"i": "ı", "j": "ȷ"}.get(base, base) if above else base


def main():
    glyphs, marks, alike = read(sys.argv[1])
    order = sorted(glyphs)
    if order[:95] != [chr(c) for c in range(0x20, 0x7F)]:
        raise SystemExit("%s: not all of ASCII is there" % sys.argv[1])
    index = {char: at for at, char in enumerate(order)}
    mark_order = sorted(marks)
    table = {ord(char): (at, 0) for char, at in index.items() if at >= 95}
    table.update({ord(char): (index[looks], 0) for char, looks in alike.items()})
    for code, (base, mark) in compositions(glyphs, marks).items():
        table[code] = (index[dotless(base, mark)], mark_order.index(mark) + 1)
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write("/* SPDX-License-Identifier: MIT */\n/* Made from font.txt by make_font.py. */\n#include \"font.h\"\n\n")
        out.write("const uint8_t font_glyphs[][FONT_ROWS] = {\n")
        for char in order:
            out.write("    {%s}, /* U+%04X */\n" % (", ".join("0x%02x" % row for row in glyphs[char]), ord(char)))
        out.write("};\n\nconst font_mark_t font_marks[] = {\n")
        for code in mark_order:
            small, small2, capital, below = marks[code]
            out.write("    {0x%04x, {0x%02x, 0x%02x}, 0x%02x, 0x%02x},\n" % (code, small, small2, capital, below))
        out.write("};\nconst size_t font_mark_count = %d;\n\nconst font_entry_t font_entries[] = {\n" % len(mark_order))
        for code, (glyph, mark) in sorted(table.items()):
            out.write("    {0x%04x, %d, %d},\n" % (code, glyph, mark))
        out.write("};\nconst size_t font_entry_count = %d;\n" % len(table))
        for name, char in (("box", "\ufffd"), ("dotless_i", "ı"), ("dotless_j", "ȷ")):
            out.write("const uint8_t font_%s = %d;\n" % (name, index[char]))


if __name__ == "__main__":
    main()
