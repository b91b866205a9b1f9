/* SPDX-License-Identifier: MIT */
/* esp8266 3.1: Wi-Fi is declared here, and there is no WiFi.h. */
#include "radio.h"
extern Radio WiFi;
typedef RadioClient WiFiClient;
void configTime(int offset_s, int daylight_s, const char *server1, const char *server2 = nullptr);
