/* SPDX-License-Identifier: MIT */
/* Rules calls in pieces, for the sync. */
#ifndef PIPIT_X_RULES_H
#define PIPIT_X_RULES_H

#include "pipit/rules_sync.h"

#if PIPIT_CFG_CALLS
/* PIPIT_I_GOOD, or what is wrong with one of these rules. */
uint8_t pipit_i_rules_offender(const pipit_rule_spec_t *rules, size_t count);

/* Of rules that were checked, add those whose mark is PIPIT_I_MARK_SEND. */
pipit_err_t pipit_i_rules_add_marked(pipit_t *client, const pipit_rule_spec_t *rules, size_t count,
                                     const uint8_t *marks, bool dry_run);

pipit_err_t pipit_i_rules_delete_batch(pipit_t *client, const pipit_rule_id_t *ids, size_t count);
#endif

#endif
