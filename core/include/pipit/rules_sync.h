/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Synchronise the rules of the filtered stream with a list: missing rules are added, extra rules are deleted,
 *  identical rules are left alone. A second run changes nothing. The memory is constant, however many rules X has:
 * about 9 bytes for each rule of the list, and a batch of ids.
 *
 *  Steps: it lists all pages; it deletes the extra rules, one batch in each call, and lists again if there were more
 *  than one batch; then it adds the missing rules, 100 in each call. Two rules are identical if value and tag are equal
 *  byte for byte. X cannot change a tag, so a rule with another tag is deleted and added again; between these two calls
 *  it matches no Post. An empty list deletes all rules. If a sync ends early, start it again.
 *
 *      err = pipit_rules_sync_start(&sync, client, &config);
 *      for (bool over = err != PIPIT_OK; !over;) {
 *          if (!pipit_poll(client, &port, &event)) { ... sleep for event.wait_ms ...; continue; }
 *          if (pipit_rules_sync_next(&sync, client, &event, &change)) report(&change);
 *          over = change.kind == PIPIT_CHANGE_DONE;
 *      }
 * */
#ifndef PIPIT_RULES_SYNC_H
#define PIPIT_RULES_SYNC_H

#include "pipit/page.h"
#include "pipit/port.h"
#include "pipit/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Memory for the id of one rule to delete. */
typedef struct {
    char digits[20];
} pipit_rule_id_t;

/** The wanted rules, and memory for the sync. pipit_rules_sync_start() copies it; what it points to is borrowed until
 *  PIPIT_CHANGE_DONE. */
typedef struct {
    const pipit_rule_spec_t *wanted; /**< no two rules with the same value; may be NULL if wanted_count is 0 */
    size_t wanted_count;             /**< how many; 0: all rules are deleted */
    uint8_t *marks;                  /**< memory of wanted_count bytes; may be NULL if wanted_count is 0 */
    pipit_rule_id_t *batch;          /**< memory for the ids to delete in one call */
    size_t batch_count;              /**< how many ids, 1 to 1000. A dry run, or a wanted_count of 0, needs no batch */
    bool dry_run;                    /**< change nothing, only report what would change; X checks the rules to add */
    uint32_t *slots;                 /**< memory for a hash table of the values; may be NULL if wanted_count is 0 */
    size_t slot_count;               /**< how many slots, more than wanted_count; twice as many are fast */
    uint16_t max_pages;              /**< each time it lists the rules, the sync requests at most so many pages, then it
                                          ends with PIPIT_E_PAGES; 0: PIPIT_MAX_PAGES. It lists them at most 65,536 times */
} pipit_rules_sync_config_t;

/** The kinds of changes: pipit_rules_change_t.kind, and the members that each kind fills. */
enum {
    PIPIT_CHANGE_NONE = 0,
    PIPIT_CHANGE_KEPT = 1,    /**< a wanted rule exists: row, id. If `tag` is absent although the wanted rule has one:
                                   X did not list the rule, but refused to add it because it exists already. X does
                                   not say with which tag */
    PIPIT_CHANGE_ADDED = 2,   /**< a wanted rule was added: row, id. In a dry run the id is absent, or is that of a rule
                                   with another tag that would be deleted before */
    PIPIT_CHANGE_DELETED = 3, /**< an extra rule was found: id, value, tag. It is deleted in a later call (not in a
                                   dry run); if X does not delete it, PIPIT_CHANGE_REFUSED follows */
    PIPIT_CHANGE_REFUSED = 4, /**< X refused a rule: value, title, detail, and row if X says which rule it is */
    PIPIT_CHANGE_DONE = 5     /**< the sync has ended: err. This is the last change, exactly once. PIPIT_OK: X's rules
                                   are those of the list. PIPIT_E_REFUSED: X refused some rules, all others are
                                   synchronised; or X refused a whole call, deleted nothing of a batch, or listed the
                                   same page again, and the rest was not tried. PIPIT_E_NO_SPACE: a rule in X's answer
                                   is longer than the receive buffer, or has too many tokens. PIPIT_E_JSON: an entry of
                                   the answer is not JSON, or has no usable id. PIPIT_E_RULE_CAP: the plan allows no
                                   more rules; the rest was not tried. PIPIT_E_PAGES: the list goes on after max_pages
                                   pages, nothing was added. Any other: the reason of the call that failed */
};

/** Value of pipit_rules_change_t.row: none of the wanted rules. */
#define PIPIT_ROW_NONE SIZE_MAX

/** One change. Its texts are views into the event, valid until the next pipit_next(); a text that a kind does not fill
 *  is absent. */
typedef struct {
    uint8_t kind; /**< PIPIT_CHANGE_ value */
    pipit_err_t err;
    size_t row; /**< index into the wanted rules, or PIPIT_ROW_NONE */
    pipit_str_t id;
    pipit_str_t value;
    pipit_str_t tag;
    pipit_str_t title;
    pipit_str_t detail;
} pipit_rules_change_t;

/** A running sync. It must stay in its place until PIPIT_CHANGE_DONE. You may read the four counters at any time; the
 *  other members are private. */
typedef struct {
    uint32_t kept;
    uint32_t added;
    uint32_t deleted; /**< extra rules that were found */
    uint32_t refused; /**< each refused rule once, even if X does not name it; rules to add are counted when the answer
                           has ended */
    pipit_rules_sync_config_t config;
    pipit_page_t page;
    size_t first; /* the rows of the addition that runs, or ran last */
    size_t end;
    size_t batch_used;
    pipit_err_t err;
    uint16_t lists; /* how often the rules were listed again */
    uint8_t state;
    bool more_pages;
    bool more_extras; /* the batch was too small */
    bool changed;     /* the last deletion deleted something */
} pipit_rules_sync_t;

/** Start a sync: check the list and start the first call. Legal on a client that runs no request. Does not block; it
 *  reads each wanted rule once, about 2,500 instructions for one of 100 bytes. So a list of 1,000 rules takes 25 ms of
 * a Cortex-M3 at 100 MHz, and one of 25,000 rules 20 ms of a desktop.
 *  @param sync   yours, overwritten; it must stay in its place until PIPIT_CHANGE_DONE.
 *  @param client yours, with config.result PIPIT_RESULT_PARSED.
 *  @param config copied; what it points to is borrowed until PIPIT_CHANGE_DONE.
 *  @return PIPIT_OK. PIPIT_E_STATE: a request is running on this client. PIPIT_E_INVALID: a rule that
 *  pipit_rules_add() would refuse, two rules with the same value, missing memory, PIPIT_RESULT_RAW, no bearer token, or
 *  a failed pipit_init(); pipit_offender() says which. */
pipit_err_t pipit_rules_sync_start(pipit_rules_sync_t *sync, pipit_t *client, const pipit_rules_sync_config_t *config);

/** Process one event of the sync's client. Call it for every event, from pipit_rules_sync_start() until
 *  PIPIT_CHANGE_DONE. After PIPIT_EV_DISCONNECT it starts the next call itself, so only PIPIT_CHANGE_DONE is the end.
 *  pipit_stop() ends the sync like any call, also between two of its calls. Does not block; its time does not depend on
 *  how many rules the list or X has, except that it passes over the marks of the rules that exist.
 *  @param sync   the running sync.
 *  @param client its client.
 *  @param event  an event of this client; texts are decoded in place.
 *  @param change yours, always filled.
 *  @return true if there is a change: change->kind is not PIPIT_CHANGE_NONE. */
bool pipit_rules_sync_next(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event,
                           pipit_rules_change_t *change);

/** Run a whole sync over a port. Blocks until the sync has ended; it sleeps in port->wait. Legal on a client that runs
 *  no request.
 *  @param sync,client,config as in pipit_rules_sync_start().
 *  @param port      the client's port.
 *  @param on_change called for each change, which is valid during this call; may be NULL.
 *  @param ctx       first argument of `on_change`.
 *  @return the error of pipit_rules_sync_start(), or the err of PIPIT_CHANGE_DONE. */
pipit_err_t pipit_rules_sync_run(pipit_rules_sync_t *sync, pipit_t *client, const pipit_port_t *port,
                                 const pipit_rules_sync_config_t *config,
                                 void (*on_change)(void *ctx, const pipit_rules_change_t *change), void *ctx);

#ifdef __cplusplus
}
#endif

#endif
