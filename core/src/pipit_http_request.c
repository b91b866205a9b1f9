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

static void put_u32(pipit_sink_t *sink, uint32_t value) {
    char digits[11];
    char *at = digits + sizeof digits - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + value % 10u);
        value /= 10u;
    } while (value != 0);
    pipit_i_put(sink, at);
}

static char next_separator(char *separator) {
    char now = *separator;
    *separator = '&';
    return now;
}

/* Values were checked when the request was made: letters, digits, '_', '.', ',' stand for themselves in a query. */
static void put_query(pipit_sink_t *sink, const pipit_request_t *request) {
    const char *name = pipit_i_list_names;
    char separator = '?';
    for (size_t i = 0; i < PIPIT_LISTS; i++, name += strlen(name) + 1) {
        if (!request->lists[i]) continue;
        pipit_i_put_byte(sink, next_separator(&separator));
        pipit_i_put(sink, name);
        pipit_i_put_byte(sink, '=');
        pipit_i_put(sink, request->lists[i]);
    }
    if (request->backfill_minutes > 0) {
        pipit_i_put_byte(sink, next_separator(&separator));
        pipit_i_put(sink, "backfill_minutes=");
        put_u32(sink, request->backfill_minutes);
    }
#if PIPIT_CFG_RULES
    if (request->dry_run) {
        pipit_i_put_byte(sink, next_separator(&separator));
        pipit_i_put(sink, "dry_run=true");
    }
    if (request->body == PIPIT_I_QUERY_IDS && request->row_count > 0) {
        pipit_i_put_byte(sink, next_separator(&separator));
        pipit_i_put(sink, "ids=");
        pipit_i_rules_body(request, sink);
    }
#endif
}

static void put_host(pipit_sink_t *sink, const pipit_config_t *config) {
    bool address6 = strchr(config->host, ':') != NULL;
    if (address6) pipit_i_put_byte(sink, '[');
    pipit_i_put(sink, config->host);
    if (address6) pipit_i_put_byte(sink, ']');
    if (config->port != DEFAULT_HTTPS_PORT && config->port != DEFAULT_HTTP_PORT) {
        pipit_i_put_byte(sink, ':');
        put_u32(sink, config->port);
    }
}

#if PIPIT_CFG_RULES
static bool is_post(const pipit_request_t *request) {
    return request->body == PIPIT_I_BODY_ADD || request->body == PIPIT_I_BODY_DELETE;
}

/* The body as it would be, in a sink that keeps nothing of it. */
static uint32_t body_length(pipit_sink_t *sink, const pipit_request_t *request) {
    const uint32_t room = sink->room;
    const uint32_t total = sink->total;
    sink->room = 0;
    pipit_i_rules_body(request, sink);
    const uint32_t length = sink->total - total;
    sink->room = room;
    sink->total = total;
    return length;
}

static void put_call(pipit_sink_t *sink, const pipit_request_t *request) {
    if (is_post(request)) {
        pipit_i_put(sink, "\r\nContent-Type: application/json\r\nContent-Length: ");
        put_u32(sink, body_length(sink, request));
    }
    pipit_i_put(sink, "\r\nConnection: close\r\n\r\n");
    if (is_post(request)) pipit_i_rules_body(request, sink);
}
#endif

void pipit_i_request_write(const pipit_t *client, pipit_sink_t *sink) {
    const pipit_request_t *request = &client->request;
    const char *method = "GET ";
#if PIPIT_CFG_RULES
    if (is_post(request)) method = "POST ";
#endif
    pipit_i_put(sink, method);
    pipit_i_put(sink, pipit_i_endpoint_path(request->endpoint));
    put_query(sink, request);
    pipit_i_put(sink, " HTTP/1.1\r\nHost: ");
    put_host(sink, &client->config);
    pipit_i_put(sink, "\r\nUser-Agent: ");
    pipit_i_put(sink, client->config.user_agent);
    pipit_i_put(sink, "\r\nAuthorization: Bearer ");
    pipit_i_put(sink, client->config.bearer_token);
    pipit_i_put(sink, "\r\nAccept-Encoding: identity");
#if PIPIT_CFG_RULES
    if (!pipit_i_endpoint_is_stream(request->endpoint)) {
        put_call(sink, request);
        return;
    }
#endif
    pipit_i_put(sink, "\r\n\r\n");
}
