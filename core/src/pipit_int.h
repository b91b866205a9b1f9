/* SPDX-License-Identifier: MIT */
/* Shared between the files of core, never by others: what one stage hands to the next. */
#ifndef PIPIT_INT_H
#define PIPIT_INT_H

#include "pipit/client.h"
#include "pipit/rules.h"

/* Where request text goes. The generator always produces the whole request; the sink keeps the part that is wanted,
 * so a request longer than the buffer is sent in pieces, and a sink that keeps nothing measures. */
typedef struct {
    uint8_t *to;
    uint32_t skip;  /* bytes of the text that come before the wanted part */
    uint32_t room;  /* how many bytes are wanted at most */
    uint32_t total; /* bytes of the text so far */
} pipit_sink_t;

void pipit_i_put(pipit_sink_t *sink, const char *text, size_t len);
void pipit_i_put_text(pipit_sink_t *sink, const char *text);
void pipit_i_put_json(pipit_sink_t *sink, const char *text);

/* Generic: the request of `client` as bytes. */
void pipit_i_request_write(const pipit_t *client, pipit_sink_t *sink);

/* Bodies of rules calls. */
enum { PIPIT_I_BODY_NONE, PIPIT_I_BODY_ADD, PIPIT_I_BODY_DELETE, PIPIT_I_QUERY_IDS };
void pipit_i_rules_body(const pipit_request_t *request, pipit_sink_t *sink);

/* X's endpoints: the one table that knows paths. */
enum { PIPIT_I_FILTER, PIPIT_I_SAMPLE, PIPIT_I_RULES };
#define PIPIT_I_PARAMETERS 7
typedef struct {
    const char *path;
    bool stream;
} pipit_endpoint_t;
extern const pipit_endpoint_t pipit_i_endpoints[];
extern const char *const pipit_i_parameter_names[PIPIT_I_PARAMETERS];

/* How the body of an answer becomes text: client->framing. */
enum {
    PIPIT_I_LINES,    /* a stream: one text a line */
    PIPIT_I_ELEMENTS, /* a rules answer: one text an element */
    PIPIT_I_WHOLE,    /* an error body: all of it is one text */
    PIPIT_I_PIECES    /* as it comes */
};

/* Framers: take some of the payload rx[at .. at + len) into the text being put together.
 * *used: how much was taken. @return true when a text is complete. */
bool pipit_i_line_take(pipit_t *client, uint32_t at, uint32_t len, uint32_t *used);
bool pipit_i_elements_take(pipit_t *client, uint32_t at, uint32_t len, uint32_t *used);
void pipit_i_elements_init(pipit_t *client);

/* The text being put together. */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_text_clear(pipit_t *client);
uint32_t pipit_i_text_limit(const pipit_t *client);
bool pipit_i_text_oversize(const pipit_t *client);

/* Of the element that is complete: which member of the answer it belongs to. */
enum { PIPIT_I_KEY_OTHER, PIPIT_I_KEY_DATA, PIPIT_I_KEY_ERRORS, PIPIT_I_KEY_META };
uint8_t pipit_i_elements_key(const pipit_t *client);

/* Begin a request on an idle client; client->request is filled. */
pipit_err_t pipit_i_start(pipit_t *client);
pipit_err_t pipit_i_invalid(pipit_t *client, const char *offender);

/* Text helpers of JSON, shared by json and json_text. */
size_t pipit_i_string_scan(const char *text, size_t len);
size_t pipit_i_unescape_one(const char *text, size_t len, char out[4], size_t *out_len);
bool pipit_i_number_valid(const char *text, size_t len);
bool pipit_i_str_is(pipit_str_t s, const char *text);
pipit_str_t pipit_i_member(pipit_json_t *json, pipit_node_t node, const char *name);
pipit_str_t pipit_i_last_segment(pipit_str_t s);

#endif
