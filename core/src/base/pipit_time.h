/* SPDX-License-Identifier: MIT */
/* Durations, and the calendar. Its years begin in March, so that a leap day is the last day of its year. */
#ifndef PIPIT_TIME_H
#define PIPIT_TIME_H

#include "pipit/types.h"
#include "pipit_compile.h"

/* The sum of two durations; UINT32_MAX if it is larger. */
PIPIT_I_INLINE uint32_t pipit_i_sum_ms(uint32_t a, uint32_t b) {
    return b < UINT32_MAX - a ? a + b : UINT32_MAX;
}

/* The month with this name of three letters: 0 (March) to 11 (February); 12 if there is none. */
/*@ requires \valid_read(name + (0 .. 2));
    assigns \nothing;
    ensures \result <= 12; */
uint32_t pipit_i_month(const char *name);

/* Days since 1970-01-01, Gregorian. `year` begins in March: January 2021 is month 10 of 2020. `month` is 0 (March) to
 * 11, `day` begins with 1. */
/*@ requires year <= 20000 && month <= 12 && day <= 1000;
    assigns \nothing; */
int32_t pipit_i_days(uint32_t year, uint32_t month, uint32_t day);

/* Like pipit_time_ms(), but the result is days since 1970-01-01 and the milliseconds of the day. The offset of the zone
 * is in the milliseconds, so they can be negative or more than a day. */
pipit_err_t pipit_i_time_read(const char *text, size_t len, int32_t *days, int32_t *clock_ms);

/* Like pipit_time_ms(), in whole seconds. @return false: it is not a time, or is outside 1970 to 2106 (32 bits). */
bool pipit_i_time_s(const char *text, size_t len, uint32_t *unix_s);

#endif
