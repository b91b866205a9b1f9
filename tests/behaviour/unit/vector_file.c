/* SPDX-License-Identifier: MIT */
#include "vector_file.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *file_name;
static int line_number;
static unsigned connection; /* the connection of the steps that are being read */

static void fail(const char *format, ...) {
    va_list arguments;
    fprintf(stderr, "%s:%d: ", file_name, line_number);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(2);
}

static void *grow(void *memory, size_t size) {
    void *larger = realloc(memory, size);
    if (!larger) fail("out of memory");
    return larger;
}

typedef struct {
    uint8_t *bytes;
    size_t len;
} buffer_t;

static void append(buffer_t *buffer, const void *bytes, size_t len) {
    buffer->bytes = grow(buffer->bytes, buffer->len + len + 1);
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
    buffer->bytes[buffer->len] = 0;
}

static int hex(char c) {
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    if (!at) fail("bad hex digit '%c'", c);
    return (int)(at - digits);
}

/* Replaces \r \n \t \0 \xNN. A backslash before any other character is kept, so JSON escapes are written as they are.
 * {N*text} repeats a text. */
static void unescape(const char *text, size_t len, buffer_t *out) {
    for (size_t i = 0; i < len; i++) {
        unsigned long times = 0;
        int used = 0;
        if (text[i] == '\\' && i + 1 < len && strchr("rn0", text[i + 1]) && !(i > 0 && text[i - 1] == '\\')) {
            append(out, text[i + 1] == 'r' ? "\r" : text[i + 1] == 'n' ? "\n" : "\0", 1);
            i++;
        } else if (text[i] == '\\' && i + 3 < len && text[i + 1] == 'x') {
            uint8_t byte = (uint8_t)(hex(text[i + 2]) * 16 + hex(text[i + 3]));
            append(out, &byte, 1);
            i += 3;
        } else if (text[i] == '{' && sscanf(text + i, "{%lu*%n", &times, &used) == 1 && used > 0) {
            const char *end = memchr(text + i, '}', len - i);
            if (!end) fail("no } after {N*");
            for (unsigned long n = 0; n < times; n++)
                unescape(text + i + used, (size_t)(end - (text + i)) - (size_t)used, out);
            i = (size_t)(end - text);
        } else {
            append(out, text + i, 1);
        }
    }
}

static vector_step_t *step_add(vector_t *vector, int kind) {
    vector->steps = grow(vector->steps, (vector->step_count + 1) * sizeof *vector->steps);
    vector_step_t *step = &vector->steps[vector->step_count++];
    memset(step, 0, sizeof *step);
    step->kind = kind;
    step->connection = connection;
    return step;
}

static void bytes_add(vector_t *vector, const buffer_t *bytes) {
    vector_step_t *last = vector->step_count ? &vector->steps[vector->step_count - 1] : NULL;
    if (!last || last->kind != STEP_BYTES || last->connection != connection) last = step_add(vector, STEP_BYTES);
    buffer_t joined = {last->bytes, last->len};
    append(&joined, bytes->bytes ? bytes->bytes : (const uint8_t *)"", bytes->len);
    last->bytes = joined.bytes;
    last->len = joined.len;
    vector->byte_count += bytes->len;
}

static void chunk_add(vector_t *vector, const buffer_t *payload) {
    char size[32];
    buffer_t wire = {NULL, 0};
    int len = snprintf(size, sizeof size, "%zx\r\n", payload->len);
    append(&wire, size, (size_t)len);
    append(&wire, payload->bytes, payload->len);
    append(&wire, "\r\n", 2);
    bytes_add(vector, &wire);
    free(wire.bytes);
}

static bool keyword(const char *line, const char *word, const char **rest) {
    size_t len = strlen(word);
    if (strncmp(line, word, len) != 0 || (line[len] != ' ' && line[len] != '\0')) return false;
    *rest = line[len] == ' ' ? line + len + 1 : line + len;
    return true;
}

static void time_step(vector_t *vector, int kind, const char *text) {
    step_add(vector, kind)->ms = strtoll(text, NULL, 10);
}

static void text_step(vector_t *vector, const char *before, const char *text, bool chunk) {
    buffer_t bytes = {NULL, 0};
    append(&bytes, before, strlen(before));
    unescape(text, strlen(text), &bytes);
    if (chunk)
        chunk_add(vector, &bytes);
    else
        bytes_add(vector, &bytes);
    free(bytes.bytes);
}

static void input_line(vector_t *vector, const char *line) {
    const char *rest;
    if (keyword(line, "H", &rest)) {
        text_step(vector,
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n",
                  "", false);
    } else if (keyword(line, ">", &rest))
        text_step(vector, "", rest, false);
    else if (keyword(line, "C", &rest))
        text_step(vector, "", rest, true);
    else if (keyword(line, "K", &rest))
        text_step(vector, "\r\n", "", true);
    else if (keyword(line, "E", &rest))
        text_step(vector, "0\r\n\r\n", "", false);
    else if (keyword(line, "fin", &rest))
        (void)step_add(vector, STEP_FIN);
    else if (keyword(line, "reset", &rest))
        (void)step_add(vector, STEP_RESET);
    else if (keyword(line, "next", &rest))
        connection++;
    else if (keyword(line, "stop", &rest))
        (void)step_add(vector, STEP_STOP);
    else if (keyword(line, "wait", &rest))
        time_step(vector, STEP_WAIT, rest);
    else if (keyword(line, "away", &rest))
        time_step(vector, STEP_AWAY, rest);
    else if (keyword(line, "jump", &rest))
        time_step(vector, STEP_JUMP, rest);
    else if (*line != '\0')
        fail("unknown step: %s", line);
}

static void paths_read(vector_t *vector, const char *text) {
    if (strlen(text) + 2 > sizeof vector->select) fail("too many paths: %s", text);
    for (char *to = vector->select; *text; text++)
        *to++ = *text == ',' ? '\0' : *text;
}

static void options_read(vector_t *vector, char *text) {
    for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
        if (strncmp(word, "rx=", 3) == 0)
            vector->rx_bytes = strtoul(word + 3, NULL, 10);
        else if (strncmp(word, "call=", 5) == 0)
            snprintf(vector->call, sizeof vector->call, "%s", word + 5);
        else if (strncmp(word, "retries=", 8) == 0)
            vector->max_retries = (int32_t)strtol(word + 8, NULL, 10);
        else if (strncmp(word, "auth=", 5) == 0)
            vector->auth_retries = (uint8_t)strtoul(word + 5, NULL, 10);
        else if (strcmp(word, "backfill=auto") == 0)
            vector->backfill_minutes = 255;
        else if (strncmp(word, "backfill=", 9) == 0)
            vector->backfill_minutes = (uint8_t)strtoul(word + 9, NULL, 10);
        else if (strncmp(word, "partition=", 10) == 0)
            vector->partition = (uint8_t)strtoul(word + 10, NULL, 10);
        else if (strncmp(word, "start=", 6) == 0)
            vector->start_s = (uint32_t)strtoul(word + 6, NULL, 10);
        else if (strncmp(word, "end=", 4) == 0)
            vector->end_s = (uint32_t)strtoul(word + 4, NULL, 10);
        else if (strcmp(word, "kill") == 0)
            vector->kill_stale = true;
        else if (strncmp(word, "select=", 7) == 0)
            paths_read(vector, word + 7);
        else if (strcmp(word, "seen") == 0)
            vector->seen = true;
        else if (strcmp(word, "asks") == 0)
            vector->asks = true;
        else if (strcmp(word, "patient") == 0)
            vector->wait_on_rate_limit = true;
        else if (strcmp(word, "raw") == 0)
            vector->raw = true;
        else
            fail("unknown option: %s", word);
    }
}

static vector_t *vector_add(vector_file_t *file, const char *title) {
    file->vectors = grow(file->vectors, (file->count + 1) * sizeof *file->vectors);
    vector_t *vector = &file->vectors[file->count++];
    memset(vector, 0, sizeof *vector);
    snprintf(vector->title, sizeof vector->title, "%s", title);
    snprintf(vector->call, sizeof vector->call, "filter");
    connection = 1;
    return vector;
}

/* In the log {N*text} repeats a text too. */
static void log_line(vector_t *vector, const char *line) {
    buffer_t log = {(uint8_t *)vector->log, vector->log ? strlen(vector->log) : 0};
    const char *open = strstr(line, "{");
    unsigned long times = 0;
    int used = 0;
    while (open && !(sscanf(open, "{%lu*%n", &times, &used) == 1 && used > 0))
        open = strstr(open + 1, "{");
    const char *close = open ? strchr(open, '}') : NULL;
    if (close) {
        append(&log, line, (size_t)(open - line));
        for (unsigned long n = 0; n < times; n++)
            append(&log, open + used, (size_t)(close - open) - (size_t)used);
        line = close + 1;
    }
    append(&log, line, strlen(line));
    append(&log, "\n", 1);
    vector->log = (char *)log.bytes;
}

vector_file_t vector_file_read(const char *path) {
    static char line[1 << 16];
    char title[128] = "";
    enum { OUTSIDE, INPUT, LOG } block = OUTSIDE;
    vector_file_t file = {NULL, 0};
    vector_t *vector = NULL;
    FILE *in = fopen(path, "r");
    file_name = path;
    line_number = 0;
    if (!in) fail("cannot be read");
    while (fgets(line, sizeof line, in)) {
        line_number++;
        line[strcspn(line, "\n")] = '\0';
        if (block != OUTSIDE && strncmp(line, "```", 3) == 0)
            block = OUTSIDE;
        else if (strncmp(line, "## ", 3) == 0 && block == OUTSIDE)
            snprintf(title, sizeof title, "%.120s", line + 3);
        else if (strncmp(line, "```in", 5) == 0) {
            vector = vector_add(&file, title);
            options_read(vector, line + 5);
            block = INPUT;
        } else if (strncmp(line, "```log", 6) == 0) {
            if (!vector) fail("a log without an input");
            block = LOG;
        } else if (block == INPUT)
            input_line(vector, line);
        else if (block == LOG)
            log_line(vector, line);
    }
    (void)fclose(in);
    return file;
}

void vector_file_free(vector_file_t *file) {
    for (size_t i = 0; i < file->count; i++) {
        for (size_t s = 0; s < file->vectors[i].step_count; s++)
            free(file->vectors[i].steps[s].bytes);
        free(file->vectors[i].steps);
        free(file->vectors[i].log);
    }
    free(file->vectors);
}
