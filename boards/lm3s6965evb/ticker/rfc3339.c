/* SPDX-License-Identifier: MIT */
#include "rfc3339.h"

#define PATTERN "0000-00-00T00:00:00"
#define PATTERN_LEN (sizeof PATTERN - 1)
#define YEAR_FIRST 1970
#define YEAR_LAST 2105

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool has_shape(const char *text, size_t len) {
    static const char pattern[] = PATTERN;
    if (len <= PATTERN_LEN || text[len - 1] != 'Z') return false;
    for (size_t i = 0; i < PATTERN_LEN; i++)
        if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
    return true;
}

static uint32_t number(const char *text, size_t digits) {
    uint32_t value = 0;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (uint32_t)(text[i] - '0');
    return value;
}

static uint32_t days_since_1970(uint32_t year, uint32_t month, uint32_t day) {
    /* Calculated with years that begin in March, so that the leap day is the last day of a year. */
    uint32_t shifted_year = month > 2 ? year : year - 1;
    uint32_t shifted_month = month > 2 ? month - 3 : month + 9;
    uint32_t leap_days = shifted_year / 4 - shifted_year / 100 + shifted_year / 400;
    return shifted_year * 365 + leap_days + (shifted_month * 153 + 2) / 5 + day - 1 - 719468;
}

bool rfc3339_read(const char *text, size_t len, uint32_t *unix_s) {
    if (!has_shape(text, len)) return false;
    uint32_t year = number(text, 4), month = number(text + 5, 2), day = number(text + 8, 2);
    uint32_t hour = number(text + 11, 2), minute = number(text + 14, 2), second = number(text + 17, 2);
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1 || day > 31) return false;
    if (hour > 23 || minute > 59 || second > 60) return false;
    *unix_s = days_since_1970(year, month, day) * 86400u + hour * 3600u + minute * 60u + second;
    return true;
}
