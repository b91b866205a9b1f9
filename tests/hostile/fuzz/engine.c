/* SPDX-License-Identifier: MIT */
/* The complete engine: the input decides bytes, cuts, times and stops, over many connections. */
#include "fuzz.h"
#include "session.h"
#include <string.h>

PIPIT_SEEN_DEFINE(seen, 16);

typedef struct {
    uint8_t what;
    uint8_t backfill_minutes;
} request_t;

static pipit_err_t start(pipit_t *client, const void *with) {
    const request_t *request = with;
    const pipit_stream_t stream = {.backfill_minutes = request->backfill_minutes};
    switch (request->what % 4u) {
    case 0: return pipit_sample(client, &stream);
    case 1: return pipit_rules_get(client, NULL, 0);
    case 2: return pipit_token_request(client, "key", SESSION_TOKEN);
    default: return pipit_filter(client, &stream);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static session_log_t one;
    static session_log_t two;
    static const char *const paths[] = {"data.text", "data.id"};
    if (len < 12 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    session_plan_t plan;
    request_t request;
    memset(&plan, 0, sizeof plan);
    plan.dice = fuzz_u32(&input);
    request.what = fuzz_byte(&input);
    const uint8_t options = fuzz_byte(&input);
    request.backfill_minutes = options & 1u ? PIPIT_BACKFILL_AUTO : 0;
    plan.kill_stale = (options & 2u) != 0;
    plan.config.wait_on_rate_limit = (options & 4u) != 0;
    plan.config.raw_lines = (options & 8u) != 0 && !(options & 48u);
    plan.seen = options & 16u ? &seen : NULL;
    plan.paths = paths;
    plan.path_count = options & 32u ? 2 : 0;
    plan.config.result = options & 64u ? PIPIT_RESULT_RAW : PIPIT_RESULT_PARSED;
    plan.config.rx_bytes = PIPIT_RX_MIN + fuzz_byte(&input) * 2u;
    plan.config.token_count = PIPIT_TOKENS_MIN + fuzz_byte(&input) % 64u;
    plan.config.auth_retries = fuzz_byte(&input) % 3u;
    plan.config.jitter_percent = PIPIT_JITTER_OFF;
    plan.start = start;
    plan.with = &request;
    plan.wire = input.at;
    plan.wire_len = input.left;
    plan.cut = SESSION_RANDOM;
    plan.wild = true;
    pipit_seen_clear(&seen);
    session_run(&plan, &one);
    FUZZ_CHECK(one.started, "the request was refused");
    pipit_seen_clear(&seen);
    session_run(&plan, &two); /* a second run must give the same; otherwise memory was read before it was written */
    session_compare(&one, &two);
    plan.wild = false;
    pipit_seen_clear(&seen);
    session_run(&plan, &one);
    plan.cut = SESSION_WHOLE;
    pipit_seen_clear(&seen);
    session_run(&plan, &two);
    session_compare(&one, &two);
    return 0;
}
