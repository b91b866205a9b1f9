/* SPDX-License-Identifier: MIT */
/* arduino-esp32 3.x: it does not include WiFi.h. */
#include "radio.h"
#ifndef NETWORK_CLIENT_SECURE_H
#define NETWORK_CLIENT_SECURE_H
struct NetworkClientSecure : RadioClient {
    void setCACert(const char *pem);
};
#endif
