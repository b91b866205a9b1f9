/* SPDX-License-Identifier: MIT */
#include "pipit/loop.h"
#include "pipit/rules_sync.h"
#include "pipit_int.h"
#include "pipit_word.h"
#include "pipit_x_rules.h"
#if PIPIT_CFG_CALLS
#include <string.h>

#define ADD_MAX 100u
#define DELETE_MAX 1000u

/* One call after the other: list until nothing is left to delete, then add. */
enum { STATE_LIST, STATE_DELETE, STATE_DELETE_ALL, STATE_ADD };

/* Of a wanted rule; PIPIT_I_MARK_SEND: it is in the call that runs. */
enum { MARK_MISSING = 0, MARK_KEPT = 2, MARK_TOLD = 3 };

static bool text_is(pipit_str_t text, const char *wanted) {
    size_t len = wanted ? strlen(wanted) : 0;
    return text.len == len && (len == 0 || memcmp(text.ptr, wanted, len) == 0);
}

static bool row_is(const pipit_rules_sync_t *sync, size_t row, const pipit_rule_t *rule, bool with_tag) {
    const pipit_rule_spec_t *wanted = &sync->config.wanted[row];
    return text_is(rule->value, wanted->value) && (!with_tag || text_is(rule->tag, wanted->tag));
}

/* X often answers in the order that was sent: look first behind the last one found. */
static size_t row_find(pipit_rules_sync_t *sync, const pipit_rule_t *rule, bool with_tag) {
    size_t count = sync->config.wanted_count;
    for (size_t n = 0; n < count; n++) {
        size_t row = sync->cursor + n < count ? sync->cursor + n : sync->cursor + n - count;
        if (!row_is(sync, row, rule, with_tag)) continue;
        sync->cursor = row + 1 < count ? row + 1 : 0;
        return row;
    }
    return PIPIT_ROW_NONE;
}

/* ---- what the answers say ---- */

static void tell(pipit_rules_change_t *change, uint8_t kind, size_t row, const pipit_rule_t *rule) {
    change->kind = kind;
    change->row = row;
    change->id = rule->id;
    change->value = rule->value;
    change->tag = rule->tag;
}

/* @return whether it will be deleted: it has a place in the batch, or needs none. */
static bool extra_keep(pipit_rules_sync_t *sync, pipit_str_t id) {
    if (sync->config.dry_run || sync->config.wanted_count == 0) return true;
    if (id.len == 0 || id.len > PIPIT_I_DIGITS_MAX) {
        sync->err = PIPIT_E_JSON; /* no id of X's: it could not be deleted */
        return false;
    }
    if (sync->batch_used == sync->config.batch_count) {
        sync->more_extras = true;
        return false;
    }
    char *digits = sync->config.batch[sync->batch_used++].digits;
    memcpy(digits, id.ptr, id.len);
    digits[id.len] = '\0';
    return true;
}

static void listed(pipit_rules_sync_t *sync, const pipit_rule_t *rule, pipit_rules_change_t *change) {
    size_t row = row_find(sync, rule, true);
    if (row == PIPIT_ROW_NONE) {
        if (!extra_keep(sync, rule->id)) return;
        sync->deleted++;
        tell(change, PIPIT_CHANGE_DELETED, PIPIT_ROW_NONE, rule);
    } else if (sync->config.marks[row] == MARK_MISSING) {
        sync->config.marks[row] = MARK_KEPT;
        sync->kept++;
        tell(change, PIPIT_CHANGE_KEPT, row, rule);
    }
}

static void added(pipit_rules_sync_t *sync, const pipit_rule_t *rule, pipit_rules_change_t *change) {
    size_t row = row_find(sync, rule, false);
    if (row == PIPIT_ROW_NONE || sync->config.marks[row] != PIPIT_I_MARK_SEND) return;
    sync->config.marks[row] = MARK_TOLD;
    /* In a dry run it is the one with another tag, which would be deleted first. */
    bool kept = rule->existed && !sync->config.dry_run;
    ++*(kept ? &sync->kept : &sync->added);
    tell(change, kept ? PIPIT_CHANGE_KEPT : PIPIT_CHANGE_ADDED, row, rule);
}

static void refused(pipit_rules_sync_t *sync, pipit_event_t *event, pipit_rules_change_t *change) {
    pipit_rule_error_t error;
    pipit_rule_t rule;
    if (pipit_i_error_is(&event->json, PIPIT_I_WORD_RULE_CAP, PIPIT_I_WORD_RULES_CAP_EXCEEDED))
        sync->err = PIPIT_E_RULE_CAP;
    if (!pipit_rule_error_read(event, &error)) return;
    memset(&rule, 0, sizeof rule);
    rule.id = error.id;
    rule.value = error.value;
    size_t row = sync->state == STATE_ADD && rule.value.len > 0 ? row_find(sync, &rule, false) : PIPIT_ROW_NONE;
    if (sync->state != STATE_ADD) sync->refused++; /* else X may not say of which, or twice: see refusals_count() */
    tell(change, PIPIT_CHANGE_REFUSED, row, &rule);
    change->title = error.title;
    change->detail = error.detail;
}

static void item(pipit_rules_sync_t *sync, pipit_event_t *event, pipit_rules_change_t *change) {
    pipit_rule_t rule;
    if (event->err != PIPIT_OK) {
        sync->err = event->err == PIPIT_E_TOKENS ? PIPIT_E_NO_SPACE : event->err;
    } else if (pipit_rule_read(event, &rule)) {
        if (sync->state == STATE_LIST) listed(sync, &rule, change);
        if (sync->state == STATE_ADD) added(sync, &rule, change);
    }
}

static void meta(pipit_rules_sync_t *sync, pipit_event_t *event) {
    pipit_rules_summary_t summary;
    if (sync->state == STATE_LIST) {
        pipit_err_t err = pipit_page_next(&sync->page, event);
        sync->more_pages = err == PIPIT_OK;
        if (err != PIPIT_OK && err != PIPIT_E_ABSENT) sync->err = err;
    } else if (pipit_rules_summary_read(event, &summary) && summary.deleted > 0) {
        sync->changed = true;
    }
}

/* ---- one call after the other ---- */

static pipit_err_t list_start(pipit_rules_sync_t *sync, pipit_t *client) {
    sync->state = STATE_LIST;
    sync->more_pages = false;
    return pipit_rules_list(client, &sync->page);
}

/* Rules of the last addition that are not there now. */
static void refusals_count(pipit_rules_sync_t *sync) {
    for (size_t row = 0; row < sync->config.wanted_count; row++) {
        if (sync->config.marks[row] != PIPIT_I_MARK_SEND) continue;
        sync->config.marks[row] = MARK_TOLD;
        sync->refused++;
    }
}

/* @return how many are in the next addition. */
static size_t missing_mark(pipit_rules_sync_t *sync) {
    size_t marked = 0;
    for (size_t row = 0; row < sync->config.wanted_count && marked < ADD_MAX; row++) {
        if (sync->config.marks[row] != MARK_MISSING) continue;
        sync->config.marks[row] = PIPIT_I_MARK_SEND;
        marked++;
    }
    return marked;
}

static pipit_err_t deletion_start(pipit_rules_sync_t *sync, pipit_t *client) {
    if (sync->config.wanted_count == 0) {
        sync->state = STATE_DELETE_ALL;
        return pipit_rules_delete_all(client, false);
    }
    sync->state = STATE_DELETE;
    sync->changed = false;
    return pipit_i_rules_delete_batch(client, sync->config.batch, sync->batch_used);
}

/* Only when there is nothing left to add: the reason why it is over. */
static pipit_err_t addition_start(pipit_rules_sync_t *sync, pipit_t *client, bool *over) {
    const pipit_rules_sync_config_t *config = &sync->config;
    sync->state = STATE_ADD;
    *over = missing_mark(sync) == 0;
    if (*over) return sync->refused > 0 ? PIPIT_E_REFUSED : PIPIT_OK;
    return pipit_i_rules_add_marked(client, config->wanted, config->wanted_count, config->marks, config->dry_run);
}

static bool has_extras(const pipit_rules_sync_t *sync) {
    if (sync->config.dry_run) return false;
    return sync->config.wanted_count == 0 ? sync->deleted > 0 : sync->batch_used > 0;
}

/* A call has ended: the next one, unless something was wrong. @return as addition_start(). */
static pipit_err_t next_start(pipit_rules_sync_t *sync, pipit_t *client, bool *over) {
    if (sync->err != PIPIT_OK) {
        *over = true;
        return sync->err;
    }
    switch (sync->state) {
    case STATE_LIST:
        if (sync->more_pages) return list_start(sync, client);
        if (has_extras(sync)) return deletion_start(sync, client);
        return addition_start(sync, client, over);
    case STATE_DELETE:
        if (!sync->more_extras) return addition_start(sync, client, over);
        *over = !sync->changed; /* X deletes nothing: this would never end */
        if (*over) return PIPIT_E_REFUSED;
        sync->batch_used = 0;
        sync->more_extras = false;
        sync->page.token[0] = '\0';
        return list_start(sync, client);
    default: return addition_start(sync, client, over);
    }
}

static void ended(pipit_rules_sync_t *sync, pipit_t *client, pipit_err_t reason, pipit_rules_change_t *change) {
    bool over = false;
    if (sync->err == PIPIT_OK) sync->err = reason;
    if (sync->state == STATE_ADD && (reason == PIPIT_OK || reason == PIPIT_E_REFUSED)) refusals_count(sync);
    client->chained = true; /* idle from one call to the next: a stop that comes meanwhile ends the next one */
    pipit_err_t err = next_start(sync, client, &over);
    client->chained = false;
    if (!over && err == PIPIT_OK) return;
    change->kind = PIPIT_CHANGE_DONE;
    change->err = err;
}

bool pipit_rules_sync_next(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event,
                           pipit_rules_change_t *change) {
    memset(change, 0, sizeof *change);
    change->row = PIPIT_ROW_NONE;
    switch (event->kind) {
    case PIPIT_EV_ITEM: item(sync, event, change); break;
    case PIPIT_EV_ITEM_ERROR: refused(sync, event, change); break;
    case PIPIT_EV_META: meta(sync, event); break;
    case PIPIT_EV_OVERSIZE: sync->err = PIPIT_E_NO_SPACE; break;
    case PIPIT_EV_DISCONNECT: ended(sync, client, event->err, change); break;
    default: break;
    }
    return change->kind != PIPIT_CHANGE_NONE;
}

/* ---- the beginning ---- */

static bool has_twins(const pipit_rule_spec_t *rules, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(rules[i].value, rules[j].value) == 0) return true;
        }
    }
    return false;
}

static bool has_memory(const pipit_rules_sync_config_t *config) {
    if (config->wanted_count == 0) return true;
    bool batch = config->batch && config->batch_count >= 1 && config->batch_count <= DELETE_MAX;
    return config->wanted && config->marks && (batch || config->dry_run);
}

static uint8_t config_offender(const pipit_t *client, const pipit_rules_sync_config_t *config) {
    if (client->config.result == PIPIT_RESULT_RAW) return PIPIT_I_BAD_SYNC_RAW;
    if (!has_memory(config)) return PIPIT_I_BAD_SYNC_MEMORY;
    uint8_t offender = pipit_i_rules_offender(config->wanted, config->wanted_count);
    if (offender != PIPIT_I_GOOD) return offender;
    return has_twins(config->wanted, config->wanted_count) ? PIPIT_I_BAD_RULE_TWICE : PIPIT_I_GOOD;
}

pipit_err_t pipit_rules_sync_start(pipit_rules_sync_t *sync, pipit_t *client, const pipit_rules_sync_config_t *config) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    uint8_t offender = config_offender(client, config);
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    memset(sync, 0, sizeof *sync);
    sync->config = *config;
    if (config->wanted_count > 0) memset(config->marks, MARK_MISSING, config->wanted_count);
    return list_start(sync, client);
}

pipit_err_t pipit_rules_sync_run(pipit_rules_sync_t *sync, pipit_t *client, const pipit_port_t *port,
                                 const pipit_rules_sync_config_t *config,
                                 void (*on_change)(void *ctx, const pipit_rules_change_t *change), void *ctx) {
    pipit_event_t event;
    pipit_rules_change_t change;
    pipit_err_t err = pipit_rules_sync_start(sync, client, config);
    if (err != PIPIT_OK) return err;
    do {
        change.kind = PIPIT_CHANGE_NONE;
        if (!pipit_poll(client, port, &event)) {
            if (event.wait_ms > 0 && port->wait) port->wait(port->io, event.wait_ms);
        } else if (pipit_rules_sync_next(sync, client, &event, &change) && on_change) {
            on_change(ctx, &change);
        }
    } while (change.kind != PIPIT_CHANGE_DONE);
    return change.err;
}
#endif
