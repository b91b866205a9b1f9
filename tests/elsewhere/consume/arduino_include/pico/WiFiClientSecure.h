/* SPDX-License-Identifier: MIT */
#include "WiFi.h"
struct WiFiClientSecure : RadioClient {
    void setCACert(const char *pem);
};
