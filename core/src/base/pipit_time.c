/* SPDX-License-Identifier: MIT */
#include "pipit_time.h"
#include "pipit/config.h"
#include "pipit/text.h"
#include <string.h>

#define MONTHS 12u
#define JANUARY 10u
#define FEBRUARY 11u
#define DAY_MS 86400000
#define NO_MINUTES 1440 /* the minutes of a day: no offset is so large */
#define NO_SECOND UINT32_MAX
#define OLD_FORM_BYTES 30u
#define DAY_1970_01_01 671u   /* days since 1968-03-01 */
#define DAY_2100_03_01 47541u /* days since 1970-01-01; 2100 has no 29 February */

uint32_t pipit_i_month(const char *name) {
    static const char names[] = "MarAprMayJunJulAugSepOctNovDecJanFeb";
    size_t month = 0;
    /*@ loop invariant 0 <= month <= MONTHS;
        loop assigns month;
        loop variant MONTHS - month; */
    while (month < MONTHS && memcmp(names + 3 * month, name, 3) != 0)
        month++;
    return (uint32_t)month;
}

int32_t pipit_i_days(uint32_t year, uint32_t month, uint32_t day) {
    uint32_t leap_days = year / 4u - year / 100u + year / 400u;
    return (int32_t)(year * 365u + leap_days + (month * 153u + 2u) / 5u + day) - 719469;
}

static bool is_digit(char c) {
    return (uint8_t)(c - '0') <= 9;
}

/* Compare `text` with `form`, in which 0 means any digit, ? any character, and a letter itself in upper or lower case.
 */
static bool has_form(const char *text, const char *form) {
    for (; *form != '\0'; form++, text++) {
        int c = *form >= 'a' ? *text | 0x20 : *text;
        if (*form == '0' ? !is_digit(*text) : *form != '?' && c != *form) return false;
    }
    return true;
}

static uint32_t two_digits(const char *text) {
    return ((uint32_t)text[0] & 15u) * 10u + ((uint32_t)text[1] & 15u);
}

/* Read "Z", "+01:00" or "+0100". @return how many minutes the zone is ahead of UTC; NO_MINUTES if it is not a zone. */
static int32_t zone_read(const char *text, size_t len) {
    if (len == 1 && (*text | 0x20) == 'z') return 0;
    if ((len != 5 && len != 6) || !has_form(text, len == 5 ? "?0000" : "?00:00")) return NO_MINUTES;
    uint32_t minute = two_digits(text + len - 2);
    int32_t minutes = (int32_t)(two_digits(text + 1) * 60u + minute);
    if (minute > 59 || minutes >= NO_MINUTES) return NO_MINUTES;
    if (*text == '-') return -minutes;
    return *text == '+' ? minutes : NO_MINUTES;
}

/* Read a fraction of a second like ".123456", or nothing. @return the length of its text; *ms is its value. */
static size_t fraction_read(const char *text, size_t len, uint32_t *ms) {
    uint32_t weight = 100;
    size_t at = 1;
    *ms = 0;
    if (*text != '.') return 0;
    for (; at < len && is_digit(text[at]); at++, weight /= 10u)
        *ms += ((uint32_t)text[at] & 15u) * weight;
    return at > 1 ? at : 0;
}

/* `year` begins in January; `month` is 0 (March) to 11. @return whether the month has this day. */
static bool days_read(uint32_t year, uint32_t month, uint32_t day, int32_t *days) {
    if (month >= JANUARY) year--;
    *days = pipit_i_days(year, month, day);
    if (month++ == FEBRUARY) {
        month = 0;
        year++;
    }
    return *days < pipit_i_days(year, month, 1);
}

/* Read a time like "18:40:60". @return the second of the day; NO_SECOND if there is no such time. */
static uint32_t clock_read(const char *text) {
    uint32_t hour = two_digits(text);
    uint32_t minute = two_digits(text + 3);
    uint32_t second = two_digits(text + 6);
    return hour < 24 && minute < 60 && second <= 60 ? (hour * 60u + minute) * 60u + second : NO_SECOND;
}

pipit_err_t pipit_i_time_read(const char *text, size_t len, int32_t *days, int32_t *clock_ms) {
    const char *year_text = text;
    uint32_t month;
    uint32_t ms = 0;
    int32_t ahead;
    if (len == 0) return PIPIT_E_ABSENT;
    if (len < PIPIT_TIME_BYTES || !has_form(text + 8, "00?00:00:00")) return PIPIT_E_INVALID;
    if (len == OLD_FORM_BYTES && has_form(text + 19, " ?0000 0000")) {
        year_text = text + 26;
        month = pipit_i_month(text + 4);
        ahead = zone_read(text + 20, 5);
    } else {
        size_t zone_at = 19 + fraction_read(text + 19, len - 19, &ms);
        if (!has_form(text, "0000-00-00t")) return PIPIT_E_INVALID;
        month = two_digits(text + 5) + 9u; /* months since March of the year before */
        month = month <= 9 || month > 21 ? MONTHS : month % MONTHS;
        ahead = zone_read(text + zone_at, len - zone_at);
    }
    uint32_t second = clock_read(text + 11);
    uint32_t day = two_digits(text + 8);
    uint32_t year = two_digits(year_text) * 100u + two_digits(year_text + 2);
    if (ahead >= NO_MINUTES || month >= MONTHS || second == NO_SECOND || year == 0 || day == 0 ||
        !days_read(year, month, day, days))
        return PIPIT_E_INVALID;
    *clock_ms = (int32_t)(second * 1000u + ms) - ahead * 60000;
    return PIPIT_OK;
}

pipit_err_t pipit_time_ms(const char *text, size_t len, int64_t *unix_ms) {
    PIPIT_ASSERT(unix_ms && (text || len == 0));
    int32_t days;
    int32_t clock_ms;
    pipit_err_t err = pipit_i_time_read(text, len, &days, &clock_ms);
    if (err == PIPIT_OK) *unix_ms = (int64_t)days * DAY_MS + clock_ms;
    return err;
}

/* Without a 64-bit division, which is a large function on small machines. */
bool pipit_i_time_s(const char *text, size_t len, uint32_t *unix_s) {
    int32_t days;
    int32_t clock_ms;
    if (pipit_i_time_read(text, len, &days, &clock_ms) != PIPIT_OK) return false;
    int64_t seconds = ((int64_t)days - 1) * 86400 + (clock_ms + DAY_MS) / 1000;
    *unix_s = (uint32_t)seconds;
    return seconds > 0 && seconds <= UINT32_MAX;
}

static void two_digits_put(char *out, uint32_t value, char behind) {
    out[0] = (char)('0' + value / 10u);
    out[1] = (char)('0' + value % 10u);
    out[2] = behind;
}

/* Each field is written as soon as it is known, so that few locals are needed: the stack is deep where this is called.
 */
void pipit_time_put(uint32_t unix_s, char *out) {
    PIPIT_ASSERT(out);
    two_digits_put(out + 17, unix_s % 60u, 'Z');
    unix_s /= 60u;
    two_digits_put(out + 14, unix_s % 60u, ':');
    unix_s /= 60u;
    two_digits_put(out + 11, unix_s % 24u, ':');
    uint32_t days = unix_s / 24u;
    if (days >= DAY_2100_03_01) days++; /* the rules below assume a leap day in every fourth year */
    days += DAY_1970_01_01;
    uint32_t year = (days * 4u + 3u) / 1461u; /* this year begins in March */
    days -= year * 1461u / 4u;
    uint32_t month = (days * 5u + 2u) / 153u;
    two_digits_put(out + 8, days - (month * 153u + 2u) / 5u + 1u, 'T');
    two_digits_put(out + 5, (month + 2u) % MONTHS + 1u, '-');
    year += month >= JANUARY ? 1969u : 1968u;
    two_digits_put(out, year / 100u, ' ');
    two_digits_put(out + 2, year % 100u, '-');
}
