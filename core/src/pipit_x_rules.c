/* SPDX-License-Identifier: MIT */
#include "pipit/rules.h"
#include "pipit_int.h"
#include <string.h>

#define ID_MAX_DIGITS 19u

static void put_rule(pipit_sink_t *sink, const pipit_rule_spec_t *rule) {
    pipit_i_put_text(sink, "{\"value\":");
    pipit_i_put_json(sink, rule->value);
    if (rule->tag) {
        pipit_i_put_text(sink, ",\"tag\":");
        pipit_i_put_json(sink, rule->tag);
    }
    pipit_i_put(sink, "}", 1);
}

void pipit_i_rules_body(const pipit_request_t *request, pipit_sink_t *sink) {
    static const char *const begin[] = {"", "{\"add\":[", "{\"delete\":{\"ids\":[", ""};
    static const char *const end[] = {"", "]}", "]}}", ""};
    pipit_i_put_text(sink, begin[request->body]);
    for (uint32_t i = 0; i < request->row_count; i++) {
        if (i > 0) pipit_i_put(sink, ",", 1);
        if (request->body == PIPIT_I_BODY_ADD)
            put_rule(sink, &((const pipit_rule_spec_t *)request->rows)[i]);
        else if (request->body == PIPIT_I_BODY_DELETE)
            pipit_i_put_json(sink, ((const char *const *)request->rows)[i]);
        else
            pipit_i_put_text(sink, ((const char *const *)request->rows)[i]);
    }
    pipit_i_put_text(sink, end[request->body]);
}

static pipit_err_t rules_start(pipit_t *client, uint8_t body, const void *rows, size_t count, bool dry_run) {
    memset(&client->request, 0, sizeof client->request);
    client->request.endpoint = PIPIT_I_RULES;
    client->request.body = body;
    client->request.rows = rows;
    client->request.row_count = (uint32_t)count;
    client->request.dry_run = dry_run;
    return pipit_i_start(client);
}

static uint32_t characters(const char *text) {
    uint32_t n = 0;
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xc0u) != 0x80u) n++;
    }
    return n;
}

pipit_err_t pipit_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count, bool dry_run) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (!rules || count == 0) return pipit_i_invalid(client, "rules: at least one");
    for (size_t i = 0; i < count; i++) {
        const char *value = rules[i].value;
        const char *tag = rules[i].tag;
        if (!value || *value == '\0' || characters(value) > PIPIT_RULE_MAX_CHARACTERS) {
            return pipit_i_invalid(client, "rule value: 1 to 2048 characters");
        }
        if (!pipit_utf8_valid(value, strlen(value)) || (tag && !pipit_utf8_valid(tag, strlen(tag)))) {
            return pipit_i_invalid(client, "rule value and tag: UTF-8 text");
        }
    }
    return rules_start(client, PIPIT_I_BODY_ADD, rules, count, dry_run);
}

static bool ids_valid(const char *const *ids, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t len = ids[i] ? strlen(ids[i]) : 0;
        if (len == 0 || len > ID_MAX_DIGITS || strspn(ids[i], "0123456789") != len) return false;
    }
    return true;
}

static const char ids_rule[] = "rule ids: 1 to 19 digits each";

pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (!ids || count == 0) return pipit_i_invalid(client, "rule ids: at least one");
    if (!ids_valid(ids, count)) return pipit_i_invalid(client, ids_rule);
    return rules_start(client, PIPIT_I_BODY_DELETE, ids, count, dry_run);
}

pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (count > 0 && (!ids || !ids_valid(ids, count))) return pipit_i_invalid(client, ids_rule);
    return rules_start(client, PIPIT_I_QUERY_IDS, ids, count, false);
}

static bool event_is(const pipit_event_t *event, uint8_t kind) {
    return event->kind == kind && pipit_json_kind(&event->json, PIPIT_NODE_ROOT) == PIPIT_JSON_OBJECT;
}

bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out) {
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULE)) return false;
    out->id = pipit_i_member(&event->json, PIPIT_NODE_ROOT, "id");
    out->value = pipit_i_member(&event->json, PIPIT_NODE_ROOT, "value");
    out->tag = pipit_i_member(&event->json, PIPIT_NODE_ROOT, "tag");
    return true;
}

bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULE_ERROR)) return false;
    out->title = pipit_i_member(json, PIPIT_NODE_ROOT, "title");
    out->type = pipit_i_last_segment(pipit_i_member(json, PIPIT_NODE_ROOT, "type"));
    out->value = pipit_i_member(json, PIPIT_NODE_ROOT, "value");
    out->id = pipit_i_member(json, PIPIT_NODE_ROOT, "id");
    out->details = pipit_json_find(json, PIPIT_NODE_ROOT, "details");
    out->detail = pipit_i_member(json, PIPIT_NODE_ROOT, "details[0]");
    if (out->details == PIPIT_NODE_NONE) {
        out->details = pipit_json_find(json, PIPIT_NODE_ROOT, "errors");
        out->detail = pipit_i_member(json, PIPIT_NODE_ROOT, "errors[0].message");
    }
    if (!out->detail.ptr) out->detail = pipit_i_member(json, PIPIT_NODE_ROOT, "detail");
    if (!out->detail.ptr) out->detail = pipit_i_member(json, PIPIT_NODE_ROOT, "message");
    return true;
}

static uint32_t count_read(const pipit_json_t *json, const char *path) {
    uint64_t value = 0;
    (void)pipit_json_u64(json, pipit_json_find(json, PIPIT_NODE_ROOT, path), &value);
    return (uint32_t)value;
}

bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULES_META)) return false;
    out->created = count_read(json, "summary.created");
    out->not_created = count_read(json, "summary.not_created");
    out->valid = count_read(json, "summary.valid");
    out->invalid = count_read(json, "summary.invalid");
    out->deleted = count_read(json, "summary.deleted");
    out->not_deleted = count_read(json, "summary.not_deleted");
    out->result_count = count_read(json, "result_count");
    out->sent = pipit_i_member(json, PIPIT_NODE_ROOT, "sent");
    out->next_token = pipit_i_member(json, PIPIT_NODE_ROOT, "next_token");
    return true;
}
