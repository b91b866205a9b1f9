/* SPDX-License-Identifier: MIT */
/* arduino-esp32 3.x. */
#include "radio.h"
extern Radio WiFi;
typedef RadioClient WiFiClient;
