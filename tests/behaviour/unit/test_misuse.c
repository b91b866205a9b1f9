/* SPDX-License-Identifier: MIT */
/* Wrong use of the interface. If a function can find the mistake with one comparison, it returns PIPIT_E_INVALID or
 * PIPIT_E_STATE, or does nothing. Other mistakes are a PIPIT_ASSERT, which stops the program if PIPIT_CFG_ASSERT is 1;
 * if it is 0, these cases are not run. Each case runs in a separate process, so that a crash is only its result.
 *
 *     test_misuse [--all]        --all also prints the cases that passed */
#define _POSIX_C_SOURCE 200809L
#include "pipit/pipit.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RX_BYTES 512u
#define TOKENS 32u
#define MANY 2000u
#define HANGS_AFTER_S 10u
#if defined(__SANITIZE_ADDRESS__) && !PIPIT_CFG_ASSERT
#error "the build with sanitizers is the one that tries the asserts: -DPIPIT_ASSERTS=ON"
#endif

enum { EXIT_RIGHT = 40, EXIT_WRONG, EXIT_ASSERTED };

PIPIT_DEFINE(desk, RX_BYTES, TOKENS);
PIPIT_DEFINE(other, RX_BYTES, TOKENS);
static pipit_t zeroed;
static pipit_event_t event;
static pipit_port_t port;
static const char *const paths[] = {"data.id"};
static pipit_select_t selection = PIPIT_SELECT(paths);
static pipit_recovery_t recovery;
PIPIT_SEEN_DEFINE(ids, 8);
static pipit_seen_t unprepared;
static pipit_rule_spec_t rules[MANY];
static const char *digits[MANY];
static const char *no_text;
static bool says_all;
static unsigned answered, asserted, failures;

/* ---- each case is a process ---- */

static void assertion_failed(int number) {
    (void)number;
    _exit(EXIT_ASSERTED);
}

static pipit_config_t config_of(void) {
    const pipit_config_t config = {
        .rx = desk_rx, .rx_bytes = RX_BYTES, .tokens = desk_tokens, .token_count = TOKENS, .bearer_token = "T"};
    return config;
}

static void set_up(void) {
    const pipit_config_t config = config_of();
    const pipit_config_t config_of_other = {PIPIT_BUFFERS(other), .bearer_token = "T"};
    for (size_t i = 0; i < MANY; i++) {
        rules[i].value = "cat";
        digits[i] = "1";
    }
    if (pipit_init(&desk, &config) != PIPIT_OK || pipit_init(&other, &config_of_other) != PIPIT_OK) _exit(EXIT_WRONG);
}

/* @return true in the new process. */
static bool begins(void) {
    (void)fflush(NULL);
    if (fork() != 0) return false;
    (void)signal(SIGILL, assertion_failed);
    (void)signal(SIGTRAP, assertion_failed);
    (void)alarm(HANGS_AFTER_S);
    set_up();
    return true;
}

static const char *name_of(int status) {
    if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? "hangs" : "is killed";
    switch (WEXITSTATUS(status)) {
    case EXIT_RIGHT: return "answers";
    case EXIT_WRONG: return "gives a wrong answer";
    case EXIT_ASSERTED: return "asserts";
    default: return "crashes";
    }
}

static void ends(const char *what, int wanted, unsigned *count) {
    int status = 0;
    (void)wait(&status);
    const bool is_right = WIFEXITED(status) && WEXITSTATUS(status) == wanted;
    ++*(is_right ? count : &failures);
    if (!is_right || says_all) printf("%s: %s %s\n", is_right ? "ok" : "FAILED", what, name_of(status));
}

#define ANSWERS(what, ...)                                                                                             \
    do {                                                                                                               \
        if (begins()) _exit((__VA_ARGS__) ? EXIT_RIGHT : EXIT_WRONG);                                                  \
        ends(what, EXIT_RIGHT, &answered);                                                                             \
    } while (0)

#define ASSERTS(what, ...)                                                                                             \
    do {                                                                                                               \
        if (!PIPIT_CFG_ASSERT) break;                                                                                  \
        if (begins()) {                                                                                                \
            (void)(__VA_ARGS__);                                                                                       \
            _exit(EXIT_WRONG);                                                                                         \
        }                                                                                                              \
        ends(what, EXIT_ASSERTED, &asserted);                                                                          \
    } while (0)

/* A refusal must have a text of pipit_offender(). */
static bool refuses(pipit_err_t err, const pipit_t *client, const char *begins_with) {
    return err == PIPIT_E_INVALID && !pipit_running(client) &&
           strncmp(pipit_offender(client), begins_with, strlen(begins_with)) == 0;
}

/* ---- pipit_init(), and a client that was never given to it ---- */

static bool init_refuses(pipit_config_t config, const char *begins_with) {
    return refuses(pipit_init(&desk, &config), &desk, begins_with) &&
           refuses(pipit_filter(&desk, NULL), &desk, "client") && !pipit_next(&desk, 0, &event) &&
           event.wait_ms == UINT32_MAX;
}

static pipit_config_t config_with(uint8_t *rx, size_t rx_bytes, pipit_token_t *tokens, size_t token_count) {
    pipit_config_t config = config_of();
    config.rx = rx;
    config.rx_bytes = rx_bytes;
    config.tokens = tokens;
    config.token_count = token_count;
    return config;
}

static pipit_config_t config_named(const char *token, const char *host, const char *agent, uint16_t connects_max) {
    pipit_config_t config = config_of();
    config.bearer_token = token;
    config.host = host;
    config.user_agent = agent;
    config.connects_max = connects_max;
    return config;
}

static void clients_that_are_refused(void) {
    const pipit_config_t config = config_of();
    ASSERTS("pipit_init() of no client", pipit_init(NULL, &config));
    ASSERTS("pipit_init() without a configuration", pipit_init(&desk, NULL));
    ANSWERS("no receive buffer", init_refuses(config_with(NULL, RX_BYTES, desk_tokens, TOKENS), "rx"));
    ANSWERS("a receive buffer of 511 bytes", init_refuses(config_with(desk_rx, 511, desk_tokens, TOKENS), "rx"));
    ANSWERS("a receive buffer of 0 bytes", init_refuses(config_with(desk_rx, 0, desk_tokens, TOKENS), "rx"));
    ANSWERS("a receive buffer of all memory", init_refuses(config_with(desk_rx, SIZE_MAX, desk_tokens, TOKENS), "rx"));
    ANSWERS("no tokens", init_refuses(config_with(desk_rx, RX_BYTES, NULL, TOKENS), "tokens"));
    ANSWERS("31 tokens", init_refuses(config_with(desk_rx, RX_BYTES, desk_tokens, 31), "tokens"));
    ANSWERS("0 tokens", init_refuses(config_with(desk_rx, RX_BYTES, desk_tokens, 0), "tokens"));
    ANSWERS("3 * 2^30 tokens", init_refuses(config_with(desk_rx, RX_BYTES, desk_tokens, 0xc0000000u), "tokens"));
    ANSWERS("more tokens than an address can tell",
            init_refuses(config_with(desk_rx, RX_BYTES, desk_tokens, SIZE_MAX), "tokens"));
    ANSWERS("a bearer token with a line end", init_refuses(config_named("T\r\nX: y", NULL, NULL, 0), "bearer"));
    ANSWERS("a host with a line end", init_refuses(config_named("T", "a\nb", NULL, 0), "host"));
    ANSWERS("an empty host", init_refuses(config_named("T", "", NULL, 0), "host"));
    ANSWERS("a user agent with a line end", init_refuses(config_named("T", NULL, "a\r\nb", 0), "user_agent"));
    ANSWERS("one connect in 15 minutes", init_refuses(config_named("T", NULL, NULL, 1), "connects_max"));
}

static bool zeroed_is_idle(void) {
    size_t len = 1;
    pipit_open_ack(&zeroed);
    pipit_close_ack(&zeroed);
    pipit_link_lost(&zeroed, PIPIT_E_RESET, 0);
    return !pipit_running(&zeroed) && pipit_want(&zeroed) == 0 && !pipit_tx_buf(&zeroed, &len) && len == 0 &&
           !pipit_rx_buf(&zeroed, &len) && len == 0 && pipit_offender(&zeroed)[0] == '\0';
}

static bool zeroed_is_stopped(void) {
    const pipit_config_t config = config_of();
    pipit_stop(&zeroed);
    return pipit_init(&zeroed, &config) == PIPIT_OK && !pipit_stopping(&zeroed);
}

static bool zeroed_group_refuses(void) {
    const pipit_member_t members[] = {{&zeroed, &port, NULL}};
    pipit_group_t group = {.members = members, .count = 1};
    const pipit_t *refused = NULL;
    return pipit_group_start(&group, &pipit_endpoint_filter, NULL, &refused) == PIPIT_E_INVALID && refused == &zeroed;
}

static void clients_that_are_zeroed(void) {
    pipit_rules_sync_t sync;
    const pipit_rules_sync_config_t nothing = {.wanted = NULL};
    const pipit_subscription_spec_t spec = {.event_type = "a"};
    const char init[] = "client: pipit_init()";
    ANSWERS("a zeroed client", zeroed_is_idle());
    ANSWERS("a stop of a zeroed client", zeroed_is_stopped());
    ANSWERS("a stream of a zeroed client", refuses(pipit_filter(&zeroed, NULL), &zeroed, init));
    ANSWERS("rules of a zeroed client", refuses(pipit_rules_add(&zeroed, rules, 1, false), &zeroed, init));
    ANSWERS("a list of a zeroed client", refuses(pipit_rules_list(&zeroed, NULL), &zeroed, init));
    ANSWERS("connections of a zeroed client", refuses(pipit_connections_kill_all(&zeroed), &zeroed, init));
    ANSWERS("a subscription of a zeroed client", refuses(pipit_subscriptions_create(&zeroed, &spec), &zeroed, init));
    ANSWERS("a token for a zeroed client", refuses(pipit_token_request(&zeroed, "k", "s"), &zeroed, init));
    ANSWERS("a sync of a zeroed client", refuses(pipit_rules_sync_start(&sync, &zeroed, &nothing), &zeroed, init));
    ANSWERS("select for a zeroed client", refuses(pipit_select_use(&zeroed, &selection), &zeroed, init));
    ANSWERS("a filter for a zeroed client", refuses(pipit_seen_use(&zeroed, &ids), &zeroed, init));
    ANSWERS("recovery for a zeroed client", refuses(pipit_recovery_use(&zeroed, &recovery), &zeroed, init));
    ANSWERS("a group with a zeroed client", zeroed_group_refuses());
    ANSWERS("pipit_run() with a zeroed client", pipit_run(&zeroed, &port, NULL, NULL) == PIPIT_E_STATE);
    ASSERTS("pipit_next() with a zeroed client", pipit_next(&zeroed, 0, &event));
}

/* ---- the engine ---- */

/* Open a connection. @return how many bytes can be sent. */
static size_t open_link(void) {
    size_t len = 0;
    (void)pipit_filter(&desk, NULL);
    pipit_open_ack(&desk);
    (void)pipit_tx_buf(&desk, &len);
    return len;
}

/* Open a connection and send the request. @return how many bytes can be received. */
static size_t open_answer(void) {
    size_t len = open_link();
    pipit_tx_ack(&desk, len);
    (void)pipit_rx_buf(&desk, &len);
    return len;
}

static void ack(void (*function)(pipit_t *, size_t), size_t n) {
    function(&desk, n);
}

static bool opens_once(void) {
    size_t len = open_link();
    size_t again = 0;
    pipit_open_ack(&desk);
    (void)pipit_tx_buf(&desk, &again);
    pipit_tx_ack(&desk, 1);
    pipit_open_ack(&desk); /* PIPIT_WANT_OPEN was not set */
    (void)pipit_tx_buf(&desk, &len);
    return again == len + 1u;
}

static bool closes_unasked(void) {
    (void)open_answer();
    pipit_close_ack(&desk);
    for (uint32_t now_ms = 0; now_ms < 60000u; now_ms += 10000u) {
        if (pipit_next(&desk, now_ms, &event)) return event.err == PIPIT_E_HEAD_TIMEOUT;
    }
    return false;
}

static bool lost_without_a_reason(pipit_err_t why) {
    (void)open_answer();
    pipit_link_lost(&desk, why, 7);
    return pipit_next(&desk, 0, &event) && event.kind == PIPIT_EV_CONNECTION_ERROR && event.err == PIPIT_E_IO;
}

static bool goes_on(pipit_err_t err) {
    return err == PIPIT_E_STATE && pipit_running(&desk) && pipit_want(&desk) == PIPIT_WANT_NEXT;
}

static void engine(void) {
    size_t len = 0;
    ASSERTS("more acknowledged than was to be sent", ack(pipit_tx_ack, open_link() + 1u), 0);
    ASSERTS("SIZE_MAX bytes acknowledged as sent", ack(pipit_tx_ack, (open_link(), SIZE_MAX)), 0);
    ASSERTS("nothing acknowledged as sent", ack(pipit_tx_ack, (open_link(), (size_t)0)), 0);
    ASSERTS("bytes sent of no request", ack(pipit_tx_ack, 1), 0);
    ASSERTS("bytes sent while the answer comes", ack(pipit_tx_ack, (open_answer(), (size_t)1)), 0);
    ASSERTS("more received than there was room", ack(pipit_rx_ack, open_answer() + 1u), 0);
    ASSERTS("SIZE_MAX bytes received", ack(pipit_rx_ack, (open_answer(), SIZE_MAX)), 0);
    ASSERTS("nothing acknowledged as received", ack(pipit_rx_ack, (open_answer(), (size_t)0)), 0);
    ASSERTS("bytes received of no request", ack(pipit_rx_ack, 1), 0);
    ASSERTS("bytes received while the request goes out", ack(pipit_rx_ack, (open_link(), (size_t)1)), 0);
    ASSERTS("pipit_next() of no client", pipit_next(NULL, 0, &event));
    ASSERTS("pipit_next() without an event", pipit_next(&desk, 0, NULL));
    ASSERTS("pipit_tx_buf() without a length", pipit_tx_buf(&desk, NULL));
    ASSERTS("pipit_tx_buf() of no client", pipit_tx_buf(NULL, &len));
    ASSERTS("pipit_rx_buf() without a length", pipit_rx_buf(&desk, NULL));
    ASSERTS("pipit_rx_buf() of no client", pipit_rx_buf(NULL, &len));
    ASSERTS("pipit_stop() of no client", pipit_stop(NULL), 0);
    ASSERTS("pipit_running() of no client", pipit_running(NULL));
    ASSERTS("pipit_stopping() of no client", pipit_stopping(NULL));
    ASSERTS("pipit_want() of no client", pipit_want(NULL));
    ASSERTS("pipit_host() of no client", pipit_host(NULL));
    ASSERTS("pipit_port() of no client", pipit_port(NULL));
    ASSERTS("pipit_stats() of no client", pipit_stats(NULL));
    ASSERTS("pipit_offender() of no client", pipit_offender(NULL));
    ASSERTS("pipit_open_ack() of no client", pipit_open_ack(NULL), 0);
    ASSERTS("pipit_close_ack() of no client", pipit_close_ack(NULL), 0);
    ASSERTS("pipit_link_lost() of no client", pipit_link_lost(NULL, PIPIT_E_RESET, 0), 0);
    ANSWERS("a link that is opened twice", opens_once());
    ANSWERS("a link that is closed unasked", closes_unasked());
    ANSWERS("a link that is lost with PIPIT_OK", lost_without_a_reason(PIPIT_OK));
    ANSWERS("a link that is lost with 5", lost_without_a_reason(5));
    ANSWERS("a link that is lost with -1000", lost_without_a_reason(-1000));
    ANSWERS("a stream while one runs", pipit_filter(&desk, NULL) == PIPIT_OK && goes_on(pipit_filter(&desk, NULL)));
    ANSWERS("a call while a stream runs",
            pipit_filter(&desk, NULL) == PIPIT_OK && goes_on(pipit_rules_add(&desk, NULL, 0, false)));
}

/* ---- streams ---- */

static bool stream_refuses(const pipit_endpoint_t *endpoint, pipit_stream_t stream, const char *begins_with) {
    return refuses(pipit_stream_start(&desk, endpoint, &stream), &desk, begins_with);
}

static bool path_refuses(const char *path) {
    const pipit_endpoint_t mine = {"mine", path, NULL, 0, PIPIT_LISTS_ALL, 0};
    return refuses(pipit_stream_start(&desk, &mine, NULL), &desk, "path");
}

static bool kill_refuses(const char *connections_id) {
    const pipit_endpoint_t mine = {"mine", "/2/mine", connections_id, 0, 0, 0};
    return refuses(pipit_connections_kill_endpoint(&desk, &mine), &desk, "endpoint");
}

/* X refuses the stream, and recovery ends the connections of an endpoint with this name. */
static bool kill_stale_asks(const char *connections_id) {
    static const char answer[] = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 48\r\n\r\n"
                                 "{\"connection_issue\":\"TooManyConnections\"}       ";
    const pipit_endpoint_t mine = {"mine", "/2/mine", connections_id, 0, 0, 0};
    size_t len = 0;
    recovery.kill_stale = &pipit_kill_stale;
    if (pipit_recovery_use(&desk, &recovery) != PIPIT_OK || pipit_stream_start(&desk, &mine, NULL) != PIPIT_OK)
        return false;
    pipit_open_ack(&desk);
    (void)pipit_tx_buf(&desk, &len);
    pipit_tx_ack(&desk, len);
    memcpy(pipit_rx_buf(&desk, &len), answer, sizeof answer - 1u);
    pipit_rx_ack(&desk, sizeof answer - 1u);
    for (int i = 0; i < 8; i++) {
        (void)pipit_next(&desk, 0, &event);
        if (pipit_want(&desk) & PIPIT_WANT_CLOSE) pipit_close_ack(&desk);
        if ((pipit_want(&desk) & PIPIT_WANT_OPEN) == 0) continue;
        pipit_open_ack(&desk);
        return memcmp(pipit_tx_buf(&desk, &len), "DELETE ", 7) == 0;
    }
    return false;
}

static void streams(void) {
    static const pipit_replay_t no_time = {"", ""};
    const pipit_endpoint_t *const filter = &pipit_endpoint_filter;
    ASSERTS("a stream of no client", pipit_filter(NULL, NULL));
    ANSWERS("a stream of no endpoint", refuses(pipit_stream_start(&desk, NULL, NULL), &desk, "path"));
    ASSERTS("an endpoint without a path", path_refuses(NULL));
    ANSWERS("an empty path", path_refuses(""));
    ANSWERS("a path without a slash", path_refuses("2/tweets"));
    ANSWERS("a path with a line end", path_refuses("/2 HTTP/1.1\r\nX: y"));
    ANSWERS("a partition of a stream that has none",
            stream_refuses(filter, (pipit_stream_t){.partition = 1}, "partition"));
    ANSWERS("a stream with partitions without one",
            stream_refuses(&pipit_endpoint_firehose, (pipit_stream_t){.partition = 0}, "partition"));
    ANSWERS("partition 21 of 20",
            stream_refuses(&pipit_endpoint_firehose, (pipit_stream_t){.partition = 21}, "partition"));
    ANSWERS("fields of likes for Posts", stream_refuses(filter, (pipit_stream_t){.like_fields = "id"}, "like_fields"));
    ANSWERS("a list that adds a parameter",
            stream_refuses(filter, (pipit_stream_t){.tweet_fields = "id&x=y"}, "tweet_fields"));
    ANSWERS("a replay without times", stream_refuses(filter, (pipit_stream_t){.replay = &no_time}, "replay"));
    ANSWERS("backfill for 6 minutes", stream_refuses(filter, (pipit_stream_t){.backfill_minutes = 6}, "backfill"));
    ANSWERS("automatic backfill without recovery",
            stream_refuses(filter, (pipit_stream_t){.backfill_minutes = PIPIT_BACKFILL_AUTO}, "backfill"));
    ANSWERS("localDcOnly of the filtered stream",
            stream_refuses(filter, (pipit_stream_t){.local_dc_only = true}, "local_dc_only"));
    ANSWERS("the end of connections of a stream that X does not name", kill_refuses(NULL));
    ANSWERS("the end of connections with a line end", kill_refuses("a HTTP/1.1\r\nX: y"));
    ANSWERS("the end of connections of \"\"", kill_refuses(""));
    ANSWERS("the end of connections of no endpoint",
            refuses(pipit_connections_kill_endpoint(&desk, NULL), &desk, "endpoint"));
    ANSWERS("stale connections of a stream with a name", kill_stale_asks("mine"));
    ASSERTS("stale connections with a line end", kill_stale_asks("a HTTP/1.1\r\nX: y"));
    ANSWERS("an endpoint by no name", pipit_endpoint_find(NULL) == NULL);
    ASSERTS("times of no replay", pipit_replay_seconds(NULL, 1, 2));
    ASSERTS("times of no replay as texts", pipit_replay_times(NULL, "2026-11-25T12:00:00Z", NULL));
}

/* ---- select, seen and recovery ---- */

static bool select_changes_hands(void) {
    return pipit_select_use(&desk, &selection) == PIPIT_OK && pipit_select_use(&desk, NULL) == PIPIT_OK &&
           pipit_select_use(&other, &selection) == PIPIT_OK;
}

static bool recovery_changes_hands(void) {
    return pipit_recovery_use(&desk, &recovery) == PIPIT_OK && pipit_recovery_use(&desk, NULL) == PIPIT_OK &&
           pipit_recovery_use(&other, &recovery) == PIPIT_OK;
}

/* After a second pipit_init() a client can use its structures again. */
static bool used_after_init(void) {
    const bool before = pipit_select_use(&desk, &selection) == PIPIT_OK &&
                        pipit_select_use(&desk, &selection) == PIPIT_OK &&
                        pipit_recovery_use(&desk, &recovery) == PIPIT_OK;
    set_up();
    return before && pipit_select_use(&desk, &selection) == PIPIT_OK &&
           pipit_recovery_use(&desk, &recovery) == PIPIT_OK;
}

static bool select_refuses(const char *const *wanted, size_t count) {
    pipit_select_t mine = {.paths = wanted, .path_count = count};
    return refuses(pipit_select_use(&desk, &mine), &desk, "select");
}

static bool none_is_used_late(void) {
    return pipit_filter(&desk, NULL) == PIPIT_OK && goes_on(pipit_select_use(&desk, &selection)) &&
           goes_on(pipit_recovery_use(&desk, &recovery)) && goes_on(pipit_seen_use(&desk, &ids));
}

static void uses(void) {
    uint64_t places[1];
    uint16_t slots[8];
    ANSWERS("one select for two clients", pipit_select_use(&desk, &selection) == PIPIT_OK &&
                                              pipit_select_use(&other, &selection) == PIPIT_E_STATE && !other.select);
    ANSWERS("a select that changes hands", select_changes_hands());
    ANSWERS("one recovery for two clients", pipit_recovery_use(&desk, &recovery) == PIPIT_OK &&
                                                pipit_recovery_use(&other, &recovery) == PIPIT_E_STATE &&
                                                !other.recovery);
    ANSWERS("a recovery that changes hands", recovery_changes_hands());
    ANSWERS("a client that begins anew", used_after_init());
    ANSWERS("one filter for two clients",
            pipit_seen_use(&desk, &ids) == PIPIT_OK && pipit_seen_use(&other, &ids) == PIPIT_OK);
    ANSWERS("a filter that was never prepared", refuses(pipit_seen_use(&desk, &unprepared), &desk, "seen"));
    ANSWERS("a select without paths", select_refuses(paths, 0));
    ANSWERS("a select with paths that are not there", select_refuses(NULL, 1));
    ANSWERS("a select with 33 paths", select_refuses(digits, PIPIT_SELECT_PATHS + 1u));
    ANSWERS("a select with a path that is NULL", select_refuses(&no_text, 1));
    ANSWERS("a stream that is told in its midst what to use", none_is_used_late());
    ASSERTS("select for no client", pipit_select_use(NULL, &selection));
    ASSERTS("a filter for no client", pipit_seen_use(NULL, &ids));
    ASSERTS("recovery for no client", pipit_recovery_use(NULL, &recovery));
    ASSERTS("a filter that is not there", pipit_seen_init(NULL, places, slots, 1), 0);
    ASSERTS("a filter without memory for ids", pipit_seen_init(&unprepared, NULL, slots, 1), 0);
    ASSERTS("a filter without slots", pipit_seen_init(&unprepared, places, NULL, 1), 0);
    ASSERTS("a filter for no ids", pipit_seen_init(&unprepared, places, slots, 0), 0);
    ASSERTS("a filter for 32,769 ids", pipit_seen_init(&unprepared, places, slots, PIPIT_SEEN_MAX + 1u), 0);
    ASSERTS("an id for a filter that was never prepared", pipit_seen_add(&unprepared, 1));
    ASSERTS("an id for no filter", pipit_seen_add(NULL, 1));
    ASSERTS("the end of what no filter has seen", pipit_seen_clear(NULL), 0);
}

/* ---- calls ---- */

static bool adds_many(void) {
    return pipit_rules_add(&desk, rules, 101, false) == PIPIT_OK && pipit_running(&desk);
}

static bool sync_refuses(const pipit_rules_sync_config_t config, const char *begins_with) {
    pipit_rules_sync_t sync;
    return refuses(pipit_rules_sync_start(&sync, &desk, &config), &desk, begins_with);
}

static bool page_refuses(void) {
    pipit_page_t page;
    memset(&page, 'a', sizeof page); /* without a terminating zero */
    return refuses(pipit_rules_list(&desk, &page), &desk, "page");
}

static bool keeps_the_token(void) {
    char text[] = "{\"access_token\":\"abc\",\"token_type\":\"bearer\"}";
    pipit_token_t tokens[8];
    event.kind = PIPIT_EV_ITEM;
    return pipit_json_parse(&event.json, text, sizeof text - 1u, tokens, 8) == PIPIT_OK &&
           pipit_token_read(&event, NULL, 0) == PIPIT_E_NO_SPACE;
}

static void calls(void) {
    uint8_t marks[1];
    uint32_t slots[8];
    pipit_rule_id_t batch[1];
    pipit_rules_sync_t sync;
    pipit_rules_change_t change;
    pipit_page_t page = {.max_results = 0};
    const pipit_rules_sync_config_t nothing = {.wanted = NULL};
    ASSERTS("rules of no client", pipit_rules_add(NULL, rules, 1, false));
    ASSERTS("a list of no client", pipit_rules_list(NULL, NULL));
    ASSERTS("a token for no client", pipit_token_request(NULL, "k", "s"));
    ASSERTS("connections of no client", pipit_connections_list(NULL, NULL, NULL));
    ASSERTS("a sync of no client", pipit_rules_sync_start(&sync, NULL, &nothing));
    ASSERTS("a sync that is not there", pipit_rules_sync_start(NULL, &desk, &nothing));
    ASSERTS("a sync without a configuration", pipit_rules_sync_start(&sync, &desk, NULL));
    ASSERTS("an event of no sync", pipit_rules_sync_next(NULL, &desk, &event, &change));
    ASSERTS("a sync without an event", pipit_rules_sync_next(&sync, &desk, NULL, &change));
    ASSERTS("a change that is not there", pipit_rules_sync_next(&sync, &desk, &event, NULL));
    ASSERTS("the next page of none", pipit_page_next(NULL, &event));
    ASSERTS("the next page of no event", pipit_page_next(&page, NULL));
    ASSERTS("a token of no event", pipit_token_read(NULL, (char *)desk_rx, RX_BYTES));
    ANSWERS("a token that gets no memory", keeps_the_token());
    ANSWERS("101 rules of the filtered stream", adds_many());
    ANSWERS("101 rules of the powerstream", refuses(pipit_powerstream_rules_add(&desk, rules, 101), &desk, "rules"));
    ANSWERS("101 rules to delete of the powerstream",
            refuses(pipit_powerstream_rules_delete(&desk, rules, 101), &desk, "rules"));
    ANSWERS("100 rules of the powerstream", pipit_powerstream_rules_add(&desk, rules, 100) == PIPIT_OK);
    ANSWERS("no rules", refuses(pipit_rules_add(&desk, NULL, 1, false), &desk, "rules"));
    ANSWERS("0 rules", refuses(pipit_rules_add(&desk, rules, 0, false), &desk, "rules"));
    ANSWERS("2^32 + 1 rules",
            sizeof(size_t) == 4 ||
                refuses(pipit_rules_add(&desk, rules, (size_t)UINT32_MAX + 2u, false), &desk, "rules"));
    ANSWERS("2^32 + 1 values",
            sizeof(size_t) == 4 ||
                refuses(pipit_rules_delete_values(&desk, digits, (size_t)UINT32_MAX + 2u, false), &desk, "rules"));
    ANSWERS("2^32 + 1 subscriptions",
            sizeof(size_t) == 4 ||
                refuses(pipit_subscriptions_delete(&desk, digits, (size_t)UINT32_MAX + 2u), &desk, "subscription"));
    ANSWERS("a rule without a value",
            refuses(pipit_rules_add(&desk, &(pipit_rule_spec_t){NULL, "t"}, 1, false), &desk, "rule"));
    ANSWERS("a value that is NULL", refuses(pipit_rules_delete_values(&desk, &no_text, 1, false), &desk, "rule"));
    ANSWERS("an id that is NULL", refuses(pipit_rules_delete(&desk, &no_text, 1, false), &desk, "rule ids"));
    ANSWERS("1,001 ids", refuses(pipit_rules_delete(&desk, digits, 1001, false), &desk, "rule ids"));
    ANSWERS("no ids to get", refuses(pipit_rules_get(&desk, NULL, 1), &desk, "rule ids"));
    ANSWERS("101 connections", refuses(pipit_connections_kill(&desk, digits, 101), &desk, "uuids"));
    ANSWERS("no connections", refuses(pipit_connections_kill(&desk, NULL, 1), &desk, "uuids"));
    ANSWERS("no subscription to make", refuses(pipit_subscriptions_create(&desk, NULL), &desk, "event_type"));
    ANSWERS("no subscription to change", refuses(pipit_subscriptions_update(&desk, "1", NULL), &desk, "update"));
    ANSWERS("a subscription without an id",
            refuses(pipit_subscriptions_update(&desk, NULL, &(pipit_subscription_spec_t){.tag = "t"}), &desk,
                    "subscription"));
    ANSWERS("no subscriptions to delete", refuses(pipit_subscriptions_delete(&desk, NULL, 2), &desk, "subscription"));
    ANSWERS("no key", refuses(pipit_token_request(&desk, NULL, "s"), &desk, "key"));
    ANSWERS("a page token without an end", page_refuses());
    ANSWERS("a sync without its list",
            sync_refuses((pipit_rules_sync_config_t){NULL, 1, marks, batch, 1, false, slots, 8, 0}, "wanted"));
    ANSWERS("a sync without marks",
            sync_refuses((pipit_rules_sync_config_t){rules, 1, NULL, batch, 1, false, slots, 8, 0}, "wanted"));
    ANSWERS("a sync without a batch",
            sync_refuses((pipit_rules_sync_config_t){rules, 1, marks, NULL, 1, false, slots, 8, 0}, "wanted"));
    ANSWERS("a sync with a batch of 1,001",
            sync_refuses((pipit_rules_sync_config_t){rules, 1, marks, batch, 1001, false, slots, 8, 0}, "wanted"));
    ANSWERS("a sync without slots",
            sync_refuses((pipit_rules_sync_config_t){rules, 1, marks, batch, 1, false, NULL, 8, 0}, "wanted"));
    ANSWERS("a sync with as many slots as rules",
            sync_refuses((pipit_rules_sync_config_t){rules, 1, marks, batch, 1, false, slots, 1, 0}, "wanted"));
    ANSWERS("a sync with a rule twice",
            sync_refuses((pipit_rules_sync_config_t){rules, 2, marks, batch, 1, false, slots, 8, 0}, "wanted"));
}

/* ---- loops ---- */

static int32_t nothing_opened(void *io, const char *host, uint16_t number) {
    (void)io, (void)host, (void)number;
    return 0;
}
static int32_t all_sent(void *io, const void *bytes, size_t len) {
    (void)io, (void)bytes;
    return (int32_t)len;
}
static int32_t too_much_sent(void *io, const void *bytes, size_t len) {
    return all_sent(io, bytes, len + 1u);
}
static int32_t too_much_received(void *io, void *bytes, size_t len) {
    (void)io, (void)bytes;
    return (int32_t)len + 1;
}
static int32_t nothing_received(void *io, void *bytes, size_t len) {
    (void)io, (void)bytes, (void)len;
    return 0;
}
static void closed(void *io) {
    (void)io;
}
static uint32_t noon(void *io) {
    (void)io;
    return 0;
}
static const pipit_port_t whole = {NULL, NULL, nothing_opened, all_sent, nothing_received, closed, noon, NULL};

static bool turns(pipit_port_t port_without) {
    port = port_without;
    (void)pipit_filter(&desk, NULL);
    for (int i = 0; i < 3; i++)
        (void)pipit_poll(&desk, &port, &event);
    pipit_stop(&desk);
    return pipit_poll(&desk, &port, &event) && event.kind == PIPIT_EV_DISCONNECT;
}

static pipit_port_t without(int which) {
    pipit_port_t mine = whole;
    if (which == 0) mine.open = NULL;
    if (which == 1) mine.send = NULL;
    if (which == 2) mine.recv = NULL;
    if (which == 3) mine.close = NULL;
    if (which == 4) mine.now = NULL;
    return mine;
}

static pipit_port_t that_lies(bool sending) {
    pipit_port_t mine = whole;
    if (sending)
        mine.send = too_much_sent;
    else
        mine.recv = too_much_received;
    return mine;
}

static bool group_refuses(size_t count) {
    const pipit_member_t members[] = {{&desk, &whole, NULL}, {&other, &whole, NULL}};
    pipit_group_t group = {.members = members, .count = count};
    const pipit_t *refused = &zeroed;
    const pipit_err_t err = pipit_group_start(&group, &pipit_endpoint_firehose, NULL, &refused);
    return err == PIPIT_E_INVALID && refused == (count > 0 ? &desk : &zeroed) && !pipit_running(&desk);
}

static bool twins_refuse(void) {
    const pipit_member_t members[] = {{&desk, &whole, NULL}, {&desk, &whole, NULL}};
    pipit_group_t group = {.members = members, .count = 2};
    return pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL) == PIPIT_E_STATE && !pipit_running(&desk);
}

static bool nobody_runs(void) {
    pipit_group_t group = {.members = NULL, .count = 0};
    pipit_t *client = &desk;
    return pipit_group_start(&group, &pipit_endpoint_filter, NULL, NULL) == PIPIT_E_INVALID &&
           !pipit_group_poll(&group, &event, &client) && !client && !pipit_group_running(&group) &&
           pipit_group_run(&group, NULL, NULL) == PIPIT_E_STATE;
}

static bool group_of_garbage_turns(size_t turn) {
    const pipit_member_t members[] = {{&desk, &whole, NULL}};
    pipit_group_t group = {.members = members, .count = 1, .turn = turn};
    pipit_t *client;
    return pipit_group_poll(&group, &event, &client);
}

static bool group_of_nobody_turns(const pipit_t *client) {
    const pipit_member_t members[] = {{(pipit_t *)client, &whole, NULL}};
    pipit_group_t group = {.members = members, .count = 1};
    return pipit_group_poll(&group, &event, NULL);
}

static void loops(void) {
    static const pipit_handlers_t none = {.on_tweet = NULL};
    static const pipit_call_handlers_t none_of_calls = {.on_rule = NULL};
    pipit_rules_sync_t sync;
    const pipit_rules_sync_config_t nothing = {.wanted = NULL};
    const pipit_member_t members[] = {{&desk, &whole, NULL}};
    pipit_group_t group = {.members = members, .count = 1};
    ANSWERS("a port with all but wait", turns(whole));
    ASSERTS("a port without open", turns(without(0)));
    ASSERTS("a port without send", turns(without(1)));
    ASSERTS("a port without recv", turns(without(2)));
    ASSERTS("a port without close", turns(without(3)));
    ASSERTS("a port without now", turns(without(4)));
    ASSERTS("a port that has sent more than it was given", turns(that_lies(true)));
    ASSERTS("a port that has received more than there was room", turns(that_lies(false)));
    ASSERTS("pipit_poll() of no client", pipit_poll(NULL, &whole, &event));
    ASSERTS("pipit_poll() of a zeroed client", pipit_poll(&zeroed, &whole, &event));
    ASSERTS("pipit_poll() without a port", pipit_poll(&desk, NULL, &event));
    ASSERTS("pipit_poll() without an event", pipit_poll(&desk, &whole, NULL));
    ANSWERS("pipit_run() where nothing runs", pipit_run(&desk, NULL, NULL, NULL) == PIPIT_E_STATE);
    ASSERTS("pipit_run() of no client", pipit_run(NULL, &whole, &none, NULL));
    ASSERTS("pipit_run() without callbacks", pipit_filter(&desk, NULL), pipit_run(&desk, &whole, NULL, NULL));
    ASSERTS("pipit_run() without a port", pipit_filter(&desk, NULL), pipit_run(&desk, NULL, &none, NULL));
    ASSERTS("pipit_dispatch() of no client", pipit_dispatch(NULL, &event, &none, NULL), 0);
    ASSERTS("pipit_dispatch() of no event", pipit_dispatch(&desk, NULL, &none, NULL), 0);
    ASSERTS("pipit_dispatch() without callbacks", pipit_dispatch(&desk, &event, NULL, NULL), 0);
    ASSERTS("pipit_call_dispatch() of no event", pipit_call_dispatch(&desk, NULL, &none_of_calls, NULL));
    ASSERTS("pipit_call_dispatch() without callbacks", pipit_call_dispatch(&desk, &event, NULL, NULL));
    ASSERTS("a sync over no port", pipit_rules_sync_run(&sync, &desk, NULL, &nothing, NULL, NULL));
    ANSWERS("a group of one for 20 partitions", group_refuses(1));
    ANSWERS("a group of nobody for 20 partitions", group_refuses(0));
    ANSWERS("a group of nobody", nobody_runs());
    ANSWERS("a group with a client twice", twins_refuse());
    ASSERTS("a group that was not zeroed", group_of_garbage_turns(7));
    ASSERTS("a group with nobody in a place", group_of_nobody_turns(NULL));
    ASSERTS("a group that may not say whose event it is", group_of_nobody_turns(&desk));
    ASSERTS("no group", pipit_group_start(NULL, &pipit_endpoint_filter, NULL, NULL));
    ANSWERS("a group of no endpoint", pipit_group_start(&group, NULL, NULL, NULL) == PIPIT_E_INVALID);
    ASSERTS("the state of no group", pipit_group_running(NULL));
    ASSERTS("the end of no group", pipit_group_stop(NULL), 0);
}

/* ---- parts that need no client ---- */

static bool parse_answers(size_t len, pipit_token_t *tokens, size_t count, pipit_err_t err) {
    char text[] = "[1]";
    pipit_json_t json;
    return pipit_json_parse(&json, text, len, tokens, count) == err && (err == PIPIT_OK || json.count == 0);
}

static bool finds_nothing(pipit_node_t node) {
    char text[] = "[1]";
    pipit_token_t tokens[4];
    pipit_json_t json;
    uint64_t value;
    return pipit_json_parse(&json, text, 3, tokens, 4) == PIPIT_OK && pipit_json_kind(&json, node) == PIPIT_JSON_NONE &&
           pipit_json_first(&json, node) == PIPIT_NODE_NONE && pipit_json_next(&json, node) == PIPIT_NODE_NONE &&
           !pipit_json_key(&json, node).ptr && !pipit_json_raw(&json, node).ptr &&
           !pipit_json_string(&json, node).ptr && pipit_json_find(&json, node, "a[0]") == PIPIT_NODE_NONE &&
           pipit_json_u64(&json, node, &value) == PIPIT_E_ABSENT;
}

static bool heads_end_once(void) {
    static const uint8_t bytes[] = "HTTP/1.1 200 OK\r\n\r\n";
    pipit_head_t head;
    pipit_body_t body;
    size_t used;
    size_t payload;
    pipit_head_init(&head);
    const bool once = pipit_head_read(&head, bytes, sizeof bytes - 1u, &used) == 1;
    const bool twice = pipit_head_read(&head, bytes, sizeof bytes - 1u, &used) <= 1 && used <= sizeof bytes - 1u;
    head.content_length = 1;
    pipit_body_init(&body, &head);
    return once && twice && pipit_body_read(&body, bytes, 4, &used, &payload) == 1 && used == 1 &&
           pipit_body_read(&body, bytes, 4, &used, &payload) == 1 && used == 0 && payload == 0;
}

static void parts(void) {
    pipit_token_t tokens[4];
    pipit_json_t json = {NULL, NULL, 0, 0};
    pipit_head_t head;
    pipit_body_t body;
    pipit_tweet_t tweet;
    pipit_problem_t problem;
    int64_t unix_ms;
    uint32_t random = 1;
    size_t used = 0;
    uint8_t byte = 0;
    ANSWERS("a text of 2^31 bytes", parse_answers((size_t)1 << 31, tokens, 4, PIPIT_E_INVALID));
    ANSWERS("a text of 2^32 + 3 bytes",
            sizeof(size_t) == 4 || parse_answers((size_t)UINT32_MAX + 4u, tokens, 4, PIPIT_E_INVALID));
    ANSWERS("2^32 tokens", sizeof(size_t) == 4 || parse_answers(3, tokens, (size_t)UINT32_MAX + 1u, PIPIT_E_INVALID));
    ANSWERS("SIZE_MAX tokens", parse_answers(3, tokens, SIZE_MAX, PIPIT_E_INVALID));
    ANSWERS("no tokens for a text", parse_answers(3, NULL, 4, PIPIT_E_TOKENS));
    ANSWERS("0 tokens for a text", parse_answers(3, tokens, 0, PIPIT_E_TOKENS));
    ANSWERS("a node that is none", finds_nothing(PIPIT_NODE_NONE));
    ANSWERS("a node behind the last one", finds_nothing(2));
    ANSWERS("the greatest node", finds_nothing(INT32_MAX));
    ANSWERS("the smallest node", finds_nothing(INT32_MIN));
    ASSERTS("nothing to parse into", pipit_json_parse(NULL, (char *)desk_rx, 1, tokens, 4));
    ASSERTS("nothing to parse", pipit_json_parse(&json, NULL, 1, tokens, 4));
    ASSERTS("the kind of a value of no text", pipit_json_kind(NULL, 0));
    ASSERTS("a path that is not there", pipit_json_find(&json, 0, NULL));
    ASSERTS("a number that is kept nowhere", pipit_json_u64(&json, 0, NULL));
    ANSWERS("a head and a body that are read on", heads_end_once());
    ASSERTS("no head", pipit_head_init(NULL), 0);
    ASSERTS("a head that is read to nowhere", pipit_head_init(&head), pipit_head_read(&head, &byte, 1, NULL));
    ASSERTS("no body", pipit_body_init(NULL, &head), 0);
    ASSERTS("a body that is read to nowhere", pipit_body_read(&body, &byte, 1, &used, NULL));
    ANSWERS("no time", pipit_time_ms(NULL, 0, &unix_ms) == PIPIT_E_ABSENT);
    ASSERTS("a time that is not there", pipit_time_ms(NULL, 5, &unix_ms));
    ASSERTS("a time that is written nowhere", pipit_time_put(0, NULL), 0);
    ANSWERS("a part of no text", !pipit_text_slice((pipit_str_t){NULL, 0}, 0, 5).ptr);
    ANSWERS("a part that ends before it begins", pipit_text_slice((pipit_str_t){"abc", 3}, 2, 1).len == 0);
    ASSERTS("a wait of 49 days, longer by chance", pipit_backoff_jitter(UINT32_MAX, 100, &random));
    ASSERTS("a wait that is 256 % longer by chance", pipit_backoff_jitter(1, 256, &random));
    ASSERTS("chance that comes from nowhere", pipit_backoff_jitter(1, 1, NULL));
    ASSERTS("chance that is 0", (random = 0, pipit_backoff_jitter(1, 1, &random)));
    ASSERTS("a Post of no event", pipit_tweet_read(NULL, &tweet));
    ASSERTS("a Post that is read to nowhere", pipit_tweet_read(&event, NULL));
    ASSERTS("a problem of no text", pipit_problem_read(NULL, 0, &problem), 0);
    ASSERTS("a problem that is read to nowhere", pipit_problem_read(&json, 0, NULL), 0);
    ANSWERS("the name of error 7", strcmp(pipit_err_name(7), "PIPIT_E_UNKNOWN") == 0);
    ANSWERS("the text of error -1000", strcmp(pipit_strerror(-1000), "unknown error") == 0);
}

/* Every reader asserts that the event and the output are not NULL. */
static void readers(void) {
    pipit_event_t *const none = NULL;
    pipit_json_t json = {NULL, NULL, 0, 0};
    pipit_json_t *const no_json = NULL;
    const pipit_str_t id = {"1", 1};
    pipit_parts_t parts_of;
    pipit_matching_rule_t rule;
    pipit_message_t message;
    pipit_user_t user;
    pipit_like_t like;
    pipit_tweet_t tweet;
    pipit_activity_t activity;
    pipit_compliance_t compliance;
    memset(&tweet, 0, sizeof tweet);
    memset(&activity, 0, sizeof activity);
    ASSERTS("parts of no event", pipit_parts_read(none, &parts_of), 0);
    ASSERTS("parts that are read to nowhere", pipit_parts_read(&event, NULL), 0);
    ASSERTS("a rule of no event", pipit_matching_rule_read(none, 0, &rule));
    ASSERTS("a rule that is read to nowhere", pipit_matching_rule_read(&event, 0, NULL));
    ASSERTS("a Post of no text", pipit_tweet_read_at(no_json, 0, &tweet));
    ASSERTS("the kind of no message", pipit_message_read(no_json, &message), 0);
    ASSERTS("a kind that is read to nowhere", pipit_message_read(&json, NULL), 0);
    ASSERTS("the whole text of no Post", pipit_tweet_long_text(&json, NULL));
    ASSERTS("a reference of no Post", pipit_tweet_reference(&json, NULL, "quoted"));
    ASSERTS("a reference of no kind", pipit_tweet_reference(&json, &tweet, NULL));
    ASSERTS("the author of no Post", pipit_author_read(&json, NULL, &user));
    ASSERTS("a member without a name", pipit_message_member(&json, 0, NULL));
    ASSERTS("included objects of no kind", pipit_includes_first(&json, NULL));
    ASSERTS("an included object of no text", pipit_includes_find(no_json, "users", id));
    ASSERTS("a user of no text", pipit_user_read(no_json, 0, &user));
    ASSERTS("a user that is read to nowhere", pipit_user_read(&json, 0, NULL));
    ASSERTS("media that are read to nowhere", pipit_media_read(&json, 0, NULL));
    ASSERTS("a poll that is read to nowhere", pipit_poll_read(&json, 0, NULL));
    ASSERTS("a place that is read to nowhere", pipit_place_read(&json, 0, NULL));
    ASSERTS("a like of no event", pipit_like_read(none, &like));
    ASSERTS("a like that is read to nowhere", pipit_like_read_at(&json, 0, NULL));
    ASSERTS("activity of no event", pipit_activity_read(none, &activity));
    ASSERTS("activity that is read to nowhere", pipit_activity_read(&event, NULL));
    ASSERTS("a user of no activity", pipit_activity_user_read(&json, NULL, "source", &user));
    ASSERTS("a user without a role", pipit_activity_user_read(&json, &activity, NULL, &user));
    ASSERTS("a change of no activity", pipit_profile_change_read(&json, NULL, &(pipit_profile_change_t){id, id}));
    ASSERTS("compliance of no event", pipit_compliance_read(none, &compliance));
    ASSERTS("compliance that is read to nowhere", pipit_compliance_read(&event, NULL));
    ASSERTS("a gap of no client", pipit_gap_read(NULL, &event, &(pipit_gap_t){0, 0}));
    ASSERTS("a gap that is read to nowhere", pipit_gap_read(&desk, &event, NULL));
}

/* The same for the readers of answers to calls. */
static void readers_of_answers(void) {
    pipit_event_t *const none = NULL;
    pipit_rule_t rule;
    pipit_rule_error_t error;
    pipit_rules_summary_t summary;
    pipit_rules_counts_t counts;
    pipit_rules_app_t app;
    pipit_connection_t connection;
    pipit_kills_t kills;
    pipit_kill_t kill;
    pipit_subscription_t subscription;
    pipit_subscriptions_meta_t meta;
    ASSERTS("a rule of no answer", pipit_rule_read(none, &rule));
    ASSERTS("a rule of an answer, to nowhere", pipit_rule_read(&event, NULL));
    ASSERTS("a refused rule of no answer", pipit_rule_error_read(none, &error));
    ASSERTS("a refused rule to nowhere", pipit_rule_error_read(&event, NULL));
    ASSERTS("a summary of no answer", pipit_rules_summary_read(none, &summary));
    ASSERTS("a summary to nowhere", pipit_rules_summary_read(&event, NULL));
    ASSERTS("counts of no answer", pipit_rules_counts_read(none, &counts));
    ASSERTS("counts to nowhere", pipit_rules_counts_read(&event, NULL));
    ASSERTS("an app of no answer", pipit_rules_app_read(none, 0, &app));
    ASSERTS("an app to nowhere", pipit_rules_app_read(&event, 0, NULL));
    ASSERTS("a connection of no answer", pipit_connection_read(none, &connection));
    ASSERTS("a connection to nowhere", pipit_connection_read(&event, NULL));
    ASSERTS("ended connections of no answer", pipit_kills_read(none, &kills));
    ASSERTS("ended connections to nowhere", pipit_kills_read(&event, NULL));
    ASSERTS("an ended connection of no answer", pipit_kill_read(none, 0, &kill));
    ASSERTS("an ended connection to nowhere", pipit_kill_read(&event, 0, NULL));
    ASSERTS("a subscription of no answer", pipit_subscription_read(none, &subscription));
    ASSERTS("a subscription to nowhere", pipit_subscription_read(&event, NULL));
    ASSERTS("numbers of subscriptions of no answer", pipit_subscriptions_meta_read(none, &meta));
    ASSERTS("numbers of subscriptions to nowhere", pipit_subscriptions_meta_read(&event, NULL));
    ASSERTS("a token to nowhere", pipit_token_read(&event, NULL, 8));
}

int main(int count, char **arguments) {
    says_all = count > 1 && strcmp(arguments[1], "--all") == 0;
    clients_that_are_refused();
    clients_that_are_zeroed();
    engine();
    streams();
    uses();
    calls();
    loops();
    parts();
    readers();
    readers_of_answers();
    printf("test_misuse: %u answer, %u assert, %u failed%s\n", answered, asserted, failures,
           PIPIT_CFG_ASSERT ? "" : " (built without PIPIT_CFG_ASSERT)");
    return failures > 0;
}
