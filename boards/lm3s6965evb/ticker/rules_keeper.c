/* SPDX-License-Identifier: MIT */
#include "rules_keeper.h"
#include <string.h>

static bool is_text(pipit_str_t view, const char *text) {
    return view.ptr && view.len == strlen(text) && memcmp(view.ptr, text, view.len) == 0;
}

static pipit_err_t list(rules_keeper_t *keeper, pipit_t *client) {
    keeper->step = RULES_KEEPER_LIST;
    keeper->present = 0;
    keeper->stale_count = 0;
    return pipit_rules_get(client, NULL, 0);
}

pipit_err_t rules_keeper_start(rules_keeper_t *keeper, pipit_t *client, const char *tag, const char *const *wanted,
                               size_t wanted_count) {
    keeper->tag = tag;
    keeper->wanted = wanted;
    keeper->wanted_count = wanted_count < RULES_KEEPER_WANTED_MAX ? wanted_count : RULES_KEEPER_WANTED_MAX;
    return list(keeper, client);
}

static bool is_wanted(rules_keeper_t *keeper, const pipit_rule_t *rule) {
    for (size_t i = 0; i < keeper->wanted_count; i++) {
        if (!is_text(rule->value, keeper->wanted[i])) continue;
        keeper->present |= 1u << i;
        return true;
    }
    return false;
}

static void stale_note(rules_keeper_t *keeper, pipit_str_t id) {
    if (keeper->stale_count == RULES_KEEPER_STALE || id.len == 0 || id.len >= RULES_KEEPER_ID_BYTES) return;
    char *place = keeper->stale[keeper->stale_count];
    memcpy(place, id.ptr, id.len);
    place[id.len] = '\0';
    keeper->ids[keeper->stale_count++] = place;
}

void rules_keeper_rule(rules_keeper_t *keeper, pipit_event_t *event) {
    pipit_rule_t rule;
    if (keeper->step != RULES_KEEPER_LIST || !pipit_rule_read(event, &rule)) return;
    if (!is_wanted(keeper, &rule) && is_text(rule.tag, keeper->tag)) stale_note(keeper, rule.id);
}

/* Rules are added one by one, so that the others are added even if X refuses one. */
static bool missing_find(rules_keeper_t *keeper) {
    for (size_t i = 0; i < keeper->wanted_count; i++) {
        if (keeper->present & 1u << i) continue;
        keeper->present |= 1u << i;
        keeper->missing = (pipit_rule_spec_t){keeper->wanted[i], keeper->tag};
        return true;
    }
    return false;
}

static pipit_err_t go_on(rules_keeper_t *keeper, pipit_t *client) {
    if (keeper->step == RULES_KEEPER_LIST && keeper->stale_count > 0) {
        keeper->step = RULES_KEEPER_DELETE;
        return pipit_rules_delete(client, keeper->ids, keeper->stale_count, false);
    }
    if (keeper->step == RULES_KEEPER_DELETE) return list(keeper, client);
    if (missing_find(keeper)) {
        keeper->step = RULES_KEEPER_ADD;
        return pipit_rules_add(client, &keeper->missing, 1, false);
    }
    keeper->step = RULES_KEEPER_DONE;
    return PIPIT_OK;
}

bool rules_keeper_next(rules_keeper_t *keeper, pipit_t *client, pipit_err_t *err) {
    *err = go_on(keeper, client);
    return *err == PIPIT_OK && keeper->step != RULES_KEEPER_DONE;
}
