/* SPDX-License-Identifier: MIT */
#include "pipit/rules.h"
#include "pipit_int.h"
#if PIPIT_CFG_RULES
#include <string.h>

#define ID_MAX_DIGITS 19u

static char hex_digit(unsigned value) {
    return (char)(value < 10 ? '0' + value : 'a' + (value - 10));
}

/* RFC 8259 section 7: only what must be escaped. */
static void put_json(pipit_sink_t *sink, const char *text) {
    pipit_i_put_byte(sink, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') pipit_i_put_byte(sink, '\\');
        if (c >= 0x20) {
            pipit_i_put_byte(sink, *text);
        } else {
            pipit_i_put(sink, "\\u00");
            pipit_i_put_byte(sink, hex_digit(c >> 4));
            pipit_i_put_byte(sink, hex_digit(c & 15u));
        }
    }
    pipit_i_put_byte(sink, '"');
}

static void put_rule(pipit_sink_t *sink, const pipit_rule_spec_t *rule) {
    pipit_i_put(sink, "{\"value\":");
    put_json(sink, rule->value);
    if (rule->tag) {
        pipit_i_put(sink, ",\"tag\":");
        put_json(sink, rule->tag);
    }
    pipit_i_put_byte(sink, '}');
}

void pipit_i_rules_body(const pipit_request_t *request, pipit_sink_t *sink) {
    static const char *const begin[] = {"", "{\"add\":[", "{\"delete\":{\"ids\":[", ""};
    static const char *const end[] = {"", "]}", "]}}", ""};
    pipit_i_put(sink, begin[request->body]);
    for (uint32_t i = 0; i < request->row_count; i++) {
        if (i > 0) pipit_i_put_byte(sink, ',');
        if (request->body == PIPIT_I_BODY_ADD)
            put_rule(sink, &((const pipit_rule_spec_t *)request->rows)[i]);
        else if (request->body == PIPIT_I_BODY_DELETE)
            put_json(sink, ((const char *const *)request->rows)[i]);
        else
            pipit_i_put(sink, ((const char *const *)request->rows)[i]);
    }
    pipit_i_put(sink, end[request->body]);
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
    if (!rules || count == 0) return pipit_i_invalid(client, PIPIT_I_BAD_RULES);
    for (size_t i = 0; i < count; i++) {
        const char *value = rules[i].value;
        const char *tag = rules[i].tag;
        if (!value || *value == '\0' || characters(value) > PIPIT_RULE_MAX_CHARACTERS) {
            return pipit_i_invalid(client, PIPIT_I_BAD_RULE_LENGTH);
        }
        if (!pipit_utf8_valid(value, strlen(value)) || (tag && !pipit_utf8_valid(tag, strlen(tag)))) {
            return pipit_i_invalid(client, PIPIT_I_BAD_RULE_TEXT);
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

pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (!ids || count == 0) return pipit_i_invalid(client, PIPIT_I_BAD_IDS);
    if (!ids_valid(ids, count)) return pipit_i_invalid(client, PIPIT_I_BAD_ID);
    return rules_start(client, PIPIT_I_BODY_DELETE, ids, count, dry_run);
}

pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (count > 0 && (!ids || !ids_valid(ids, count))) return pipit_i_invalid(client, PIPIT_I_BAD_ID);
    return rules_start(client, PIPIT_I_QUERY_IDS, ids, count, false);
}

static bool event_is(const pipit_event_t *event, uint8_t kind) {
    return event->kind == kind && pipit_json_kind(&event->json, PIPIT_NODE_ROOT) == PIPIT_JSON_OBJECT;
}

bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out) {
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULE)) return false;
    pipit_i_texts(&event->json, PIPIT_NODE_ROOT, "id\0value\0tag\0", out);
    return true;
}

static void detail_read(pipit_json_t *json, pipit_node_t object, const char *name, pipit_rule_error_t *out) {
    if (!out->detail.ptr) pipit_i_texts(json, object, name, &out->detail);
}

bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULE_ERROR)) return false;
    pipit_i_texts(json, PIPIT_NODE_ROOT, "title\0type\0value\0id\0", out);
    pipit_i_last_segment(&out->type);
    out->details = pipit_i_member(json, PIPIT_NODE_ROOT, "details");
    out->detail = pipit_json_string(json, pipit_json_first(json, out->details));
    if (out->details == PIPIT_NODE_NONE) {
        out->details = pipit_i_member(json, PIPIT_NODE_ROOT, "errors");
        detail_read(json, pipit_json_first(json, out->details), "message\0", out);
    }
    detail_read(json, PIPIT_NODE_ROOT, "detail\0", out);
    detail_read(json, PIPIT_NODE_ROOT, "message\0", out);
    return true;
}

static void counts_read(const pipit_json_t *json, pipit_node_t object, const char *names, uint32_t *out) {
    for (; *names != '\0'; names += strlen(names) + 1, out++) {
        uint64_t value = 0;
        (void)pipit_json_u64(json, pipit_i_member(json, object, names), &value);
        *out = (uint32_t)value;
    }
}

bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out) {
    pipit_json_t *json = &event->json;
    memset(out, 0, sizeof *out);
    if (!event_is(event, PIPIT_EV_RULES_META)) return false;
    pipit_i_texts(json, PIPIT_NODE_ROOT, "sent\0next_token\0", out);
    counts_read(json, pipit_i_member(json, PIPIT_NODE_ROOT, "summary"),
                "created\0not_created\0valid\0invalid\0deleted\0not_deleted\0", &out->created);
    counts_read(json, PIPIT_NODE_ROOT, "result_count\0", &out->result_count);
    return true;
}
#endif
