/* SPDX-License-Identifier: MIT */
/* Parts of the calls for rules that the sync of rules uses. */
#ifndef PIPIT_X_RULES_H
#define PIPIT_X_RULES_H

#include "pipit/rules_sync.h"

/* @return PIPIT_I_GOOD, or the number (pipit_offender.h) of what is wrong with one of these rules. */
uint8_t pipit_i_rules_offender(const pipit_rule_spec_t *rules, size_t count);

/* Add the wanted rules whose mark is PIPIT_I_MARK_SEND. They were checked before. */
pipit_err_t pipit_i_rules_add_marked(pipit_t *client, const pipit_rules_sync_t *sync);

/* @return the member that says why a rule was refused: pipit_rule_error_t.detail. */
pipit_node_t pipit_i_rule_detail(const pipit_json_t *json);

/* @return the number of deleted rules in the summary of a PIPIT_EV_META. */
uint32_t pipit_i_rules_deleted(const pipit_event_t *event);

pipit_err_t pipit_i_rules_delete_batch(pipit_t *client, const pipit_rule_id_t *ids, size_t count);

#endif
