/* SPDX-License-Identifier: MIT */
/* esp8266 3.1: no setCACert(). */
#include "radio.h"
namespace BearSSL {
struct X509List {
    explicit X509List(const char *pem);
};
struct WiFiClientSecure : RadioClient {
    void setTrustAnchors(const X509List *roots);
};
} // namespace BearSSL
using namespace BearSSL;
