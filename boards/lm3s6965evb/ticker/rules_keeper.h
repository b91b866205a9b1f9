/* SPDX-License-Identifier: MIT */
/** @file
 *  Keeps the rules of the stream as the firmware wants them: lists what X has, deletes those of its own that are stale,
 *  adds what is missing. Its own are those with its tag; others on the same app are left alone.
 *
 *  It runs on an idle client before the stream: start, pass the events on, and after each PIPIT_EV_DISCONNECT ask what
 *  is next. */
#ifndef RULES_KEEPER_H
#define RULES_KEEPER_H

#include "pipit/rules.h"

/** So many stale rules are deleted at a time; if there are more it goes round again. */
#define RULES_KEEPER_STALE 8
/** As many rules can be wanted: a bit for each. */
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

/** Begin with listing. `tag` and `wanted` are borrowed until it is done. @return as pipit_rules_get() */
pipit_err_t rules_keeper_start(rules_keeper_t *keeper, pipit_t *client, const char *tag, const char *const *wanted,
                               size_t wanted_count);

/** A PIPIT_EV_ITEM has come. */
void rules_keeper_rule(rules_keeper_t *keeper, pipit_event_t *event);

/** The call is over and has succeeded: start the next one. @return false when all rules are in order, or, *err set,
 *  when the next call could not be started. */
bool rules_keeper_next(rules_keeper_t *keeper, pipit_t *client, pipit_err_t *err);

#endif
