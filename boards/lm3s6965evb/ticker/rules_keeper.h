/* SPDX-License-Identifier: MIT */
/** @file
 *  Synchronises the rules of the stream with those of the firmware: it lists X's rules, deletes stale rules that have
 *  its tag, and adds missing rules. Rules without its tag are not changed.
 *
 *  Use it with an idle client before the stream starts: call rules_keeper_start(), give each item to
 *  rules_keeper_rule(), and call rules_keeper_next() after each PIPIT_EV_DISCONNECT. */
#ifndef RULES_KEEPER_H
#define RULES_KEEPER_H

#include "pipit/rules.h"

/** How many stale rules are deleted by one call. If there are more, the rules are listed again. */
#define RULES_KEEPER_STALE 8
/** The largest number of wanted rules: there is one bit for each. */
#define RULES_KEEPER_WANTED_MAX 32
#define RULES_KEEPER_ID_BYTES 20

typedef enum { RULES_KEEPER_LIST, RULES_KEEPER_DELETE, RULES_KEEPER_ADD, RULES_KEEPER_DONE } rules_keeper_step_t;

typedef struct {
    const char *tag;
    const char *const *wanted; /* expressions */
    size_t wanted_count;
    uint32_t present; /* a bit for each wanted rule that X has */
    rules_keeper_step_t step;
    uint8_t stale_count;
    char stale[RULES_KEEPER_STALE][RULES_KEEPER_ID_BYTES]; /* ids */
    const char *ids[RULES_KEEPER_STALE];
    pipit_rule_spec_t missing;
} rules_keeper_t;

/** Start by listing X's rules. `tag` and `wanted` are borrowed until it is done. @return as pipit_rules_get() */
pipit_err_t rules_keeper_start(rules_keeper_t *keeper, pipit_t *client, const char *tag, const char *const *wanted,
                               size_t wanted_count);

/** Handle a PIPIT_EV_ITEM. */
void rules_keeper_rule(rules_keeper_t *keeper, pipit_event_t *event);

/** A call has succeeded: start the next one. @return false if all rules are synchronised; or, with *err set, if the
 * next call could not be started. */
bool rules_keeper_next(rules_keeper_t *keeper, pipit_t *client, pipit_err_t *err);

#endif
