/* SPDX-License-Identifier: MIT */
/* pipit-linear WHAT N: work with N parts in linear_body(); linear.py counts its instructions. */
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "HTTP/1.0 200 OK\r\n\r\n"
#define RX_BYTES 4096u
#define TOKENS 64u
#define AT_ONCE 32u /* number of lines that arrive together */

/* The one of a small C library: it moves byte by byte, also a text onto itself. */
void *memmove(void *to, const void *from, size_t len) {
    volatile uint8_t *into = to; /* else this becomes a call of memmove() */
    const uint8_t *out_of = from;
    if ((uintptr_t)to <= (uintptr_t)from) {
        for (size_t i = 0; i < len; i++)
            into[i] = out_of[i];
    } else {
        for (size_t i = len; i > 0; i--)
            into[i - 1] = out_of[i - 1];
    }
    return to;
}

static peer_t *peers;
static uint64_t events;

/* ---- the kinds of work ---- */

static size_t n;
static char *text;
static size_t text_len;
static void (*body)(void);

static void add(const char *what) {
    const size_t len = strlen(what);
    memcpy(text + text_len, what, len);
    text_len += len;
}

/* A line of N bytes that arrive one by one. The buffer is large enough for all. */
static void bytes_body(void) {
    pipit_event_t event;
    for (size_t i = 0; i < n; i++) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&peers->client, &room);
        if (!to) fail("no room");
        *to = 'x';
        pipit_rx_ack(&peers->client, 1);
        if (pipit_next(&peers->client, 1000, &event)) fail("an event");
    }
}

static void stream_open(peer_t *peer, const pipit_port_t *port) {
    pipit_event_t event;
    if (pipit_filter(&peer->client, NULL) != PIPIT_OK) fail("filter");
    hears(peer, HEAD, sizeof HEAD - 1);
    for (int turn = 0; turn < 4; turn++)
        (void)pipit_poll(&peer->client, port, &event);
}

static void bytes_begin(void) {
    peers = memory(sizeof *peers);
    peer_init(peers, n + n / 2 + 1000, TOKENS);
    const pipit_port_t port = port_of(peers);
    stream_open(peers, &port);
    body = bytes_body;
}

/* N rules of 100 bytes are sent with a buffer that has room for a few. */
static pipit_rule_spec_t *rules;

static void rules_make(void) {
    rules = memory(n * sizeof *rules);
    for (size_t i = 0; i < n; i++) {
        char *value = memory(128);
        snprintf(value, 128, "from:%07zu (%080d) OR cat", i, 1);
        rules[i].value = value;
    }
}

static void add_body(void) {
    pipit_event_t event;
    const pipit_port_t port = port_of(peers);
    if (pipit_rules_add(&peers->client, rules, n, false) != PIPIT_OK) fail("add");
    hears(peers, text, 0);
    for (size_t turn = 0; pipit_want(&peers->client) & (PIPIT_WANT_SEND | PIPIT_WANT_OPEN | PIPIT_WANT_NEXT); turn++) {
        if (turn > n * 100 + 1000) fail("the request does not end");
        (void)pipit_poll(&peers->client, &port, &event);
    }
}

static void add_begin(void) {
    peers = memory(sizeof *peers);
    peer_init(peers, RX_BYTES, TOKENS);
    rules_make();
    text = memory(1);
    body = add_body;
}

/* A sync of N rules that X already has. */
static void sync_body(void) {
    static pipit_rules_sync_t sync;
    pipit_event_t event;
    pipit_rules_change_t change = {.kind = PIPIT_CHANGE_NONE};
    const pipit_port_t port = port_of(peers);
    static pipit_rule_id_t batch[1000];
    const pipit_rules_sync_config_t config = {.wanted = rules,
                                              .wanted_count = n,
                                              .marks = memory(n),
                                              .slots = memory(2 * n * sizeof(uint32_t)),
                                              .slot_count = 2 * n,
                                              .batch = batch,
                                              .batch_count = 1000};
    hears(peers, text, text_len);
    if (pipit_rules_sync_start(&sync, &peers->client, &config) != PIPIT_OK) fail("sync");
    while (change.kind != PIPIT_CHANGE_DONE) {
        if (pipit_poll(&peers->client, &port, &event))
            (void)pipit_rules_sync_next(&sync, &peers->client, &event, &change);
        if (peers->from == peers->end) pipit_link_lost(&peers->client, PIPIT_E_CLOSED, 0);
    }
    if (sync.kept != n) fail("a rule was not found");
}

static void sync_begin(void) {
    add_begin();
    text = memory(n * 200 + 1000);
    add(HEAD "{\"data\":[");
    for (size_t i = n; i-- > 0;) { /* in another order than the list */
        char rule[200];
        snprintf(rule, sizeof rule, "{\"id\":\"%zu\",\"value\":\"%s\"}%s", i + 1, rules[i].value, i > 0 ? "," : "");
        add(rule);
    }
    add("],\"meta\":{\"sent\":\"2026-11-30T00:00:00.000Z\"}}");
    body = sync_body;
}

static uint8_t *quiet; /* of each client: whether a wait has ended in which nothing arrived for it */

static pipit_group_t group_make(void) {
    pipit_port_t *ports = memory(n * sizeof *ports);
    quiet = memory(n);
    pipit_member_t *members = memory(n * sizeof *members);
    for (size_t i = 0; i < n; i++) {
        ports[i] = port_of(&peers[i]);
        members[i].client = &peers[i].client;
        members[i].port = &ports[i];
        members[i].quiet = &quiet[i];
    }
    return (pipit_group_t){.members = members, .count = n};
}

/* In a group of N clients, one after the other has AT_ONCE lines that arrived together. */
static void group_body(void) {
    pipit_group_t group = group_make();
    pipit_event_t event;
    pipit_t *client;
    for (size_t i = 0; i < n; i++) {
        hears(&peers[i], text, text_len);
        for (unsigned line = 0; line < AT_ONCE; line++) {
            if (!pipit_group_poll(&group, &event, &client)) fail("no event");
            events += client == &peers[i].client;
        }
    }
}

/* In a group of N clients none has an event. */
static void silent_body(void) {
    pipit_group_t group = group_make();
    pipit_event_t event;
    pipit_t *client;
    if (pipit_group_poll(&group, &event, &client)) fail("an event");
}

/* In a group of N clients, one has a line; the group knows that nothing has arrived for the others. */
static pipit_group_t one_group;

static void alone_body(void) {
    pipit_event_t event;
    pipit_t *client;
    if (!pipit_group_poll(&one_group, &event, &client) || client != &peers[n / 2].client) fail("no event");
    if (pipit_group_poll(&one_group, &event, &client)) fail("an event");
}

static void group_begin(void) {
    peers = memory(n * sizeof *peers);
    for (size_t i = 0; i < n; i++) {
        peer_init(&peers[i], RX_BYTES, TOKENS);
        const pipit_port_t port = port_of(&peers[i]);
        stream_open(&peers[i], &port);
    }
    text = memory(AT_ONCE * 100);
    for (unsigned line = 0; line < AT_ONCE; line++)
        add("{\"data\":{\"id\":\"1\",\"text\":\"some words of a Post\"}}\r\n");
    body = group_body;
}

static void alone_begin(void) {
    pipit_event_t event;
    pipit_t *client;
    group_begin();
    for (size_t i = 0; i < n; i++)
        hears(&peers[i], text, 0);
    one_group = group_make();
    if (pipit_group_poll(&one_group, &event, &client)) fail("an event");
    memset(quiet, 1, n);
    quiet[n / 2] = 0;
    hears(&peers[n / 2], text, text_len / AT_ONCE);
    body = alone_body;
}

static void silent_begin(void) {
    group_begin();
    for (size_t i = 0; i < n; i++)
        hears(&peers[i], text, 0);
    body = silent_body;
}

/* N ids of one of X's machines, with a distance of one millisecond, in a filter for N ids. */
static pipit_seen_t seen;

static void seen_body(void) {
    for (size_t i = 0; i < n; i++) {
        if (!pipit_seen_add(&seen, 1860000000000000000u + ((uint64_t)i << 22))) fail("seen before");
    }
}

static void seen_begin(void) {
    size_t slots = 8;
    while (slots < 2 * n)
        slots *= 2;
    pipit_seen_init(&seen, memory(n * sizeof(uint64_t)), memory(slots * sizeof(uint16_t)), (uint32_t)n);
    peers = memory(sizeof *peers);
    peer_init(peers, RX_BYTES, TOKENS);
    if (pipit_seen_use(&peers->client, &seen) != PIPIT_OK) fail("use");
    body = seen_body;
}

/* N ids that all meet, in turns: where the filter hashed without a seed, and where its seed is 0. Ids are the server's.
 */
static void meeting_body(void) {
    for (size_t i = 0; i < n; i++) {
        const uint32_t number = (uint32_t)i + 1u;
        uint32_t low = number * 0x85ebca6bu;
        uint32_t high = number;
        if (i % 2 == 1) {
            low = number;
            high = number * 0x9e3779b1u;
            high ^= high >> 15;
        }
        if (!pipit_seen_add(&seen, (uint64_t)high << 32 | low)) fail("seen before");
    }
}

static void meeting_begin(void) {
    seen_begin();
    body = meeting_body;
}

__attribute__((noinline)) static void linear_body(void) {
    body();
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*begin)(void);
    } works[] = {{"bytes", bytes_begin}, {"add", add_begin},       {"sync", sync_begin}, {"group", group_begin},
                 {"alone", alone_begin}, {"silent", silent_begin}, {"seen", seen_begin}, {"meeting", meeting_begin}};
    if (argc != 3) fail("usage: pipit-linear WHAT N");
    n = strtoul(argv[2], NULL, 10);
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        if (strcmp(argv[1], works[i].name) != 0) continue;
        works[i].begin();
        linear_body();
        return 0;
    }
    fail("what?");
}
