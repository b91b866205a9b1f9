/* SPDX-License-Identifier: MIT */
/* Requests with texts of the input: if the texts are accepted, http-parser must read exactly one request, with the
 * right path, headers and body. */
#include "fuzz.h"
#include "pipit/pipit.h"
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_BYTES 1024u
#define WIRE_BYTES 65536u
#define TOKENS 64u

enum { HOST, AGENT, BEARER, FIRST, SECOND, THIRD, TEXTS };

typedef struct {
    char texts[TEXTS][TEXT_BYTES];
    char wire[WIRE_BYTES];
    size_t wire_len;
    char url[WIRE_BYTES];
    size_t url_len;
    char value[TEXT_BYTES * 16u];
    size_t value_len;
    char name[64];
    size_t name_len;
    char body[WIRE_BYTES];
    size_t body_len;
    unsigned headers;
    unsigned messages;
    bool in_value;
} request_t;

static request_t request;

/* ---- http-parser ---- */

static void append(char *to, size_t size, size_t *len, const char *at, size_t n) {
    FUZZ_CHECK(*len + n < size, "longer than anything that was asked for");
    memcpy(to + *len, at, n);
    *len += n;
    to[*len] = '\0';
}

static void header_check(void) {
    static const char *const known[] = {"Host",         "User-Agent",     "Authorization", "Accept-Encoding",
                                        "Content-Type", "Content-Length", "Connection"};
    size_t i = 0;
    if (!request.in_value) return;
    while (i < sizeof known / sizeof known[0] && strcmp(known[i], request.name) != 0)
        i++;
    FUZZ_CHECK(i < sizeof known / sizeof known[0], "a header '%s'", request.name);
    FUZZ_CHECK(!(request.headers & 1u << i), "%s twice", request.name);
    request.headers |= 1u << i;
    if (i == 1 && request.texts[AGENT][0]) /* http-parser removes the spaces around it */
        FUZZ_CHECK(strstr(request.texts[AGENT], request.value), "the agent");
    if (i == 2 && memcmp(request.value, "Bearer ", 7) == 0)
        FUZZ_CHECK(strcmp(request.value + 7, request.texts[BEARER]) == 0, "the token");
    request.in_value = false;
    request.name_len = 0;
    request.value_len = 0;
    request.value[0] = '\0';
}

static int on_begin(http_parser *parser) {
    (void)parser;
    request.messages++;
    return 0;
}

static int on_url(http_parser *parser, const char *at, size_t len) {
    (void)parser;
    append(request.url, sizeof request.url, &request.url_len, at, len);
    return 0;
}

static int on_field(http_parser *parser, const char *at, size_t len) {
    (void)parser;
    header_check();
    append(request.name, sizeof request.name, &request.name_len, at, len);
    return 0;
}

static int on_value(http_parser *parser, const char *at, size_t len) {
    (void)parser;
    request.in_value = true;
    append(request.value, sizeof request.value, &request.value_len, at, len);
    return 0;
}

static int on_headers(http_parser *parser) {
    (void)parser;
    header_check();
    return 0;
}

static int on_body(http_parser *parser, const char *at, size_t len) {
    (void)parser;
    append(request.body, sizeof request.body, &request.body_len, at, len);
    return 0;
}

static int on_complete(http_parser *parser) {
    http_parser_pause(parser, 1);
    return 0;
}

static void wire_parse(void) {
    http_parser parser;
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_message_begin = on_begin;
    settings.on_url = on_url;
    settings.on_header_field = on_field;
    settings.on_header_value = on_value;
    settings.on_headers_complete = on_headers;
    settings.on_body = on_body;
    settings.on_message_complete = on_complete;
    http_parser_init(&parser, HTTP_REQUEST);
    const size_t used = http_parser_execute(&parser, &settings, request.wire, request.wire_len);
    FUZZ_CHECK(HTTP_PARSER_ERRNO(&parser) == HPE_PAUSED && request.messages == 1, "%s: %s",
               http_errno_name(HTTP_PARSER_ERRNO(&parser)), request.wire);
    /* http-parser stops at the last byte of the body, or after it. */
    FUZZ_CHECK(request.wire_len - used <= 1u, "%zu bytes behind the request: %s", request.wire_len - used,
               request.wire);
    FUZZ_CHECK((request.headers & 15u) == 15u, "a header is missing");
}

static void url_check(void) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?&=,:%";
    FUZZ_CHECK(memcmp(request.url, "/2/", 3) == 0 || memcmp(request.url, "/oauth2/", 8) == 0, "%s", request.url);
    FUZZ_CHECK(strspn(request.url, allowed) == request.url_len, "%s", request.url);
    const char *query = strchr(request.url, '?');
    FUZZ_CHECK(!query || !strchr(query + 1, '?'), "two queries: %s", request.url);
    FUZZ_CHECK(!strstr(request.url, "//") && !strstr(request.url, "/.."), "%s", request.url);
}

static void body_check(bool rules) {
    static pipit_token_t tokens[4096];
    pipit_json_t json;
    if (request.body_len == 0 || memcmp(request.body, "grant_type=", 11) == 0) return;
    FUZZ_CHECK(pipit_json_parse(&json, request.body, request.body_len, tokens, 4096) == PIPIT_OK, "%s", request.body);
    if (!rules) return;
    const pipit_str_t value = pipit_json_string(&json, pipit_json_find(&json, PIPIT_NODE_ROOT, "add[0].value"));
    FUZZ_CHECK(value.len == strlen(request.texts[FIRST]) && memcmp(value.ptr, request.texts[FIRST], value.len) == 0,
               "another rule: %s", request.body);
    const pipit_str_t tag = pipit_json_string(&json, pipit_json_find(&json, PIPIT_NODE_ROOT, "add[0].tag"));
    FUZZ_CHECK(tag.len == strlen(request.texts[SECOND]) && memcmp(tag.ptr, request.texts[SECOND], tag.len) == 0,
               "another tag: %s", request.body);
}

/* ---- the requests ---- */

#define RULES_ADD 1u

static const char *text(unsigned which) {
    return request.texts[which][0] ? request.texts[which] : NULL;
}

static pipit_err_t start(pipit_t *client, uint8_t what) {
    const pipit_rule_spec_t rule = {request.texts[FIRST], request.texts[SECOND]};
    const pipit_stream_t stream = {.expansions = text(FIRST), .tweet_fields = text(SECOND), .user_fields = text(THIRD)};
    static const char *ids[2];
    static pipit_rule_spec_t kept;
    static pipit_stream_t asked;
    static pipit_connections_query_t query;
    static pipit_subscription_spec_t subscription;
    ids[0] = request.texts[FIRST];
    ids[1] = request.texts[SECOND];
    kept = rule;
    asked = stream;
    switch (what % 10u) {
    case 0: return pipit_filter(client, &asked);
    case RULES_ADD: return pipit_rules_add(client, &kept, 1, false);
    case 2: return pipit_rules_delete(client, ids, 2, true);
    case 3: return pipit_rules_get(client, ids, 2);
    case 4: return pipit_rules_delete_values(client, ids, 2, false);
    case 5: return pipit_connections_kill(client, ids, 2);
    case 6:
        memset(&query, 0, sizeof query);
        query.fields = text(FIRST);
        query.status = text(SECOND);
        return pipit_connections_list(client, &query, NULL);
    case 7:
        memset(&subscription, 0, sizeof subscription);
        subscription.event_type = text(FIRST);
        subscription.user_id = text(SECOND);
        subscription.tag = text(THIRD);
        return pipit_subscriptions_create(client, &subscription);
    case 8: return pipit_subscriptions_delete(client, ids, 2);
    default: return pipit_token_request(client, request.texts[FIRST], request.texts[SECOND]);
    }
}

static void wire_collect(pipit_t *client, const uint8_t *rx, uint32_t dice) {
    pipit_event_t event;
    size_t len = 0;
    while (!(pipit_want(client) & PIPIT_WANT_OPEN))
        (void)pipit_next(client, 0, &event);
    pipit_open_ack(client);
    for (;;) {
        const uint8_t *bytes = pipit_tx_buf(client, &len);
        if (!bytes) (void)pipit_next(client, 0, &event);
        if (!bytes && !(bytes = pipit_tx_buf(client, &len))) break;
        const size_t n = 1u + fuzz_below(&dice, (uint32_t)len);
        append(request.wire, sizeof request.wire, &request.wire_len, (const char *)bytes, n);
        pipit_tx_ack(client, n);
    }
    for (size_t i = 0; i + 9u <= PIPIT_RX_MIN; i++)
        FUZZ_CHECK(memcmp(rx + i, "FUZZTOKEN", 9) != 0, "the token is still there");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    pipit_t client;
    static pipit_token_t tokens[TOKENS];
    if (len < 8 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    memset(&request, 0, sizeof request);
    const uint32_t dice = fuzz_u32(&input);
    const uint8_t what = fuzz_byte(&input);
    const bool own_token = fuzz_byte(&input) & 1u;
    for (size_t i = 0; i < TEXTS; i++)
        (void)fuzz_text(&input, request.texts[i], TEXT_BYTES);
    if (!own_token) memcpy(request.texts[BEARER], "FUZZTOKEN", sizeof "FUZZTOKEN");
    uint8_t *rx = calloc(1, PIPIT_RX_MIN);
    if (!rx) abort();
    const pipit_config_t config = {.rx = rx,
                                   .rx_bytes = PIPIT_RX_MIN,
                                   .tokens = tokens,
                                   .token_count = TOKENS,
                                   .bearer_token = request.texts[BEARER],
                                   .host = text(HOST),
                                   .user_agent = text(AGENT)};
    const bool good = pipit_init(&client, &config) == PIPIT_OK && start(&client, what) == PIPIT_OK;
    if (good) {
        wire_collect(&client, rx, dice);
        wire_parse();
        url_check();
        body_check(what % 10u == RULES_ADD);
        pipit_stop(&client);
    } else {
        FUZZ_CHECK(pipit_offender(&client)[0] != '\0', "refused without a word");
        FUZZ_CHECK(pipit_want(&client) == 0 && !pipit_running(&client), "refused, and runs");
    }
    free(rx);
    return 0;
}
