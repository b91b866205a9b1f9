/* SPDX-License-Identifier: MIT */
/* A session (a rules call, two connects, keep-alives, Posts of three sizes, a notice) in which the connection is cut
 * after every single byte in each direction: by FIN, by RST, or by silence.
 *
 *     cuts [EVERY]      only every EVERY-th byte; 1: all
 *
 * Each run must deliver every Post once, and nothing else. The attempt that is cut must end with the error that belongs
 * to the place of the cut in the HTTP framing. */
#include "referee.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POSTS 14u
#define SESSION_BYTES 65536u
#define CONNECTIONS 8u
#define SEED 4u
#define PATIENCE_MS 3600000u

PIPIT_DEFINE(feed, 16384, 64);
PIPIT_SEEN_DEFINE(seen, 64);
static pipit_recovery_t recovery;

/* The bytes of the session without a cut. */
typedef struct {
    uint8_t bytes[SESSION_BYTES];
    bool known[SESSION_BYTES]; /* the client has read this byte */
    uint64_t begins[CONNECTIONS];
    uint32_t connections;
    uint64_t sent_to_client;
    uint64_t sent_to_peer;
    uint64_t request_ends[CONNECTIONS];
} session_t;

static session_t session;
static pipit_sim_t sim;
static pipit_sim_x_t x;
static pipit_sim_link_t wire;
static referee_t referee;
static bool recording;

/* The result of a run. */
typedef struct {
    pipit_err_t error; /* the first error that is not a notice */
    uint64_t last;     /* the run ends after this Post */
    bool call_done;
    uint32_t call_tries;
    bool noticed;
    uint32_t sizes; /* one bit for each size of Posts */
} run_t;

static run_t run;

/* ---- the port, which records what the client reads ---- */

static pipit_port_t inner;

static int32_t recording_open(void *io, const char *host, uint16_t port) {
    if (recording && session.connections < CONNECTIONS) {
        session.begins[session.connections] = wire.to_client.since_made;
        session.connections++;
    }
    return inner.open(io, host, port);
}

static int32_t recording_recv(void *io, void *bytes, size_t len) {
    uint64_t at = pipit_sim_received(&wire);
    int32_t n = inner.recv(io, bytes, len);
    if (n <= 0 || !recording) return n;
    at += session.begins[session.connections - 1u];
    memcpy(session.bytes + at, bytes, (size_t)n);
    memset(session.known + at, 1, (size_t)n);
    return n;
}

static int32_t recording_send(void *io, const void *bytes, size_t len) {
    int32_t n = inner.send(io, bytes, len);
    if (recording) session.request_ends[session.connections - 1u] = wire.to_peer.since_made;
    return n;
}

/* ---- one run ---- */

static const referee_rules_t rules = {.dedupe = true,
                                      .recovers = true,
                                      .line_max = 16384 - PIPIT_RX_SLACK,
                                      .budget_wait_ms = 40000,
                                      .uptime_ms = 20000,
                                      .kills = true};

static void world_make(void) {
    const pipit_sim_x_config_t config = {.post_every_ms = 20000,
                                         .medium_percent = 30,
                                         .large_percent = 10,
                                         .troubles = {[PIPIT_SIM_X_NOTICE] = 150},
                                         .sent = referee_sent,
                                         .opened = referee_opened,
                                         .io = &referee};
    pipit_sim_init(&sim, SEED, NULL);
    pipit_sim_x_init(&x, &sim, &config);
    inner = pipit_sim_port(&wire, &sim, &pipit_sim_x_peer, &x);
    memset(&run, 0, sizeof run);
    pipit_seen_clear(&seen);
}

static void error_note(const pipit_event_t *event) {
    bool ends = event->kind == PIPIT_EV_CLOSED || event->kind == PIPIT_EV_CONNECTION_ERROR;
    if (ends && event->err != PIPIT_E_NOTICE && run.error == PIPIT_OK) run.error = event->err;
}

/* Repeat the call until it succeeds. */
static void call_make(const pipit_port_t *port) {
    static const pipit_rule_spec_t rule = {.value = "cat has:images", .tag = "cats"};
    pipit_event_t event;
    while (!run.call_done && run.call_tries++ < 4) {
        (void)pipit_rules_add(&feed, &rule, 1, false);
        while (pipit_running(&feed)) {
            if (!pipit_poll(&feed, port, &event)) {
                port->wait(port->io, event.wait_ms);
                continue;
            }
            error_note(&event);
            if (event.kind == PIPIT_EV_DISCONNECT) run.call_done = event.err == PIPIT_OK;
        }
    }
}

static bool all_came(void) {
    for (uint64_t post = referee.first_owed; post <= run.last; post++)
        if (referee.delivered[post % REFEREE_POSTS] != 1) return false;
    return true;
}

static void stream_event(const pipit_event_t *event) {
    referee_event(&referee, event);
    error_note(event);
    if (event->notice) run.noticed = true;
    if (event->kind == PIPIT_EV_LINE && !event->notice)
        run.sizes |= event->total_bytes > 4096 ? 4u : event->total_bytes > 1024 ? 2u : 1u;
    if (event->kind == PIPIT_EV_CONNECT && run.last == 0) run.last = referee.first_owed + POSTS - 1u;
    if (run.last == 0 || !all_came() || pipit_stopping(&feed)) return;
    referee_stopped(&referee);
    pipit_stop(&feed);
}

static void stream_run(const pipit_port_t *port) {
    const pipit_stream_t stream = {.backfill_minutes = PIPIT_BACKFILL_AUTO};
    pipit_event_t event;
    referee_started(&referee);
    (void)pipit_filter(&feed, &stream);
    while (pipit_running(&feed) && !referee_failed(&referee)) {
        if (pipit_sim_now_ms(&sim) > PATIENCE_MS) {
            referee_fail(&referee, "it does not come to an end");
        } else if (pipit_poll(&feed, port, &event)) {
            stream_event(&event);
        } else {
            referee_idle(&referee, event.wait_ms);
            port->wait(port->io, event.wait_ms);
        }
    }
}

static void session_run(uint8_t direction, uint8_t fault, uint64_t at_byte) {
    world_make();
    if (fault < PIPIT_SIM_FAULTS) pipit_sim_cut(&wire, direction, fault, at_byte);
    pipit_port_t port = inner;
    port.open = recording_open;
    port.recv = recording_recv;
    port.send = recording_send;
    const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = PIPIT_SIM_X_TOKEN,
                                   .jitter_percent = PIPIT_JITTER_OFF};
    pipit_port_t watched = referee_init(&referee, &rules, &x, &feed, &wire, port);
    if (pipit_init(&feed, &config) != PIPIT_OK) exit(2);
    call_make(&port);
    /* The referee watches only the stream, so the client begins again with counters of 0. */
    if (pipit_init(&feed, &config) != PIPIT_OK) exit(2);
    recovery = (pipit_recovery_t){.kill_stale = &pipit_kill_stale};
    (void)pipit_seen_use(&feed, &seen);
    (void)pipit_recovery_use(&feed, &recovery);
    stream_run(&watched);
    if (!referee_failed(&referee)) referee_count(&referee);
}

/* ---- the expected results ---- */

/* @return the number of the connection to which the byte before `at` belongs. */
static uint32_t connection_at(uint64_t at) {
    uint32_t connection = 0;
    while (connection + 1u < session.connections && session.begins[connection + 1u] < at)
        connection++;
    return connection;
}

/* The client ends each connection after its last line. It does not need the CRLF of the chunk after it. */
static bool is_over(uint64_t at) {
    uint32_t next = connection_at(at) + 1u;
    return at + 2u >= (next < session.connections ? session.begins[next] : session.sent_to_client);
}

/* The position in the answer after the bytes before `at`. */
typedef enum { IN_HEAD, IN_LENGTH, IN_CHUNKS, BETWEEN_CHUNKS, AFTER } place_t;

static uint64_t number_at(const uint8_t *text, unsigned base) {
    return strtoull((const char *)text, NULL, (int)base);
}

static place_t place_of(uint64_t begin, uint64_t at) {
    const char *head = (const char *)session.bytes + begin;
    const char *body = strstr(head, "\r\n\r\n");
    const char *length = strstr(head, "content-length: ");
    uint64_t place = begin + (uint64_t)(body + 4 - head);
    if (at < place) return IN_HEAD;
    if (length && length < body) return at < place + number_at((const uint8_t *)length + 16, 10) ? IN_LENGTH : AFTER;
    while (place < at) {
        uint64_t size = number_at(session.bytes + place, 16);
        const char *line = (const char *)session.bytes + place;
        place += (uint64_t)(strstr(line, "\r\n") + 2 - line) + size + 2u;
        if (at < place) return IN_CHUNKS;
    }
    return BETWEEN_CHUNKS;
}

static pipit_err_t expected_to_client(uint8_t fault, uint64_t at) {
    const place_t place = place_of(session.begins[connection_at(at)], at);
    if (place == AFTER || (place >= IN_CHUNKS && is_over(at))) return PIPIT_OK;
    if (fault == PIPIT_SIM_RST) return PIPIT_E_RESET;
    if (fault == PIPIT_SIM_SILENCE) return place == IN_HEAD ? PIPIT_E_HEAD_TIMEOUT : PIPIT_E_STALL;
    return place == IN_LENGTH || place == IN_CHUNKS ? PIPIT_E_TRUNCATED : PIPIT_E_CLOSED;
}

static pipit_err_t expected_to_peer(uint8_t fault) {
    if (fault == PIPIT_SIM_RST) return PIPIT_E_RESET;
    return fault == PIPIT_SIM_SILENCE ? PIPIT_E_HEAD_TIMEOUT : PIPIT_E_CLOSED;
}

/* @return whether a request ends at this byte. Then it was received completely, and silence after it loses nothing. */
static bool is_request_end(uint64_t at) {
    for (uint32_t i = 0; i < session.connections; i++)
        if (session.request_ends[i] == at) return true;
    return false;
}

static int failures;

static void judge(const char *direction, uint8_t fault, uint64_t at, pipit_err_t expected) {
    const bool ended = run.call_done && all_came() && !pipit_running(&feed);
    if (!referee_failed(&referee) && ended && run.error == expected) return;
    failures++;
    printf("FAILED  %s by %s behind byte %llu: %s, expected %s%s%s\n", direction, pipit_sim_fault_name(fault),
           (unsigned long long)at, pipit_err_name(run.error), pipit_err_name(expected), ended ? "" : ", not all came",
           referee.failure);
}

static void record(void) {
    recording = true;
    session_run(PIPIT_SIM_TO_CLIENT, PIPIT_SIM_FAULTS, 0);
    recording = false;
    session.sent_to_client = wire.to_client.since_made;
    session.sent_to_peer = wire.to_peer.since_made;
    bool whole = run.error == PIPIT_OK && run.noticed && run.sizes == 7u && session.connections == 3 &&
                 referee.events[PIPIT_EV_KEEP_ALIVE] >= 2 && !referee_failed(&referee);
    if (whole) return;
    printf("FAILED  the session itself: %s; sizes %u, connections %u, keep-alives %lu, notice %d, %s\n",
           referee.failure, run.sizes, session.connections, (unsigned long)referee.events[PIPIT_EV_KEEP_ALIVE],
           run.noticed, pipit_err_name(run.error));
    exit(1);
}

int main(int argc, char **argv) {
    static const uint8_t faults[] = {PIPIT_SIM_FIN, PIPIT_SIM_RST, PIPIT_SIM_SILENCE};
    const uint64_t every = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned long runs = 0;
    record();
    for (size_t i = 0; i < sizeof faults; i++) {
        for (uint64_t at = 0; at < session.sent_to_client; at += every) {
            if (!session.known[at]) continue;
            session_run(PIPIT_SIM_TO_CLIENT, faults[i], at);
            judge("to the client", faults[i], at, expected_to_client(faults[i], at));
            runs++;
        }
        for (uint64_t at = 0; at < session.sent_to_peer; at++) {
            if (faults[i] == PIPIT_SIM_SILENCE && is_request_end(at)) continue;
            session_run(PIPIT_SIM_TO_PEER, faults[i], at);
            judge("to the peer", faults[i], at, expected_to_peer(faults[i]));
            runs++;
        }
    }
    printf("%lu runs, %d failed\n", runs, failures);
    return failures == 0 ? 0 : 1;
}
