/* SPDX-License-Identifier: MIT */
/* Basic credentials (RFC 7617). User and password are percent-encoded, as RFC 6749 section 2.3.1 requires. */
#include "pipit_http_put.h"

#define BASE64_PADDING 64u

/* Base64 (RFC 4648 section 4), byte by byte: each three bytes become four characters. */
typedef struct {
    pipit_t *client;
    uint32_t bits;
    uint8_t bytes; /* number of bytes in `bits` */
} base64_t;

static char base64_digit(uint32_t value) {
    if (value < 26) return (char)('A' + value);
    if (value < 52) return (char)('a' + (value - 26));
    if (value < 62) return (char)('0' + (value - 52));
    if (value == BASE64_PADDING) return '=';
    if (value == 62) return '+';
    return '/';
}

/* Write the bytes of `bits` as four characters, with '=' for bytes that are missing. */
static void base64_flush(base64_t *base64) {
    uint32_t bits = base64->bits << 8u * (3u - base64->bytes);
    for (uint32_t i = 0; i < 4; i++)
        pipit_i_put_byte(base64->client,
                         base64_digit(i <= base64->bytes ? bits >> (18u - 6u * i) & 63u : BASE64_PADDING));
    base64->bits = 0;
    base64->bytes = 0;
}

static void base64_put(base64_t *base64, char c) {
    base64->bits = base64->bits << 8 | (uint8_t)c;
    if (++base64->bytes == 3) base64_flush(base64);
}

static void base64_put_percent(base64_t *base64, const char *text) {
    char out[3];
    for (; *text != '\0'; text++) {
        size_t len = pipit_i_percent(*text, '\0', out);
        for (size_t i = 0; i < len; i++)
            base64_put(base64, out[i]);
    }
}

void pipit_i_put_basic(pipit_t *client, const char *user, const char *password) {
    base64_t base64 = {client, 0, 0};
    base64_put_percent(&base64, user);
    base64_put(&base64, ':');
    base64_put_percent(&base64, password);
    if (base64.bytes > 0) base64_flush(&base64);
}
