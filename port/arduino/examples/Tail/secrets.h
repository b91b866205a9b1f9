/* SPDX-License-Identifier: MIT */
/* Your secrets. Do not publish this file. */
#define WIFI_NAME ""
#define WIFI_PASSWORD ""
#define BEARER_TOKEN ""
/* The root certificate of the server, PEM: `openssl s_client -showcerts -connect api.x.com:443` names it. */
#define ROOT_CERTIFICATE ""
/* Your test server instead of X's. TEST_PLAIN: without TLS; anybody on the network path can read the token.
#define TEST_HOST "192.168.1.2"
#define TEST_PORT 8443
#define TEST_PLAIN */
