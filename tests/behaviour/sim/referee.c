/* SPDX-License-Identifier: MIT */
#include "referee.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WINDOW_MS 900000u
#define SERVER_WAIT_MAX_MS 901000u
#define BACKFILL_MS 300000u
#define WAIT_MAX_MS 1200000u
#define LATE_MS 2u
#define LINE_END_BYTES 2u

bool referee_failed(const referee_t *referee) {
    return referee->failure[0] != '\0';
}

/* Only the first failure is stored. */
void referee_fail(referee_t *referee, const char *format, ...) {
    va_list arguments;
    if (referee_failed(referee)) return;
    va_start(arguments, format);
    (void)vsnprintf(referee->failure, sizeof referee->failure, format, arguments);
    va_end(arguments);
    referee->failure_ms = pipit_sim_now_ms(referee->sim);
}

/* ---- Posts that were sent but not delivered yet ---- */

static referee_line_t *line_at(referee_t *referee, uint32_t i) {
    return &referee->lines[(referee->line_first + i) % REFEREE_LINES];
}

void referee_sent(void *io, pipit_sim_link_t *link, uint64_t post, uint64_t end_byte) {
    referee_t *referee = (referee_t *)io;
    if (link != referee->link) return;
    if (referee->line_count == REFEREE_LINES) return; /* far more than the TCP window holds, so these lines were lost */
    *line_at(referee, referee->line_count++) = (referee_line_t){post, end_byte};
}

static uint8_t *times_delivered(referee_t *referee, uint64_t post) {
    return &referee->delivered[post % REFEREE_POSTS];
}

/* The memory of old Posts is used again for new ones. */
static void posts_advance(referee_t *referee) {
    uint64_t posts = pipit_sim_x_posts(referee->x);
    uint64_t begin = referee->forgotten + REFEREE_POSTS;
    for (; begin < posts; begin++) {
        *times_delivered(referee, begin) = 0;
        referee->forgotten = begin + 1u - REFEREE_POSTS;
    }
}

static bool is_duplicate(referee_t *referee, uint64_t post) {
    return referee->rules->dedupe && *times_delivered(referee, post) > 0;
}

static size_t line_bytes(referee_t *referee, uint64_t post, char *text) {
    return pipit_sim_x_post_text(referee->x, post, text);
}

static bool is_oversize(const referee_t *referee, size_t len) {
    return !referee->rules->selects && len > referee->rules->line_max;
}

/* Skip the lines that must not be delivered: complete lines with Posts that were delivered before. */
static void duplicates_pass(referee_t *referee) {
    char text[PIPIT_SIM_X_MESSAGE_BYTES];
    while (referee->line_count > 0) {
        const referee_line_t *line = line_at(referee, 0);
        if (line->end_byte > pipit_sim_received(referee->link) || !is_duplicate(referee, line->post)) return;
        if (is_oversize(referee, line_bytes(referee, line->post, text))) return;
        referee->duplicates++;
        referee->line_first = (referee->line_first + 1u) % REFEREE_LINES;
        referee->line_count--;
    }
}

/* @return whether the next line has arrived. The last one of an answer needs no line end. */
static bool has_next(referee_t *referee) {
    duplicates_pass(referee);
    return referee->line_count > 0 &&
           line_at(referee, 0)->end_byte <= pipit_sim_received(referee->link) + LINE_END_BYTES;
}

/* The event must belong to the next line. @return the number of its Post. */
static uint64_t line_take(referee_t *referee) {
    if (!has_next(referee)) {
        referee_fail(referee, "a Post was handed out that had not arrived");
        return 0;
    }
    uint64_t post = line_at(referee, 0)->post;
    referee->line_first = (referee->line_first + 1u) % REFEREE_LINES;
    referee->line_count--;
    if (*times_delivered(referee, post) < UINT8_MAX) ++*times_delivered(referee, post);
    return post;
}

/* At the end of a connection all lines that have arrived must have been delivered. */
static void lines_end(referee_t *referee) {
    duplicates_pass(referee);
    if (referee->line_count > 0 && line_at(referee, 0)->end_byte <= pipit_sim_received(referee->link))
        referee_fail(referee, "Post %llu arrived and was not handed out",
                     (unsigned long long)line_at(referee, 0)->post);
    referee->line_first = 0;
    referee->line_count = 0;
}

/* ---- lines ---- */

static void selection_check(referee_t *referee, const pipit_event_t *event, uint64_t post) {
    pipit_event_t copy = *event;
    pipit_tweet_t tweet;
    if (!pipit_tweet_read(&copy, &tweet) || tweet.id_number != PIPIT_SIM_X_FIRST_ID + post)
        referee_fail(referee, "Post %llu has another id", (unsigned long long)post);
}

static void line_check(referee_t *referee, const pipit_event_t *event) {
    char text[PIPIT_SIM_X_MESSAGE_BYTES];
    uint64_t post = line_take(referee);
    size_t len = line_bytes(referee, post, text);
    referee->posts++;
    if (event->err != PIPIT_OK)
        referee_fail(referee, "Post %llu: %s", (unsigned long long)post, pipit_err_name(event->err));
    if (event->total_bytes != len) referee_fail(referee, "Post %llu: another length", (unsigned long long)post);
    if (is_oversize(referee, len))
        referee_fail(referee, "Post %llu is longer than the buffer", (unsigned long long)post);
    if (referee->rules->selects)
        selection_check(referee, event, post);
    else if (event->data.len != len || memcmp(event->data.ptr, text, len) != 0)
        referee_fail(referee, "Post %llu was changed", (unsigned long long)post);
}

/* The answer has ended in order inside a line: the next event must say that it ended. */
static void part_check(referee_t *referee) {
    if (has_next(referee) && line_at(referee, 0)->end_byte <= pipit_sim_received(referee->link))
        referee_fail(referee, "a part of Post %llu, which has arrived", (unsigned long long)line_at(referee, 0)->post);
    referee->ended_inside = true;
}

static void oversize_check(referee_t *referee, const pipit_event_t *event) {
    char text[PIPIT_SIM_X_MESSAGE_BYTES];
    uint64_t post = line_take(referee);
    size_t len = line_bytes(referee, post, text);
    referee->oversize++;
    if (!is_oversize(referee, len)) referee_fail(referee, "Post %llu had room", (unsigned long long)post);
    if (event->total_bytes != len || event->data.len > len || memcmp(event->data.ptr, text, event->data.len) != 0)
        referee_fail(referee, "oversize Post %llu was changed", (unsigned long long)post);
}

/* ---- the requested backfill ---- */

static bool clock_stepped(const referee_t *referee) {
    return referee->sim->counts[PIPIT_SIM_CLOCK_BACK] != referee->clock_steps;
}

void referee_opened(void *io, pipit_sim_link_t *link, uint64_t from_post) {
    referee_t *referee = (referee_t *)io;
    if (link != referee->link) return;
    posts_advance(referee);
    uint64_t now_ms = pipit_sim_now_ms(referee->sim);
    if (!referee->streamed) referee->first_owed = from_post;
    bool asked_late = referee->away_ms >= referee->dialled_ms;
    referee->opened_from = from_post;
    if (!referee->rules->recovers || !referee->streamed || clock_stepped(referee) || asked_late) return;
    referee->checked_backfills++;
    for (uint64_t post = from_post; post > referee->first_owed && post > referee->forgotten; post--) {
        if (now_ms - pipit_sim_x_post_ms(referee->x, post - 1u) > BACKFILL_MS) return;
        if (*times_delivered(referee, post - 1u) > 0) continue;
        referee_fail(referee, "Post %llu, %llu ms ago, was not asked for (first sent: %llu, last byte %llu ms ago)",
                     (unsigned long long)post - 1u,
                     (unsigned long long)(now_ms - pipit_sim_x_post_ms(referee->x, post - 1u)),
                     (unsigned long long)from_post, (unsigned long long)(now_ms - referee->heard_ms));
        return;
    }
}

/* ---- waits ---- */

static uint32_t linear(uint32_t n, uint32_t step_ms, uint32_t max_ms) {
    uint64_t wait_ms = (uint64_t)n * step_ms;
    return wait_ms < max_ms ? (uint32_t)wait_ms : max_ms;
}

static uint32_t doubled(uint32_t n, uint32_t first_ms, uint32_t max_ms) {
    uint64_t wait_ms = n < 16 ? (uint64_t)first_ms << n : max_ms;
    return wait_ms < max_ms ? (uint32_t)wait_ms : max_ms;
}

static void ladders_begin(referee_t *referee) {
    referee->network = referee->server = referee->rate = referee->conflict = referee->short_lives = 0;
}

/* @return whether a line of this stream has arrived, duplicates included. */
static bool has_brought_line(const referee_t *referee) {
    return referee->brought_line || pipit_stats(referee->client)->duplicates != referee->duplicates_before;
}

/* @return the shortest delay after a stream that was open; 0 if it was healthy. */
static uint32_t drop_ladder(referee_t *referee, uint32_t lived_ms) {
    const bool fruitful = has_brought_line(referee);
    if (lived_ms >= referee->rules->uptime_ms) {
        ladders_begin(referee);
        return 0;
    }
    uint32_t short_lives = referee->short_lives++;
    referee->network = 0;
    if (fruitful) referee->server = referee->rate = referee->conflict = 0;
    if (short_lives == 0) return 0;
    uint32_t wait_ms = doubled(short_lives - 1u, 5000, 320000);
    return fruitful && wait_ms > 20000 ? 20000 : wait_ms;
}

/* @return the shortest delay that X's documentation of reconnecting allows. */
static uint32_t ladder(referee_t *referee, pipit_err_t cause) {
    switch (cause) {
    case PIPIT_E_RATE_LIMIT: return doubled(referee->rate++, 60000, 900000);
    case PIPIT_E_TOO_MANY_CONNECTIONS: return referee->rules->kills ? 1000 : linear(++referee->conflict, 10000, 30000);
    case PIPIT_E_PROVISIONING: return 60000;
    case PIPIT_E_FORBIDDEN: return 0; /* at once, but without backfill, which the plan does not include */
    case PIPIT_E_NOT_X: return doubled(referee->server++, 5000, 320000);
    default: break;
    }
    if (cause <= PIPIT_E_DNS && cause >= PIPIT_E_TLS_CA) return linear(referee->network++, 250, 16000);
    return doubled(referee->server++, 5000, 320000);
}

static void wait_check(referee_t *referee, const pipit_event_t *event) {
    bool dropped = referee->answered_200 && event->err != PIPIT_E_ENCODING;
    uint32_t lived_ms = (uint32_t)(pipit_sim_now_ms(referee->sim) - referee->opened_ms);
    uint32_t least_ms = dropped ? drop_ladder(referee, lived_ms) : ladder(referee, event->err);
    uint32_t most_ms = least_ms + least_ms / 100u * referee->rules->jitter_percent + 1u;
    bool conflict = event->err == PIPIT_E_TOO_MANY_CONNECTIONS && referee->rules->kills;
    bool asked = event->err == PIPIT_E_RATE_LIMIT || event->err == PIPIT_E_SERVER || event->err == PIPIT_E_NOT_X;
    if (referee->rules->budget_wait_ms > most_ms) most_ms = referee->rules->budget_wait_ms;
    if (asked && SERVER_WAIT_MAX_MS > most_ms) most_ms = SERVER_WAIT_MAX_MS;
    if (conflict) most_ms = 40000;
    if (event->wait_ms > referee->longest_wait_ms) referee->longest_wait_ms = event->wait_ms;
    if (referee->restless || clock_stepped(referee)) return;
    if (event->wait_ms < least_ms || event->wait_ms > most_ms)
        referee_fail(referee, "wait of %lu ms after %s, allowed are %lu to %lu", (unsigned long)event->wait_ms,
                     pipit_err_name(event->err), (unsigned long)least_ms, (unsigned long)most_ms);
}

/* ---- events ---- */

static void attempt_begin(referee_t *referee) {
    referee->open = false;
    referee->answered_200 = false;
    referee->brought_line = false;
    referee->duplicates_before = pipit_stats(referee->client)->duplicates;
    referee->restless = false;
}

void referee_started(referee_t *referee) {
    referee->running = true;
    referee->streamed = false;
    referee->waiting = false;
    referee->stopping = false;
    ladders_begin(referee);
    attempt_begin(referee);
}

void referee_stopped(referee_t *referee) {
    referee->stopping = true;
}

void referee_away(referee_t *referee) {
    referee->away_ms = pipit_sim_now_ms(referee->sim);
    referee->restless = true;
}

static void connect_check(referee_t *referee) {
    referee->open = true;
    referee->answered_200 = true;
    referee->opened_ms = pipit_sim_now_ms(referee->sim);
    referee->streamed = true;
}

static void retry_check(referee_t *referee, const pipit_event_t *event) {
    wait_check(referee, event);
    referee->due_ms = pipit_sim_now_ms(referee->sim) + event->wait_ms;
    referee->waiting = true;
    attempt_begin(referee);
}

/* @return whether the request must end with this error, because waiting does not help. */
static bool is_end(const referee_t *referee, pipit_err_t err) {
    return err == PIPIT_E_STOPPED || err == PIPIT_E_AUTH || err == PIPIT_E_NO_RULES || err == PIPIT_E_USAGE_CAP ||
           (err == PIPIT_E_FORBIDDEN && referee->rules->forbidden);
}

/* After a stop it is not known how many of the lines that had arrived were delivered. */
static void stop_check(referee_t *referee) {
    const uint64_t counted = pipit_stats(referee->client)->duplicates;
    if (counted < referee->duplicates || counted - referee->duplicates > referee->line_count)
        referee_fail(referee, "stats.duplicates after a stop");
    referee->duplicates = counted;
}

static void disconnect_check(referee_t *referee, const pipit_event_t *event) {
    if (!is_end(referee, event->err)) referee_fail(referee, "ended by %s", pipit_err_name(event->err));
    if (referee->stopping && event->err != PIPIT_E_STOPPED)
        referee_fail(referee, "stopped, and ended by %s", pipit_err_name(event->err));
    if (referee->stopping)
        stop_check(referee);
    else
        lines_end(referee);
    referee->line_count = 0;
    referee->running = false;
    referee_count(referee);
}

void referee_event(referee_t *referee, const pipit_event_t *event) {
    posts_advance(referee);
    referee->events[event->kind % 16u]++;
    if (referee->ended_inside && event->kind != PIPIT_EV_CLOSED)
        referee_fail(referee, "event %u after a part of a line", event->kind);
    referee->ended_inside = false;
    if (!referee->running) referee_fail(referee, "event %u after the end", event->kind);
    if (referee->stopping && event->kind != PIPIT_EV_DISCONNECT)
        referee_fail(referee, "event %u after a stop", event->kind);
    switch (event->kind) {
    case PIPIT_EV_CONNECT: connect_check(referee); break;
    case PIPIT_EV_LINE:
        if (event->err == PIPIT_E_TRUNCATED) {
            part_check(referee);
            break;
        }
        referee->brought_line = true;
        if (!event->notice) line_check(referee, event);
        break;
    case PIPIT_EV_KEEP_ALIVE: referee->brought_line = true; break;
    case PIPIT_EV_OVERSIZE:
        if (!has_next(referee)) {
            referee->oversize++;
            part_check(referee);
            break;
        }
        referee->brought_line = true;
        oversize_check(referee, event);
        break;
    case PIPIT_EV_GAP: /* Posts before this stream were reported as missing, so they are not expected any more */
        if (referee->opened_from > referee->first_owed) referee->first_owed = referee->opened_from;
        break;
    case PIPIT_EV_CLOSED:
    case PIPIT_EV_CONNECTION_ERROR: lines_end(referee); break; /* the link still has the number of received bytes */
    case PIPIT_EV_RETRY: retry_check(referee, event); break;
    case PIPIT_EV_DISCONNECT: disconnect_check(referee, event); break;
    default: break;
    }
}

void referee_idle(referee_t *referee, uint32_t wait_ms) {
    referee->idle_clock_steps = referee->sim->counts[PIPIT_SIM_CLOCK_BACK];
    if (referee->running && wait_ms > WAIT_MAX_MS) referee_fail(referee, "idle without a timer");
    if (referee->open) duplicates_pass(referee);
    if (referee->open && referee->line_count > 0 && wait_ms > 0 &&
        line_at(referee, 0)->end_byte <= pipit_sim_received(referee->link))
        referee_fail(referee, "Post %llu has arrived, and the client goes to sleep",
                     (unsigned long long)line_at(referee, 0)->post);
}

void referee_count(referee_t *referee) {
    const pipit_stats_t *stats = pipit_stats(referee->client);
    uint64_t reconnects = 0;
    for (size_t i = 0; i < PIPIT_RECONNECT_CAUSES; i++)
        reconnects += stats->reconnects[i];
    bool saturated = reconnects >= UINT16_MAX;
    if (stats->bytes != (uint32_t)referee->bytes) referee_fail(referee, "stats.bytes");
    if (stats->tweets != referee->posts) referee_fail(referee, "stats.tweets");
    if (stats->oversize != referee->oversize) referee_fail(referee, "stats.oversize");
    if (stats->keep_alives != referee->events[PIPIT_EV_KEEP_ALIVE]) referee_fail(referee, "stats.keep_alives");
    if (stats->connects != referee->events[PIPIT_EV_CONNECT]) referee_fail(referee, "stats.connects");
    if (stats->retries != referee->events[PIPIT_EV_RETRY]) referee_fail(referee, "stats.retries");
    if (!saturated && reconnects != stats->retries) referee_fail(referee, "stats.reconnects");
    if (stats->malformed != 0) referee_fail(referee, "stats.malformed");
    if (!referee->stopping && stats->duplicates != referee->duplicates) referee_fail(referee, "stats.duplicates");
}

/* ---- the port: it notes each open and all received bytes ---- */

static int32_t watched_open(void *io, const char *host, uint16_t port) {
    referee_t *referee = (referee_t *)io;
    uint64_t now_ms = pipit_sim_now_ms(referee->sim);
    if (!referee->running) referee_fail(referee, "opened without a request");
    if (referee->waiting && !referee->restless && !clock_stepped(referee)) {
        if (now_ms < referee->due_ms) referee_fail(referee, "opened before the wait was over");
        if (now_ms > referee->due_ms + LATE_MS) referee_fail(referee, "opened too late");
    }
    referee->waiting = false;
    referee->dialled_ms = now_ms;
    return referee->port.open(referee->port.io, host, port);
}

static int32_t watched_send(void *io, const void *bytes, size_t len) {
    referee_t *referee = (referee_t *)io;
    return referee->port.send(referee->port.io, bytes, len);
}

static int32_t watched_recv(void *io, void *bytes, size_t len) {
    referee_t *referee = (referee_t *)io;
    int32_t n = referee->port.recv(referee->port.io, bytes, len);
    if (n <= 0) return n;
    referee->bytes += (uint32_t)n;
    if (!referee->open) return n;
    referee->heard_ms = pipit_sim_now_ms(referee->sim);
    referee->clock_steps = referee->idle_clock_steps;
    return n;
}

static void watched_close(void *io) {
    referee_t *referee = (referee_t *)io;
    referee->port.close(referee->port.io);
}

static uint32_t watched_now(void *io) {
    referee_t *referee = (referee_t *)io;
    return referee->port.now(referee->port.io);
}

static void watched_wait(void *io, uint32_t max_ms) {
    referee_t *referee = (referee_t *)io;
    referee->port.wait(referee->port.io, max_ms);
}

pipit_port_t referee_init(referee_t *referee, const referee_rules_t *rules, pipit_sim_x_t *x, pipit_t *client,
                          pipit_sim_link_t *link, pipit_port_t port) {
    memset(referee, 0, sizeof *referee);
    referee->rules = rules;
    referee->sim = x->sim;
    referee->x = x;
    referee->client = client;
    referee->link = link;
    referee->port = port;
    return (pipit_port_t){.io = referee,
                          .detail = port.detail,
                          .open = watched_open,
                          .send = watched_send,
                          .recv = watched_recv,
                          .close = watched_close,
                          .now = watched_now,
                          .wait = watched_wait};
}
