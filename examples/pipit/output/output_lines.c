/* SPDX-License-Identifier: MIT */
/* Output for programs: the lines of the stream, unchanged or with the metadata of --metadata. */
#include "output_lines.h"
#include "out_file.h"
#include "print.h"
#include "status.h"
#include "stdout.h"
#include "talk.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define METADATA_BYTES (2 * REQUEST_TARGET_BYTES + 512)

static out_file_t file; /* of --out */

static struct iovec piece(const char *bytes, size_t len) {
    struct iovec view = {(void *)bytes, len};
    return view;
}

static void write_line(app_t *app, const struct iovec *pieces, int count) {
    if (file.name) {
        int error = out_file_write(&file, pieces, count);
        if (error == EPIPE) app_stop(app);
        if (error != 0 && error != EPIPE) output_failed(app, file.name, error);
        return;
    }
    for (int i = 0; i < count; i++) {
        const pipit_str_t text = {pieces[i].iov_base, pieces[i].iov_len};
        print_raw_json(text, app->terminal);
    }
}

static void write_plain(app_t *app, pipit_str_t line) {
    struct iovec pieces[2];
    pieces[0] = piece(line.ptr, line.len);
    pieces[1] = piece("\n", 1);
    write_line(app, pieces, 2);
}

/* A path of --path can contain characters that must be escaped in JSON. */
static size_t escaped(char *out, const char *text) {
    size_t len = 0;
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') out[len++] = '\\';
        out[len++] = *text;
    }
    out[len] = '\0';
    return len;
}

static size_t metadata_make(const app_t *app, const feed_t *feed, char *out, size_t size) {
    char target[2 * REQUEST_TARGET_BYTES];
    char when[32] = "";
    struct timespec now;
    struct tm utc;
    const options_t *o = app->options;
    bool address = strchr(o->host, ':') != NULL;
    uint16_t usual = o->tls ? 443 : 80;
    char port[8] = "";
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &utc));
    (void)escaped(target, feed->request_line.target);
    if (o->port != 0 && o->port != usual) snprintf(port, sizeof port, ":%u", o->port);
    int len = snprintf(out, size,
                       "\"__pipit\":{\"url\":\"%s://%s%s%s%s%s\",\"version\":\"%s\",\"retrieved_at\":\"%s.%03ldZ\"}}\n",
                       o->tls ? "https" : "http", address ? "[" : "", o->host, address ? "]" : "", port, target,
                       PIPIT_VERSION_STRING, when, now.tv_nsec / 1000000);
    return (size_t)len;
}

static void write_with_metadata(app_t *app, const feed_t *feed, pipit_json_t *json, pipit_node_t node) {
    static char metadata[METADATA_BYTES];
    struct iovec pieces[3];
    pipit_str_t object = pipit_json_raw(json, node);
    if (pipit_json_kind(json, node) != PIPIT_JSON_OBJECT) {
        write_plain(app, object);
        return;
    }
    bool empty = pipit_json_first(json, node) == PIPIT_NODE_NONE;
    pieces[0] = piece(object.ptr, object.len - 1);
    pieces[1] = piece(",", empty ? 0 : 1);
    pieces[2] = piece(metadata, metadata_make(app, feed, metadata, sizeof metadata));
    write_line(app, pieces, 3);
}

/* Put together what --dedupe has left of an array, in place. The nodes of `json` are not valid after it. */
static pipit_str_t array_join(const pipit_json_t *json) {
    pipit_str_t text = {json->text, 1};
    char *to = json->text;
    *to++ = '[';
    for (pipit_node_t node = pipit_json_first(json, PIPIT_NODE_ROOT); node != PIPIT_NODE_NONE;) {
        const pipit_str_t element = pipit_json_raw(json, node);
        if (to > json->text + 1) *to++ = ',';
        memmove(to, element.ptr, element.len);
        to += element.len;
        node = pipit_json_next(json, node);
    }
    *to++ = ']';
    text.len = (size_t)(to - json->text);
    return text;
}

/* A line that is not JSON is not written to a file of JSON lines, and a part of a line is written nowhere. A line with
 * too many tokens is written, because it can be JSON. */
static void line_write(app_t *app, feed_t *feed, pipit_event_t *event) {
    pipit_json_t *json = &event->json;
    bool asked = app->options->metadata && event->err == PIPIT_OK;
    if (event->err == PIPIT_E_TRUNCATED || (event->err == PIPIT_E_JSON && app->options->out)) return;
    status_clear();
    const bool is_array = pipit_json_kind(json, PIPIT_NODE_ROOT) == PIPIT_JSON_ARRAY;
    if (!asked && is_array && app->options->dedupe > 0) {
        app_count(app, event);
        write_plain(app, array_join(json));
        return;
    }
    if (!asked) {
        write_plain(app, event->data);
    } else if (is_array) {
        pipit_node_t node = pipit_json_first(json, PIPIT_NODE_ROOT);
        for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node))
            write_with_metadata(app, feed, json, node);
    } else {
        write_with_metadata(app, feed, json, PIPIT_NODE_ROOT);
    }
    app_count(app, event);
}

void output_lines_open(app_t *app) {
    const char *name = app->options->out;
    if (!name) return;
    size_t cut = out_file_open(&file, name);
    if (cut > 0) say(NULL, "--out %s: an incomplete line at its end, %zu bytes, was removed", name, cut);
}

void output_lines_close(app_t *app) {
    int error = out_file_close(&file);
    if (error != 0) output_failed(app, "--out", error);
}

const output_t output_lines = {line_write, &say_handlers, NULL};
