/* SPDX-License-Identifier: MIT */
#include "again.h"
#include <stdio.h>
#include <string.h>

typedef struct {
    char *buf;
    size_t size;
    size_t len;
} text_t;

static void put(text_t *out, const char *text) {
    int n = snprintf(out->buf + out->len, out->size - out->len, "%s", text);
    out->len += (size_t)n < out->size - out->len ? (size_t)n : out->size - out->len - 1;
}

/* Write a word, quoted for the shell if necessary. */
static void put_word(text_t *out, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=+%@";
    put(out, " ");
    if (*word && strspn(word, plain) == strlen(word)) {
        put(out, word);
        return;
    }
    put(out, "'");
    for (; *word; word++) {
        char one[2] = {*word, '\0'};
        put(out, *word == '\'' ? "'\\''" : one);
    }
    put(out, "'");
}

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list; list++) {
        if (strcmp(text, *list) == 0) return true;
    }
    return false;
}

/* @return how many arguments from this one on are left out: 0, 1 or 2. --proxy is one, because its URL can contain a
 * password. */
static int left_out(const char *argument) {
    static const char *const flags[] = {"--redundant", "--kill-stale", NULL};
    static const char *const values[] = {
        "--limit",     "--for",          "--start-time", "--end-time", "--backfill", "--dedupe", "--backfill-minutes",
        "--partition", "--connects-max", "--proxy",      NULL};
    if (is_one_of(argument, flags)) return 1;
    return is_one_of(argument, values) ? 2 : 0;
}

static void put_time(text_t *out, const char *option, uint32_t unix_s) {
    char time[PIPIT_TIME_BYTES + 1] = "";
    pipit_time_put(unix_s, time);
    put_word(out, option);
    put_word(out, time);
}

const char *replay_command(const options_t *o, const feed_t *feed, const pipit_gap_t *gap, char *buf, size_t size) {
    text_t out = {buf, size, 0};
    buf[0] = '\0';
    put(&out, "pipit");
    for (int i = 1; i < o->argc;) {
        int skipped = left_out(o->argv[i]);
        if (skipped == 0) put_word(&out, o->argv[i]);
        i += skipped > 0 ? skipped : 1;
    }
    if (feed->partition > 0) {
        char number[8];
        snprintf(number, sizeof number, "%u", feed->partition);
        put_word(&out, "--partition");
        put_word(&out, number);
    }
    put_time(&out, "--start-time", gap->start_s);
    put_time(&out, "--end-time", gap->end_s);
    return buf;
}
