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

static uint32_t issue_in(const pipit_json_t *json, pipit_node_t object) {
    uint32_t issue = pipit_i_hash_in(json, object, "connection_issue");
    return issue ? issue : pipit_i_hash_in(json, object, "disconnect_type");
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

bool pipit_problem_is_notice(const pipit_json_t *json) {
    uint32_t legacy = pipit_i_hash_in(json, pipit_i_member(json, PIPIT_NODE_ROOT, "error"), "message");
    if (legacy == PIPIT_I_HASH_FORCED || legacy == PIPIT_I_HASH_FORCE) return true;
    pipit_node_t object = PIPIT_NODE_ROOT;
    pipit_node_t next = pipit_json_first(json, pipit_i_member(json, PIPIT_NODE_ROOT, "errors"));
    while (!announces_end(json, object)) {
        if (next == PIPIT_NODE_NONE) return false;
        object = next;
        next = pipit_json_next(json, object);
    }
    return true;
}

/* @return the object number 0, 1 or 2 in which X may write the members of a problem: the node, its errors[0], its
 * error. */
static pipit_node_t place(const pipit_json_t *json, pipit_node_t node, int number) {
    if (number == 1) return pipit_json_first(json, pipit_i_member(json, node, "errors"));
    return number == 2 ? pipit_i_member(json, node, "error") : node;
}

PIPIT_I_IN_ORDER(pipit_problem_t, type, issue, 5);

/* Read the texts of *out that are still absent. The last three names are names of `issue`. */
static void texts_complete(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    const char *name = "type\0title\0detail\0message\0connection_issue\0disconnect_type\0reason\0";
    for (size_t at = 0; *name != '\0'; name += strlen(name) + 1) {
        pipit_str_t *text = (void *)((char *)out + at);
        if (!text->ptr) *text = pipit_json_string(json, pipit_i_member(json, node, name));
        if (at < offsetof(pipit_problem_t, issue)) at += sizeof *text;
    }
}

void pipit_problem_read(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    PIPIT_ASSERT(json && out);
    memset(out, 0, sizeof *out);
    for (int number = 0; number < 3; number++)
        texts_complete(json, place(json, node, number), out);
    pipit_i_last_segment(&out->type);
}

static pipit_err_t classify_429(uint32_t type, uint32_t title, uint32_t issue) {
    if (type == PIPIT_I_HASH_USAGE_CAPPED || title == PIPIT_I_HASH_USAGE_CAP_EXCEEDED) return PIPIT_E_USAGE_CAP;
    if (type == PIPIT_I_HASH_STREAMING_CONNECTION || issue == PIPIT_I_HASH_TOO_MANY_CONNECTIONS)
        return PIPIT_E_TOO_MANY_CONNECTIONS;
    return PIPIT_E_RATE_LIMIT;
}

pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json) {
    static const int8_t errors[] = {
        [0] = PIPIT_E_BAD_REQUEST, [1] = PIPIT_E_AUTH,     [3] = PIPIT_E_FORBIDDEN,
        [4] = PIPIT_E_NOT_FOUND,   [9] = PIPIT_E_NO_RULES,
    };
    const uint32_t issue = issue_in(json, PIPIT_NODE_ROOT);
    const uint32_t above_400 = (uint32_t)status - 400u;
    if (above_400 < sizeof errors && errors[above_400] != PIPIT_OK) return errors[above_400];
    if (status == 420 || status == 429)
        return classify_429(pipit_i_hash_in(json, PIPIT_NODE_ROOT, "type"),
                            pipit_i_hash_in(json, PIPIT_NODE_ROOT, "title"), issue);
    if (issue == PIPIT_I_HASH_PROVISIONING_SUBSCRIPTION) return PIPIT_E_PROVISIONING;
    return status >= 500 && status < 600 ? PIPIT_E_SERVER : PIPIT_E_STATUS;
}

bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title) {
    return pipit_i_hash_in(json, PIPIT_NODE_ROOT, "type") == type ||
           pipit_i_hash_in(json, PIPIT_NODE_ROOT, "title") == title;
}

bool pipit_i_rule_existed(const pipit_json_t *json) {
    return pipit_i_error_is(json, PIPIT_I_HASH_DUPLICATE_RULES, PIPIT_I_HASH_DUPLICATE_RULE);
}
