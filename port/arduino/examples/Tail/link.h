/* SPDX-License-Identifier: MIT */
/* The Client class with TLS for X's servers. Each core has another name for it. */
#include "secrets.h"

#if defined(ESP8266)
#include <ESP8266WiFi.h>
#elif defined(ARDUINO_UNOR4_WIFI)
#include <WiFiS3.h>
#else
#include <WiFi.h>
#endif

#if defined(TEST_HOST)
#define LINK_HOST TEST_HOST
#define LINK_PORT TEST_PORT
#else
#define LINK_HOST nullptr /* nullptr: the host of X */
#define LINK_PORT 0
#endif

#if defined(TEST_PLAIN)

typedef WiFiClient link_client_t;
static void link_prepare(link_client_t &) {}

#else

/* To check the dates of certificates the clock must be right, but these clocks start in 1970. On the Uno R4 the radio
 * module checks the certificates. */
#if !defined(ARDUINO_UNOR4_WIFI)
#include <time.h>
static void clock_set() {
    configTime(0, 0, "pool.ntp.org", "time.nist.gov");
    while (time(nullptr) < 1700000000)
        delay(100);
}
#endif

#if defined(ESP8266)
#include <WiFiClientSecure.h>
typedef BearSSL::WiFiClientSecure link_client_t;
static void link_prepare(link_client_t &client) {
    static BearSSL::X509List roots(ROOT_CERTIFICATE);
    clock_set();
    client.setTrustAnchors(&roots);
}
#elif defined(ARDUINO_UNOR4_WIFI)
#include <WiFiSSLClient.h>
typedef WiFiSSLClient link_client_t;
static void link_prepare(link_client_t &client) {
    client.setCACert(ROOT_CERTIFICATE);
}
#else
#if defined(ESP32) && __has_include(<NetworkClientSecure.h>) /* arduino-esp32 3.0 and newer */
#include <NetworkClientSecure.h>
typedef NetworkClientSecure link_client_t;
#else
#include <WiFiClientSecure.h>
typedef WiFiClientSecure link_client_t;
#endif
static void link_prepare(link_client_t &client) {
    clock_set();
    client.setCACert(ROOT_CERTIFICATE);
}
#endif

#endif

static link_client_t &link_client() {
    static link_client_t client;
    link_prepare(client);
    return client;
}
