/* SPDX-License-Identifier: MIT */
#include "status.h"
#include <string.h>

#define CHECK_MARK "\xe2\x9c\x93"

/* Used instead of printf(), which needs 3 KB of flash. */
typedef struct {
    char *bytes;
    size_t len;
} writer_t;

static void put(writer_t *writer, const char *text) {
    size_t room = STATUS_BYTES - 1 - writer->len;
    size_t len = strlen(text);
    if (len > room) len = room;
    memcpy(writer->bytes + writer->len, text, len);
    writer->len += len;
}

static void put_number(writer_t *writer, uint32_t number) {
    char digits[11];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(writer, digits + at);
}

#define MINUTE_S 60u
#define HOUR_S 3600u
#define DAY_S 86400u

/* Short forms: 42s, 59m, 47h, 99d, >99d. */
static void put_lag(writer_t *writer, uint32_t lag_s) {
    static const struct {
        uint32_t end_s;
        uint32_t unit_s;
        const char *name;
    } units[] = {{MINUTE_S, 1, "s"}, {HOUR_S, MINUTE_S, "m"}, {2 * DAY_S, HOUR_S, "h"}, {100 * DAY_S, DAY_S, "d"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (lag_s >= units[i].end_s) continue;
        put_number(writer, lag_s / units[i].unit_s);
        put(writer, units[i].name);
        return;
    }
    put(writer, ">99d");
}

static void put_wait(writer_t *writer, uint32_t wait_s) {
    bool long_wait = wait_s > 2 * MINUTE_S;
    put(writer, "reconnecting");
    if (wait_s == 0) return;
    put(writer, " in ");
    put_number(writer, long_wait ? (wait_s + MINUTE_S - 1) / MINUTE_S : wait_s);
    put(writer, long_wait ? "min" : " s");
}

static void put_posts(writer_t *writer, const status_t *status) {
    bool many = status->posts > 9999;
    put_number(writer, many ? status->posts / 1000 : status->posts);
    put(writer, many ? "k Posts" : status->posts == 1 ? " Post" : " Posts");
}

static void put_connected(writer_t *writer, const status_t *status) {
    if (status->posts == 0) {
        put(writer, "connected, 0 Posts");
        return;
    }
    put(writer, CHECK_MARK " ");
    put_posts(writer, status);
    if (status->lag_s == STATUS_LAG_UNKNOWN) return;
    put(writer, " lag ");
    put_lag(writer, status->lag_s);
}

size_t status_format(const status_t *status, char line[STATUS_BYTES]) {
    writer_t writer = {line, 0};
    switch (status->kind) {
    case STATUS_RULES: put(&writer, "checking rules"); break;
    case STATUS_CONNECTING: put(&writer, status->posts ? "reconnecting" : "connecting"); break;
    case STATUS_CONNECTED: put_connected(&writer, status); break;
    case STATUS_WAITING: put_wait(&writer, status->wait_s); break;
    case STATUS_STOPPED:
        put(&writer, "stopped: ");
        put(&writer, status->reason);
        break;
    }
    line[writer.len] = '\0';
    return writer.len;
}
