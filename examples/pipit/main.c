/* SPDX-License-Identifier: MIT */
#include "app/app.h"
#include "calls/calls.h"
#include "loop.h"
#include "options/mistake.h"
#include "options/token.h"
#include "output/output_events.h"
#include "output/output_lines.h"
#include "output/output_text.h"
#include "output/status.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static app_t app;

static void on_signal(int number) {
    (void)signal(number, SIG_DFL); /* a second one ends the program at once */
    app_stop(&app);
    pipit_posix_wake(&app.waker);
}

static void signals_set(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal; /* without SA_RESTART: a wait ends */
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* an error of write() instead */
}

/* A wrong file is a wrong argument; at the first connect it would look like a failure of TLS. */
static void ca_check(const char *name) {
    FILE *file = fopen(name, "r");
    if (!file) mistake("--ca %s: %s", name, strerror(errno));
    (void)fgetc(file);
    if (ferror(file)) mistake("--ca %s: %s", name, strerror(errno)); /* a directory */
    (void)fclose(file);
}

static void *memory(size_t count, size_t size) {
    void *bytes = calloc(count, size);
    if (!bytes) mistake("not enough memory");
    return bytes;
}

/* As PIPIT_SEEN_SLOTS, for a number that is no constant. */
static size_t seen_slots(uint32_t ids) {
    size_t slots = 8;
    while (slots < (size_t)2 * ids)
        slots *= 2;
    return slots;
}

static pipit_seen_t *seen_make(app_t *a, const options_t *o) {
    if (o->dedupe == 0) return NULL;
    uint64_t *ids = memory(o->dedupe, sizeof *ids);
    uint16_t *slots = memory(seen_slots(o->dedupe), sizeof *slots);
    pipit_seen_init(&a->seen, ids, slots, o->dedupe);
    return &a->seen;
}

static void feed_name(feed_t *feed, const options_t *o, size_t number) {
    size_t twins = o->redundant ? 2 : 1;
    feed->partition = (uint8_t)(o->partition_first > 0 ? o->partition_first + number / twins : 0);
    if (o->partition_count > 1)
        snprintf(feed->name, sizeof feed->name, "partition %u%s", feed->partition,
                 !o->redundant     ? ""
                 : number % 2 == 0 ? " A"
                                   : " B");
    else if (o->redundant)
        snprintf(feed->name, sizeof feed->name, "connection %s", number == 0 ? "A" : "B");
}

static void feeds_make(app_t *a, const options_t *o) {
    bool stream = o->command == COMMAND_STREAM;
    const char *token = o->command == COMMAND_REPLAY ? "none" : NULL;
    if (o->command != COMMAND_REPLAY && o->command != COMMAND_TOKEN) token = token_read(o);
    pipit_seen_t *seen = seen_make(a, o);
    a->feed_count = stream ? (size_t)o->partition_count * (o->redundant ? 2 : 1) : 1;
    a->feeds = memory(a->feed_count, sizeof *a->feeds);
    a->links = memory(a->feed_count, sizeof(pipit_posix_t *));
    pipit_member_t *members = memory(a->feed_count, sizeof *members);
    if (pipit_posix_waker_make(&a->waker) != PIPIT_OK) mistake("no pipe: %s", strerror(errno));
    for (size_t i = 0; i < a->feed_count; i++) {
        if (stream) feed_name(&a->feeds[i], o, i);
        feed_make(&a->feeds[i], o, token, seen, &a->waker);
        a->links[i] = &a->feeds[i].tcp;
        members[i].client = &a->feeds[i].client;
        members[i].port = &a->feeds[i].port;
    }
    a->group.members = members;
    a->group.count = a->feed_count;
    if (o->command == COMMAND_REPLAY) a->feeds[0].port = replay_port(&a->replay, o->operands[0]);
}

static void start(app_t *a, const options_t *o) {
    for (size_t i = 0; i < a->feed_count; i++) {
        bool streamed = o->command == COMMAND_STREAM || o->command == COMMAND_REPLAY;
        pipit_err_t err = streamed ? feed_start(&a->feeds[i], o) : call_start(a);
        if (err != PIPIT_OK) mistake("%s", pipit_offender(&a->feeds[i].client));
    }
}

static const output_t *output_choose(const options_t *o) {
    if (o->events) return &output_events;
    if (o->command != COMMAND_STREAM && o->command != COMMAND_REPLAY) return &output_call;
    return o->jsonl || o->out ? &output_lines : &output_text;
}

static int reason_status(pipit_err_t reason) {
    uint8_t family = pipit_err_family(reason);
    if (reason == PIPIT_OK || reason == PIPIT_E_STOPPED || reason == PIPIT_E_REPLAY_DONE) return 0;
    if (reason == PIPIT_E_TLS_CA || reason == PIPIT_E_TLS_CONFIG || family == PIPIT_FAMILY_CALLER) return 2;
    if (reason == PIPIT_E_PROXY_AUTH || family == PIPIT_FAMILY_API_STOP) return 1;
    if (reason != PIPIT_E_RETRIES && family == PIPIT_FAMILY_API_WAIT) return 1; /* a call */
    return 3;
}

/* Of several connections the first that failed decides. */
static int exit_status(const app_t *a) {
    int status = 0;
    if (a->output_failed) return 4;
    if (a->refused) return 1;
    for (size_t i = 0; i < a->feed_count && status == 0; i++) {
        bool malformed = a->options->command == COMMAND_REPLAY && pipit_stats(&a->feeds[i].client)->malformed > 0;
        status = malformed ? 1 : reason_status(a->feeds[i].reason);
    }
    return status;
}

int main(int argc, char **argv) {
    static options_t options;
    static char output[65536]; /* many lines a write; stdout_flush() before each wait */
    options_read(&options, argc, argv);
    if (!isatty(STDOUT_FILENO)) (void)setvbuf(stdout, output, _IOFBF, sizeof output);
    if (options.ca_file) ca_check(options.ca_file);
    app.options = &options;
    app.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    app.status = isatty(STDERR_FILENO) && !options.events && options.command == COMMAND_STREAM;
    feeds_make(&app, &options);
    app.start_ms = app_now_ms(&app);
    start(&app, &options);
    output_lines_open(&app);
    signals_set();
    loop(&app, output_choose(&options));
    output_lines_close(&app);
    if (options.stats) stats_print(&app);
    for (size_t i = 0; i < app.feed_count; i++)
        feed_free(&app.feeds[i], &options);
    secrets_wipe(); /* the waker stays: a signal may still come */
    return exit_status(&app);
}
