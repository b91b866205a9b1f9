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

uint32_t pipit_i_hash_in(const pipit_json_t *json, pipit_node_t object, const char *name) {
    pipit_str_t content = pipit_i_content(json, pipit_i_member(json, object, name));
    uint32_t hash = 0;
    for (size_t i = 0; i < content.len && content.ptr[i] != ' '; i++)
        hash = content.ptr[i] == '/' ? 0 : PIPIT_I_HASH_NEXT(hash, content.ptr[i]);
    return hash;
}

static pipit_node_t first_error(const pipit_json_t *json, pipit_node_t node) {
    return pipit_json_first(json, pipit_i_member(json, node, "errors"));
}

static uint32_t issue_in(const pipit_json_t *json, pipit_node_t object) {
    uint32_t issue = pipit_i_hash_in(json, object, "connection_issue");
    return issue ? issue : pipit_i_hash_in(json, object, "disconnect_type");
}

/* What X says in its own words means the same with every status: hashes of `type`, `title` or connection_issue. */
static const uint32_t meanings[] = {
    PIPIT_I_HASH_CREDITS,      PIPIT_I_HASH_CREDITS_DEPLETED,   PIPIT_I_HASH_NO_CREDITS,
    PIPIT_I_HASH_USAGE_CAPPED, PIPIT_I_HASH_USAGE_CAP_EXCEEDED, PIPIT_I_HASH_SPEND_CAP_REACHED,
    PIPIT_I_HASH_RULE_CAP,     PIPIT_I_HASH_RULES_CAP_EXCEEDED, PIPIT_I_HASH_RULE_CONFIGURATION_ISSUE,
};
static const int8_t meaning_errors[] = {
    PIPIT_E_CREDITS,   PIPIT_E_CREDITS,  PIPIT_E_CREDITS,  PIPIT_E_USAGE_CAP, PIPIT_E_USAGE_CAP,
    PIPIT_E_SPEND_CAP, PIPIT_E_RULE_CAP, PIPIT_E_RULE_CAP, PIPIT_E_NO_RULES,
};

PIPIT_I_OWN_FRAME pipit_err_t meaning_in(const pipit_json_t *json, pipit_node_t object) {
    static const char *const names[] = {"type", "title", "connection_issue"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const uint32_t hash = pipit_i_hash_in(json, object, names[i]);
        for (size_t j = 0; j < sizeof meaning_errors; j++) {
            if (meanings[j] == hash) return meaning_errors[j];
        }
    }
    return PIPIT_OK;
}

pipit_err_t pipit_i_problem_meaning(const pipit_json_t *json) {
    const pipit_err_t err = meaning_in(json, PIPIT_NODE_ROOT);
    return err == PIPIT_OK ? meaning_in(json, first_error(json, PIPIT_NODE_ROOT)) : err;
}

static bool announces_end(const pipit_json_t *json, pipit_node_t object) {
    uint32_t type = pipit_i_hash_in(json, object, "type");
    return type == PIPIT_I_HASH_OPERATIONAL_DISCONNECT || type == PIPIT_I_HASH_STREAMING_CONNECTION ||
           type == PIPIT_I_HASH_CLIENT_DISCONNECTED ||
           pipit_i_hash_in(json, object, "title") == PIPIT_I_HASH_OPERATIONAL_DISCONNECT || issue_in(json, object) != 0;
}

bool pipit_i_notice_has(uint32_t hash) {
    switch (hash) {
    case PIPIT_I_HASH_ERRORS:
    case PIPIT_I_HASH_ERROR:
    case PIPIT_I_HASH_TITLE:
    case PIPIT_I_HASH_TYPE:
    case PIPIT_I_HASH_DETAIL:
    case PIPIT_I_HASH_CONNECTION_ISSUE:
    case PIPIT_I_HASH_DISCONNECT_TYPE:
    case PIPIT_I_HASH_REASON: return true;
    default: return false;
    }
}

bool pipit_i_announces_end(const pipit_json_t *json) {
    uint32_t legacy = pipit_i_hash_in(json, pipit_i_member(json, PIPIT_NODE_ROOT, "error"), "message");
    if (legacy == PIPIT_I_HASH_FORCED || legacy == PIPIT_I_HASH_FORCE) return true;
    pipit_node_t object = PIPIT_NODE_ROOT;
    pipit_node_t next = first_error(json, PIPIT_NODE_ROOT);
    while (!announces_end(json, object)) {
        if (next == PIPIT_NODE_NONE) return false;
        object = next;
        next = pipit_json_next(json, object);
    }
    return true;
}

bool pipit_problem_is_notice(const pipit_json_t *json) {
    return pipit_i_problem_meaning(json) != PIPIT_OK || pipit_i_announces_end(json);
}

PIPIT_I_IN_ORDER(pipit_problem_t, type, issue, 6);

/* Read the texts of *out that are still absent. The last three names are names of `issue`. */
PIPIT_I_OWN_FRAME void texts_complete(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    const char *name = "type\0title\0detail\0message\0reset_date\0connection_issue\0disconnect_type\0reason\0";
    for (char *at = (char *)out; *name != '\0'; name += strlen(name) + 1) {
        pipit_str_t *text = (void *)at;
        if (!text->ptr) *text = pipit_json_string(json, pipit_i_member(json, node, name));
        if (at < (char *)out + offsetof(pipit_problem_t, issue)) at += sizeof *text;
    }
}

/* Find the text of <title> in a page. */
PIPIT_I_OWN_FRAME void page_title(const pipit_json_t *json, pipit_str_t *title) {
    static const char mark[] = "<title>";
    uint32_t at = 0;
    for (uint32_t marked = 0; at < json->len && marked < sizeof mark - 1u; at++)
        marked = (json->text[at] | 0x20) == mark[marked] ? marked + 1u : json->text[at] == mark[0];
    if (at >= json->len) return;
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

static bool counts_connections(const pipit_json_t *json) {
    return pipit_i_hash_in(json, PIPIT_NODE_ROOT, "type") == PIPIT_I_HASH_STREAMING_CONNECTION ||
           issue_in(json, PIPIT_NODE_ROOT) == PIPIT_I_HASH_TOO_MANY_CONNECTIONS;
}

static pipit_err_t classify_status(uint32_t status) {
    static const int8_t errors[] = {
        [1] = PIPIT_E_AUTH,        [2] = PIPIT_E_CREDITS, [3] = PIPIT_E_FORBIDDEN,
        [4] = PIPIT_E_NOT_FOUND,   [8] = PIPIT_E_STATUS,  [10] = PIPIT_E_NOT_FOUND,
        [20] = PIPIT_E_RATE_LIMIT, [25] = PIPIT_E_STATUS, [29] = PIPIT_E_RATE_LIMIT,
    };
    const uint32_t above_400 = status - 400u;
    if (above_400 >= 100) return PIPIT_E_STATUS;
    return above_400 < sizeof errors && errors[above_400] != PIPIT_OK ? errors[above_400] : PIPIT_E_BAD_REQUEST;
}

pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json) {
    if (status >= 500 && status < 600) {
        const bool changes = issue_in(json, PIPIT_NODE_ROOT) == PIPIT_I_HASH_PROVISIONING_SUBSCRIPTION;
        return changes ? PIPIT_E_PROVISIONING : PIPIT_E_SERVER;
    }
    if (!is_of_x(json)) return PIPIT_E_NOT_X;
    pipit_err_t err = pipit_i_problem_meaning(json);
    if (err == PIPIT_OK) err = classify_status(status);
    return err == PIPIT_E_RATE_LIMIT && counts_connections(json) ? PIPIT_E_TOO_MANY_CONNECTIONS : err;
}

bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title) {
    return pipit_i_hash_in(json, PIPIT_NODE_ROOT, "type") == type ||
           pipit_i_hash_in(json, PIPIT_NODE_ROOT, "title") == title;
}

bool pipit_i_rule_existed(const pipit_json_t *json) {
    return pipit_i_error_is(json, PIPIT_I_HASH_DUPLICATE_RULES, PIPIT_I_HASH_DUPLICATE_RULE);
}
