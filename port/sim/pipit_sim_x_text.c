/* SPDX-License-Identifier: MIT */
/* The messages of X, byte by byte. A message that is sent in parts is written again for each part. So a message depends
 * only on the seed, the connection, and the kind of the message. */
#include "pipit_sim_x_parts.h"
#include <string.h>

#define SECOND_MS 1000u
#define DAY_S 86400u
#define WINDOW_S 900u
#define WINDOW_MS 900000u
#define SMALL_BYTES 140u
#define MEDIUM_BYTES 1800u
#define LARGE_BYTES 7800u
#define PIECES_MAX 3u
#define WORDS_BEGIN 256u
#define PROBLEM "https://api.x.com/2/problems/"

typedef struct {
    char *bytes;
    uint32_t len;
} text_t;

uint32_t pipit_sim_x_fate(const pipit_sim_x_t *x, uint64_t of, uint32_t n) {
    uint64_t z = (x->seed ^ of) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 29)) * 0xbf58476d1ce4e5b9u;
    z ^= z >> 32;
    return (uint32_t)(((z & UINT32_MAX) * n) >> 32);
}

/* ---- bytes ---- */

static void put_bytes(text_t *out, const char *bytes, size_t len) {
    size_t room = PIPIT_SIM_X_MESSAGE_BYTES - out->len;
    if (len > room) len = room;
    memcpy(out->bytes + out->len, bytes, len);
    out->len += (uint32_t)len;
}

static void put(text_t *out, const char *text) {
    put_bytes(out, text, strlen(text));
}

/* Write a number with at least `digits` digits. */
static void put_base(text_t *out, uint64_t value, uint32_t base, uint32_t digits) {
    char reversed[20];
    char text[20];
    uint32_t n = 0;
    for (; value > 0 || n < digits; value /= base)
        reversed[n++] = "0123456789ABCDEF"[value % base];
    for (uint32_t i = 0; i < n; i++)
        text[i] = reversed[n - 1u - i];
    put_bytes(out, text, n);
}

static void put_number(text_t *out, uint64_t value) {
    put_base(out, value, 10, 1);
}

/* ---- times ---- */

typedef struct {
    uint32_t year, month, day, weekday, second;
} date_t;

/* @return the date of a time; for years from 1970 to 2099. */
static date_t date_of(uint32_t unix_s) {
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t days = unix_s / DAY_S;
    date_t date = {.year = 1970, .month = 1, .weekday = (days + 4u) % 7u, .second = unix_s % DAY_S};
    for (uint32_t length = 365; days >= length; length = date.year % 4u == 0 ? 366u : 365u) {
        days -= length;
        date.year++;
    }
    for (;; date.month++) {
        uint32_t length = lengths[date.month - 1u] + (date.month == 2 && date.year % 4u == 0 ? 1u : 0u);
        if (days < length) break;
        days -= length;
    }
    date.day = days + 1u;
    return date;
}

static void put_clock(text_t *out, uint32_t second) {
    put_base(out, second / 3600u, 10, 2);
    put(out, ":");
    put_base(out, second / 60u % 60u, 10, 2);
    put(out, ":");
    put_base(out, second % 60u, 10, 2);
}

static uint32_t unix_s(uint64_t at_ms) {
    return PIPIT_SIM_X_EPOCH_S + (uint32_t)(at_ms / SECOND_MS);
}

static void put_created_at(text_t *out, uint64_t at_ms) {
    date_t date = date_of(unix_s(at_ms));
    put_number(out, date.year);
    put(out, "-");
    put_base(out, date.month, 10, 2);
    put(out, "-");
    put_base(out, date.day, 10, 2);
    put(out, "T");
    put_clock(out, date.second);
    put(out, ".000Z");
}

static void put_http_date(text_t *out, uint64_t at_ms) {
    date_t date = date_of(unix_s(at_ms));
    put_bytes(out, &"SunMonTueWedThuFriSat"[(size_t)date.weekday * 3u], 3);
    put(out, ", ");
    put_base(out, date.day, 10, 2);
    put(out, " ");
    put_bytes(out, &"JanFebMarAprMayJunJulAugSepOctNovDec"[((size_t)date.month - 1u) * 3u], 3);
    put(out, " ");
    put_number(out, date.year);
    put(out, " ");
    put_clock(out, date.second);
    put(out, " UTC");
}

/* ---- Posts ---- */

uint64_t pipit_sim_x_post_ms(const pipit_sim_x_t *x, uint64_t post) {
    return x->posts_ms[post % PIPIT_SIM_X_POSTS];
}

static uint32_t post_bytes(const pipit_sim_x_t *x, uint64_t post) {
    uint32_t kind = pipit_sim_x_fate(x, post * 2u, 100);
    if (kind < x->config.large_percent) return LARGE_BYTES;
    return kind < x->config.large_percent + x->config.medium_percent ? MEDIUM_BYTES : SMALL_BYTES;
}

/* Words with all kinds of escapes in JSON and characters in UTF-8, repeated. The text may be cut after each space. */
void pipit_sim_x_words_write(pipit_sim_x_t *x) {
    static const char words[] =
        "a small bird says \\\"pipit\\\" caf\xC3\xA9 \\ud83d\\ude00 \xE2\x82\xAC 5 https:\\/\\/t.co\\/ "
        "new\\nline #birds \xF0\x9F\x90\xA6 {\\\"data\\\":[1]} \\u20ac \\\\ \\t ";
    for (size_t i = 0; i < sizeof x->words; i++)
        x->words[i] = words[i % (sizeof words - 1u)];
}

static size_t behind_space(const pipit_sim_x_t *x, size_t at) {
    while (x->words[at - 1u] != ' ')
        at++;
    return at;
}

static void put_words(const pipit_sim_x_t *x, text_t *out, uint64_t post) {
    size_t begin = behind_space(x, 1u + pipit_sim_x_fate(x, post * 2u + 1u, WORDS_BEGIN));
    size_t end = behind_space(x, begin + post_bytes(x, post));
    put_bytes(out, x->words + begin, end - begin);
}

static void put_post(const pipit_sim_x_t *x, text_t *out, uint64_t post) {
    put(out, "{\"data\":{\"id\":\"");
    put_number(out, PIPIT_SIM_X_FIRST_ID + post);
    put(out, "\",\"text\":\"");
    put_words(x, out, post);
    put(out, "\",\"author_id\":\"2244994945\",\"created_at\":\"");
    put_created_at(out, pipit_sim_x_post_ms(x, post));
    put(out, "\"},\"matching_rules\":[{\"id\":\"1000000001\",\"tag\":\"birds\"}]}");
}

size_t pipit_sim_x_post_text(const pipit_sim_x_t *x, uint64_t post, char *out) {
    text_t text;
    text.bytes = out;
    text.len = 0;
    put_post(x, &text, post);
    return text.len;
}

/* ---- chunks ---- */

enum { STYLE_WHOLE, STYLE_PIECES, STYLE_EXTENSION, STYLE_BARE_LINES };

static void put_chunk(text_t *out, uint8_t style, const char *bytes, uint32_t len) {
    put_base(out, len, 16, style == STYLE_EXTENSION ? 6 : 1);
    put(out, style == STYLE_EXTENSION ? ";part=\"1\"\r\n" : "\r\n");
    put_bytes(out, bytes, len);
    put(out, "\r\n");
}

/* Write a line, with its line end, as one or more chunks. */
static void put_line(pipit_sim_x_t *x, text_t *out, text_t *line, const pipit_sim_x_connection_t *connection) {
    put(line, connection->style == STYLE_BARE_LINES ? "\n" : "\r\n");
    uint32_t at = 0;
    for (uint32_t i = 0; connection->style == STYLE_PIECES && i < PIECES_MAX && line->len - at > 1; i++) {
        uint32_t len = 1u + pipit_sim_x_fate(x, connection->post * 8u + i, line->len - at - 1u);
        put_chunk(out, connection->style, line->bytes + at, len);
        at += len;
    }
    put_chunk(out, connection->style, line->bytes + at, line->len - at);
}

/* ---- heads ---- */

uint32_t pipit_sim_x_remaining(const pipit_sim_x_t *x, uint32_t *reset_s) {
    uint32_t taken = 0;
    uint64_t oldest_ms = x->sim->now_ms;
    for (uint32_t i = 0; i < x->config.connects_max; i++) {
        uint64_t at_ms = x->connects_ms[i];
        if (at_ms == 0 || x->sim->now_ms - at_ms >= WINDOW_MS) continue;
        if (at_ms < oldest_ms) oldest_ms = at_ms;
        taken++;
    }
    *reset_s = unix_s(oldest_ms) + WINDOW_S;
    return x->config.connects_max - taken;
}

static void put_head(text_t *out, const char *status, const pipit_sim_x_connection_t *connection) {
    put(out, "HTTP/1.1 ");
    put(out, status);
    put(out, "\r\ndate: ");
    put_http_date(out, connection->asked_ms);
    put(out,
        "\r\nset-cookie: guest_id=v1%3A179000000000000000; Max-Age=34214400; Expires=Thu, 21 Oct 2027 18:13:20 GMT;"
        " Path=/; Domain=.x.com; Secure; SameSite=None\r\nserver: tsa_b\r\n");
}

static void put_limits(text_t *out, uint32_t limit, uint32_t remaining, uint32_t reset_s) {
    put(out, "x-rate-limit-limit: ");
    put_number(out, limit);
    put(out, "\r\nX-Rate-Limit-Remaining: ");
    put_number(out, remaining);
    put(out, "\r\nx-rate-limit-reset: ");
    put_number(out, reset_s);
    put(out, "\r\n");
}

static void put_body(text_t *out, const char *bytes, uint32_t len) {
    put(out, "content-type: application/json; charset=utf-8\r\ncontent-length: ");
    put_number(out, len);
    put(out, "\r\n\r\n");
    put_bytes(out, bytes, len);
}

static void put_answer(text_t *out, const pipit_sim_x_connection_t *connection, const char *status, const char *body) {
    put_head(out, status, connection);
    put_body(out, body, (uint32_t)strlen(body));
}

/* ---- refusals ---- */

#define CONFLICT                                                                                                       \
    "{\"title\":\"ConnectionException\",\"detail\":\"This stream is currently at the maximum allowed connection "      \
    "limit.\",\"connection_issue\":\"TooManyConnections\",\"type\":\"" PROBLEM "streaming-connection\"}"
#define PROVISIONING                                                                                                   \
    "{\"title\":\"ConnectionException\",\"detail\":\"Your subscription change is currently being provisioned, please " \
    "try again in a minute.\",\"connection_issue\":\"ProvisioningSubscription\",\"type\":\"" PROBLEM                   \
    "streaming-connection\"}"
#define NO_RULES                                                                                                       \
    "{\"title\":\"ConnectionException\",\"detail\":\"You must define rules.\",\"connection_issue\":"                   \
    "\"RuleConfigurationIssue\",\"type\":\"" PROBLEM "streaming-connection\"}"
#define USAGE_CAP                                                                                                      \
    "{\"account_id\":\"1\",\"product_name\":\"standard-basic\",\"title\":\"UsageCapExceeded\",\"period\":\"Monthly\"," \
    "\"scope\":\"Product\",\"detail\":\"Usage cap exceeded: Monthly product cap\",\"type\":\"" PROBLEM                 \
    "usage-capped\"}"

static const struct {
    const char *status;
    const char *body;
} refusals[] = {
    [PIPIT_SIM_X_UNAVAILABLE] = {"503 Service Unavailable", "{\"title\":\"Service Unavailable\",\"detail\":\"Service "
                                                            "Unavailable\",\"type\":\"about:blank\",\"status\":503}"},
    [PIPIT_SIM_X_BROKEN] = {"502 Bad Gateway", "<html><body>bad gateway</body></html>"},
    [PIPIT_SIM_X_PROVISIONING] = {"503 Service Unavailable", PROVISIONING},
    [PIPIT_SIM_X_RATE_LIMIT] = {"429 Too Many Requests", "{\"title\":\"Too Many Requests\",\"detail\":\"Too Many "
                                                         "Requests\",\"type\":\"about:blank\",\"status\":429}"},
    [PIPIT_SIM_X_CONFLICT] = {"429 Too Many Requests", CONFLICT},
    [PIPIT_SIM_X_UNAUTHORIZED] = {"401 Unauthorized", "{\"title\":\"Unauthorized\",\"type\":\"about:blank\","
                                                      "\"status\":401,\"detail\":\"Unauthorized\"}"},
    [PIPIT_SIM_X_NO_RULES] = {"409 Conflict", NO_RULES},
    [PIPIT_SIM_X_USAGE_CAP] = {"429 Too Many Requests", USAGE_CAP},
};

/* Other programs of the app have used up the limit, so the end of the window is a random time within 15 minutes. */
static void put_rate_limit(const pipit_sim_x_t *x, text_t *out, const pipit_sim_x_connection_t *connection) {
    uint32_t reset_s = unix_s(connection->asked_ms) + 1u + pipit_sim_x_fate(x, connection->asked_ms, WINDOW_S);
    put_limits(out, x->config.connects_max, 0, reset_s);
}

static void put_refusal(const pipit_sim_x_t *x, text_t *out, const pipit_sim_x_connection_t *connection) {
    const uint8_t answer = connection->answer;
    if (answer == PIPIT_SIM_X_GARBAGE) {
        put(out, "SSH-2.0-OpenSSH_9.2\r\n");
        return;
    }
    const char *body = refusals[answer].body;
    put_head(out, refusals[answer].status, connection);
    if (answer == PIPIT_SIM_X_RATE_LIMIT) put_rate_limit(x, out, connection);
    if (answer == PIPIT_SIM_X_BROKEN) {
        put(out, "content-type: text/html\r\nconnection: close\r\n\r\n");
        put(out, body);
    } else {
        put_body(out, body, (uint32_t)strlen(body));
    }
}

/* ---- streams ---- */

static void put_stream_head(const pipit_sim_x_t *x, text_t *out, const pipit_sim_x_connection_t *connection) {
    put_head(out, "200 OK", connection);
    if (connection->answer == PIPIT_SIM_X_GZIP) put(out, "content-encoding: gzip\r\n");
    if (connection->style != STYLE_BARE_LINES) put_limits(out, x->config.connects_max, 1, unix_s(connection->asked_ms));
    put(out, "transfer-encoding: chunked\r\n\r\n");
}

static void put_notice(text_t *line) {
    put(line, "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"OperationalDisconnect\","
              "\"detail\":\"This stream has been disconnected for operational reasons.\",\"type\":\"" PROBLEM
              "operational-disconnect\"}]}");
}

static void put_half_a_post(const pipit_sim_x_t *x, text_t *out, text_t *line, const pipit_sim_x_connection_t *c) {
    put_post(x, line, c->post);
    put_base(out, line->len + 2u, 16, 1);
    put(out, "\r\n");
    put_bytes(out, line->bytes, line->len / 2u);
}

/* ---- rules ---- */

/* Write the rules with an id above this one. @return how many. */
static uint32_t put_rules_since(const pipit_sim_x_t *x, text_t *line, uint32_t id) {
    uint32_t count = 0;
    for (size_t i = 0; i < PIPIT_SIM_X_RULES; i++) {
        if (x->rules[i][0] == '\0' || x->rule_ids[i] <= id) continue;
        put(line, count++ == 0 ? "\"data\":[{\"id\":\"" : ",{\"id\":\"");
        put_number(line, x->rule_ids[i]);
        put(line, "\",");
        put(line, x->rules[i]);
        put(line, "}");
    }
    if (count > 0) put(line, "],");
    return count;
}

static void put_meta(text_t *line, const pipit_sim_x_connection_t *connection) {
    put(line, "\"meta\":{\"sent\":\"");
    put_created_at(line, connection->asked_ms);
}

static void put_rules(const pipit_sim_x_t *x, text_t *line, const pipit_sim_x_connection_t *connection) {
    put(line, "{");
    uint32_t count = put_rules_since(x, line, 0);
    put_meta(line, connection);
    put(line, "\",\"result_count\":");
    put_number(line, count);
    put(line, "}}");
}

static void put_rules_changed(const pipit_sim_x_t *x, text_t *line, const pipit_sim_x_connection_t *connection) {
    put(line, "{");
    (void)put_rules_since(x, line, x->rule_next - connection->created);
    put_meta(line, connection);
    put(line, "\",\"summary\":{\"created\":");
    put_number(line, connection->created);
    put(line, ",\"not_created\":0,\"deleted\":");
    put_number(line, connection->deleted);
    put(line, ",\"not_deleted\":0}}}");
}

/* ---- all messages ---- */

void pipit_sim_x_say(pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection) {
    text_t out = {x->message, 0};
    text_t line = {x->line, 0};
    switch (connection->saying) {
    case SAYING_STREAM_HEAD: put_stream_head(x, &out, connection); break;
    case SAYING_POST:
        put_post(x, &line, connection->post);
        put_line(x, &out, &line, connection);
        break;
    case SAYING_KEEP_ALIVE: put_line(x, &out, &line, connection); break;
    case SAYING_NOTICE:
        put_notice(&line);
        put_line(x, &out, &line, connection);
        break;
    case SAYING_LAST_CHUNK: put(&out, "0\r\n\r\n"); break;
    case SAYING_HALF_A_POST: put_half_a_post(x, &out, &line, connection); break;
    case SAYING_REFUSAL: put_refusal(x, &out, connection); break;
    case SAYING_NO_BACKFILL:
        put_answer(&out, connection, "403 Forbidden",
                   "{\"title\":\"Forbidden\",\"type\":\"about:blank\",\"status\":403,\"detail\":\"no backfill\"}");
        break;
    case SAYING_RULES:
        put_rules(x, &line, connection);
        put_head(&out, "200 OK", connection);
        put_body(&out, line.bytes, line.len);
        break;
    case SAYING_RULES_CHANGED:
        put_rules_changed(x, &line, connection);
        put_head(&out, connection->created > 0 ? "201 Created" : "200 OK", connection);
        put_body(&out, line.bytes, line.len);
        break;
    case SAYING_KILLED:
        put_answer(
            &out, connection, "200 OK",
            "{\"data\":{\"successful_kills\":1,\"failed_kills\":0,\"results\":[{\"uuid\":\"1\",\"success\":true}]}}");
        break;
    default: break;
    }
    x->message_len = out.len;
}
