/* SPDX-License-Identifier: MIT */
/* What the port and the sketch use of Arduino, as its reference declares it. */
#ifndef ARDUINO_H
#define ARDUINO_H

#include <stddef.h>
#include <stdint.h>

unsigned long millis();
void delay(unsigned long ms);
void configTime(long offset_s, int daylight_s, const char *server);

struct Console {
    void begin(unsigned long baud);
    size_t write(const uint8_t *bytes, size_t len);
    size_t println(const char *text = "");
};
extern Console Serial;

#endif
