/* SPDX-License-Identifier: MIT */
#include "radio.h"
struct WiFiSSLClient : RadioClient {
    void setCACert(const char *pem);
};
