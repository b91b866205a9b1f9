/* SPDX-License-Identifier: MIT */
/* Answers of X with some wrong bytes: the engine must end, stay in its memory, and give the same events however the
 * bytes are divided into pieces.
 *
 *     mutated_wires [CASES [SEED]]        default 50000 1; the same cases each time */
#include "pipit/pipit.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIRE_BYTES 8192u
#define LOG_BYTES 65536u
#define TOKENS 64u
#define TURNS_MAX 40000u

typedef enum { CUT_NONE, CUT_BYTES, CUT_RANDOM, CUTS } cut_t;

typedef struct {
    char bytes[WIRE_BYTES];
    size_t len;
    size_t rx_bytes;
    bool call; /* the answer of a rules call */
} wire_t;

typedef struct {
    char text[LOG_BYTES];
    size_t len;
    bool endless;
} log_t;

static const char *const seeds[] = {
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nDate: Tue, 24 Nov 2026 05:02:31 GMT\r\n\r\n"
    "3f\r\n{\"data\":{\"id\":\"1\",\"text\":\"a\",\"edit_history_tweet_ids\":[\"1\"]}}\r\n\r\n2\r\n\r\n\r\n"
    "6b\r\n{\"data\":{\"id\":\"1337295154017955843\",\"text\":\"x\"},\"matching_rules\":[{\"id\":1337295176289513472,"
    "\"tag\":null}]}\r\n\r\n0\r\n\r\n",
    "HTTP/1.0 200 OK\r\n\r\n{\"data\":{\"id\":\"1\",\"text\":\"\\ud83d\\ude00\"}}\n\n"
    "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"OperationalDisconnect\"}]}\r\n",
    "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 92\r\nx-rate-limit-reset: 1634603522\r\nRetry-After: 4\r\n\r\n"
    "{\"title\":\"Too Many Requests\",\"detail\":\"Too Many Requests\",\"type\":\"about:blank\",\"status\":429}",
    "HTTP/1.1 201 Created\r\nContent-Length: 151\r\n\r\n"
    "{\"data\":[{\"value\":\"meme\",\"tag\":\"funny\",\"id\":\"1166895166390583299\"}],"
    "\"meta\":{\"sent\":\"2019\",\"summary\":{\"created\":1,\"not_created\":0,\"valid\":1,\"invalid\":0}}}",
};
#define RULES_SEED 3u

static uint32_t random_state;

static uint32_t below(uint32_t n) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % n;
}

static void log_add(log_t *log, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(log->text + log->len, LOG_BYTES - log->len, format, arguments);
    va_end(arguments);
    if (n > 0 && (size_t)n < LOG_BYTES - log->len) log->len += (size_t)n;
}

static void log_bytes(log_t *log, pipit_str_t bytes) {
    size_t n = bytes.len < LOG_BYTES - log->len ? bytes.len : LOG_BYTES - log->len;
    if (n > 0) memcpy(log->text + log->len, bytes.ptr, n);
    log->len += n;
}

/* ---- making the bytes of an answer ---- */

static void grow(wire_t *wire, size_t at, size_t n, char c) {
    if (wire->len + n > WIRE_BYTES) return;
    memmove(wire->bytes + at + n, wire->bytes + at, wire->len - at);
    memset(wire->bytes + at, c, n);
    wire->len += n;
}

static void mutate(wire_t *wire) {
    static const char telling[] = "0123456789abcdef\r\n\"{}[]:,\\ ";
    size_t at = below((uint32_t)wire->len);
    switch (below(4)) {
    case 0: wire->bytes[at] = (char)below(256); break;
    case 1: memmove(wire->bytes + at, wire->bytes + at + 1, --wire->len - at); break;
    case 2: grow(wire, at, 1, telling[below(sizeof telling - 1)]); break;
    default: grow(wire, at, 1 + below(600), wire->bytes[at]); break;
    }
}

static void wire_make(wire_t *wire) {
    uint32_t seed = below(sizeof seeds / sizeof seeds[0]);
    wire->len = strlen(seeds[seed]);
    memcpy(wire->bytes, seeds[seed], wire->len);
    wire->call = seed == RULES_SEED || below(8) == 0;
    wire->rx_bytes = PIPIT_RX_MIN + below(200);
    for (uint32_t n = below(4); n > 0; n--)
        mutate(wire);
    if (below(4) == 0) wire->len = 1 + below((uint32_t)wire->len);
}

/* ---- giving them to the engine ---- */

static void log_event(log_t *log, pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_rule_t rule;
    pipit_rule_error_t error;
    pipit_rules_summary_t summary;
    pipit_problem_t problem;
    log_add(log, "%d %ld %lu ", event->kind, (long)event->err, (unsigned long)event->total_bytes);
    log_bytes(log, event->data);
    if (pipit_tweet_read(event, &tweet))
        log_add(log, "tweet %llu %zu\n", (unsigned long long)tweet.id_number, tweet.text.len);
    if (pipit_rule_read(event, &rule)) log_add(log, "rule %zu %zu\n", rule.id.len, rule.value.len);
    if (pipit_rule_error_read(event, &error)) log_add(log, "error %zu\n", error.detail.len);
    if (pipit_rules_summary_read(event, &summary)) log_add(log, "created %lu\n", (unsigned long)summary.created);
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &problem);
    log_add(log, "%zu %zu\n", problem.type.len, problem.issue.len);
}

static size_t piece(cut_t cut, size_t most) {
    if (cut == CUT_NONE || most < 2) return most;
    return cut == CUT_BYTES ? 1 : 1 + below((uint32_t)most);
}

/* One turn of a loop. */
static void feed(pipit_t *client, const wire_t *wire, size_t *at, cut_t cut) {
    size_t room;
    unsigned want = pipit_want(client);
    if (want & PIPIT_WANT_CLOSE) pipit_close_ack(client);
    if (want & PIPIT_WANT_OPEN) pipit_open_ack(client);
    if (pipit_tx_buf(client, &room)) pipit_tx_ack(client, room);
    uint8_t *to = pipit_rx_buf(client, &room);
    if (!to) return;
    size_t n = piece(cut, wire->len - *at < room ? wire->len - *at : room);
    if (n == 0) {
        pipit_link_lost(client, PIPIT_E_CLOSED, 0);
        return;
    }
    memcpy(to, wire->bytes + *at, n);
    *at += n;
    pipit_rx_ack(client, n);
}

/* Allocations have the exact size, so that AddressSanitizer detects an access after them. */
static void run(const wire_t *wire, cut_t cut, log_t *log) {
    pipit_t client;
    pipit_event_t event;
    size_t at = 0;
    unsigned turns = 0;
    bool first_attempt = true; /* only one, because the next attempt would receive the rest of the bytes */
    pipit_config_t config = {.rx = malloc(wire->rx_bytes),
                             .rx_bytes = wire->rx_bytes,
                             .token_count = TOKENS,
                             .tokens = malloc(TOKENS * sizeof(pipit_token_t)),
                             .bearer_token = "token",
                             .jitter_percent = PIPIT_JITTER_OFF};
    log->len = 0;
    if (pipit_init(&client, &config) != PIPIT_OK) abort();
    if ((wire->call ? pipit_rules_get(&client, NULL, 0) : pipit_filter(&client, NULL)) != PIPIT_OK) abort();
    while (first_attempt && pipit_running(&client) && turns++ < TURNS_MAX) {
        feed(&client, wire, &at, cut);
        while (first_attempt && pipit_next(&client, 1000, &event)) {
            first_attempt = event.kind != PIPIT_EV_RETRY;
            log_event(log, &event);
        }
    }
    log->endless = turns >= TURNS_MAX;
    free(config.rx);
    free(config.tokens);
}

static int judge(const wire_t *wire, unsigned number) {
    static log_t logs[CUTS];
    for (cut_t cut = CUT_NONE; cut < CUTS; cut++) {
        run(wire, cut, &logs[cut]);
        bool same = logs[cut].len == logs[0].len && memcmp(logs[cut].text, logs[0].text, logs[0].len) == 0;
        if (same && !logs[cut].endless) continue;
        printf("case %u, cut %d%s:\n%.*s--- whole:\n%.*s--- wire:\n", number, (int)cut,
               logs[cut].endless ? ", never ends" : "", (int)logs[cut].len, logs[cut].text, (int)logs[0].len,
               logs[0].text);
        (void)fwrite(wire->bytes, 1, wire->len, stdout);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    static wire_t wire;
    unsigned cases = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 50000u;
    random_state = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) | 1u : 1u;
    for (unsigned i = 0; i < cases; i++) {
        wire_make(&wire);
        if (judge(&wire, i) != 0) return 1;
    }
    printf("mutated_wires: %u answers, %d cuts each, all alike\n", cases, CUTS);
    return cases > 0 ? 0 : 1;
}
