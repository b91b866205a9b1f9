/* SPDX-License-Identifier: MIT */
/** @file
 *  The wall clock for the dates of certificates. A board without a clock that runs without power does not
 *  know the time when it starts: it uses the word `time=`, or else the time when the firmware was built, which is a
 *  lower limit. Each answer over a verified connection then sets the clock by its Date header (link_port.h), forwards
 *  only.
 *
 *  Limits: before the first verified connection the date is a guess. A certificate that was issued after the firmware
 *  was built is refused as "not valid yet" until the clock is set: store the last time in non-volatile memory, or use
 *  SNTP. An expired certificate may be accepted while the clock is behind. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stdint.h>

/** Set the clock, in seconds since 1970. */
void wall_clock_set(uint32_t unix_s);

/** Set the clock if that moves it forwards. */
void wall_clock_advance(uint32_t unix_s);

/** Seconds since 1970 by the last setting and the milliseconds since. */
uint32_t wall_clock_s(void);

#endif
