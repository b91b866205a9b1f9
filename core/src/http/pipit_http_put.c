/* SPDX-License-Identifier: MIT */
#include "pipit/version.h"
#include "../pipit_int.h"
#include <string.h>

#define DEFAULT_HTTPS_PORT 443
#define DEFAULT_HTTP_PORT 80

void pipit_i_put_byte(pipit_t *client, char c) {
    uint32_t to = client->io.sink.total++ - client->io.sink.offset; /* before the wanted part: a very large number */
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

#if PIPIT_CFG_CALLS
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
#endif

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

#if PIPIT_CFG_CALLS
/* The body as it would be, in a sink that keeps nothing of it. */
static uint32_t body_length(pipit_t *client) {
    const uint32_t room = client->io.sink.room;
    const uint32_t total = client->io.sink.total;
    client->io.sink.room = 0;
    pipit_i_request_body(client);
    const uint32_t length = client->io.sink.total - total;
    client->io.sink.room = room;
    client->io.sink.total = total;
    return length;
}

static void put_body_headers(pipit_t *client) {
    bool form = pipit_i_request_is_token(client);
    pipit_i_put(client, "Content-Type: application/");
    pipit_i_put(client, form ? "x-www-form-urlencoded;charset=UTF-8" : "json");
    pipit_i_put(client, "\r\nContent-Length: ");
    pipit_i_put_u32(client, body_length(client));
    pipit_i_put(client, "\r\n");
}
#endif

static void put_credentials(pipit_t *client) {
    pipit_i_put(client, "\r\nAuthorization: ");
#if PIPIT_CFG_CALLS
    if (pipit_i_request_is_token(client)) {
        pipit_i_put(client, "Basic ");
        pipit_i_put_basic(client, client->request.of.token.key, client->request.of.token.secret);
        return;
    }
#endif
    pipit_i_put(client, "Bearer ");
    pipit_i_put(client, client->config.bearer_token);
}

void pipit_i_request_write(pipit_t *client) {
    pipit_i_put(client, pipit_i_request_method(client));
    pipit_i_request_target(client);
    pipit_i_put(client, " HTTP/1.1\r\nHost: ");
    put_host(client);
    pipit_i_put(client, "\r\nUser-Agent: ");
    pipit_i_put(client, client->config.user_agent);
    put_credentials(client);
    pipit_i_put(client, "\r\nAccept-Encoding: identity\r\n");
#if PIPIT_CFG_CALLS
    if (pipit_i_request_has_body(client)) put_body_headers(client);
#endif
    if (client->killing || !pipit_i_endpoint_is_stream(client->request.endpoint))
        pipit_i_put(client, "Connection: close\r\n");
    pipit_i_put(client, "\r\n");
    pipit_i_request_body(client);
}
