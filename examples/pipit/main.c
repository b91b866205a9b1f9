/* SPDX-License-Identifier: MIT */
#include "app/app_make.h"
#include "app/exit_status.h"
#include "calls/calls.h"
#include "loop.h"
#include "options/mistake.h"
#include "options/token.h"
#include "output/output_events.h"
#include "output/output_lines.h"
#include "output/output_text.h"
#include "output/status.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static app_t app;

static void on_signal(int number) {
    (void)signal(number, SIG_DFL); /* a second signal ends the program at once */
    app_stop(&app);
    pipit_posix_wake(&app.waker);
}

static void signals_set(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal; /* without SA_RESTART, so that a signal ends a wait */
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* then write() fails with EFBIG instead */
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

int main(int argc, char **argv) {
    static options_t options;
    static char output[65536]; /* one write for many lines; stdout_flush() runs before each wait */
    options_read(&options, argc, argv);
    app.terminal = isatty(STDOUT_FILENO);
    if (!app.terminal) (void)setvbuf(stdout, output, _IOFBF, sizeof output);
    app.colour = app.terminal && !getenv("NO_COLOR");
    app.status = isatty(STDERR_FILENO) && !options.events && options.command == COMMAND_STREAM;
    app_make(&app, &options);
    start(&app, &options);
    output_lines_open(&app);
    signals_set();
    loop(&app, output_choose(&options));
    output_lines_close(&app);
    if (options.stats) stats_print(&app);
    app_free(&app);
    secrets_wipe();
    return exit_status(&app);
}
