/* SPDX-License-Identifier: MIT */
/* arduino-pico: configTime() is a macro with four arguments. */
#ifndef WIFI_H
#define WIFI_H
#include "radio.h"
extern Radio WiFi;
typedef RadioClient WiFiClient;
void clock_begin(const char *server1, const char *server2, int timeout);
#define configTime(timeout, offset_s, server1, server2) clock_begin(server1, server2, timeout)
#endif
