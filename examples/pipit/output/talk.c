/* SPDX-License-Identifier: MIT */
#include "talk.h"
#include "again.h"
#include "print.h"
#include "status.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define COMMAND_BYTES 8192

void say(const feed_t *feed, const char *format, ...) {
    va_list arguments;
    (void)fflush(stdout);
    status_clear();
    fputs("pipit: ", stderr);
    if (feed && feed->name[0] != '\0') fprintf(stderr, "%s: ", feed->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

const char *error_detail(const app_t *app, const feed_t *feed, pipit_err_t err, int32_t detail, char *buf,
                         size_t size) {
    const options_t *o = app->options;
    uint8_t family = pipit_err_family(err);
    buf[0] = '\0';
    if (family == PIPIT_FAMILY_TLS) return tls_explain(&feed->tls, buf, size);
    if (family == PIPIT_FAMILY_LINK && err != PIPIT_E_DNS && detail > 0) {
        snprintf(buf, size, "%s%s", err == PIPIT_E_CONNECT && o->proxy ? "--proxy: " : "", strerror(detail));
    }
    if (family == PIPIT_FAMILY_PROXY && detail > 0) snprintf(buf, size, "HTTP status %d", (int)detail);
    if (err == PIPIT_E_DNS) snprintf(buf, size, "%s", o->proxy ? "the host of --proxy" : o->host);
    return buf;
}

static bool is_replay(const app_t *app) {
    return app->options->command == COMMAND_REPLAY;
}

void say_connect(void *ctx, pipit_t *client) {
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    feed->connected = true;
    feed->connected_ms = app_uptime_ms(app);
    if (!is_replay(app)) say(feed, "connected to %s", pipit_host(client));
}

void say_closed(void *ctx, pipit_t *client) {
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    feed->connected = false;
    bool asked = app->options->start_time || app->options->end_time;
    if (!is_replay(app) && !asked) say(feed, "X ended the stream");
}

void say_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    char words[256];
    bool unchunked = is_replay(app) && err == PIPIT_E_CHUNK;
    bool hung_up = !feed->connected && !app->options->tls && (err == PIPIT_E_RESET || err == PIPIT_E_CLOSED);
    feed->connected = false;
    const char *text = error_detail(app, feed, err, detail, words, sizeof words);
    snprintf(feed->cause, sizeof feed->cause, "%s%s%s%s%s", pipit_strerror(err), *text ? ": " : "", text,
             hung_up ? "; does the server want https?" : "",
             unchunked ? "; record an answer with its chunks, as curl --include --raw does" : "");
}

void say_request_error(void *ctx, pipit_t *client, uint16_t status, const pipit_problem_t *problem) {
    feed_t *feed = feed_of(client);
    char words[256];
    char date[16];
    pipit_str_t detail = problem->message.ptr ? problem->message : problem->detail;
    (void)ctx;
    if (!detail.ptr) detail = problem->title;
    snprintf(feed->cause, sizeof feed->cause, "the answer was %u%s%s%s%s", status, detail.ptr ? ": " : "",
             printable(detail, words, sizeof words), problem->reset_date.ptr ? "; reset date: " : "",
             printable(problem->reset_date, date, sizeof date));
}

/* A recording is not tried again, so its error is printed without a delay. */
static void say_broken(app_t *app, feed_t *feed) {
    if (feed->cause[0] != '\0') say(feed, "%s: %s", app->options->operands[0], feed->cause);
    feed->cause[0] = '\0';
}

void say_retry(void *ctx, pipit_t *client, uint32_t wait_ms, uint32_t attempt) {
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    char when[32] = "";
    (void)attempt;
    if (is_replay(app)) {
        say_broken(app, feed);
        return;
    }
    if (wait_ms > 0) {
        snprintf(when, sizeof when, " in %lu.%lu s", (unsigned long)wait_ms / 1000u,
                 (unsigned long)wait_ms % 1000u / 100u);
    }
    say(feed, "%s%sconnecting again%s", feed->cause, feed->cause[0] ? "; " : "", when);
    feed->cause[0] = '\0';
}

void say_gap(void *ctx, pipit_t *client, const pipit_gap_t *gap) {
    static char command[COMMAND_BYTES];
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    const bool asked = app->options->start_time || app->options->end_time;
    say(feed,
        asked ? "the last message is %lu s older than --end-time; if X has more, this fetches it: %s"
              : "%lu s are missing; this fetches them: %s",
        (unsigned long)(gap->end_s - gap->start_s), replay_command(app->options, feed, gap, command, sizeof command));
}

void say_kill(void *ctx, pipit_t *client, uint16_t status, pipit_err_t err) {
    feed_t *feed = feed_of(client);
    (void)ctx;
    feed->cause[0] = '\0'; /* the message below already says that X still counts a connection */
    if (err != PIPIT_OK)
        say(feed, "X still counts a dead connection; the request to end it failed: %s", pipit_strerror(err));
    else
        say(feed, "X still counts a dead connection; asked to end it, X answered %u", status);
}

void say_oversize(void *ctx, pipit_t *client, pipit_str_t head, uint32_t total_bytes) {
    (void)ctx;
    (void)head;
    say(feed_of(client), "a message of %lu bytes does not fit; raise --rx-bytes", (unsigned long)total_bytes);
}

void say_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)line;
    say(feed_of(client), "%s",
        err == PIPIT_E_TOKENS ? "a message has too many JSON tokens; raise --tokens" : pipit_strerror(err));
}

void say_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    app_t *app = ctx;
    char what[256];
    char why[256];
    (void)client;
    app->refused = true;
    say(NULL, "X refused %s: %s", error->value.ptr ? printable(error->value, what, sizeof what) : "the request",
        printable(error->detail.ptr ? error->detail : error->title, why, sizeof why));
}

/* Advice that names options of this command, which pipit_strerror() does not know. */
static const char *advice(const app_t *app, pipit_err_t reason) {
    switch (reason) {
    case PIPIT_E_NO_RULES: return "; pipit rules add VALUE";
    case PIPIT_E_NOT_FOUND: return "; check --api";
    case PIPIT_E_REFUSED: return app->options->command == COMMAND_TOKEN ? ", a bearer token" : "";
    case PIPIT_E_PROXY_AUTH: return "; --proxy http://user:password@host:port";
    case PIPIT_E_TLS_CA: return "; --ca FILE needs PEM certificates";
    case PIPIT_E_SERVER: return "; try again later";
    case PIPIT_E_PAGES: return "; --max-pages N";
    default: return "";
    }
}

static const char *reason_text(const app_t *app, pipit_err_t reason) {
    const bool is_token = app->options->command == COMMAND_TOKEN && reason == PIPIT_E_AUTH;
    return is_token ? "X does not accept the key or the secret; check both in the developer portal"
                    : pipit_strerror(reason);
}

void say_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    app_t *app = ctx;
    feed_t *feed = feed_of(client);
    bool known = feed->cause[0] != '\0';
    feed->reason = reason;
    feed->connected = false;
    if (reason == PIPIT_OK || reason == PIPIT_E_STOPPED) return;
    if (reason == PIPIT_E_REFUSED && app->refused) return; /* already printed for each item */
    if (reason == PIPIT_E_REPLAY_DONE && is_replay(app)) return;
    if (reason == PIPIT_E_RETRIES)
        say(feed, "%s%sgave up: --max-retries is used up", feed->cause, known ? "; " : "");
    else if (known && pipit_err_family(reason) < PIPIT_FAMILY_HTTP && reason != PIPIT_E_NOT_X)
        say(feed, "%s%s", feed->cause, advice(app, reason));
    else
        say(feed, "%s%s%s%s", reason_text(app, reason), advice(app, reason), known ? "; " : "", feed->cause);
}

const pipit_handlers_t say_handlers = {
    .on_connect = say_connect,
    .on_oversize = say_oversize,
    .on_exception = say_exception,
    .on_closed = say_closed,
    .on_connection_error = say_connection_error,
    .on_request_error = say_request_error,
    .on_retry = say_retry,
    .on_gap = say_gap,
    .on_kill = say_kill,
    .on_disconnect = say_disconnect,
};
