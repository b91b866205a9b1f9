/* SPDX-License-Identifier: MIT */
#include "platform.h"
#include "board.h"
#include <mbedtls/entropy.h>
#include <mbedtls/platform_time.h>
#include <mbedtls/platform_util.h>
#include <time.h>

#define SECONDS_OF_DAY 86400
#define DAYS_OF_ERA 146097  /* 400 years */
#define DAYS_TO_1970 719468 /* from 1 March of year 0 */

static uint32_t clock_s = PIPIT_BOARD_BUILD_TIME;
static uint32_t clock_set_ms;

/* Whole seconds are moved from the milliseconds to the clock. So the wrap of the milliseconds has no effect if this is
 * called at least once in 49.7 days. */
uint32_t wall_clock_s(void) {
    uint32_t passed_s = (board_now_ms() - clock_set_ms) / 1000;
    clock_s += passed_s;
    clock_set_ms += passed_s * 1000;
    return clock_s;
}

void wall_clock_set(uint32_t unix_s) {
    clock_s = unix_s;
    clock_set_ms = board_now_ms();
}

void wall_clock_advance(uint32_t unix_s) {
    if (unix_s > wall_clock_s()) wall_clock_set(unix_s);
}

long long platform_time(long long *now_s) {
    long long now = wall_clock_s();
    if (now_s) *now_s = now;
    return now;
}

mbedtls_ms_time_t mbedtls_ms_time(void) {
    return board_now_ms();
}

/* Calculated with years that begin in March: then the leap day is the last day of the year, and each five months have
 * 153 days. */
static void date_of_day(uint32_t days, struct tm *out) {
    uint32_t since = days + DAYS_TO_1970;
    uint32_t era = since / DAYS_OF_ERA;
    uint32_t day_of_era = since % DAYS_OF_ERA;
    uint32_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint32_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * day_of_year + 2) / 153;
    out->tm_mday = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->tm_mon = (int)(month < 10 ? month + 2 : month - 10);
    out->tm_year = (int)(era * 400 + year + (month >= 10 ? 1 : 0)) - 1900;
}

struct tm *mbedtls_platform_gmtime_r(const mbedtls_time_t *tt, struct tm *tm_buf) {
    uint32_t unix_s = (uint32_t)*tt;
    uint32_t second = unix_s % SECONDS_OF_DAY;
    date_of_day(unix_s / SECONDS_OF_DAY, tm_buf);
    tm_buf->tm_hour = (int)(second / 3600);
    tm_buf->tm_min = (int)(second / 60 % 60);
    tm_buf->tm_sec = (int)(second % 60);
    return tm_buf;
}

/* mbedTLS calls this function. Without a board_entropy() of the board the firmware does not link. */
int mbedtls_hardware_poll(void *data, unsigned char *output, size_t len, size_t *olen) {
    (void)data;
    *olen = board_entropy(output, len);
    return 0;
}
