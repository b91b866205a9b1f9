/* SPDX-License-Identifier: MIT */
/* Unit tests of the parts of boards/common that need no board; they run on this machine. */
#include "arguments.h"
#include "board.h"
#include "link_port.h"
#include "net.h"
#include "platform.h"
#include "report.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <mbedtls/platform_util.h>

#define DAY 86400u

static uint32_t now_ms;
static char reported[1024];

uint32_t board_now_ms(void) {
    return now_ms;
}

size_t board_entropy(uint8_t *bytes, size_t len) {
    memset(bytes, 7, len);
    return len;
}

void net_turn_if_due(void) {}

void board_report(const char *text, size_t len) {
    assert_true(len < sizeof reported);
    memcpy(reported, text, len);
    reported[len] = '\0';
}

/* ---- dates ---- */

static void is_the_date_of(uint32_t unix_s) {
    const long long when = unix_s;
    const time_t same = (time_t)unix_s;
    struct tm mine;
    struct tm libc;
    assert_ptr_equal(mbedtls_platform_gmtime_r(&when, &mine), &mine);
    assert_non_null(gmtime_r(&same, &libc));
    assert_int_equal(mine.tm_year, libc.tm_year);
    assert_int_equal(mine.tm_mon, libc.tm_mon);
    assert_int_equal(mine.tm_mday, libc.tm_mday);
    assert_int_equal(mine.tm_hour, libc.tm_hour);
    assert_int_equal(mine.tm_min, libc.tm_min);
    assert_int_equal(mine.tm_sec, libc.tm_sec);
}

/* Every day until 2106, each at another time of day. */
static void dates_are_those_of_the_library(void **state) {
    (void)state;
    for (uint32_t day = 0; day < UINT32_MAX / DAY; day++)
        is_the_date_of(day * DAY + day * 7919u % DAY);
    is_the_date_of(0);
    is_the_date_of(DAY - 1);
    is_the_date_of(UINT32_MAX);
}

/* ---- the clock ---- */

static void clock_goes_on_and_forwards(void **state) {
    (void)state;
    now_ms = UINT32_MAX - 1500; /* the clock wraps soon */
    wall_clock_set(1000);
    assert_int_equal(wall_clock_s(), 1000);
    now_ms += 2999;
    assert_int_equal(wall_clock_s(), 1002);
    now_ms += 1;
    assert_int_equal(wall_clock_s(), 1003);
    wall_clock_advance(1002);
    assert_int_equal(wall_clock_s(), 1003);
    wall_clock_advance(5000);
    assert_int_equal(wall_clock_s(), 5000);
    now_ms += 10 * 1000;
    assert_int_equal(platform_time(NULL), 5010);
}

static int32_t nothing_recv(void *io, void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    (void)len;
    return 0;
}

/* During a stream of two months no date is read. */
static void clock_goes_on_while_a_stream_stands(void **state) {
    pipit_port_t tls = {.recv = nothing_recv};
    uint8_t byte;
    (void)state;
    pipit_port_t port = date_port(tls);
    now_ms = UINT32_MAX - 1500;
    wall_clock_set(1000);
    for (uint32_t hour = 0; hour < 60 * 24; hour++) {
        now_ms += 3600 * 1000;
        assert_int_equal(port.recv(port.io, &byte, 1), 0);
    }
    assert_int_equal(wall_clock_s(), 1000 + 60 * DAY);
}

/* ---- arguments ---- */

static void arguments_are_found(void **state) {
    const char *words = "fw  port=8443 report hostname=a host=localhost empty= last=x";
    char out[6];
    (void)state;
    assert_int_equal(argument_number(words, "port", 1), 8443);
    assert_int_equal(argument_number(words, "ports", 1), 1);
    assert_int_equal(argument_number(words, "por", 1), 1);
    assert_int_equal(argument_number(words, "host", 1), 1);
    assert_true(argument_given(words, "report"));
    assert_true(argument_given(words, "last"));
    assert_false(argument_given(words, "rep"));
    assert_int_equal(argument_text(words, "empty").len, 0);
    assert_non_null(argument_text(words, "empty").ptr);
    assert_null(argument_text("", "empty").ptr);
    assert_string_equal(argument_copy(words, "host", NULL, out, sizeof out), "local");
    assert_string_equal(argument_copy(words, "last", NULL, out, sizeof out), "x");
    assert_null(argument_copy(words, "nothing", NULL, out, sizeof out));
}

/* ---- reports ---- */

static void crc_is_that_of_zlib(void **state) {
    (void)state;
    assert_int_equal(report_crc32((pipit_str_t){"123456789", 9}), 0xcbf43926);
    assert_int_equal(report_crc32((pipit_str_t){"", 0}), 0);
}

static void lines_are_put_together(void **state) {
    (void)state;
    report_enable(true);
    report_begin("A");
    report_number(0);
    report_number(UINT64_MAX);
    report_signed(INT32_MIN);
    report_hex(0x12abu);
    report_value("x", 5);
    report_text((pipit_str_t){"yz!", 2});
    report_end();
    assert_string_equal(reported, "A 0 18446744073709551615 -2147483648 000012ab x=5 yz\n");
}

static void long_lines_are_cut_and_silence_is_kept(void **state) {
    (void)state;
    report_enable(true);
    report_begin("LONG");
    for (int i = 0; i < 200; i++)
        report_word("word");
    report_end();
    assert_int_equal(strlen(reported), 256);
    assert_int_equal(reported[255], '\n');
    report_enable(false);
    reported[0] = '\0';
    report_begin("B");
    report_end();
    assert_string_equal(reported, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_those_of_the_library),
        cmocka_unit_test(clock_goes_on_and_forwards),
        cmocka_unit_test(clock_goes_on_while_a_stream_stands),
        cmocka_unit_test(arguments_are_found),
        cmocka_unit_test(crc_is_that_of_zlib),
        cmocka_unit_test(lines_are_put_together),
        cmocka_unit_test(long_lines_are_cut_and_silence_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
