/* SPDX-License-Identifier: MIT */
#include "stdout.h"
#include "talk.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

void output_failed(app_t *app, const char *name, int error) {
    if (!app->output_failed) say(NULL, "%s: %s", name, strerror(error));
    app->output_failed = true;
    app_stop(app);
}

/* A reader that went away has had enough. */
static void stdout_failed(app_t *app, int error) {
    if (error != EPIPE) output_failed(app, "stdout", error);
    app_stop(app);
}

bool stdout_flush(app_t *app) {
    if (fflush(stdout) != 0) stdout_failed(app, errno);
    return !ferror(stdout);
}

void stdout_check(app_t *app) {
    if (ferror(stdout)) stdout_failed(app, errno); /* nothing but the output has set it since */
}
