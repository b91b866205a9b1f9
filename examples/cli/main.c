/* SPDX-License-Identifier: MIT */
#include "app.h"
#include "scaled_time.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STATUS_MS 250u /* between two looks of the status line, real time */

static app_t app;

static void on_signal(int number) {
    (void)signal(number, SIG_DFL); /* a second one ends the program at once */
    pipit_stop(&app.client);
    pipit_posix_wake(&app.waker);
}

void app_post(app_t *a) {
    a->posts++;
    if (a->options->limit > 0 && a->posts >= a->options->limit) pipit_stop(&a->client);
}

const char *app_detail(const app_t *a, pipit_err_t err, int32_t detail, char *buf, size_t size) {
    uint8_t family = pipit_err_family(err);
    buf[0] = '\0';
    if (family == PIPIT_FAMILY_TLS) return pipit_tls_explain(&a->tls, buf, size);
    if (family == PIPIT_FAMILY_LINK && err != PIPIT_E_DNS && detail > 0) {
        snprintf(buf, size, "%s%s", err == PIPIT_E_CONNECT && a->options->proxy ? "--proxy: " : "", strerror(detail));
    }
    if (err == PIPIT_E_PROXY && detail > 0) snprintf(buf, size, "HTTP status %d", (int)detail);
    if (err == PIPIT_E_DNS) snprintf(buf, size, "%s", a->options->proxy ? "the host of --proxy" : a->options->host);
    return buf;
}

/* A wrong file is a wrong argument; at the first connect it would look like a failure of TLS. */
static void ca_check(const char *name) {
    FILE *file = fopen(name, "r");
    if (!file) mistake("--ca %s: %s", name, strerror(errno));
    (void)fgetc(file);
    if (ferror(file)) mistake("--ca %s: %s", name, strerror(errno)); /* a directory */
    (void)fclose(file);
}

static pipit_port_t port_make(app_t *a, const options_t *o) {
    static scaled_time_t scaled;
    pipit_port_t port = pipit_posix_port(&a->tcp);
    if (pipit_posix_waker_make(&a->waker) != PIPIT_OK) mistake("no pipe: %s", strerror(errno));
    pipit_posix_waker_use(&a->tcp, &a->waker);
    if (o->proxy && pipit_proxy_port(&a->proxy, port, o->proxy, &port) != PIPIT_OK) {
        mistake("--proxy: %s", pipit_proxy_offender(&a->proxy));
    }
    if (o->tls) {
        pipit_tls_config_t config = {.ca_file = o->ca_file};
        port = pipit_tls_port(&a->tls, port, &config);
    }
    return o->time_scale > 1 ? scaled_time_port(&scaled, port, o->time_scale) : port;
}

static pipit_err_t client_init(app_t *a, const options_t *o) {
    pipit_config_t config = {.rx_bytes = o->rx_bytes,
                             .token_count = o->tokens,
                             .bearer_token = token_read(o),
                             .host = o->host,
                             .port = o->port,
                             .stall_ms = o->stall_ms,
                             .max_retries = o->max_retries,
                             .seed = o->seed ? o->seed : (uint32_t)getpid() * 2654435761u + 1u,
                             .jitter_percent = o->jitter ? 0 : PIPIT_JITTER_OFF,
                             .wait_on_rate_limit = true};
    config.rx = malloc(o->rx_bytes);
    config.tokens = malloc(o->tokens * sizeof(pipit_token_t));
    if (!config.rx || !config.tokens) mistake("not enough memory for --rx-bytes and --tokens");
    return pipit_init(&a->client, &config);
}

static pipit_err_t request_start(app_t *a, const options_t *o) {
    switch (o->command) {
    case COMMAND_RULES_LIST: return pipit_rules_get(&a->client, o->ids, o->id_count);
    case COMMAND_RULES_ADD: return pipit_rules_add(&a->client, &o->rule, 1, o->dry_run);
    case COMMAND_RULES_DELETE: return pipit_rules_delete(&a->client, o->ids, o->id_count, o->dry_run);
    default: return o->sample ? pipit_sample(&a->client, &o->stream) : pipit_filter(&a->client, &o->stream);
    }
}

/* @return how much is left of --for, in engine time; UINT32_MAX without it. */
static uint32_t left_ms(const app_t *a) {
    uint32_t for_ms = a->options->for_s * 1000u;
    uint32_t passed_ms = a->port.now(a->port.io) - a->start_ms;
    if (for_ms == 0) return UINT32_MAX;
    return passed_ms < for_ms ? for_ms - passed_ms : 0;
}

static void sleep_most(app_t *a, uint32_t most_ms) {
    uint32_t status_ms = a->status ? STATUS_MS * a->options->time_scale : UINT32_MAX;
    if (most_ms > status_ms) most_ms = status_ms;
    if (most_ms > left_ms(a)) most_ms = left_ms(a);
    if (most_ms > 0) a->port.wait(a->port.io, most_ms);
}

static void loop(app_t *a, const pipit_handlers_t *handlers) {
    pipit_event_t event;
    while (pipit_running(&a->client)) {
        if (left_ms(a) == 0) pipit_stop(&a->client);
        if (pipit_poll(&a->client, &a->port, &event)) {
            pipit_dispatch(&a->client, &event, handlers, a);
            continue;
        }
        if (event.wait_ms == 0) continue;
        if (fflush(stdout) != 0) pipit_stop(&a->client); /* nobody reads any more */
        status_draw(a);
        sleep_most(a, event.wait_ms);
    }
    status_clear(a);
    (void)fflush(stdout);
}

static int exit_status(const app_t *a) {
    uint8_t family = pipit_err_family(a->reason);
    if (a->refused) return 1;
    if (a->reason == PIPIT_OK || a->reason == PIPIT_E_STOPPED) return 0;
    if (a->reason == PIPIT_E_TLS_CA || family == PIPIT_FAMILY_CALLER) return 2;
    if (a->reason == PIPIT_E_PROXY_AUTH || family == PIPIT_FAMILY_API_STOP) return 1;
    if (a->reason != PIPIT_E_RETRIES && family == PIPIT_FAMILY_API_WAIT) return 1; /* a rules call */
    return 3;
}

static void signals_set(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal; /* without SA_RESTART: a wait ends */
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv) {
    static options_t options;
    static const pipit_handlers_t *const outputs[] = {&output_text, &output_jsonl, &output_events};
    options_read(&options, argc, argv);
    if (options.ca_file) ca_check(options.ca_file);
    app.options = &options;
    app.lag_ms = INT64_MIN;
    app.reason = PIPIT_E_STATE;
    app.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    app.status = isatty(STDERR_FILENO) && options.output != OUTPUT_EVENTS && options.command == COMMAND_STREAM;
    if (client_init(&app, &options) != PIPIT_OK) mistake("%s", pipit_offender(&app.client));
    app.port = port_make(&app, &options);
    app.start_ms = app.port.now(app.port.io);
    if (request_start(&app, &options) != PIPIT_OK) mistake("%s", pipit_offender(&app.client));
    signals_set();
    loop(&app, outputs[options.output]);
    app.port.close(app.port.io);
    if (options.tls) pipit_tls_free(&app.tls);
    pipit_posix_free(&app.tcp);
    token_wipe(); /* the waker stays: a signal may still come */
    return exit_status(&app);
}
