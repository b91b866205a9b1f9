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

/* If the reader of a pipe has ended, for example `head`, this is not an error. Only the first error counts, because
 * stdout stays failed, and errno changes. */
static void stdout_failed(app_t *app, int error) {
    static bool failed;
    if (!failed && error != EPIPE) output_failed(app, "stdout", error);
    failed = true;
    app_stop(app);
}

bool stdout_flush(app_t *app) {
    if (fflush(stdout) != 0) stdout_failed(app, errno);
    return !ferror(stdout);
}

void stdout_check(app_t *app) {
    if (ferror(stdout)) stdout_failed(app, errno); /* errno is still that of the last write */
}
