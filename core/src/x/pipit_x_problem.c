/* SPDX-License-Identifier: MIT */
#include "../base/pipit_hash.h"
#include "../json/pipit_json_int.h"
#include "pipit/problem.h"
#include "pipit_x.h"
#include <string.h>

void pipit_i_last_segment(pipit_str_t *s) {
    for (size_t i = s->len; i > 0; i--) {
        if (s->ptr[i - 1] == '/') {
            s->ptr += i;
            s->len -= i;
            return;
        }
    }
}

/* The hash of the last segment of a path, or of the first word of a text. */
PIPIT_I_OWN_FRAME uint32_t hash_of(const pipit_json_t *json, pipit_node_t node) {
    const pipit_str_t content = pipit_i_content(json, node);
    uint32_t hash = PIPIT_I_HASH_NONE;
    for (size_t i = 0; i < content.len && content.ptr[i] != ' '; i++)
        hash = content.ptr[i] == '/' ? PIPIT_I_HASH_NONE : PIPIT_I_HASH_NEXT(hash, content.ptr[i]);
    return hash;
}

uint32_t pipit_i_hash_in(const pipit_json_t *json, pipit_node_t object, const char *name) {
    return hash_of(json, pipit_i_member(json, object, name));
}

static pipit_node_t first_error(const pipit_json_t *json, pipit_node_t node) {
    return pipit_json_first(json, pipit_i_member(json, node, "errors"));
}

/* What X says in its own words means the same with every status: hashes of `type`, `title`, `message`, connection_issue
 * or disconnect_type. */
static const uint32_t meanings[] = {
    PIPIT_I_HASH_CREDITS,
    PIPIT_I_HASH_CREDITS_DEPLETED,
    PIPIT_I_HASH_NO_CREDITS,
    PIPIT_I_HASH_USAGE_CAPPED,
    PIPIT_I_HASH_USAGE_CAP_EXCEEDED,
    PIPIT_I_HASH_SPEND_CAP_REACHED,
    PIPIT_I_HASH_RULE_CAP,
    PIPIT_I_HASH_RULES_CAP_EXCEEDED,
    PIPIT_I_HASH_RULE_CONFIGURATION_ISSUE,
    PIPIT_I_HASH_OPERATIONAL_DISCONNECT,
    PIPIT_I_HASH_STREAMING_CONNECTION,
    PIPIT_I_HASH_CLIENT_DISCONNECTED,
    PIPIT_I_HASH_FORCED,
    PIPIT_I_HASH_FORCE,
    PIPIT_I_HASH_PROVISIONING_SUBSCRIPTION,
};
static const int8_t meaning_errors[] = {
    PIPIT_E_CREDITS,   PIPIT_E_CREDITS,  PIPIT_E_CREDITS,  PIPIT_E_USAGE_CAP, PIPIT_E_USAGE_CAP,
    PIPIT_E_SPEND_CAP, PIPIT_E_RULE_CAP, PIPIT_E_RULE_CAP, PIPIT_E_NO_RULES,  PIPIT_E_NOTICE,
    PIPIT_E_NOTICE,    PIPIT_E_NOTICE,   PIPIT_E_NOTICE,   PIPIT_E_NOTICE,    PIPIT_E_PROVISIONING,
};

#define ISSUES 2u

/* @return `meaning`, or what this object means if that says more. A connection_issue or disconnect_type that is not in
 * the table announces the end too. */
PIPIT_I_OWN_FRAME pipit_err_t meaning_add(const pipit_json_t *json, pipit_node_t object, pipit_err_t meaning) {
    static const char *const names[] = {"connection_issue", "disconnect_type", "type", "title", "message"};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        const uint32_t hash = hash_of(json, pipit_i_member(json, object, names[n]));
        if (meaning == PIPIT_OK && n < ISSUES && hash != PIPIT_I_HASH_NONE) meaning = PIPIT_E_NOTICE;
        for (size_t i = 0; i < sizeof meaning_errors; i++) {
            if (meanings[i] == hash && (meaning == PIPIT_OK || meaning == PIPIT_E_NOTICE))
                meaning = (pipit_err_t)meaning_errors[i];
        }
    }
    return meaning;
}

pipit_err_t pipit_i_problem_meaning(const pipit_json_t *json) {
    pipit_node_t object = first_error(json, PIPIT_NODE_ROOT);
    pipit_err_t meaning = meaning_add(json, pipit_i_member(json, PIPIT_NODE_ROOT, "error"), PIPIT_OK);
    meaning = meaning_add(json, PIPIT_NODE_ROOT, meaning);
    for (; object != PIPIT_NODE_NONE; object = pipit_json_next(json, object))
        meaning = meaning_add(json, object, meaning);
    return meaning;
}

bool pipit_i_notice_has(uint32_t hash) {
    static const uint32_t names[] = {
        PIPIT_I_HASH_ERRORS,          PIPIT_I_HASH_ERROR,
        PIPIT_I_HASH_TITLE,           PIPIT_I_HASH_TYPE,
        PIPIT_I_HASH_DETAIL,          PIPIT_I_HASH_CONNECTION_ISSUE,
        PIPIT_I_HASH_DISCONNECT_TYPE, PIPIT_I_HASH_REASON,
    };
    size_t i = 0;
    while (i < sizeof names / sizeof names[0] && names[i] != hash)
        i++;
    return i < sizeof names / sizeof names[0];
}

bool pipit_problem_is_notice(const pipit_json_t *json) {
    return pipit_i_problem_meaning(json) != PIPIT_OK;
}

PIPIT_I_IN_ORDER(pipit_problem_t, type, issue, 6);

/* Read the texts of *out that are still absent. The last three names are names of `issue`. */
PIPIT_I_OWN_FRAME void texts_complete(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    const char *name = "type\0title\0detail\0message\0reset_date\0connection_issue\0disconnect_type\0reason\0";
    for (char *at = (char *)out; *name != '\0'; name += strlen(name) + 1) {
        pipit_str_t *text = (void *)at;
        if (!text->ptr) pipit_i_string_read(json, pipit_i_member(json, node, name), text);
        if (at < (char *)out + offsetof(pipit_problem_t, issue)) at += sizeof *text;
    }
}

#define TITLE_END 0x746c653eu /* "tle>": the end of the first <title> */

/* Find the text of <title> in a page. */
PIPIT_I_OWN_FRAME void page_title(const pipit_json_t *json, pipit_str_t *title) {
    uint32_t at = 0;
    uint32_t last = 0;
    while (at < json->len && last != TITLE_END)
        last = last << 8 | (uint8_t)(json->text[at++] | 0x20);
    if (at == json->len) return;
    title->ptr = json->text + at;
    while (at + title->len < json->len && title->ptr[title->len] != '<')
        title->len++;
}

/* X writes the members of a problem in the node itself, in its errors[0], or in its error. */
void pipit_problem_read(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    PIPIT_ASSERT(json && out);
    memset(out, 0, sizeof *out);
    texts_complete(json, node, out);
    texts_complete(json, first_error(json, node), out);
    texts_complete(json, pipit_i_member(json, node, "error"), out);
    pipit_i_last_segment(&out->type);
    if (json->count == 0) page_title(json, &out->title);
}

/* ---- what a refusal means ---- */

/* X answers with an object, with nothing, or with the words "Rate limit exceeded". */
static bool is_of_x(const pipit_json_t *json) {
    static const char words[] = "Rate";
    size_t at = 0;
    while (at < json->len && (uint8_t)json->text[at] <= ' ')
        at++;
    const size_t left = json->len - at;
    return left == 0 || json->text[at] == '{' ||
           (left >= sizeof words - 1u && memcmp(json->text + at, words, sizeof words - 1u) == 0);
}

static pipit_err_t status_meaning(uint32_t status) {
    static const int8_t errors[] = {
        [1] = PIPIT_E_AUTH,        [2] = PIPIT_E_CREDITS, [3] = PIPIT_E_FORBIDDEN,
        [4] = PIPIT_E_NOT_FOUND,   [8] = PIPIT_E_STATUS,  [10] = PIPIT_E_NOT_FOUND,
        [20] = PIPIT_E_RATE_LIMIT, [25] = PIPIT_E_STATUS, [29] = PIPIT_E_RATE_LIMIT,
    };
    const uint32_t above_400 = status - 400u;
    if (above_400 >= 200) return PIPIT_E_STATUS;
    if (above_400 >= 100) return PIPIT_E_SERVER;
    return above_400 < sizeof errors && errors[above_400] != PIPIT_OK ? errors[above_400] : PIPIT_E_BAD_REQUEST;
}

pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json) {
    const pipit_err_t err = pipit_i_problem_meaning(json);
    const pipit_err_t otherwise = status_meaning(status);
    if (err != PIPIT_OK && err != PIPIT_E_NOTICE) return err;
    if (err == PIPIT_E_NOTICE && otherwise == PIPIT_E_RATE_LIMIT) return PIPIT_E_TOO_MANY_CONNECTIONS;
    return is_of_x(json) ? otherwise : PIPIT_E_NOT_X;
}

bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title) {
    return pipit_i_hash_in(json, PIPIT_NODE_ROOT, "type") == type ||
           pipit_i_hash_in(json, PIPIT_NODE_ROOT, "title") == title;
}

bool pipit_i_rule_existed(const pipit_json_t *json) {
    return pipit_i_error_is(json, PIPIT_I_HASH_DUPLICATE_RULES, PIPIT_I_HASH_DUPLICATE_RULE);
}
