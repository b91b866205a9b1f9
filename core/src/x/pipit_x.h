/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_X_H
#define PIPIT_X_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"

/* Paths of calls; those of streams are in pipit/endpoint.h. */
extern const char pipit_i_path_connections[];
extern const char pipit_i_path_rules[];
extern const char pipit_i_path_rules_all[];
extern const char pipit_i_path_rules_counts[];
extern const char pipit_i_path_powerstream_rules[];
extern const char pipit_i_path_subscriptions[];
extern const char pipit_i_path_token[];

/* The names of a stream's lists, one after another, each ended by a zero, in the order of pipit_request_t. */
extern const char pipit_i_list_names[];

/* Is this a text of 1 to `most` bytes out of `set`; of characters in UTF-8; are these names joined by commas? */
bool pipit_i_word_fits(const char *text, const char *set, size_t most);
bool pipit_i_words_fit(const char *const *texts, size_t count, const char *set, size_t most);
bool pipit_i_text_fits(const char *text, size_t most);
bool pipit_i_list_fits(const char *list);
/* Sets, each with those below it. */
extern const char pipit_i_bytes[];
#define PIPIT_I_NAMES pipit_i_bytes                              /* '.' */
#define PIPIT_I_IDS (pipit_i_bytes + 1)                          /* '-' '_' and letters */
#define PIPIT_I_DIGITS (pipit_i_bytes + sizeof ".-_" - 1u + 52u) /* digits */
#define PIPIT_I_IDS_MAX 64u                                      /* characters of an id made of these */
#define PIPIT_I_DIGITS_MAX 19u                                   /* of a number of X's */

bool pipit_i_event_is(const pipit_event_t *event, uint8_t kind);
/* The hash of the word in a member (pipit_hash.h), of an address of its last segment, of a sentence of its first word;
 * 0 if the member is not there. Read from the raw text: asking does not decode what may be handed out raw later. */
uint32_t pipit_i_hash_in(const pipit_json_t *json, pipit_node_t object, const char *name);
/* Has this entry of errors[] one of these words as its type or its title? */
bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title);
/* Is it about a rule that is there already? */
bool pipit_i_rule_existed(const pipit_json_t *json);
/* Is this the name of a member of messages that announce an end (pipit_hash.h)? */
bool pipit_i_notice_has(uint32_t hash);
/* Of an address in *s only what stands behind the last slash. */
void pipit_i_last_segment(pipit_str_t *s);

pipit_err_t pipit_i_text_parse(pipit_t *client, pipit_json_t *json);
void pipit_i_refusal_end(pipit_t *client, pipit_event_t *event, pipit_err_t forbidden);
/* A parameter's name with what comes before it; with a text; with a number that is not 0. */
void pipit_i_put_name(pipit_t *client, const char *name);
void pipit_i_put_text_parameter(pipit_t *client, const char *name, const char *value);
void pipit_i_put_number_parameter(pipit_t *client, const char *name, uint32_t value);
/* The path; `camel_case` is how the names of the parameters after it are written. */
void pipit_i_put_path(pipit_t *client, const char *path, bool camel_case);

#endif
