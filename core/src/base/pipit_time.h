/* SPDX-License-Identifier: MIT */
/* Durations, and the calendar, shared by those who read and write dates. Its years begin in March, so that leap days
 * come last. */
#ifndef PIPIT_TIME_H
#define PIPIT_TIME_H

#include "pipit/types.h"

/* A sum of durations; UINT32_MAX when it is larger. */
uint32_t pipit_i_sum_ms(uint32_t a, uint32_t b);

/* The month that three letters name: 0 (March) to 11 (February); 12 when they name none. */
/*@ requires \valid_read(name + (0 .. 2));
    assigns \nothing;
    ensures \result <= 12; */
uint32_t pipit_i_month(const char *name);

/* Days since 1970-01-01, Gregorian. `year` is the one whose March the month follows, `month` 0 (March) to 11, `day`
 * from 1. */
/*@ requires year <= 20000 && month <= 12 && day <= 1000;
    assigns \nothing; */
int32_t pipit_i_days(uint32_t year, uint32_t month, uint32_t day);

/* As pipit_time_ms(), in days since 1970-01-01 and what is left: that of one day, but where the zone is far ahead or
 * behind. */
pipit_err_t pipit_i_time_read(const char *text, size_t len, int32_t *days, int32_t *clock_ms);

/* As pipit_time_ms(), in whole seconds. @return false when it is no time, or none after 1970 that fits 32 bits. */
bool pipit_i_time_s(const char *text, size_t len, uint32_t *unix_s);

#endif
