/* SPDX-License-Identifier: MIT */
#include "pipit_http_put.h"
#include "pipit/version.h"
#include <string.h>

#define DEFAULT_HTTPS_PORT 443
#define DEFAULT_HTTP_PORT 80

void pipit_i_put_byte(pipit_t *client, char c) {
    uint32_t to = client->io.sink.total++ - client->io.sink.offset; /* before the piece: a very large number */
    if (to < client->io.sink.room) client->config.rx[to] = (uint8_t)c;
}

void pipit_i_put(pipit_t *client, const char *text) {
    while (*text != '\0')
        pipit_i_put_byte(client, *text++);
}

void pipit_i_put_u32(pipit_t *client, uint32_t value) {
    char digits[11];
    char *at = digits + sizeof digits - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    pipit_i_put(client, at);
}

static char hex_digit(unsigned value) {
    return "0123456789ABCDEF"[value];
}

static bool is_unreserved(char c) {
    char letter = (char)(c | 0x20);
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

size_t pipit_i_percent(char c, char also, char *out) {
    out[0] = c;
    if (c == also || is_unreserved(c)) return 1;
    out[0] = '%';
    out[1] = hex_digit((uint8_t)c >> 4);
    out[2] = hex_digit((uint8_t)c & 15u);
    return 3;
}

void pipit_i_put_percent(pipit_t *client, const char *text) {
    char out[3];
    for (; *text != '\0'; text++) {
        size_t len = pipit_i_percent(*text, ',', out);
        for (size_t i = 0; i < len; i++)
            pipit_i_put_byte(client, out[i]);
    }
}

static void put_host(pipit_t *client) {
    const pipit_config_t *config = &client->config;
    bool address6 = strchr(config->host, ':') != NULL;
    if (address6) pipit_i_put_byte(client, '[');
    pipit_i_put(client, config->host);
    if (address6) pipit_i_put_byte(client, ']');
    if (config->port != DEFAULT_HTTPS_PORT && config->port != DEFAULT_HTTP_PORT) {
        pipit_i_put_byte(client, ':');
        pipit_i_put_u32(client, config->port);
    }
}

void pipit_i_put_headers(pipit_t *client) {
    pipit_i_put(client, " HTTP/1.1\r\nHost: ");
    put_host(client);
    pipit_i_put(client, "\r\nUser-Agent: ");
    pipit_i_put(client, client->config.user_agent);
    pipit_i_put(client, "\r\nAccept-Encoding: identity\r\nAuthorization: ");
}

void pipit_i_put_bearer(pipit_t *client) {
    pipit_i_put(client, "Bearer ");
    pipit_i_put(client, client->config.bearer_token);
}
