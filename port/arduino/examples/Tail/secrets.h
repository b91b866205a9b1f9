/* SPDX-License-Identifier: MIT */
/* Yours. Keep this file out of anything that is published. */
#define WIFI_NAME ""
#define WIFI_PASSWORD ""
#define BEARER_TOKEN ""
/* The root certificate of the server, PEM: `openssl s_client -showcerts -connect api.x.com:443` names it. */
#define ROOT_CERTIFICATE ""
