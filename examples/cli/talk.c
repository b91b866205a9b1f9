/* SPDX-License-Identifier: MIT */
/* What is said on stderr: what happened, what happens next, what to do; and the status line. */
#include "app.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define STATUS_MS 250u

void status_clear(app_t *app) {
    if (app->drawn) fputs("\r\x1b[K", stderr);
    app->drawn = false;
}

static uint32_t real_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

void status_draw(app_t *app) {
    const pipit_stats_t *s = pipit_stats(&app->client);
    uint32_t now_ms = real_ms();
    if (!app->status || (app->drawn && now_ms - app->drawn_ms < STATUS_MS)) return;
    app->drawn_ms = now_ms;
    app->drawn = true;
    unsigned long seconds = app->connected ? (app->port.now(app->port.io) - app->connected_ms) / 1000u : 0;
    fprintf(stderr, "\r\x1b[K%s %lus | Posts %lu | keep-alives %lu | reconnects %lu | bytes %lu",
            app->connected ? "connected" : "not connected", seconds, (unsigned long)app->posts,
            (unsigned long)s->keep_alives, (unsigned long)s->retries, (unsigned long)s->bytes);
    if (app->lag_ms != INT64_MIN) fprintf(stderr, " | lag %.1f s", (double)app->lag_ms / 1000.0);
    (void)fflush(stderr);
}

void app_say(app_t *app, const char *format, ...) {
    va_list arguments;
    (void)fflush(stdout);
    status_clear(app);
    fputs("pipit: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void say_connect(void *ctx, pipit_t *client) {
    app_t *app = ctx;
    app->connected = true;
    app->connected_ms = app->port.now(app->port.io);
    app_say(app, "connected to %s", pipit_host(client));
}

void say_closed(void *ctx, pipit_t *client) {
    app_t *app = ctx;
    (void)client;
    app->connected = false;
    app_say(app, "X ended the stream");
}

void say_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    app_t *app = ctx;
    char words[256];
    bool hung_up = !app->connected && !app->options->tls && (err == PIPIT_E_RESET || err == PIPIT_E_CLOSED);
    (void)client;
    app->connected = false;
    const char *text = app_detail(app, err, detail, words, sizeof words);
    snprintf(app->cause, sizeof app->cause, "%s%s%s%s", pipit_strerror(err), *text ? ": " : "", text,
             hung_up ? "; does the server want https?" : "");
}

void say_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    app_t *app = ctx;
    char words[256];
    pipit_str_t detail = problem->message.ptr ? problem->message : problem->detail;
    (void)client;
    snprintf(app->cause, sizeof app->cause, "X answered %u%s%s", status, detail.ptr ? ": " : "",
             printable(detail, words, sizeof words));
}

void say_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    app_t *app = ctx;
    char when[32] = "";
    (void)client;
    (void)attempt;
    if (wait_ms > 0) {
        snprintf(when, sizeof when, " in %lu.%lu s", (unsigned long)wait_ms / 1000u,
                 (unsigned long)wait_ms % 1000u / 100u);
    }
    app_say(app, "%s%sconnecting again%s", app->cause, app->cause[0] ? "; " : "", when);
    app->cause[0] = '\0';
}

void say_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)client;
    (void)head;
    app_say(ctx, "a message of %lu bytes does not fit; raise --rx-bytes", (unsigned long)total_bytes);
}

void say_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)client;
    (void)line;
    app_say(ctx, "%s",
            err == PIPIT_E_TOKENS ? "a message has too many JSON tokens; raise --tokens" : pipit_strerror(err));
}

void say_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    app_t *app = ctx;
    char what[256];
    char why[256];
    (void)client;
    if (error->id.ptr) { /* a duplicate: what was wanted is there */
        app_say(app, "exists already as %s", printable(error->id, what, sizeof what));
        return;
    }
    app->refused = true;
    app_say(app, "X refused %s: %s", error->value.ptr ? printable(error->value, what, sizeof what) : "the request",
            printable(error->detail.ptr ? error->detail : error->title, why, sizeof why));
}

/* What this command's user can do, where pipit_strerror() cannot know it. */
static const char *advice(pipit_err_t reason) {
    switch (reason) {
    case PIPIT_E_NO_RULES: return "; pipit rules add VALUE";
    case PIPIT_E_NOT_FOUND: return "; check --api";
    case PIPIT_E_PROXY_AUTH: return "; --proxy http://user:password@host:port";
    case PIPIT_E_TLS_CA: return "; --ca FILE needs PEM certificates";
    case PIPIT_E_SERVER: return "; try again later";
    default: return "";
    }
}

void say_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    app_t *app = ctx;
    bool known = app->cause[0] != '\0';
    (void)client;
    app->reason = reason;
    if (reason == PIPIT_OK || reason == PIPIT_E_STOPPED) return;
    if (reason == PIPIT_E_REFUSED && app->refused) return; /* said rule by rule */
    if (reason == PIPIT_E_RETRIES)
        app_say(app, "%s%sgave up: --max-retries is used up", app->cause, known ? "; " : "");
    else if (known && pipit_err_family(reason) < PIPIT_FAMILY_HTTP)
        app_say(app, "%s%s", app->cause, advice(reason));
    else
        app_say(app, "%s%s%s%s", pipit_strerror(reason), advice(reason), known ? "; " : "", app->cause);
}
