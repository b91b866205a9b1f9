/* SPDX-License-Identifier: MIT */
/* What all calls have in common: how they begin, what their texts may be, how answers are read. */
#include "../pipit_int.h"
#if PIPIT_CFG_CALLS
#include "../base/pipit_word.h"
#include <string.h>

const char pipit_i_bytes[] = ".-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

pipit_err_t pipit_i_call(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows,
                         size_t count) {
    pipit_request_t *request = &client->request;
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    memset(request, 0, sizeof *request);
    request->endpoint = call->endpoint;
    request->method = call->method;
    request->of.call.kind = call;
    request->of.call.rows = rows;
    request->of.call.row_count = (uint32_t)count;
    return pipit_i_start(client);
}

pipit_err_t pipit_i_call_list(pipit_t *client, const pipit_i_call_t *call, const pipit_page_t *page,
                              uint16_t max_results) {
    bool valid = !page || (page->max_results <= max_results && memchr(page->token, '\0', sizeof page->token));
    pipit_err_t err = pipit_i_call(client, call, valid ? PIPIT_I_GOOD : PIPIT_I_BAD_PAGE, NULL, 0);
    if (err == PIPIT_OK) client->request.of.call.page = page;
    return err;
}

bool pipit_i_word_fits(const char *text, const char *set, size_t most) {
    size_t len = text ? strlen(text) : 0;
    return len >= 1 && len <= most && strspn(text, set) == len;
}

bool pipit_i_words_fit(const char *const *texts, size_t count, const char *set, size_t most) {
    for (size_t i = 0; i < count; i++) {
        if (!pipit_i_word_fits(texts[i], set, most)) return false;
    }
    return true;
}

bool pipit_i_text_fits(const char *text, size_t most) {
    size_t characters = 0;
    if (!pipit_utf8_valid(text, strlen(text))) return false;
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xc0u) != 0x80u) characters++;
    }
    return characters >= 1 && characters <= most;
}

bool pipit_i_event_is(const pipit_event_t *event, uint8_t kind) {
    return event->kind == kind && pipit_json_kind(&event->json, PIPIT_NODE_ROOT) == PIPIT_JSON_OBJECT;
}

bool pipit_i_flag(const pipit_json_t *json, pipit_node_t object, const char *name) {
    return pipit_json_kind(json, pipit_i_member(json, object, name)) == PIPIT_JSON_TRUE;
}

void pipit_i_counts(const pipit_json_t *json, pipit_node_t object, const char *names, uint32_t *out) {
    for (; *names != '\0'; names += strlen(names) + 1, out++) {
        uint64_t value = 0;
        pipit_node_t node = pipit_i_member(json, object, names);
        (void)pipit_json_u64(json, node, &value);
        for (node = pipit_json_first(json, node); node != PIPIT_NODE_NONE; node = pipit_json_next(json, node))
            value++;
        *out = (uint32_t)value;
    }
}

bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title) {
    return pipit_i_word_in(json, PIPIT_NODE_ROOT, "type") == type ||
           pipit_i_word_in(json, PIPIT_NODE_ROOT, "title") == title;
}

bool pipit_i_rule_existed(const pipit_json_t *json) {
    return pipit_i_error_is(json, PIPIT_I_WORD_DUPLICATE_RULES, PIPIT_I_WORD_DUPLICATE_RULE);
}
#endif
