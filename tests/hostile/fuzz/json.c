/* SPDX-License-Identifier: MIT */
/* JSON: in an accepted text, first and next reach each value once; strings are UTF-8, not longer than the raw text, and
 * equal when they are read twice; members are found by their names. A refused text has no values. */
#include "pipit/json.h"
#include "fuzz.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKENS 512u

static pipit_token_t tokens[TOKENS];

static bool is_container(uint8_t kind) {
    return kind == PIPIT_JSON_OBJECT || kind == PIPIT_JSON_ARRAY;
}

static void raw_check(const pipit_json_t *json, pipit_node_t node) {
    const pipit_str_t raw = pipit_json_raw(json, node);
    FUZZ_CHECK(raw.len > 0 && raw.ptr >= json->text && raw.ptr + raw.len <= json->text + json->len, "raw is outside");
}

static void text_check(pipit_json_t *json, pipit_node_t node) {
    const size_t raw = pipit_json_raw(json, node).len;
    const pipit_str_t once = pipit_json_string(json, node);
    const pipit_str_t twice = pipit_json_string(json, node);
    FUZZ_CHECK(once.ptr == twice.ptr && once.len == twice.len, "another text at the second asking");
    FUZZ_CHECK(once.len + 2u <= raw, "a text of %zu bytes was %zu", once.len, raw);
    FUZZ_CHECK(pipit_utf8_valid(once.ptr, once.len), "a text is not UTF-8");
}

/* @return the number of values inside `container`, names included. */
static uint32_t children_count(const pipit_json_t *json, pipit_node_t container) {
    uint32_t count = 0;
    for (pipit_node_t node = pipit_json_first(json, container); node != PIPIT_NODE_NONE;
         node = pipit_json_next(json, node)) {
        FUZZ_CHECK(node > container && (uint32_t)node < json->count, "node %ld", (long)node);
        count += pipit_json_key(json, node).ptr ? 2u : 1u;
    }
    return count;
}

/* A name without special characters of paths must be found: this member, or one before it with the same name. */
static void name_check(const pipit_json_t *json, pipit_node_t object, pipit_node_t node) {
    char name[64];
    const pipit_str_t key = pipit_json_key(json, node);
    FUZZ_CHECK(key.ptr >= json->text && key.ptr + key.len <= json->text + json->len, "a name is outside");
    if (key.len == 0 || key.len >= sizeof name) return;
    for (size_t i = 0; i < key.len; i++) {
        if (strchr(".[]\\", key.ptr[i])) return;
        name[i] = key.ptr[i];
    }
    name[key.len] = '\0';
    const pipit_node_t found = pipit_json_find(json, object, name);
    FUZZ_CHECK(found != PIPIT_NODE_NONE && found <= node, "'%s' is not found", name);
}

static void walk(pipit_json_t *json) {
    uint32_t met = 1; /* 1 for the root */
    for (uint32_t i = 0; i < json->count; i++) {
        const pipit_node_t node = (pipit_node_t)i;
        raw_check(json, node);
        if (!is_container(pipit_json_kind(json, node))) continue;
        met += children_count(json, node);
        if (pipit_json_kind(json, node) != PIPIT_JSON_OBJECT) continue;
        for (pipit_node_t member = pipit_json_first(json, node); member != PIPIT_NODE_NONE;
             member = pipit_json_next(json, member))
            name_check(json, node, member);
    }
    FUZZ_CHECK(met == json->count, "%lu of %lu values met", (unsigned long)met, (unsigned long)json->count);
    for (uint32_t i = 0; i < json->count; i++) {
        if (pipit_json_kind(json, (pipit_node_t)i) == PIPIT_JSON_STRING) text_check(json, (pipit_node_t)i);
    }
}

static void number_check(const pipit_json_t *json) {
    char digits[24];
    uint64_t value = 0;
    if (pipit_json_u64(json, PIPIT_NODE_ROOT, &value) != PIPIT_OK) return;
    (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    pipit_str_t raw = pipit_json_raw(json, PIPIT_NODE_ROOT);
    if (raw.len > 0 && *raw.ptr == '"') raw = (pipit_str_t){raw.ptr + 1, raw.len - 2u};
    while (raw.len > 1 && *raw.ptr == '0')
        raw = (pipit_str_t){raw.ptr + 1, raw.len - 1u};
    FUZZ_CHECK(strlen(digits) == raw.len && memcmp(digits, raw.ptr, raw.len) == 0, "%.*s is read as %s", (int)raw.len,
               raw.ptr, digits);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    pipit_json_t json;
    if (len == 0 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    const size_t most = 1u + fuzz_byte(&input) * 2u; /* tokens */
    char *text = malloc(input.left > 0 ? input.left : 1u);
    if (!text) abort();
    memcpy(text, input.at, input.left);
    const pipit_err_t err = pipit_json_parse(&json, text, input.left, tokens, most);
    FUZZ_CHECK(memcmp(text, input.at, input.left) == 0, "the text was changed");
    FUZZ_CHECK(err == PIPIT_OK || err == PIPIT_E_JSON || err == PIPIT_E_TOKENS || err == PIPIT_E_DEPTH, "%ld",
               (long)err);
    FUZZ_CHECK((err == PIPIT_OK) == (json.count > 0) && json.count <= most, "%lu tokens", (unsigned long)json.count);
    if (err == PIPIT_OK) {
        number_check(&json);
        walk(&json);
    }
    free(text);
    return 0;
}
