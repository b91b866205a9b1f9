/* SPDX-License-Identifier: MIT */
#include "session.h"
#include "../../behaviour/select/decoded_marks.h"
#include "fuzz.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000u
#define CONNECTIONS_MAX 64u
#define HEAD_BYTES_MAX 256u

typedef struct {
    const session_plan_t *plan;
    session_log_t *log;
    pipit_t client;
    uint8_t *rx;
    size_t rx_bytes;
    pipit_token_t *tokens;
    size_t token_count;
    size_t fed;
    uint32_t now_ms;
    uint32_t dice;
    uint32_t connections;
    uint64_t turns; /* calls of pipit_next() */
    uint64_t sends;
    bool token_said; /* the peer has sent the token */
    bool sent;       /* the complete request was sent */
    bool over;
} session_t;

/* ---- the log ---- */

static void say(session_log_t *log, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(log->text + log->len, SESSION_LOG_BYTES - log->len, format, arguments);
    va_end(arguments);
    if (n > 0 && (size_t)n < SESSION_LOG_BYTES - log->len) log->len += (size_t)n;
}

static void say_bytes(session_log_t *log, pipit_str_t bytes) {
    size_t n = bytes.len < SESSION_LOG_BYTES - log->len ? bytes.len : SESSION_LOG_BYTES - log->len;
    if (n > 0) memcpy(log->text + log->len, bytes.ptr, n);
    log->len += n;
}

/* The pieces of a body depend on the cuts, so the log joins them. */
static void say_event(session_log_t *log, const pipit_event_t *event) {
    if (event->kind != PIPIT_EV_BODY)
        say(log, "\n%d %ld %u %lu %d%d ", event->kind, (long)event->err, event->status,
            (unsigned long)event->total_bytes, event->notice, event->cut);
    say_bytes(log, event->data);
}

void session_compare(const session_log_t *a, const session_log_t *b) {
    if (a->len == b->len && memcmp(a->text, b->text, a->len) == 0) return;
    size_t at = 0;
    while (at < a->len && at < b->len && a->text[at] == b->text[at])
        at++;
    fprintf(stderr, "from byte %zu of %zu and %zu: %02x, %02x\n", at, a->len, b->len, (unsigned char)a->text[at],
            (unsigned char)b->text[at]);
    fuzz_fail(__FILE__, __LINE__, "the cut changes what is said:\n%.*s\n--- and\n%.*s", (int)a->len, a->text,
              (int)b->len, b->text);
}

/* ---- the checks ---- */

static bool is_inside(const session_t *session, const char *ptr, size_t len) {
    const char *rx = (const char *)session->rx;
    return len == 0 || (ptr >= rx && ptr + len <= rx + session->rx_bytes);
}

/* The tokens that select has made must be equal to those that the parser finds in the text. */
static void tokens_check(const session_t *session, pipit_json_t *json) {
    pipit_json_t found;
    pipit_token_t *tokens = malloc(session->token_count * sizeof *tokens);
    char *copy = malloc(json->len + 1u);
    if (!tokens || !copy) abort();
    memcpy(copy, json->text, json->len);
    FUZZ_CHECK(decoded_marks_undo(json), "a value is marked as decoded, and is not");
    FUZZ_CHECK(pipit_json_parse(&found, copy, json->len, tokens, session->token_count) == PIPIT_OK,
               "handed out as JSON, and is none: %.*s", (int)json->len, json->text);
    FUZZ_CHECK(found.count == json->count, "%lu tokens, not %lu", (unsigned long)json->count,
               (unsigned long)found.count);
    FUZZ_CHECK(memcmp(tokens, json->tokens, found.count * sizeof *tokens) == 0, "other tokens");
    free(copy);
    free(tokens);
}

/* Read all strings, which decodes them in place. */
static void texts_check(pipit_json_t *json) {
    for (uint32_t i = 0; i < json->count; i++) {
        const pipit_node_t node = (pipit_node_t)i;
        if (pipit_json_kind(json, node) != PIPIT_JSON_STRING) continue;
        pipit_str_t text = pipit_json_string(json, node);
        FUZZ_CHECK(pipit_utf8_valid(text.ptr, text.len), "a text is not UTF-8");
    }
}

/* The results of the readers are not checked, only that they end and stay in their memory. */
static void readers_run(pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_rule_t rule;
    pipit_rule_error_t error;
    pipit_rules_summary_t summary;
    pipit_problem_t problem;
    pipit_connection_t connection;
    pipit_subscription_t subscription;
    pipit_compliance_t compliance;
    pipit_activity_t activity;
    pipit_message_t message;
    pipit_parts_t parts;
    pipit_like_t like;
    pipit_parts_read(event, &parts);
    if (pipit_tweet_read(event, &tweet)) {
        pipit_user_t author;
        (void)pipit_author_read(&event->json, &tweet, &author);
    }
    (void)pipit_rule_read(event, &rule);
    (void)pipit_rule_error_read(event, &error);
    (void)pipit_rules_summary_read(event, &summary);
    (void)pipit_connection_read(event, &connection);
    (void)pipit_subscription_read(event, &subscription);
    (void)pipit_compliance_read(event, &compliance);
    (void)pipit_activity_read(event, &activity);
    (void)pipit_like_read(event, &like);
    pipit_message_read(&event->json, &message);
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &problem);
    (void)pipit_problem_classify(event->status, &event->json);
}

static void event_check(const session_t *session, pipit_event_t *event) {
    const size_t longest = session->rx_bytes - PIPIT_RX_SLACK;
    FUZZ_CHECK(event->kind >= PIPIT_EV_CONNECT && event->kind <= PIPIT_EV_KILL, "kind %d", event->kind);
    FUZZ_CHECK(is_inside(session, event->data.ptr, event->data.len), "data outside the buffer");
    FUZZ_CHECK(event->kind == PIPIT_EV_BODY || event->data.len <= longest, "%zu bytes of data", event->data.len);
    FUZZ_CHECK(event->json.count <= session->token_count, "%lu tokens", (unsigned long)event->json.count);
    FUZZ_CHECK(event->kind != PIPIT_EV_OVERSIZE || event->total_bytes > longest, "%lu bytes are not too long",
               (unsigned long)event->total_bytes);
    if (event->json.count == 0) return;
    FUZZ_CHECK(is_inside(session, event->json.text, event->json.len), "JSON outside the buffer");
    tokens_check(session, &event->json);
}

static void token_check(const session_t *session) {
    static const char secret[] = SESSION_TOKEN;
    if (session->token_said || !session->sent) return;
    for (size_t i = 0; i + sizeof secret - 1u <= session->rx_bytes; i++)
        FUZZ_CHECK(memcmp(session->rx + i, secret, sizeof secret - 1u) != 0, "the token is still in the buffer");
}

/* Each call of pipit_next() must give an event, use bytes, or end a wait: no input may cause a busy loop. */
static void work_check(const session_t *session) {
    const uint64_t most = 64u + 8u * session->fed + 64u * session->connections + 2u * session->sends;
    FUZZ_CHECK(session->turns <= most, "%llu calls for %zu bytes", (unsigned long long)session->turns, session->fed);
}

static void idle_check(session_t *session, const pipit_event_t *event) {
    if (!pipit_running(&session->client)) return;
    FUZZ_CHECK(event->wait_ms != UINT32_MAX, "no timer runs");
    FUZZ_CHECK(pipit_want(&session->client) != 0 || event->wait_ms > 0, "waits for nothing");
}

/* ---- turns ---- */

static void drain(session_t *session) {
    pipit_event_t event;
    while (!session->over) {
        session->turns++;
        if (!pipit_next(&session->client, session->now_ms, &event)) break;
        event_check(session, &event);
        say_event(session->log, &event);
        session->log->events[event.kind]++;
        session->log->noticed = session->log->noticed || event.notice;
        readers_run(&event);
        texts_check(&event.json);
        if (event.kind == PIPIT_EV_DISCONNECT) {
            FUZZ_CHECK(!pipit_running(&session->client), "runs after its end");
            FUZZ_CHECK(!pipit_next(&session->client, session->now_ms, &event), "an event after the last one");
            session->over = true;
        }
        /* The next attempt would receive the rest of the bytes. */
        if (event.kind == PIPIT_EV_RETRY && !session->plan->wild) session->over = true;
    }
    work_check(session);
    if (!session->over) idle_check(session, &event);
}

static void request_send(session_t *session) {
    size_t len = 0;
    const uint8_t *bytes = pipit_tx_buf(&session->client, &len);
    if (!bytes) return;
    FUZZ_CHECK(len > 0 && bytes >= session->rx && bytes + len <= session->rx + session->rx_bytes, "bytes from nowhere");
    pipit_tx_ack(&session->client, session->plan->wild ? 1u + fuzz_below(&session->dice, (uint32_t)len) : len);
    session->sends++;
    session->sent = pipit_tx_buf(&session->client, &len) == NULL;
    if (session->sent) token_check(session);
}

static size_t piece(session_t *session, size_t most) {
    switch (session->plan->cut) {
    case SESSION_WHOLE: return most;
    case SESSION_BYTES: return 1;
    default: return 1u + fuzz_below(&session->dice, fuzz_below(&session->dice, 4) ? 12u : 700u) % (uint32_t)most;
    }
}

static void receive(session_t *session) {
    size_t room = 0;
    uint8_t *to = pipit_rx_buf(&session->client, &room);
    const size_t left = session->plan->wire_len - session->fed;
    if (!to) return;
    FUZZ_CHECK(room > 0 && to >= session->rx && to + room <= session->rx + session->rx_bytes,
               "room outside the buffer");
    if (left == 0 || (session->plan->wild && fuzz_below(&session->dice, 64) == 0)) {
        pipit_link_lost(&session->client,
                        fuzz_below(&session->dice, 2) && session->plan->wild ? PIPIT_E_RESET : PIPIT_E_CLOSED, 0);
        return;
    }
    const size_t n = piece(session, left < room ? left : room);
    memcpy(to, session->plan->wire + session->fed, n);
    session->fed += n;
    pipit_rx_ack(&session->client, n);
}

static void whims(session_t *session) {
    static const uint32_t steps_ms[] = {1, 5000, 26000, 300000, DAY_MS, 0x90000000u};
    const uint32_t what = fuzz_below(&session->dice, 400);
    if (what < sizeof steps_ms / sizeof steps_ms[0]) session->now_ms += steps_ms[what];
    if (what == 399) pipit_stop(&session->client);
}

static void turn(session_t *session) {
    pipit_event_t event;
    const unsigned want = pipit_want(&session->client);
    if (session->plan->wild) whims(session);
    if (want & PIPIT_WANT_CLOSE) pipit_close_ack(&session->client);
    if (want & PIPIT_WANT_OPEN) {
        session->connections++;
        session->sent = false;
        pipit_open_ack(&session->client);
    }
    request_send(session);
    receive(session);
    drain(session);
    if (session->over || pipit_want(&session->client) != 0) return;
    (void)pipit_next(&session->client, session->now_ms, &event);
    session->now_ms += event.wait_ms; /* only the time must pass */
}

static bool peer_says(const session_plan_t *plan, const char *text) {
    const size_t len = strlen(text);
    for (size_t i = 0; i + len <= plan->wire_len; i++) {
        if (memcmp(plan->wire + i, text, len) == 0) return true;
    }
    return false;
}

static void finish(session_t *session) {
    pipit_event_t event;
    if (!pipit_running(&session->client)) return;
    pipit_stop(&session->client);
    unsigned events = 0;
    for (int i = 0; i < 4; i++) {
        if (pipit_want(&session->client) & PIPIT_WANT_CLOSE) pipit_close_ack(&session->client);
        if (!pipit_next(&session->client, session->now_ms, &event)) continue;
        events++;
        FUZZ_CHECK(event.kind == PIPIT_EV_DISCONNECT && event.err == PIPIT_E_STOPPED, "event %d after a stop",
                   event.kind);
    }
    FUZZ_CHECK(events == 1, "%u events after a stop", events);
}

void session_run(const session_plan_t *plan, session_log_t *log) {
    session_t session;
    pipit_config_t config = plan->config;
    pipit_select_t select;
    pipit_recovery_t recovery;
    memset(&session, 0, sizeof session);
    memset(&select, 0, sizeof select);
    memset(log, 0, sizeof *log - SESSION_LOG_BYTES);
    session.plan = plan;
    session.log = log;
    session.rx_bytes = config.rx_bytes;
    session.token_count = config.token_count;
    session.dice = plan->dice;
    session.token_said = peer_says(plan, "FUZZ");
    session.rx = malloc(config.rx_bytes); /* the exact size, so that the sanitizer detects an access after it */
    session.tokens = malloc(config.token_count * sizeof(pipit_token_t));
    if (!session.rx || !session.tokens) abort();
    memset(session.rx, '?', config.rx_bytes); /* this memory may contain the token of an earlier run */
    config.rx = session.rx;
    config.tokens = session.tokens;
    if (!config.bearer_token) config.bearer_token = SESSION_TOKEN;
    recovery = (pipit_recovery_t){.kill_stale = plan->kill_stale ? &pipit_kill_stale : NULL};
    select.paths = plan->paths;
    select.path_count = plan->path_count;
    log->started = pipit_init(&session.client, &config) == PIPIT_OK &&
                   pipit_select_use(&session.client, plan->path_count > 0 ? &select : NULL) == PIPIT_OK &&
                   pipit_seen_use(&session.client, plan->seen) == PIPIT_OK &&
                   pipit_recovery_use(&session.client, &recovery) == PIPIT_OK &&
                   plan->start(&session.client, plan->with) == PIPIT_OK;
    while (log->started && pipit_running(&session.client) && !session.over && session.connections < CONNECTIONS_MAX)
        turn(&session);
    finish(&session);
    free(session.rx);
    free(session.tokens);
}

void session_run_cuts(session_plan_t *plan, const char *head, const uint8_t *bytes, size_t len, session_log_t *log) {
    static session_log_t other;
    static uint8_t wire[HEAD_BYTES_MAX + FUZZ_INPUT_BYTES];
    const size_t head_len = strlen(head);
    FUZZ_CHECK(head_len <= HEAD_BYTES_MAX && len <= FUZZ_INPUT_BYTES, "the target gives too much");
    memcpy(wire, head, head_len);
    memcpy(wire + head_len, bytes, len);
    plan->wire = wire;
    plan->wire_len = head_len + len;
    plan->cut = SESSION_WHOLE;
    session_run(plan, log);
    for (plan->cut = SESSION_BYTES; plan->cut <= SESSION_RANDOM; plan->cut++) {
        session_run(plan, &other);
        session_compare(log, &other);
    }
}
