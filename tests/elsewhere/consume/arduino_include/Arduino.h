/* SPDX-License-Identifier: MIT */
/* The parts of Arduino that the port and the sketch use. Wi-Fi, its clients and, except for the ESP32, configTime() are
 * in the headers of each core. */
#ifndef ARDUINO_H
#define ARDUINO_H

#include "Client.h"
using namespace arduino;

unsigned long millis();
void delay(unsigned long ms);
#if defined(ESP32)
void configTime(long offset_s, int daylight_s, const char *server1, const char *server2 = nullptr);
#endif

struct Console {
    void begin(unsigned long baud);
    size_t write(const uint8_t *bytes, size_t len);
    size_t print(const char *text);
    size_t println(const char *text = "");
    size_t println(unsigned long number);
};
extern Console Serial;

#endif
