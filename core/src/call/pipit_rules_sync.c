/* SPDX-License-Identifier: MIT */
#include "../base/pipit_hash.h"
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/rules_sync.h"
#include "pipit_call_int.h"
#include "pipit_rules_int.h"
#include <string.h>

#define ADD_MAX 100u
#define DELETE_MAX 1000u
#define FREE 0u /* value of a free slot; other values are rows, counted from 1 */

/* The calls of a sync, one after another: list and delete until there are no extra rules, then add. */
enum { STATE_LIST, STATE_DELETE, STATE_DELETE_ALL, STATE_ADD };

/* Marks of a wanted rule. PIPIT_I_MARK_SEND: it is in the running call. KEPT: X has it. TOLD: its result is known. */
enum { MARK_MISSING = 0, MARK_KEPT = 2, MARK_TOLD = 3 };

PIPIT_I_IN_ORDER(pipit_rules_change_t, id, tag, 3);

static bool text_is(pipit_str_t text, const char *wanted) {
    size_t len = wanted ? strlen(wanted) : 0;
    return text.len == len && (len == 0 || memcmp(text.ptr, wanted, len) == 0);
}

/* @return the slot of the row with this value; if there is none, the free slot where it belongs. */
static size_t slot_find(const pipit_rules_sync_config_t *config, pipit_str_t value) {
    const uint32_t hash = pipit_i_hash(value.ptr, value.len);
    size_t slot = (size_t)((uint64_t)hash * config->slot_count >> 32);
    while (config->slots[slot] != FREE && !text_is(value, config->wanted[config->slots[slot] - 1u].value))
        slot = slot + 1u < config->slot_count ? slot + 1u : 0;
    return slot;
}

static size_t row_find(const pipit_rules_sync_t *sync, pipit_str_t value) {
    if (sync->config.wanted_count == 0) return PIPIT_ROW_NONE;
    return sync->config.slots[slot_find(&sync->config, value)] - (size_t)1; /* FREE: PIPIT_ROW_NONE */
}

/* ---- the answers ---- */

/* The texts were read into *change before. */
static void tell(pipit_rules_change_t *change, uint8_t kind, size_t row) {
    change->kind = kind;
    change->row = row;
}

/* Store the id of an extra rule. @return whether it will be deleted: it has a place in the batch, or needs none. */
static bool extra_keep(pipit_rules_sync_t *sync, pipit_str_t id) {
    if (sync->config.dry_run || sync->config.wanted_count == 0) return true;
    if (id.len == 0 || id.len > PIPIT_I_DIGITS_MAX) {
        sync->err = PIPIT_E_JSON; /* not an id of X, so the rule cannot be deleted */
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

PIPIT_I_OWN_FRAME void listed(pipit_rules_sync_t *sync, pipit_rules_change_t *change) {
    const size_t row = row_find(sync, change->value);
    if (row == PIPIT_ROW_NONE || !text_is(change->tag, sync->config.wanted[row].tag)) {
        if (!extra_keep(sync, change->id)) return;
        sync->deleted++;
        tell(change, PIPIT_CHANGE_DELETED, PIPIT_ROW_NONE);
    } else if (sync->config.marks[row] == MARK_MISSING) {
        sync->config.marks[row] = MARK_KEPT;
        sync->kept++;
        tell(change, PIPIT_CHANGE_KEPT, row);
    }
}

PIPIT_I_OWN_FRAME void added(pipit_rules_sync_t *sync, const pipit_json_t *json, pipit_rules_change_t *change) {
    size_t row = row_find(sync, change->value);
    if (row == PIPIT_ROW_NONE || sync->config.marks[row] != PIPIT_I_MARK_SEND) return;
    sync->config.marks[row] = MARK_TOLD;
    /* In a dry run the existing rule is the one with another tag, which a real sync deletes first. */
    bool kept = pipit_i_rule_existed(json) && !sync->config.dry_run;
    ++*(kept ? &sync->kept : &sync->added);
    tell(change, kept ? PIPIT_CHANGE_KEPT : PIPIT_CHANGE_ADDED, row);
}

static void detail_take(pipit_json_t *json, pipit_rules_change_t *change) {
    pipit_i_string_read(json, pipit_i_rule_detail(json), &change->detail);
}

static void refused(pipit_rules_sync_t *sync, pipit_event_t *event, pipit_rules_change_t *change) {
    pipit_json_t *json = &event->json;
    if (!pipit_i_event_is(event, PIPIT_EV_ITEM_ERROR)) return;
    pipit_i_texts(json, PIPIT_NODE_ROOT, "\4id\0\7value\0", PIPIT_I_AT(change, pipit_rules_change_t, id));
    pipit_i_texts(json, PIPIT_NODE_ROOT, "\7title\0", PIPIT_I_AT(change, pipit_rules_change_t, title));
    size_t row = sync->state == STATE_ADD && change->value.len > 0 ? row_find(sync, change->value) : PIPIT_ROW_NONE;
    if (sync->state != STATE_ADD) sync->refused++; /* else refusals_count() counts: X may name a rule twice, or none */
    tell(change, PIPIT_CHANGE_REFUSED, row);
    detail_take(json, change);
}

static void item(pipit_rules_sync_t *sync, pipit_event_t *event, pipit_rules_change_t *change) {
    if (event->err != PIPIT_OK) {
        sync->err = event->err == PIPIT_E_TOKENS ? PIPIT_E_NO_SPACE : event->err;
        return;
    }
    pipit_i_texts(&event->json, PIPIT_NODE_ROOT, "\4id\0\7value\0\5tag\0",
                  PIPIT_I_AT(change, pipit_rules_change_t, id));
    if (sync->state == STATE_LIST)
        listed(sync, change);
    else if (sync->state == STATE_ADD)
        added(sync, &event->json, change);
}

PIPIT_I_OWN_FRAME void meta(pipit_rules_sync_t *sync, pipit_event_t *event) {
    if (sync->state == STATE_LIST) {
        pipit_err_t err = pipit_page_next(&sync->page, event);
        sync->more_pages = err == PIPIT_OK;
        if (err != PIPIT_OK && err != PIPIT_E_ABSENT) sync->err = err;
    } else {
        sync->changed = sync->changed || pipit_i_rules_deleted(event) > 0;
    }
}

/* ---- the next call ---- */

static pipit_err_t list_start(pipit_rules_sync_t *sync, pipit_t *client) {
    sync->state = STATE_LIST;
    sync->more_pages = false;
    return pipit_rules_list(client, &sync->page);
}

/* Count the rules of the last addition that X has not added. */
static void refusals_count(pipit_rules_sync_t *sync) {
    for (size_t row = sync->first; row < sync->end; row++) {
        if (sync->config.marks[row] != PIPIT_I_MARK_SEND) continue;
        sync->config.marks[row] = MARK_TOLD;
        sync->refused++;
    }
}

/* Mark the rules of the next addition. @return how many. */
static size_t missing_mark(pipit_rules_sync_t *sync) {
    size_t marked = 0;
    sync->first = sync->end;
    for (; sync->end < sync->config.wanted_count && marked < ADD_MAX; sync->end++) {
        if (sync->config.marks[sync->end] != MARK_MISSING) continue;
        sync->config.marks[sync->end] = PIPIT_I_MARK_SEND;
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

static bool has_extras(const pipit_rules_sync_t *sync) {
    if (sync->config.dry_run) return false;
    return sync->config.wanted_count == 0 ? sync->deleted > 0 : sync->batch_used > 0;
}

/* List the rules again after a deletion. If X has deleted nothing, the same batch would be sent for ever. */
static pipit_err_t list_again(pipit_rules_sync_t *sync, pipit_t *client) {
    if (!sync->changed) return PIPIT_E_REFUSED;
    if (++sync->lists == 0) return PIPIT_E_PAGES;
    sync->batch_used = 0;
    sync->more_extras = false;
    sync->page.token[0] = '\0';
    return list_start(sync, client);
}

/* Start the next call after a call has ended. @return true: it runs. false: the sync is over, with result sync->err. */
static bool next_start(pipit_rules_sync_t *sync, pipit_t *client) {
    if (sync->err != PIPIT_OK) return false;
    if (sync->state == STATE_LIST && sync->more_pages) {
        sync->err = list_start(sync, client);
    } else if (sync->state == STATE_LIST && has_extras(sync)) {
        sync->err = deletion_start(sync, client);
    } else if (sync->state == STATE_DELETE && sync->more_extras) {
        sync->err = list_again(sync, client);
    } else if (missing_mark(sync) > 0) {
        sync->state = STATE_ADD;
        sync->err = pipit_i_rules_add_marked(client, sync);
    } else {
        if (sync->refused > 0) sync->err = PIPIT_E_REFUSED;
        return false;
    }
    return sync->err == PIPIT_OK;
}

PIPIT_I_OWN_FRAME void ended(pipit_rules_sync_t *sync, pipit_t *client, pipit_err_t reason,
                             pipit_rules_change_t *change) {
    if (sync->err == PIPIT_OK) sync->err = reason;
    const bool is_answer = reason == PIPIT_OK || reason == PIPIT_E_REFUSED || reason == PIPIT_E_RULE_CAP;
    if (sync->state == STATE_ADD && is_answer) refusals_count(sync);
    client->chained = true; /* a stop between two calls must end the next one */
    const bool runs = next_start(sync, client);
    client->chained = false;
    if (runs) return;
    change->kind = PIPIT_CHANGE_DONE;
    change->err = sync->err;
}

static void event_take(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event, pipit_rules_change_t *change) {
    switch (event->kind) {
    case PIPIT_EV_ITEM: item(sync, event, change); break;
    case PIPIT_EV_ITEM_ERROR: refused(sync, event, change); break;
    case PIPIT_EV_META: meta(sync, event); break;
    case PIPIT_EV_OVERSIZE: sync->err = PIPIT_E_NO_SPACE; break;
    case PIPIT_EV_DISCONNECT: ended(sync, client, event->err, change); break;
    default: break;
    }
}

bool pipit_rules_sync_next(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event,
                           pipit_rules_change_t *change) {
    PIPIT_ASSERT(sync && client && event && change);
    memset(change, 0, sizeof *change);
    change->row = PIPIT_ROW_NONE;
    event_take(sync, client, event, change);
    return change->kind != PIPIT_CHANGE_NONE;
}

/* ---- the start ---- */

/* Fill the slots. @return whether two rows have the same value. */
static bool has_twins(const pipit_rules_sync_config_t *config) {
    memset(config->slots, 0, config->slot_count * sizeof *config->slots);
    for (size_t row = 0; row < config->wanted_count; row++) {
        const pipit_str_t value = {config->wanted[row].value, strlen(config->wanted[row].value)};
        const size_t slot = slot_find(config, value);
        if (config->slots[slot] != FREE) return true;
        config->slots[slot] = (uint32_t)row + 1u;
    }
    return false;
}

static bool has_memory(const pipit_rules_sync_config_t *config) {
    if (config->wanted_count == 0) return true;
    bool batch = config->batch && config->batch_count >= 1 && config->batch_count <= DELETE_MAX;
    bool slots = config->slots && config->slot_count > config->wanted_count;
    return config->wanted && config->marks && slots && (batch || config->dry_run);
}

static uint8_t config_offender(const pipit_t *client, const pipit_rules_sync_config_t *config) {
    if (client->config.result == PIPIT_RESULT_RAW) return PIPIT_I_BAD_SYNC_RAW;
    if (!has_memory(config)) return PIPIT_I_BAD_SYNC_MEMORY;
    uint8_t offender = pipit_i_rules_offender(config->wanted, config->wanted_count);
    if (offender != PIPIT_I_GOOD) return offender;
    return config->wanted_count > 0 && has_twins(config) ? PIPIT_I_BAD_RULE_TWICE : PIPIT_I_GOOD;
}

pipit_err_t pipit_rules_sync_start(pipit_rules_sync_t *sync, pipit_t *client, const pipit_rules_sync_config_t *config) {
    PIPIT_ASSERT(sync && config);
    if (pipit_running(client)) return PIPIT_E_STATE;
    uint8_t offender = config_offender(client, config);
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    memset(sync, 0, sizeof *sync);
    sync->config = *config;
    sync->page.max_pages = config->max_pages;
    if (config->wanted_count > 0) memset(config->marks, MARK_MISSING, config->wanted_count);
    return list_start(sync, client);
}
