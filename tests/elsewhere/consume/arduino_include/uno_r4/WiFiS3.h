/* SPDX-License-Identifier: MIT */
/* Uno R4 WiFi: no configTime(). */
#include "radio.h"
extern Radio WiFi;
typedef RadioClient WiFiClient;
