/* SPDX-License-Identifier: MIT */
/* Answers to calls about rules, connections and subscriptions: the events do not depend on the pieces, and there are as
 * many events as the answer has elements. */
#include "fuzz.h"
#include "session.h"
#include <string.h>

static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

static pipit_err_t call(pipit_t *client, const void *with) {
    static const pipit_rule_spec_t rules[] = {{"cat has:images", "cats"}, {"dog", NULL}};
    static const char *const ids[] = {"1166895166390583299"};
    switch (*(const uint8_t *)with % 9u) {
    case 0: return pipit_rules_get(client, NULL, 0);
    case 1: return pipit_rules_add(client, rules, 2, false);
    case 2: return pipit_rules_delete(client, ids, 1, false);
    case 3: return pipit_rules_list(client, NULL);
    case 4: return pipit_rules_count(client);
    case 5: return pipit_connections_list(client, NULL, NULL);
    case 6: return pipit_connections_kill_all(client);
    case 7: return pipit_subscriptions_list(client, NULL);
    default: return pipit_powerstream_rules_list(client);
    }
}

/* @return the number of elements of the array in this member; -1 if it is not an array, or if there are two. */
static int elements(const pipit_json_t *json, const char *name) {
    int count = 0;
    int met = 0;
    for (pipit_node_t member = pipit_json_first(json, PIPIT_NODE_ROOT); member != PIPIT_NODE_NONE;
         member = pipit_json_next(json, member)) {
        const pipit_str_t key = pipit_json_key(json, member);
        if (memchr(key.ptr, '\\', key.len)) return -1;
        if (key.len != strlen(name) || memcmp(key.ptr, name, key.len) != 0) continue;
        if (++met > 1 || pipit_json_kind(json, member) != PIPIT_JSON_ARRAY) return -1;
        for (pipit_node_t node = pipit_json_first(json, member); node != PIPIT_NODE_NONE;
             node = pipit_json_next(json, node))
            count++;
    }
    return count;
}

/* Check a list of rules: each element gives one event. */
static void count_check(const session_log_t *log, const uint8_t *body, size_t len) {
    static pipit_token_t tokens[FUZZ_INPUT_BYTES];
    static char copy[FUZZ_INPUT_BYTES];
    pipit_json_t json;
    memcpy(copy, body, len);
    if (pipit_json_parse(&json, copy, len, tokens, FUZZ_INPUT_BYTES) != PIPIT_OK) return;
    if (pipit_json_kind(&json, PIPIT_NODE_ROOT) != PIPIT_JSON_OBJECT) return;
    const int data = elements(&json, "data");
    const int errors = elements(&json, "errors");
    if (data < 1 || errors < 0) return;
    const uint32_t said =
        log->events[PIPIT_EV_ITEM] + log->events[PIPIT_EV_ITEM_ERROR] + log->events[PIPIT_EV_OVERSIZE];
    FUZZ_CHECK(said >= (uint32_t)(data + errors) && said <= (uint32_t)(data + errors) + 1u /* a long meta */,
               "%u events for %d and %d elements", said, data, errors);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static session_log_t whole;
    if (len < 8 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    session_plan_t plan;
    memset(&plan, 0, sizeof plan);
    plan.dice = fuzz_u32(&input);
    const uint8_t which = fuzz_byte(&input);
    plan.config.result = fuzz_byte(&input) & 1u ? PIPIT_RESULT_RAW : PIPIT_RESULT_PARSED;
    plan.config.rx_bytes = PIPIT_RX_MIN + fuzz_byte(&input) * 2u;
    plan.config.token_count = PIPIT_TOKENS_MIN + fuzz_byte(&input) % 64u;
    plan.start = call;
    plan.with = &which;
    session_run_cuts(&plan, head, input.at, input.left, &whole);
    FUZZ_CHECK(whole.started, "the call was refused");
    if (plan.config.result == PIPIT_RESULT_PARSED && which % 9u == 3) count_check(&whole, input.at, input.left);
    return 0;
}
