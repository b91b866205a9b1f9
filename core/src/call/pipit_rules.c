/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/rules.h"
#include "pipit_call_int.h"
#include "pipit_rules_int.h"
#include <string.h>

static const pipit_i_call_t add = {
    .path = pipit_i_path_rules,
    .has_body = true,
    .text = PIPIT_I_BODY("{\"add\":[", "]}"),
    .members = PIPIT_I_TEXT("value") PIPIT_I_TEXT("tag"),
    .method = PIPIT_I_POST,
    .row_bytes = sizeof(pipit_rule_spec_t),
    .answer = PIPIT_I_ANSWER_RULES,
};
static const pipit_i_call_t delete_ids = {.path = pipit_i_path_rules,
                                          .has_body = true,
                                          .text = PIPIT_I_BODY("{\"delete\":{\"ids\":[", "]}}"),
                                          .method = PIPIT_I_POST,
                                          .answer = PIPIT_I_ANSWER_RULES};
static const pipit_i_call_t delete_values = {.path = pipit_i_path_rules,
                                             .has_body = true,
                                             .text = PIPIT_I_BODY("{\"delete\":{\"values\":[", "]}}"),
                                             .method = PIPIT_I_POST,
                                             .answer = PIPIT_I_ANSWER_RULES};
static const pipit_i_call_t delete_all = {.path = pipit_i_path_rules_all,
                                          .has_body = true,
                                          .text = PIPIT_I_BODY("{", "}"),
                                          .method = PIPIT_I_POST,
                                          .answer = PIPIT_I_ANSWER_RULES};
static const pipit_i_call_t get = {.path = pipit_i_path_rules, .text = "ids\0", .answer = PIPIT_I_ANSWER_RULES};
static const pipit_i_call_t list = {.path = pipit_i_path_rules, .answer = PIPIT_I_ANSWER_RULES};
static const pipit_i_call_t counts = {.path = pipit_i_path_rules, .text = "rules_count.fields\0"};
static const pipit_i_call_t power_add = {
    .path = pipit_i_path_powerstream_rules,
    .has_body = true,
    .text = PIPIT_I_BODY("{\"rules\":[", "]}"),
    .members = PIPIT_I_TEXT("value") PIPIT_I_TEXT("tag"),
    .method = PIPIT_I_POST,
    .row_bytes = sizeof(pipit_rule_spec_t),
    .answer = PIPIT_I_ANSWER_RULES | PIPIT_I_ANSWER_NESTED,
};
static const pipit_i_call_t power_delete = {
    .path = pipit_i_path_powerstream_rules,
    .has_body = true,
    .text = PIPIT_I_BODY("{\"rules\":[", "]}"),
    .members = PIPIT_I_TEXT("value") PIPIT_I_TEXT("tag"),
    .method = PIPIT_I_DELETE,
    .row_bytes = sizeof(pipit_rule_spec_t),
    .answer = PIPIT_I_ANSWER_RULES | PIPIT_I_ANSWER_SUMMARIES,
};
static const pipit_i_call_t power_list = {.path = pipit_i_path_powerstream_rules,
                                          .answer = PIPIT_I_ANSWER_RULES | PIPIT_I_ANSWER_NESTED};

PIPIT_I_IN_ORDER(pipit_rule_spec_t, value, tag, 2);
PIPIT_I_IN_ORDER(pipit_rule_t, id, tag, 3);
PIPIT_I_IN_ORDER(pipit_rule_error_t, title, id, 4);
PIPIT_I_IN_ORDER(pipit_rules_summary_t, sent, next_token, 2);
PIPIT_I_IN_ORDER(pipit_rules_summary_t, created, not_deleted, 6);
PIPIT_I_IN_ORDER(pipit_rules_counts_t, cap_per_client_app, project_rules_count, 3);
PIPIT_I_IN_ORDER(pipit_rules_counts_t, client_app_id, rule_count, 2);
PIPIT_I_IN_ORDER(pipit_rules_app_t, client_app_id, rule_count, 2);

static uint8_t value_offender(const char *value) {
    if (!value || *value == '\0') return PIPIT_I_BAD_RULE_LENGTH;
    if (!pipit_utf8_valid(value, strlen(value))) return PIPIT_I_BAD_RULE_TEXT;
    return pipit_i_text_fits(value, PIPIT_RULE_MAX_CHARACTERS) ? PIPIT_I_GOOD : PIPIT_I_BAD_RULE_LENGTH;
}

uint8_t pipit_i_rules_offender(const pipit_rule_spec_t *rules, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t offender = value_offender(rules[i].value);
        if (offender != PIPIT_I_GOOD) return offender;
        if (rules[i].tag && !pipit_utf8_valid(rules[i].tag, strlen(rules[i].tag))) return PIPIT_I_BAD_RULE_TEXT;
    }
    return PIPIT_I_GOOD;
}

/* The request stores the number of rows in 32 bits. */
static bool is_count(size_t count) {
    return count - 1u < UINT32_MAX;
}

static uint8_t specs_offender(const pipit_rule_spec_t *rules, size_t count) {
    return rules && is_count(count) ? pipit_i_rules_offender(rules, count) : PIPIT_I_BAD_RULES;
}

static uint8_t power_offender(const pipit_rule_spec_t *rules, size_t count) {
    return count <= PIPIT_POWERSTREAM_RULES_MAX ? specs_offender(rules, count) : PIPIT_I_BAD_POWERSTREAM_RULES;
}

static pipit_err_t change(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows, size_t count,
                          bool dry_run) {
    pipit_err_t err = pipit_i_call(client, call, offender, rows, count);
    if (err == PIPIT_OK) client->request.of.call.dry_run = dry_run;
    return err;
}

pipit_err_t pipit_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count, bool dry_run) {
    return change(client, &add, specs_offender(rules, count), rules, count, dry_run);
}

pipit_err_t pipit_i_rules_add_marked(pipit_t *client, const pipit_rules_sync_t *sync) {
    const pipit_rules_sync_config_t *config = &sync->config;
    pipit_err_t err =
        change(client, &add, PIPIT_I_GOOD, config->wanted + sync->first, sync->end - sync->first, config->dry_run);
    if (err == PIPIT_OK) client->request.of.call.marks = config->marks + sync->first;
    return err;
}

static uint8_t ids_offender(const char *const *ids, size_t count) {
    if (!ids) return PIPIT_I_BAD_IDS;
    bool valid = count <= PIPIT_RULES_IDS_MAX && pipit_i_words_fit(ids, count, PIPIT_I_DIGITS, PIPIT_I_DIGITS_MAX);
    return valid ? PIPIT_I_GOOD : PIPIT_I_BAD_ID;
}

pipit_err_t pipit_rules_delete(pipit_t *client, const char *const *ids, size_t count, bool dry_run) {
    uint8_t offender = count > 0 ? ids_offender(ids, count) : PIPIT_I_BAD_IDS;
    return change(client, &delete_ids, offender, ids, count, dry_run);
}

pipit_err_t pipit_i_rules_delete_batch(pipit_t *client, const pipit_rule_id_t *ids, size_t count) {
    static const pipit_i_call_t delete_batch = {
        .path = pipit_i_path_rules,
        .has_body = true,
        .text = PIPIT_I_BODY("{\"delete\":{\"ids\":[", "]}}"),
        .method = PIPIT_I_POST,
        .row_bytes = sizeof(pipit_rule_id_t),
        .answer = PIPIT_I_ANSWER_RULES,
    };
    return pipit_i_call(client, &delete_batch, PIPIT_I_GOOD, ids, count);
}

pipit_err_t pipit_rules_delete_values(pipit_t *client, const char *const *values, size_t count, bool dry_run) {
    uint8_t offender = values && is_count(count) ? PIPIT_I_GOOD : PIPIT_I_BAD_RULES;
    for (size_t i = 0; i < count && offender == PIPIT_I_GOOD; i++)
        offender = value_offender(values[i]);
    return change(client, &delete_values, offender, values, count, dry_run);
}

pipit_err_t pipit_rules_delete_all(pipit_t *client, bool dry_run) {
    return change(client, &delete_all, PIPIT_I_GOOD, NULL, 0, dry_run);
}

pipit_err_t pipit_rules_list(pipit_t *client, const pipit_page_t *page) {
    return pipit_i_call_list(client, &list, page, PIPIT_RULES_IDS_MAX);
}

pipit_err_t pipit_rules_get(pipit_t *client, const char *const *ids, size_t count) {
    return pipit_i_call(client, &get, count > 0 ? ids_offender(ids, count) : PIPIT_I_GOOD, ids, count);
}

pipit_err_t pipit_rules_count(pipit_t *client) {
    static const char *const fields = "all_project_client_apps,cap_per_client_app,cap_per_project,"
                                      "client_app_rules_count,project_rules_count";
    pipit_err_t err = pipit_i_call(client, &counts, PIPIT_I_GOOD, &fields, 1);
    if (err == PIPIT_OK) client->request.of.call.segment = "counts";
    return err;
}

pipit_err_t pipit_powerstream_rules_add(pipit_t *client, const pipit_rule_spec_t *rules, size_t count) {
    return pipit_i_call(client, &power_add, power_offender(rules, count), rules, count);
}

pipit_err_t pipit_powerstream_rules_delete(pipit_t *client, const pipit_rule_spec_t *rules, size_t count) {
    return pipit_i_call(client, &power_delete, power_offender(rules, count), rules, count);
}

pipit_err_t pipit_powerstream_rules_list(pipit_t *client) {
    return pipit_i_call(client, &power_list, PIPIT_I_GOOD, NULL, 0);
}

bool pipit_rule_read(pipit_event_t *event, pipit_rule_t *out) {
    PIPIT_ASSERT(event && out);
    if (!pipit_i_view_begin(event, PIPIT_EV_ITEM, out, sizeof *out)) return false;
    out->existed = pipit_i_rule_existed(&event->json);
    pipit_i_texts(&event->json, PIPIT_NODE_ROOT, "\4id\0\7value\0\5tag\0", out);
    return true;
}

static pipit_node_t details_find(const pipit_json_t *json) {
    pipit_node_t details = pipit_i_member(json, PIPIT_NODE_ROOT, "details");
    return details != PIPIT_NODE_NONE ? details : pipit_i_member(json, PIPIT_NODE_ROOT, "errors");
}

pipit_node_t pipit_i_rule_detail(const pipit_json_t *json) {
    pipit_node_t node = pipit_json_first(json, details_find(json));
    if (pipit_json_kind(json, node) == PIPIT_JSON_OBJECT) node = pipit_i_member(json, node, "message");
    for (const char *name = "detail\0message\0"; *name != '\0'; name += strlen(name) + 1) {
        if (pipit_json_kind(json, node) == PIPIT_JSON_STRING) break;
        node = pipit_i_member(json, PIPIT_NODE_ROOT, name);
    }
    return node;
}

bool pipit_rule_error_read(pipit_event_t *event, pipit_rule_error_t *out) {
    PIPIT_ASSERT(event && out);
    pipit_json_t *json = &event->json;
    if (!pipit_i_view_begin(event, PIPIT_EV_ITEM_ERROR, out, sizeof *out)) return false;
    pipit_i_texts(json, PIPIT_NODE_ROOT, "\7title\0\6type\0\7value\0\4id\0", out);
    pipit_i_last_segment(&out->type);
    out->details = details_find(json);
    pipit_i_string_read(json, pipit_i_rule_detail(json), &out->detail);
    return true;
}

/* Read the members with these names as numbers: one uint64_t for each, from `at` on; 0 if there is none. */
static void numbers_read(const pipit_json_t *json, pipit_node_t object, const char *names, void *at) {
    for (char *to = at; *names != '\0'; names += strlen(names) + 1, to += sizeof(uint64_t)) {
        uint64_t *value = (void *)to;
        *value = 0;
        (void)pipit_json_u64(json, pipit_i_member(json, object, names), value);
    }
}

PIPIT_I_OWN_FRAME pipit_node_t summary_node(const pipit_json_t *json) {
    pipit_node_t summary = pipit_i_member(json, PIPIT_NODE_ROOT, "summary");
    return summary == PIPIT_NODE_NONE ? PIPIT_NODE_ROOT : summary;
}

uint32_t pipit_i_rules_deleted(const pipit_event_t *event) {
    uint32_t deleted;
    pipit_i_counts(&event->json, summary_node(&event->json), "deleted\0", &deleted);
    return deleted;
}

bool pipit_rules_summary_read(pipit_event_t *event, pipit_rules_summary_t *out) {
    PIPIT_ASSERT(event && out);
    pipit_json_t *json = &event->json;
    if (!pipit_i_view_begin(event, PIPIT_EV_META, out, sizeof *out)) return false;
    pipit_i_texts(json, PIPIT_NODE_ROOT, "\6sent\0\14next_token\0", out);
    pipit_i_counts(json, summary_node(json), "created\0not_created\0valid\0invalid\0deleted\0not_deleted\0",
                   PIPIT_I_AT(out, pipit_rules_summary_t, created));
    pipit_i_counts(json, PIPIT_NODE_ROOT, "result_count\0", PIPIT_I_AT(out, pipit_rules_summary_t, result_count));
    return true;
}

bool pipit_rules_counts_read(const pipit_event_t *event, pipit_rules_counts_t *out) {
    PIPIT_ASSERT(event && out);
    const pipit_json_t *json = &event->json;
    const bool is_item = pipit_i_view_begin(event, PIPIT_EV_ITEM, out, sizeof *out);
    out->all_project_client_apps = PIPIT_NODE_NONE;
    if (!is_item) return false;
    pipit_node_t app = pipit_i_member(json, PIPIT_NODE_ROOT, "client_app_rules_count");
    numbers_read(json, PIPIT_NODE_ROOT, "cap_per_client_app\0cap_per_project\0project_rules_count\0", out);
    numbers_read(json, app, "client_app_id\0rule_count\0", PIPIT_I_AT(out, pipit_rules_counts_t, client_app_id));
    out->all_project_client_apps = pipit_i_member(json, PIPIT_NODE_ROOT, "all_project_client_apps");
    return true;
}

bool pipit_rules_app_read(const pipit_event_t *event, pipit_node_t node, pipit_rules_app_t *out) {
    PIPIT_ASSERT(event && out);
    const pipit_json_t *json = &event->json;
    numbers_read(json, node, "client_app_id\0rule_count\0", out);
    return pipit_json_kind(json, node) == PIPIT_JSON_OBJECT;
}
