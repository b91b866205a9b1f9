/* SPDX-License-Identifier: MIT */
#include "pipit/version.h"
#include "pipit_int.h"
#include <string.h>

#define DEFAULT_HTTPS_PORT 443
#define DEFAULT_HTTP_PORT 80

void pipit_i_put(pipit_sink_t *sink, const char *text, size_t len) {
    size_t from = 0;
    size_t begin = sink->total;
    sink->total += (uint32_t)len;
    if (sink->total <= sink->skip || begin >= (size_t)sink->skip + sink->room) return;
    if (begin < sink->skip) from = sink->skip - begin;
    size_t to = begin + from - sink->skip;
    size_t n = len - from;
    if (n > sink->room - to) n = sink->room - to;
    memcpy(sink->to + to, text + from, n);
}

void pipit_i_put_text(pipit_sink_t *sink, const char *text) {
    pipit_i_put(sink, text, strlen(text));
}

static void put_u32(pipit_sink_t *sink, uint32_t value) {
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    pipit_i_put(sink, digits + at, sizeof digits - at);
}

static char hex_digit(unsigned value) {
    return (char)(value < 10 ? '0' + value : 'a' + (value - 10));
}

/* RFC 8259 section 7: only what must be escaped. */
void pipit_i_put_json(pipit_sink_t *sink, const char *text) {
    pipit_i_put(sink, "\"", 1);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        char escape[6] = {'\\', 'u', '0', '0', hex_digit(c >> 4), hex_digit(c & 15u)};
        if (c == '"' || c == '\\') {
            escape[1] = (char)c;
            pipit_i_put(sink, escape, 2);
        } else if (c < 0x20) {
            pipit_i_put(sink, escape, sizeof escape);
        } else {
            pipit_i_put(sink, text, 1);
        }
    }
    pipit_i_put(sink, "\"", 1);
}

static void put_pair(pipit_sink_t *sink, char *separator, const char *name, const char *value) {
    pipit_i_put(sink, separator, 1);
    *separator = '&';
    pipit_i_put_text(sink, name);
    pipit_i_put(sink, "=", 1);
    pipit_i_put_text(sink, value);
}

/* Values were checked when the request was made: letters, digits, '_', '.', ',' stand for themselves in a query. */
static void put_query(pipit_sink_t *sink, const pipit_request_t *request) {
    char separator = '?';
    for (size_t i = 0; i < PIPIT_I_PARAMETERS; i++) {
        if (request->parameters[i]) put_pair(sink, &separator, pipit_i_parameter_names[i], request->parameters[i]);
    }
    if (request->dry_run) put_pair(sink, &separator, "dry_run", "true");
    if (request->body == PIPIT_I_QUERY_IDS && request->row_count > 0) {
        put_pair(sink, &separator, "ids", "");
        pipit_i_rules_body(request, sink);
    }
}

static void put_header(pipit_sink_t *sink, const char *name, const char *value) {
    pipit_i_put_text(sink, name);
    pipit_i_put_text(sink, value);
    pipit_i_put(sink, "\r\n", 2);
}

static void put_host(pipit_sink_t *sink, const pipit_config_t *config) {
    bool address6 = strchr(config->host, ':') != NULL;
    pipit_i_put_text(sink, address6 ? "Host: [" : "Host: ");
    pipit_i_put_text(sink, config->host);
    if (address6) pipit_i_put(sink, "]", 1);
    if (config->port != DEFAULT_HTTPS_PORT && config->port != DEFAULT_HTTP_PORT) {
        pipit_i_put(sink, ":", 1);
        put_u32(sink, config->port);
    }
    pipit_i_put(sink, "\r\n", 2);
}

static void put_body_headers(pipit_sink_t *sink, const pipit_request_t *request) {
    pipit_sink_t measure = {NULL, 0, 0, 0};
    pipit_i_rules_body(request, &measure);
    pipit_i_put_text(sink, "Content-Type: application/json\r\nContent-Length: ");
    put_u32(sink, measure.total);
    pipit_i_put(sink, "\r\n", 2);
}

void pipit_i_request_write(const pipit_t *client, pipit_sink_t *sink) {
    const pipit_request_t *request = &client->request;
    const pipit_endpoint_t *endpoint = &pipit_i_endpoints[request->endpoint];
    bool post = request->body == PIPIT_I_BODY_ADD || request->body == PIPIT_I_BODY_DELETE;
    pipit_i_put_text(sink, post ? "POST " : "GET ");
    pipit_i_put_text(sink, endpoint->path);
    put_query(sink, request);
    pipit_i_put_text(sink, " HTTP/1.1\r\n");
    put_host(sink, &client->config);
    put_header(sink, "User-Agent: ", client->config.user_agent);
    put_header(sink, "Authorization: Bearer ", client->config.bearer_token);
    put_header(sink, "Accept-Encoding: ", "identity");
    if (post) put_body_headers(sink, request);
    if (!endpoint->stream) put_header(sink, "Connection: ", "close");
    pipit_i_put(sink, "\r\n", 2);
    if (post) pipit_i_rules_body(request, sink);
}
