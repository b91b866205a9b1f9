/* SPDX-License-Identifier: MIT */
/* Unit tests of the ticker: UTF-8, font, cells, lines. */
#include "text.h"
#include "ticker_tests.h"
#include "utf8.h"

/* ---- UTF-8 ---- */

static void utf8_read_gives_code_points_of_every_length(void **state) {
    static const struct {
        const char *text;
        uint32_t code;
    } cases[] = {{"A", 'A'}, {"\xc3\xa9", 0xe9}, {"\xe2\x82\xac", 0x20ac}, {"\xf0\x9f\x90\xa6", 0x1f426}};
    uint32_t code = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(utf8_read(cases[i].text, strlen(cases[i].text), &code), strlen(cases[i].text));
        assert_int_equal(code, cases[i].code);
    }
}

static void utf8_read_steps_over_one_byte_of_what_is_malformed(void **state) {
    static const char *const cases[] = {
        "\x80", "\xc3", "\xc3(", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xf4\x90\x80\x80",
        "\xff"};
    uint32_t code = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(utf8_read(cases[i], strlen(cases[i]), &code), 1);
        assert_int_equal(code, UTF8_INVALID);
    }
}

static void text_fit_never_cuts_a_character(void **state) {
    static const char text[] = "a\xe2\x82\xac"
                               "b";
    (void)state;
    assert_int_equal(text_fit(text, 5, 5), 5);
    assert_int_equal(text_fit(text, 5, 4), 4);
    assert_int_equal(text_fit(text, 5, 3), 1);
    assert_int_equal(text_fit(text, 5, 2), 1);
    assert_int_equal(text_fit(text, 5, 0), 0);
}

/* ---- entities ---- */

static void entities_are_decoded_once(void **state) {
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {{"a &amp; b", "a & b"},
                 {"&lt;3 &gt;", "<3 >"},
                 {"&amp;lt;", "&lt;"},
                 {"&am", "&am"},
                 {"&quot;", "&quot;"},
                 {"&&amp;&", "&&&"},
                 {"", ""},
                 {"&lt", "&lt"}};
    char text[32];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(text, cases[i].in, strlen(cases[i].in) + 1);
        size_t len = text_decode_entities(text, strlen(text));
        assert_int_equal(len, strlen(cases[i].out));
        assert_memory_equal(text, cases[i].out, len);
    }
}

/* ---- font ---- */

static bool is_box(cell_t cell) {
    return cell.glyph == font_box;
}

static bool is_same(cell_t one, cell_t other) {
    return one.glyph == other.glyph && one.mark == other.mark;
}

static void all_of_ascii_has_a_glyph_of_its_own(void **state) {
    (void)state;
    for (uint32_t code = ' '; code <= '~'; code++) {
        assert_false(is_box(font_cell(code)));
        for (uint32_t other = ' '; other < code; other++) {
            uint8_t one_rows[FONT_ROWS], other_rows[FONT_ROWS];
            font_rows(font_cell(code), one_rows);
            font_rows(font_cell(other), other_rows);
            assert_memory_not_equal(one_rows, other_rows, FONT_ROWS);
        }
    }
}

static void the_gap_between_cells_stays_free(void **state) {
    (void)state;
    for (uint32_t code = ' '; code < 0x3000; code++) {
        uint8_t rows[FONT_ROWS];
        font_rows(font_cell(code), rows);
        for (size_t i = 0; i < FONT_ROWS; i++)
            assert_int_equal(rows[i] & ~0x3eu, 0);
    }
}

static void all_of_latin_1_has_a_glyph(void **state) {
    (void)state;
    for (uint32_t code = 0xa1; code <= 0xff; code++)
        if (code != 0xad && code != 0xa6 && code != 0xa8 && code != 0xaf && code != 0xb4 && code != 0xb8)
            assert_false(is_box(font_cell(code)));
}

static void a_mark_moves_a_capital_down_and_stays_above_a_small_letter(void **state) {
    uint8_t plain[FONT_ROWS], marked[FONT_ROWS];
    (void)state;
    font_rows(font_cell('E'), plain);
    font_rows(font_cell(0xc9), marked); /* É */
    assert_memory_equal(marked + 1, plain, FONT_ROWS - 1);
    assert_int_not_equal(marked[0], 0);
    font_rows(font_cell('e'), plain);
    font_rows(font_cell(0xe9), marked); /* é */
    assert_memory_equal(marked + 2, plain + 2, FONT_ROWS - 2);
    assert_int_not_equal(marked[0], 0);
}

static void composed_and_combining_look_alike(void **state) {
    static const uint32_t cases[][3] = {
        {'e', 0x301, 0xe9}, {'u', 0x308, 0xfc}, {'i', 0x302, 0xee}, {'C', 0x327, 0xc7}, {'j', 0x302, 0x135}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(is_same(font_combine(font_cell(cases[i][0]), cases[i][1]), font_cell(cases[i][2])));
}

static void a_second_or_unknown_mark_changes_nothing(void **state) {
    cell_t marked = font_cell(0xe9);
    (void)state;
    assert_true(is_same(font_combine(marked, 0x308), marked));
    assert_true(is_same(font_combine(font_cell('x'), 0x334), font_cell('x')));
    assert_true(is_box(font_combine(font_cell(0x4e2d), 0x301)));
}

/* ---- cells ---- */

/* `expected` has one character for each cell: the ASCII letter, '#' a box, '*' another glyph, '_' a space, '/' a
 * newline. */
static void expect_cells(const char *text, const char *expected) {
    size_t at = 0, count = 0;
    char seen[64];
    for (;;) {
        cell_t cell;
        text_kind_t kind = text_next(text, strlen(text), &at, &cell);
        if (kind == TEXT_END) break;
        assert_in_range(count, 0, sizeof seen - 2);
        bool ascii = cell.glyph < 95 && cell.mark == 0;
        seen[count++] = kind == TEXT_NEWLINE ? '/'
                        : kind == TEXT_SPACE ? '_'
                        : is_box(cell)       ? '#'
                        : ascii              ? (char)(' ' + cell.glyph)
                                             : '*';
    }
    seen[count] = '\0';
    assert_string_equal(seen, expected);
}

static void what_a_person_sees_as_one_character_is_one_cell(void **state) {
    (void)state;
    expect_cells("ab c\nd", "ab_c/d");
    expect_cells("caf\xc3\xa9", "caf*");
    expect_cells("cafe\xcc\x81", "caf*");
    expect_cells("\xe2\x80\x9cso\xe2\x80\x9d it\xe2\x80\x99s", "\"so\"_it's");
    expect_cells("\xe6\x97\xa5\xe6\x9c\xac", "##");            /* two ideographs */
    expect_cells("x\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbdy", "x#y"); /* thumb, skin tone */
    expect_cells("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", "#"); /* family */
    expect_cells("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xab\xf0\x9f\x87\xb7", "##");        /* two flags */
    expect_cells("\xe2\x9d\xa4\xef\xb8\x8f!", "*!");                                               /* heart, selector */
    expect_cells("1\xef\xb8\x8f\xe2\x83\xa3", "1");                                                /* keycap */
    expect_cells("a\xe2\x80\x8b"
                 "b\xc2\xad"
                 "c",
                 "abc"); /* code points without width */
    expect_cells("a\xc2\xa0"
                 "b\tc\r\nd",
                 "a_b_c/d");
    expect_cells("a\x80"
                 "b\xe2\x82",
                 "a#b##");
    expect_cells("a\xe2\x80\x8d"
                 "b",
                 "ab"); /* a joiner does not join letters */
    expect_cells("\xe2\x80\x8d", "");
}

static void every_cut_of_a_text_is_read_to_its_end(void **state) {
    static const char text[] =
        "e\xcc\x81 \xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 \xf0\x9f\x87\xa9\xf0\x9f\x87\xaa";
    (void)state;
    for (size_t begin = 0; begin < sizeof text; begin++) {
        for (size_t end = begin; end < sizeof text; end++) {
            size_t len = end - begin, at = 0;
            char *copy = test_copy(text + begin, len);
            cell_t cell;
            while (text_next(copy, len, &at, &cell) != TEXT_END)
                assert_true(at <= len);
            assert_int_equal(at, len);
            test_copy_free(copy);
        }
    }
}

/* ---- lines ---- */

/* The lines of `text`, joined by '|'. */
static void expect_lines(const char *text, size_t columns, const char *expected) {
    text_line_t line = {0, 0, 0};
    char seen[128] = "";
    size_t len = strlen(text), used = 0, count = 0;
    while (text_wrap(text, len, columns, &line)) {
        assert_true(line.begin <= line.end && line.end <= line.next && line.next <= len);
        if (count++ > 0) seen[used++] = '|';
        memcpy(seen + used, text + line.begin, line.end - line.begin);
        used += line.end - line.begin;
    }
    seen[used] = '\0';
    assert_string_equal(seen, expected);
    assert_int_equal(text_line_count(text, len, columns), count);
}

static void lines_break_at_spaces(void **state) {
    (void)state;
    expect_lines("", 5, "");
    expect_lines("abc", 5, "abc");
    expect_lines("abcde", 5, "abcde");
    expect_lines("abc de", 5, "abc|de");
    expect_lines("abcde fg", 5, "abcde|fg");
    expect_lines("ab cd ef", 5, "ab cd|ef");
    expect_lines("ab  cdefg", 5, "ab |cdefg");
    expect_lines("abcde  ", 5, "abcde");
    expect_lines("abcde   f", 5, "abcde|f");
}

static void a_word_longer_than_a_line_is_cut(void **state) {
    (void)state;
    expect_lines("abcdefgh", 5, "abcde|fgh");
    expect_lines("a bcdefgh", 5, "a|bcdef|gh");
    expect_lines("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", 2, "\xe2\x82\xac\xe2\x82\xac|\xe2\x82\xac");
}

static void a_newline_ends_a_line(void **state) {
    (void)state;
    expect_lines("a\nb", 5, "a|b");
    expect_lines("a\n\nb", 5, "a||b");
    expect_lines("abcde\nf", 5, "abcde|f");
    expect_lines("abcde \nf", 5, "abcde|f");
    expect_lines("a\n", 5, "a");
}

static void columns_count_cells_and_not_bytes(void **state) {
    (void)state;
    expect_lines("caf\xc3\xa9s de", 5, "caf\xc3\xa9s|de");
    expect_lines("cafe\xcc\x81s d", 5, "cafe\xcc\x81s|d");
}

static void any_text_is_covered_by_its_lines(void **state) {
    static const char alphabet[] = "ab \n\xe2\x82\xac\xcc\x81\xf0\x9f\x91\xa8\xe2\x80\x8d\x80";
    uint32_t seed = 1;
    char text[40];
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t len = test_random(&seed) % sizeof text, columns = 1 + test_random(&seed) % 8, shown = 0;
        for (size_t i = 0; i < len; i++)
            text[i] = alphabet[test_random(&seed) % (sizeof alphabet - 1)];
        text_line_t line = {0, 0, 0};
        while (text_wrap(text, len, columns, &line)) {
            size_t at = line.begin, cells = 0;
            cell_t cell;
            while (at < line.end) {
                text_kind_t kind = text_next(text, line.end, &at, &cell);
                if (kind == TEXT_CELL || kind == TEXT_SPACE) cells++;
            }
            assert_true(cells <= columns);
            shown++;
            assert_true(shown <= len);
        }
        assert_int_equal(line.next, len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_read_gives_code_points_of_every_length),
        cmocka_unit_test(utf8_read_steps_over_one_byte_of_what_is_malformed),
        cmocka_unit_test(text_fit_never_cuts_a_character),
        cmocka_unit_test(entities_are_decoded_once),
        cmocka_unit_test(all_of_ascii_has_a_glyph_of_its_own),
        cmocka_unit_test(the_gap_between_cells_stays_free),
        cmocka_unit_test(all_of_latin_1_has_a_glyph),
        cmocka_unit_test(a_mark_moves_a_capital_down_and_stays_above_a_small_letter),
        cmocka_unit_test(composed_and_combining_look_alike),
        cmocka_unit_test(a_second_or_unknown_mark_changes_nothing),
        cmocka_unit_test(what_a_person_sees_as_one_character_is_one_cell),
        cmocka_unit_test(every_cut_of_a_text_is_read_to_its_end),
        cmocka_unit_test(lines_break_at_spaces),
        cmocka_unit_test(a_word_longer_than_a_line_is_cut),
        cmocka_unit_test(a_newline_ends_a_line),
        cmocka_unit_test(columns_count_cells_and_not_bytes),
        cmocka_unit_test(any_text_is_covered_by_its_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
