/* SPDX-License-Identifier: MIT */
/* Yours. Keep this file out of anything that is published. */
#define WIFI_NAME ""
#define WIFI_PASSWORD ""
#define BEARER_TOKEN ""
/* The root certificate of the server, PEM: `openssl s_client -showcerts -connect api.x.com:443` names it. */
#define ROOT_CERTIFICATE ""
/* A test server of yours in place of X's. TEST_PLAIN: without TLS; whoever is on the way can read the token.
#define TEST_HOST "192.168.1.2"
#define TEST_PORT 8443
#define TEST_PLAIN */
