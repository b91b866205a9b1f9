/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Make the rules of the filtered stream be just those of a list: what is missing is added, what is extra is deleted,
 *  what is there stays. A second run changes nothing. Constant memory, however many rules X has: a byte a wanted rule
 *  and a batch of ids.
 *
 *  It lists all pages, deletes the extra rules a batch at a time (and lists again when there were more than a batch),
 *  then adds the missing ones, 100 a call. Rules are the same when value and tag are, byte for byte; a tag cannot be
 *  changed, so another tag is a deletion and an addition, and such a rule does not match in between. Wanting nothing
 *  deletes all. If it ends early just start it again.
 *
 *      err = pipit_rules_sync_start(&sync, client, &config);
 *      for (bool over = err != PIPIT_OK; !over;) {
 *          if (!pipit_poll(client, &port, &event)) { sleep event.wait_ms; continue; }
 *          if (pipit_rules_sync_next(&sync, client, &event, &change)) report(&change);
 *          over = change.kind == PIPIT_CHANGE_DONE;
 *      }
 *
 *  Not there with PIPIT_CFG_CALLS=0. */
#ifndef PIPIT_RULES_SYNC_H
#define PIPIT_RULES_SYNC_H

#include "pipit/page.h"
#include "pipit/port.h"
#include "pipit/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Memory for an id of a rule that is to be deleted. */
typedef struct {
    char digits[20];
} pipit_rule_id_t;

/** What is wanted, and memory. Copied by pipit_rules_sync_start(); what it points to is borrowed until
 *  PIPIT_CHANGE_DONE. */
typedef struct {
    const pipit_rule_spec_t *wanted; /**< no two with the same value; may be NULL when wanted_count is 0 */
    size_t wanted_count;             /**< 0: all rules are deleted */
    uint8_t *marks;                  /**< memory: wanted_count bytes */
    pipit_rule_id_t *batch;          /**< memory: ids to delete in one call */
    size_t batch_count;              /**< how many, 1 to 1000; not needed by a dry run or when nothing is wanted */
    bool dry_run;                    /**< change nothing; tell what would change; X checks what would be added */
} pipit_rules_sync_config_t;

/** What happened: pipit_rules_change_t.kind. */
enum {
    PIPIT_CHANGE_NONE = 0,
    PIPIT_CHANGE_KEPT = 1,    /**< wanted and there: row, id. Without a tag: it was not in the list, but when it was to
                                   be added X said that it exists; with which tag it does not say */
    PIPIT_CHANGE_ADDED = 2,   /**< row, id (in dry runs: absent, or that of a rule with another tag that would be
                                   deleted before) */
    PIPIT_CHANGE_DELETED = 3, /**< extra: id, value, tag. Told when it is found; the deletion follows, and
                                   PIPIT_CHANGE_REFUSED if X does not do it */
    PIPIT_CHANGE_REFUSED = 4, /**< X refuses a rule: row if it is known, value, title, detail */
    PIPIT_CHANGE_DONE = 5     /**< the last one, exactly once: err. PIPIT_OK: the rules are what was wanted.
                                   PIPIT_E_REFUSED: but for those that X refused. PIPIT_E_NO_SPACE: a rule of X's is
                                   longer than the buffer, or has too many tokens. PIPIT_E_RULE_CAP: X has as many
                                   rules as the plan allows; what was not added yet is not tried. Else the reason of
                                   the call that ended it */
};

/** For pipit_rules_change_t.row: not one of the wanted. */
#define PIPIT_ROW_NONE SIZE_MAX

/** One change; its texts are views into the event, or into the wanted rules. */
typedef struct {
    uint8_t kind; /**< PIPIT_CHANGE_ value */
    pipit_err_t err;
    size_t row; /**< which of the wanted rules, or PIPIT_ROW_NONE */
    pipit_str_t id;
    pipit_str_t value;
    pipit_str_t tag;
    pipit_str_t title;
    pipit_str_t detail;
} pipit_rules_change_t;

/** A sync that is running; place it where it lives until PIPIT_CHANGE_DONE. Counters may be read at any time, the other
 *  members are private. */
typedef struct {
    uint32_t kept;
    uint32_t added;
    uint32_t deleted; /**< found to be extra */
    uint32_t refused; /**< each rule once, also if X does not name it; of an addition when its answer is over */
    pipit_rules_sync_config_t config;
    pipit_page_t page;
    size_t cursor; /* the row behind the last one that matched */
    size_t batch_used;
    pipit_err_t err;
    uint8_t state;
    bool more_pages;
    bool more_extras; /* the batch was too small */
    bool changed;     /* the last deletion deleted something */
} pipit_rules_sync_t;

/** Begin, on an idle client: the first call is started.
 *  @return PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID, pipit_offender() says what: a rule that pipit_rules_add() would
 * not take, two with the same value, memory missing, config.result PIPIT_RESULT_RAW. Takes time for each pair of rules.
 */
pipit_err_t pipit_rules_sync_start(pipit_rules_sync_t *sync, pipit_t *client, const pipit_rules_sync_config_t *config);

/** Give it every event of this client until PIPIT_CHANGE_DONE. At PIPIT_EV_DISCONNECT it starts the next call itself,
 *  so ask for PIPIT_CHANGE_DONE, not for PIPIT_EV_DISCONNECT, to know the end; pipit_stop() ends it as any call,
 *  also between two of its calls. Takes time for each wanted rule when X's order is not that of the list.
 *  @return whether there is something to tell: change->kind is not PIPIT_CHANGE_NONE. */
bool pipit_rules_sync_next(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event,
                           pipit_rules_change_t *change);

/** All of it over a port, sleeping in port->wait: blocks as pipit_run() does. `on_change` may be NULL.
 *  @return what pipit_rules_sync_start() returned, or the err of PIPIT_CHANGE_DONE. */
pipit_err_t pipit_rules_sync_run(pipit_rules_sync_t *sync, pipit_t *client, const pipit_port_t *port,
                                 const pipit_rules_sync_config_t *config,
                                 void (*on_change)(void *ctx, const pipit_rules_change_t *change), void *ctx);

#ifdef __cplusplus
}
#endif

#endif
