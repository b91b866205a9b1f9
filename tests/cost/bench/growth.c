/* SPDX-License-Identifier: MIT */
/* pipit-growth: how the cost grows with the work. CPU time for a message, depending on its size, on the number of
 * matching rules, and on the number of clients in one thread. Medians; each line has: what, how many, reader, us. */
#include "pipit/pipit.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FEED 1460
#define ROUNDS 9
#define WORK_BYTES 3000000u /* bytes of messages in one round */
#define MESSAGE_MAX 1200000u
#define CLIENTS_MAX 1000u
#define HEAD "HTTP/1.1 200 OK\r\n\r\n"

typedef struct {
    pipit_t client;
    uint8_t *rx;
    pipit_token_t *tokens;
    pipit_select_t select;
} reader_t;

static const char *const wanted[] = {"data.id", "data.text", "matching_rules.id"};
static char message[MESSAGE_MAX];
static size_t message_len;
static uint64_t found; /* number of messages whose id was read */

static void fail(const char *what) {
    fprintf(stderr, "pipit-growth: %s\n", what);
    exit(2);
}

static void drain(reader_t *reader) {
    pipit_event_t event;
    pipit_tweet_t tweet;
    while (pipit_next(&reader->client, 1000, &event)) {
        if (event.kind == PIPIT_EV_LINE && pipit_tweet_read(&event, &tweet)) found += tweet.id_number == 1;
        if (event.kind != PIPIT_EV_LINE && event.kind != PIPIT_EV_CONNECT) fail("an unexpected event");
    }
}

static void feed(reader_t *reader, const char *bytes, size_t len) {
    for (size_t n; len > 0; bytes += n, len -= n) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&reader->client, &room);
        n = len < FEED ? len : FEED;
        if (n > room) n = room;
        if (n == 0) fail("no room");
        memcpy(to, bytes, n);
        pipit_rx_ack(&reader->client, n);
        drain(reader);
    }
}

/* @return the memory of the reader in bytes. */
static size_t reader_open(reader_t *reader, size_t rx_bytes, size_t tokens, bool select) {
    size_t len;
    reader->rx = malloc(rx_bytes);
    reader->tokens = malloc(tokens * sizeof *reader->tokens);
    pipit_config_t config = {.rx = reader->rx,
                             .rx_bytes = rx_bytes,
                             .tokens = reader->tokens,
                             .token_count = tokens,
                             .bearer_token = "token"};
    pipit_select_t paths = PIPIT_SELECT(wanted);
    reader->select = paths;
    if (!reader->rx || !reader->tokens || pipit_init(&reader->client, &config) != PIPIT_OK ||
        pipit_select_use(&reader->client, select ? &reader->select : NULL) != PIPIT_OK ||
        pipit_filter(&reader->client, NULL) != PIPIT_OK)
        fail("start");
    pipit_open_ack(&reader->client);
    while (pipit_tx_buf(&reader->client, &len) && len > 0)
        pipit_tx_ack(&reader->client, len);
    feed(reader, HEAD, sizeof HEAD - 1);
    return PIPIT_RAM(rx_bytes, tokens);
}

static void reader_close(reader_t *reader) {
    free(reader->rx);
    free(reader->tokens);
}

/* ---- messages ---- */

static void add(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(message + message_len, sizeof message - message_len, format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= sizeof message - message_len) fail("the message is too long");
    message_len += (size_t)n;
}

/* Make a message of about this size, with members as in X's messages; only a few of them are selected. */
static void message_make(size_t bytes, unsigned rules) {
    message_len = 0;
    add("{\"data\":{\"id\":\"1\",\"text\":\"a text\",\"entities\":{\"urls\":[");
    for (unsigned i = 0; message_len + 60 < bytes; i++)
        add("%s{\"start\":%u,\"url\":\"https://t.co/%010u\"}", i > 0 ? "," : "", i % 280, i);
    add("]}}");
    for (unsigned i = 0; i < rules; i++)
        add("%s{\"id\":\"%u\",\"tag\":\"tag %u\"}", i > 0 ? "," : ",\"matching_rules\":[", i + 1000000000, i);
    add(rules > 0 ? "]}\r\n" : "}\r\n");
}

/* ---- times ---- */

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int compare(const void *one, const void *other) {
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Give messages to the readers in turns. @return the median time for one message, in seconds. */
static double measure(reader_t *readers, size_t count) {
    double seconds[ROUNDS];
    size_t times = WORK_BYTES / message_len + 1;
    if (times < count) times = count;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now_s();
        found = 0;
        for (size_t i = 0; i < times; i++)
            feed(&readers[i % count], message, message_len);
        seconds[round] = (now_s() - begin) / (double)times;
        if (found != times) fail("messages were lost");
    }
    qsort(seconds, ROUNDS, sizeof *seconds, compare);
    return seconds[ROUNDS / 2];
}

static void row(const char *what, size_t number, const char *name, double seconds) {
    printf("%s\t%zu\t%s\t%.3f\n", what, number, name, seconds * 1e6);
    (void)fflush(stdout);
}

static void one(const char *what, size_t number, bool select) {
    static reader_t reader;
    size_t rx_bytes = select ? 65536 : MESSAGE_MAX + 4096;
    (void)reader_open(&reader, rx_bytes, select ? 4096 : 300000, select);
    row(what, number, select ? "select" : "all", measure(&reader, 1));
    reader_close(&reader);
}

int main(void) {
    static const size_t sizes[] = {100, 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000};
    static const unsigned rules[] = {1, 3, 10, 30, 100, 300, 1000};
    static const size_t clients[] = {1, 10, 100, CLIENTS_MAX};
    static reader_t readers[CLIENTS_MAX];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        message_make(sizes[i], 0);
        one("bytes", message_len - 2, false);
        one("bytes", message_len - 2, true);
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        message_make(300, rules[i]);
        one("rules", rules[i], false);
        one("rules", rules[i], true);
    }
    message_make(300, 1);
    for (size_t i = 0; i < sizeof clients / sizeof *clients; i++) {
        for (size_t n = 0; n < clients[i]; n++) {
            if (reader_open(&readers[n], 4096, 128, false) != sizeof(pipit_t) + 4096 + 128 * sizeof(pipit_token_t))
                fail("PIPIT_RAM() is not what a client takes");
        }
        row("clients", clients[i], "all", measure(readers, clients[i]));
        for (size_t n = 0; n < clients[i]; n++)
            reader_close(&readers[n]);
    }
    return 0;
}
