/* SPDX-License-Identifier: MIT */
/* The lines of a stream, without and with select: one event for each line; the events do not depend on the pieces or on
 * the buffer size. */
#include "fuzz.h"
#include "session.h"
#include <string.h>

static const char head[] = "HTTP/1.0 200 OK\r\n\r\n";

static const char *const all[] = {"data.id",
                                  "data.text",
                                  "data.author_id",
                                  "includes.users.username",
                                  "includes.users",
                                  "matching_rules.tag",
                                  "a",
                                  "a.b",
                                  "a.b.c",
                                  "",
                                  "errors",
                                  "data"};

static pipit_err_t filter(pipit_t *client, const void *with) {
    (void)with;
    return pipit_filter(client, NULL);
}

static uint32_t lines_of(const uint8_t *bytes, size_t len) {
    uint32_t lines = 0;
    for (size_t i = 0; i < len; i++)
        lines += bytes[i] == '\n' || i + 1u == len; /* the last line may have no line end */
    return lines;
}

static uint32_t lines_said(const session_log_t *log) {
    return log->events[PIPIT_EV_LINE] + log->events[PIPIT_EV_OVERSIZE] + log->events[PIPIT_EV_KEEP_ALIVE];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static session_log_t whole;
    const char *paths[sizeof all / sizeof all[0]];
    if (len < 8 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    session_plan_t plan;
    memset(&plan, 0, sizeof plan);
    plan.dice = fuzz_u32(&input);
    const uint8_t chosen = fuzz_byte(&input);
    const uint8_t more = fuzz_byte(&input);
    plan.config.rx_bytes = PIPIT_RX_MIN + fuzz_byte(&input);
    plan.config.token_count = PIPIT_TOKENS_MIN + fuzz_byte(&input) % 64u;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if ((i < 8 ? chosen >> i : more >> (i - 8u)) & 1) paths[plan.path_count++] = all[i];
    }
    plan.paths = paths;
    plan.start = filter;
    session_run_cuts(&plan, head, input.at, input.left, &whole);
    if (whole.started && !whole.noticed)
        FUZZ_CHECK(lines_said(&whole) == lines_of(input.at, input.left), "%u events for %u lines", lines_said(&whole),
                   lines_of(input.at, input.left));
    return 0;
}
