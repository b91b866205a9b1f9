/* SPDX-License-Identifier: MIT */
#include "pipit/version.h"
#include "pipit_int.h"
#include <string.h>

#define DEFAULT_HTTPS_PORT 443
#define DEFAULT_HTTP_PORT 80

void pipit_i_put_byte(pipit_sink_t *sink, char c) {
    uint32_t to = sink->total++ - sink->skip; /* before the wanted part this is a very large number */
    if (to < sink->room) sink->to[to] = (uint8_t)c;
}

void pipit_i_put(pipit_sink_t *sink, const char *text) {
    while (*text != '\0')
        pipit_i_put_byte(sink, *text++);
}

void pipit_i_put_u32(pipit_sink_t *sink, uint32_t value) {
    char digits[11];
    char *at = digits + sizeof digits - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    pipit_i_put(sink, at);
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

void pipit_i_put_percent(pipit_sink_t *sink, const char *text) {
    char out[3];
    for (; *text != '\0'; text++) {
        size_t len = pipit_i_percent(*text, ',', out);
        for (size_t i = 0; i < len; i++)
            pipit_i_put_byte(sink, out[i]);
    }
}
#endif

static void put_host(pipit_sink_t *sink, const pipit_config_t *config) {
    bool address6 = strchr(config->host, ':') != NULL;
    if (address6) pipit_i_put_byte(sink, '[');
    pipit_i_put(sink, config->host);
    if (address6) pipit_i_put_byte(sink, ']');
    if (config->port != DEFAULT_HTTPS_PORT && config->port != DEFAULT_HTTP_PORT) {
        pipit_i_put_byte(sink, ':');
        pipit_i_put_u32(sink, config->port);
    }
}

#if PIPIT_CFG_CALLS
/* The body as it would be, in a sink that keeps nothing of it. */
static uint32_t body_length(const pipit_t *client, pipit_sink_t *sink) {
    const uint32_t room = sink->room;
    const uint32_t total = sink->total;
    sink->room = 0;
    pipit_i_request_body(client, sink);
    const uint32_t length = sink->total - total;
    sink->room = room;
    sink->total = total;
    return length;
}

static void put_body_headers(const pipit_t *client, pipit_sink_t *sink) {
    bool form = pipit_i_request_is_token(client);
    pipit_i_put(sink, "Content-Type: application/");
    pipit_i_put(sink, form ? "x-www-form-urlencoded;charset=UTF-8" : "json");
    pipit_i_put(sink, "\r\nContent-Length: ");
    pipit_i_put_u32(sink, body_length(client, sink));
    pipit_i_put(sink, "\r\n");
}
#endif

static void put_credentials(const pipit_t *client, pipit_sink_t *sink) {
    pipit_i_put(sink, "\r\nAuthorization: ");
#if PIPIT_CFG_CALLS
    if (pipit_i_request_is_token(client)) {
        pipit_i_put(sink, "Basic ");
        pipit_i_put_basic(sink, client->request.of.token.key, client->request.of.token.secret);
        return;
    }
#endif
    pipit_i_put(sink, "Bearer ");
    pipit_i_put(sink, client->config.bearer_token);
}

void pipit_i_request_write(const pipit_t *client, pipit_sink_t *sink) {
    pipit_i_put(sink, pipit_i_request_method(client));
    pipit_i_request_target(client, sink);
    pipit_i_put(sink, " HTTP/1.1\r\nHost: ");
    put_host(sink, &client->config);
    pipit_i_put(sink, "\r\nUser-Agent: ");
    pipit_i_put(sink, client->config.user_agent);
    put_credentials(client, sink);
    pipit_i_put(sink, "\r\nAccept-Encoding: identity\r\n");
#if PIPIT_CFG_CALLS
    if (pipit_i_request_has_body(client)) put_body_headers(client, sink);
#endif
    if (client->killing || !pipit_i_endpoint_is_stream(client->request.endpoint))
        pipit_i_put(sink, "Connection: close\r\n");
    pipit_i_put(sink, "\r\n");
    pipit_i_request_body(client, sink);
}
