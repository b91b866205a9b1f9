/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_X_H
#define PIPIT_X_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"

/* Paths of calls; those of streams are in pipit/endpoint.h. */
extern const char pipit_i_path_connections[];
extern const char pipit_i_path_rules[];
extern const char pipit_i_path_rules_all[];
extern const char pipit_i_path_powerstream_rules[];
extern const char pipit_i_path_subscriptions[];
extern const char pipit_i_path_token[];

/* The names of a stream's lists, one after another, each ended by a zero, in the order of pipit_request_t. */
extern const char pipit_i_list_names[];

/* Checks: a text of 1 to `most` bytes of `set`; all of these texts; 1 to `most` characters of UTF-8; names joined by
 * commas. */
bool pipit_i_word_fits(const char *text, const char *set, size_t most);
bool pipit_i_words_fit(const char *const *texts, size_t count, const char *set, size_t most);
bool pipit_i_text_fits(const char *text, size_t most);
bool pipit_i_list_fits(const char *list);
/* @return whether the text is one of these, "all\0none\0". */
bool pipit_i_is_among(const char *text, const char *texts);
/* Sets of bytes. Each set includes the sets below it. */
extern const char pipit_i_bytes[];
#define PIPIT_I_NAMES pipit_i_bytes     /* '.' */
#define PIPIT_I_IDS (pipit_i_bytes + 1) /* '-' '_' and letters */
#define PIPIT_I_DIGITS                                                                                                 \
    (pipit_i_bytes + sizeof ".-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" - 1) /* digits */
#define PIPIT_I_IDS_MAX 64u    /* characters of an id made of these */
#define PIPIT_I_DIGITS_MAX 19u /* of X's ids */

/* @return whether the event is of this kind and its text is a JSON object. */
bool pipit_i_event_is(const pipit_event_t *event, uint8_t kind);
/* The same, before a view is filled: all `size` bytes at `out` become zero. */
bool pipit_i_view_begin(const pipit_event_t *event, uint8_t kind, void *out, size_t size);
/* @return the hash (pipit_hash.h) of the text of a member: for a URL, of its last segment; for a sentence, of its first
 * word; 0 if there is no such member. The text is read without decoding it, because the program may need the raw text
 * later. */
uint32_t pipit_i_hash_in(const pipit_json_t *json, pipit_node_t object, const char *name);
/* @return whether this entry of errors[] has this type or this title (both are hashes). */
bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title);
/* @return the error that `type`, `title`, connection_issue or disconnect_type mean whatever the status is, at the top
 * of the text or in errors[]; PIPIT_E_NOTICE: the text announces the end of the stream in another way; PIPIT_OK:
 * neither. */
pipit_err_t pipit_i_problem_meaning(const pipit_json_t *json);
/* @return whether this entry of errors[] says that a rule exists already. */
bool pipit_i_rule_existed(const pipit_json_t *json);
/* @return whether this is the hash of the name of a member that Pipit reads in notices. */
bool pipit_i_notice_has(uint32_t hash);
/* Shorten the URL in *s to the part after its last slash. */
void pipit_i_last_segment(pipit_str_t *s);

/* Parse the text of the last event into *json. */
pipit_err_t pipit_i_text_parse(pipit_t *client, pipit_json_t *json);
/* Write '?' or '&' and the name of a parameter; the same with a text; with a number, but nothing if it is 0. */
void pipit_i_put_name(pipit_t *client, const char *name);
void pipit_i_put_text_parameter(pipit_t *client, const char *name, const char *value);
void pipit_i_put_number_parameter(pipit_t *client, const char *name, uint32_t value);
/* Write the path. `camel_case`: the names of the parameters after it are written like backfillMinutes. */
void pipit_i_put_path(pipit_t *client, const char *path, bool camel_case);

#endif
