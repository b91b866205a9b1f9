/* SPDX-License-Identifier: MIT */
#include "pipit/problem.h"
#include "pipit_int.h"
#include <string.h>

pipit_str_t pipit_i_last_segment(pipit_str_t s) {
    for (size_t i = s.len; i > 0; i--) {
        if (s.ptr[i - 1] == '/') {
            pipit_str_t segment = {s.ptr + i, s.len - i};
            return segment;
        }
    }
    return s;
}

/* The raw content of a string member, so that asking does not decode what may be handed out raw later. */
static pipit_str_t peek(const pipit_json_t *json, pipit_node_t node, const char *path) {
    pipit_str_t s = {NULL, 0};
    pipit_node_t member = pipit_json_find(json, node, path);
    if (pipit_json_kind(json, member) != PIPIT_JSON_STRING) return s;
    s = pipit_json_raw(json, member);
    s.ptr++;
    s.len -= 2;
    return s;
}

static bool begins(pipit_str_t s, const char *text) {
    size_t len = strlen(text);
    return s.ptr != NULL && s.len >= len && memcmp(s.ptr, text, len) == 0;
}

static pipit_str_t issue_of(const pipit_json_t *json, pipit_node_t node) {
    pipit_str_t issue = peek(json, node, "connection_issue");
    if (!issue.ptr) issue = peek(json, node, "disconnect_type");
    return issue;
}

static bool names_disconnect(const pipit_json_t *json, pipit_node_t node) {
    pipit_str_t type = pipit_i_last_segment(peek(json, node, "type"));
    return issue_of(json, node).ptr != NULL || pipit_i_str_is(peek(json, node, "title"), "operational-disconnect") ||
           pipit_i_str_is(type, "operational-disconnect") || pipit_i_str_is(type, "streaming-connection") ||
           pipit_i_str_is(type, "client-disconnected");
}

bool pipit_problem_is_notice(const pipit_json_t *json) {
    pipit_str_t legacy = peek(json, PIPIT_NODE_ROOT, "error.message");
    if (pipit_json_find(json, PIPIT_NODE_ROOT, "data") != PIPIT_NODE_NONE) return false;
    if (begins(legacy, "Forced Disconnect") || begins(legacy, "Force closing")) return true;
    if (names_disconnect(json, PIPIT_NODE_ROOT)) return true;
    pipit_node_t entry = pipit_json_first(json, pipit_json_find(json, PIPIT_NODE_ROOT, "errors"));
    for (; entry != PIPIT_NODE_NONE; entry = pipit_json_next(json, entry)) {
        if (names_disconnect(json, entry)) return true;
    }
    return false;
}

static void fill(pipit_str_t *field, pipit_json_t *json, pipit_node_t node, const char *name) {
    if (!field->ptr) *field = pipit_i_member(json, node, name);
}

static void fill_all(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    fill(&out->type, json, node, "type");
    fill(&out->title, json, node, "title");
    fill(&out->detail, json, node, "detail");
    fill(&out->message, json, node, "message");
    fill(&out->issue, json, node, "connection_issue");
    fill(&out->issue, json, node, "disconnect_type");
    fill(&out->issue, json, node, "reason");
}

void pipit_problem_read(pipit_json_t *json, pipit_node_t node, pipit_problem_t *out) {
    memset(out, 0, sizeof *out);
    fill_all(json, node, out);
    fill_all(json, pipit_json_find(json, node, "errors[0]"), out);
    fill_all(json, pipit_json_find(json, node, "error"), out);
    out->type = pipit_i_last_segment(out->type);
}

static pipit_err_t classify_429(const pipit_json_t *json) {
    pipit_str_t type = pipit_i_last_segment(peek(json, PIPIT_NODE_ROOT, "type"));
    if (pipit_i_str_is(type, "usage-capped") ||
        pipit_i_str_is(peek(json, PIPIT_NODE_ROOT, "title"), "UsageCapExceeded")) {
        return PIPIT_E_USAGE_CAP;
    }
    if (pipit_i_str_is(issue_of(json, PIPIT_NODE_ROOT), "TooManyConnections") ||
        pipit_i_str_is(type, "streaming-connection")) {
        return PIPIT_E_TOO_MANY_CONNECTIONS;
    }
    return PIPIT_E_RATE_LIMIT;
}

pipit_err_t pipit_problem_classify(uint16_t status, const pipit_json_t *json) {
    switch (status) {
    case 400: return PIPIT_E_BAD_REQUEST;
    case 401: return PIPIT_E_AUTH;
    case 403: return PIPIT_E_FORBIDDEN;
    case 404: return PIPIT_E_NOT_FOUND;
    case 409: return PIPIT_E_NO_RULES;
    case 420:
    case 429: return classify_429(json);
    case 503:
        if (pipit_i_str_is(issue_of(json, PIPIT_NODE_ROOT), "ProvisioningSubscription")) return PIPIT_E_PROVISIONING;
        return PIPIT_E_SERVER;
    default: return status >= 500 && status < 600 ? PIPIT_E_SERVER : PIPIT_E_STATUS;
    }
}
