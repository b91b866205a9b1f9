/* SPDX-License-Identifier: MIT */
/* Runs every vector through the engine, in virtual time: in one piece, byte by byte, with all splits into two pieces,
 * with all splits into three pieces if it is short, with 200 random splits, and with several buffer sizes. Every run
 * must give the same log. */
#include "pipit/pipit.h"
#include "vector_calls.h"
#include "vector_file.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_SPLITS 200u
#define RANDOM_SPLITS_FEW 2
#define SHORT_BYTES 200u /* shorter vectors are also split into three pieces at all places */
#define TOKENS 600u
#define LOG_BYTES (1u << 20)
#define TURNS_MAX 2000000u
#define CLOCK_START 0xfffff000u /* the clock wraps after 4 s */

typedef enum { CUT_NONE, CUT_BYTES, CUT_PLACES, CUT_RANDOM } cut_t;

typedef struct {
    const vector_t *vector;
    cut_t cut;
    size_t places[2]; /* CUT_PLACES, in order */
    uint32_t random;
    pipit_t client;
    pipit_token_t tokens[TOKENS];
    uint8_t *rx;
    uint32_t now_ms;
    size_t fed; /* bytes of the whole vector so far */
    bool over;
    uint32_t wait_ms;
    char *log;
    size_t log_len;
    unsigned turns;
    unsigned connection; /* number of the open connection, from 1 */
} run_t;

static void say(run_t *run, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(run->log + run->log_len, LOG_BYTES - run->log_len, format, arguments);
    va_end(arguments);
    if (n > 0) run->log_len += (size_t)n;
    if (run->log_len >= LOG_BYTES) {
        fprintf(stderr, "%s: the log overflows\n", run->vector->title);
        exit(2);
    }
}

static void say_text(run_t *run, pipit_str_t text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == 0x7f)
            say(run, "\\x%02x", c);
        else
            say(run, "%c", c);
    }
    say(run, "\n");
}

static void say_tweet(run_t *run, pipit_event_t *event) {
    pipit_tweet_t tweet;
    pipit_parts_t parts;
    pipit_matching_rule_t rule;
    pipit_parts_read(event, &parts);
    if (pipit_tweet_read(event, &tweet)) {
        say(run, "tweet %llu ", (unsigned long long)tweet.id_number);
        say_text(run, tweet.text);
    }
    pipit_node_t node = pipit_json_first(&event->json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node)) {
        if (!pipit_matching_rule_read(event, node, &rule)) continue;
        say(run, "rule %.*s %s", (int)rule.id.len, rule.id.ptr ? rule.id.ptr : "", rule.tag.ptr ? "" : "-");
        say_text(run, rule.tag);
    }
}

static void say_problem(run_t *run, pipit_event_t *event) {
    pipit_problem_t problem;
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &problem);
    say(run, "request_error %u %s", event->status, pipit_err_name(event->err));
    if (problem.type.ptr) say(run, " %.*s", (int)problem.type.len, problem.type.ptr);
    if (problem.issue.ptr) say(run, " %.*s", (int)problem.issue.len, problem.issue.ptr);
    say(run, "\n");
}

static void say_event(run_t *run, pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT: say(run, "connect\n"); break;
    case PIPIT_EV_LINE:
        say(run, "line%s%s%s%s ", event->notice ? " notice" : "", event->cut ? " cut" : "", event->err ? " " : "",
            event->err ? pipit_err_name(event->err) : "");
        if (event->cut) say(run, "of %u ", event->total_bytes);
        say_text(run, event->data);
        if (event->err == PIPIT_OK) say_tweet(run, event);
        break;
    case PIPIT_EV_KEEP_ALIVE: say(run, "keep_alive\n"); break;
    case PIPIT_EV_OVERSIZE: say(run, "oversize %u head=%zu\n", event->total_bytes, event->data.len); break;
    case PIPIT_EV_CLOSED: say(run, "closed\n"); break;
    case PIPIT_EV_CONNECTION_ERROR: say(run, "connection_error %s\n", pipit_err_name(event->err)); break;
    case PIPIT_EV_REQUEST_ERROR: say_problem(run, event); break;
    case PIPIT_EV_RETRY: say(run, "retry %u\n", event->wait_ms); break;
    case PIPIT_EV_BODY: /* pieces depend on the splits: put them together */
        if (run->log_len > 0 && run->log[run->log_len - 1] == '\n' && strncmp(run->log, "body ", 5) == 0)
            run->log_len--;
        else
            say(run, "body ");
        say_text(run, event->data);
        break;
    case PIPIT_EV_GAP: {
        pipit_gap_t gap;
        if (pipit_gap_read(&run->client, event, &gap)) say(run, "gap %u %u\n", gap.start_s, gap.end_s);
        break;
    }
    case PIPIT_EV_KILL: say(run, "kill %u %s\n", event->status, pipit_err_name(event->err)); break;
    case PIPIT_EV_DISCONNECT:
        say(run, "disconnect %s\n", pipit_err_name(event->err));
        run->over = true;
        break;
    default: say(run, "%s", vector_call_tell(run->vector->call, event)); break;
    }
}

/* The first line of the request, without its version. */
static void say_ask(run_t *run, const char *bytes, size_t len) {
    size_t n = 0;
    while (n + 9 < len && memcmp(bytes + n, " HTTP/1.1", 9) != 0)
        n++;
    say(run, "ask %.*s\n", (int)n, bytes);
}

/* Send the complete request. */
static void send(run_t *run, bool first) {
    size_t len = 0;
    const char *bytes = (const char *)pipit_tx_buf(&run->client, &len);
    if (!bytes || len == 0) return;
    if (first && run->vector->asks) say_ask(run, bytes, len);
    pipit_tx_ack(&run->client, len);
}

/* Do everything that needs no new bytes and no time. */
static void settle(run_t *run) {
    pipit_event_t event;
    size_t room;
    for (;;) {
        unsigned want = pipit_want(&run->client);
        (void)pipit_rx_buf(&run->client, &room); /* a loop looks for bytes in each turn */
        if (run->turns++ > TURNS_MAX) {
            fprintf(stderr, "%s: the engine does not come to rest\n", run->vector->title);
            exit(1);
        }
        if (want & PIPIT_WANT_CLOSE) pipit_close_ack(&run->client);
        if (want & PIPIT_WANT_OPEN) {
            pipit_open_ack(&run->client);
            run->connection++;
        }
        send(run, (want & PIPIT_WANT_OPEN) != 0);
        if (pipit_next(&run->client, run->now_ms, &event)) {
            say_event(run, &event);
            continue;
        }
        run->wait_ms = event.wait_ms;
        if (run->over || !(pipit_want(&run->client) & ~(unsigned)PIPIT_WANT_RECV)) return;
    }
}

static void pass(run_t *run, int64_t ms) {
    int64_t left = ms;
    settle(run);
    while (left > 0 && !run->over) {
        uint32_t step = run->wait_ms < left ? run->wait_ms : (uint32_t)left;
        if (step == 0) step = 1;
        run->now_ms += step;
        left -= step;
        settle(run);
        if (run->wait_ms == 0) settle(run);
    }
}

static size_t piece(run_t *run, size_t left) {
    switch (run->cut) {
    case CUT_BYTES: return 1;
    case CUT_PLACES:
        for (size_t i = 0; i < 2; i++) {
            if (run->fed < run->places[i]) return run->places[i] - run->fed < left ? run->places[i] - run->fed : left;
        }
        return left;
    case CUT_RANDOM: {
        run->random = run->random * 1664525u + 1013904223u;
        size_t n = 1 + (run->random >> 16) % 97u;
        return n < left ? n : left;
    }
    default: return left;
    }
}

/* @return whether the connection of this step is open. If it will be opened later, wait for it. */
static bool receiving(run_t *run, unsigned connection) {
    settle(run);
    while (!run->over && (run->connection < connection || !(pipit_want(&run->client) & PIPIT_WANT_RECV))) {
        if (run->connection > connection) return false;
        pass(run, run->wait_ms);
    }
    return !run->over && run->connection == connection;
}

static void feed(run_t *run, const vector_step_t *step) {
    size_t at = 0;
    while (at < step->len && receiving(run, step->connection)) {
        size_t room = 0;
        uint8_t *rx = pipit_rx_buf(&run->client, &room);
        size_t n = piece(run, step->len - at);
        if (n > room) n = room;
        memcpy(rx, step->bytes + at, n);
        pipit_rx_ack(&run->client, n);
        at += n;
        run->fed += n;
    }
    settle(run);
}

static pipit_err_t start(run_t *run) {
    const char *call = run->vector->call;
    const pipit_endpoint_t *endpoint = pipit_endpoint_find(call);
    static pipit_replay_t replay;
    pipit_stream_t stream = {.backfill_minutes = run->vector->backfill_minutes, .partition = run->vector->partition};
    if (pipit_replay_seconds(&replay, run->vector->start_s, run->vector->end_s) == PIPIT_OK) stream.replay = &replay;
    if (endpoint) return pipit_stream_start(&run->client, endpoint, &stream);
    pipit_err_t err = vector_call_start(call, &run->client);
    if (err != PIPIT_E_ABSENT) return err;
    fprintf(stderr, "%s: unknown call %s\n", run->vector->title, call);
    exit(2);
}

static void perform(run_t *run, const vector_step_t *step) {
    if (run->over) return;
    switch (step->kind) {
    case STEP_BYTES: feed(run, step); return;
    case STEP_WAIT: pass(run, step->ms); return;
    case STEP_AWAY: run->now_ms += (uint32_t)step->ms; return; /* for this time the application did not call */
    case STEP_JUMP: run->now_ms += (uint32_t)step->ms; break;
    case STEP_STOP: pipit_stop(&run->client); break;
    default:
        if (!receiving(run, step->connection)) return;
        pipit_link_lost(&run->client, step->kind == STEP_FIN ? PIPIT_E_CLOSED : PIPIT_E_RESET, 0);
        break;
    }
    settle(run);
}

PIPIT_SEEN_DEFINE(seen, 8);
static pipit_recovery_t recovery;

static pipit_select_t *selection(const vector_t *vector) {
    static const char *paths[PIPIT_SELECT_PATHS];
    static pipit_select_t select;
    size_t count = 0;
    for (const char *path = vector->select; *path; path += strlen(path) + 1)
        paths[count++] = path;
    select.paths = paths;
    select.path_count = count;
    return count > 0 ? &select : NULL;
}

static bool play(run_t *run, size_t rx_bytes) {
    const vector_t *vector = run->vector;
    pipit_config_t config = {.rx_bytes = rx_bytes,
                             .tokens = run->tokens,
                             .token_count = TOKENS,
                             .bearer_token = "T",
                             .jitter_percent = PIPIT_JITTER_OFF,
                             .max_retries = vector->max_retries,
                             .wait_on_rate_limit = vector->wait_on_rate_limit,
                             .auth_retries = vector->auth_retries};
    run->rx = malloc(rx_bytes); /* the exact size, so that AddressSanitizer detects an access after it */
    config.rx = run->rx;
    config.result = vector->raw ? PIPIT_RESULT_RAW : PIPIT_RESULT_PARSED;
    pipit_seen_clear(&seen);
    recovery = (pipit_recovery_t){.kill_stale = vector->kill_stale ? &pipit_kill_stale : NULL};
    run->now_ms = CLOCK_START;
    run->fed = 0;
    run->over = false;
    run->log_len = 0;
    run->log[0] = '\0';
    run->turns = 0;
    run->connection = 0;
    if (!run->rx || pipit_init(&run->client, &config) != PIPIT_OK ||
        pipit_select_use(&run->client, selection(vector)) != PIPIT_OK ||
        pipit_seen_use(&run->client, vector->seen ? &seen : NULL) != PIPIT_OK ||
        pipit_recovery_use(&run->client, &recovery) != PIPIT_OK || start(run) != PIPIT_OK)
        return false;
    for (size_t i = 0; i < vector->step_count; i++)
        perform(run, &vector->steps[i]);
    if (!run->over) {
        pipit_stop(&run->client);
        settle(run);
    }
    free(run->rx);
    return strcmp(run->log, vector->log ? vector->log : "") == 0;
}

static bool check(run_t *run, cut_t cut, size_t rx_bytes, unsigned long *runs) {
    run->cut = cut;
    (*runs)++;
    if (play(run, rx_bytes)) return true;
    fprintf(stderr, "FAILED: %s (cut %d at %zu and %zu, random %lu, rx %zu)\n--- expected\n%s--- got\n%s",
            run->vector->title, (int)cut, run->places[0], run->places[1], (unsigned long)run->random, rx_bytes,
            run->vector->log ? run->vector->log : "", run->log);
    return false;
}

static bool check_split(run_t *run, size_t first, size_t second, size_t rx_bytes, unsigned long *runs) {
    run->places[0] = first;
    run->places[1] = second;
    return check(run, CUT_PLACES, rx_bytes, runs);
}

static bool check_two_ways(run_t *run, size_t rx_bytes, unsigned long *runs) {
    for (size_t at = 1; at < run->vector->byte_count; at++) {
        if (!check_split(run, at, at, rx_bytes, runs)) return false;
        if (run->vector->byte_count > 20000 && at > 2000)
            at += 97; /* long vectors: each place of the framing, then only some places */
    }
    return true;
}

static bool check_three_ways(run_t *run, size_t rx_bytes, unsigned long *runs) {
    const size_t bytes = run->vector->byte_count;
    for (size_t first = 1; first < bytes; first++) {
        for (size_t second = first + 1u; second < bytes; second++) {
            if (!check_split(run, first, second, rx_bytes, runs)) return false;
        }
    }
    return true;
}

/* --few, for slow emulated machines: one buffer size, in one piece, byte by byte, and some random splits. */
static bool is_few;

static bool check_size(run_t *run, size_t rx_bytes, unsigned long *runs) {
    if (!check(run, CUT_NONE, rx_bytes, runs) || !check(run, CUT_BYTES, rx_bytes, runs)) return false;
    if (!is_few && !check_two_ways(run, rx_bytes, runs)) return false;
    for (uint32_t i = 0; i < (is_few ? RANDOM_SPLITS_FEW : RANDOM_SPLITS); i++) {
        run->random = i + 1u;
        if (!check(run, CUT_RANDOM, rx_bytes, runs)) return false;
    }
    return true;
}

static bool check_vector(run_t *run, const vector_t *vector, unsigned long *runs) {
    static const size_t sizes[] = {512, 1000, 4096};
    run->vector = vector;
    if (!is_few && vector->byte_count < SHORT_BYTES &&
        !check_three_ways(run, vector->rx_bytes ? vector->rx_bytes : sizes[0], runs))
        return false;
    if (vector->rx_bytes) return check_size(run, vector->rx_bytes, runs);
    for (size_t i = 0; i < (is_few ? 1u : sizeof sizes / sizeof sizes[0]); i++) {
        if (!check_size(run, sizes[i], runs)) return false;
    }
    return true;
}

int main(int argc, char **argv) {
    static run_t run;
    unsigned long runs = 0;
    unsigned passed = 0;
    unsigned failed = 0;
    run.log = malloc(LOG_BYTES);
    is_few = argc > 1 && strcmp(argv[1], "--few") == 0;
    if (!run.log || argc < (is_few ? 3 : 2)) {
        fprintf(stderr, "usage: %s [--few] VECTORS.md ...\n", argv[0]);
        return 2;
    }
    for (int i = is_few ? 2 : 1; i < argc; i++) {
        vector_file_t file = vector_file_read(argv[i]);
        for (size_t v = 0; v < file.count; v++) {
            if (check_vector(&run, &file.vectors[v], &runs))
                passed++;
            else
                failed++;
        }
        vector_file_free(&file);
    }
    free(run.log);
    printf("%lu runs\nvectors: %u passed, %u failed\n", runs, passed, failed);
    return failed > 0 || passed == 0;
}
