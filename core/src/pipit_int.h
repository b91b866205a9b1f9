/* SPDX-License-Identifier: MIT */
/* Shared between the files of core, never by others: what one stage hands to the next. */
#ifndef PIPIT_INT_H
#define PIPIT_INT_H

#include "pipit/client.h"
#include "pipit/rules.h"

/* Where the stack is deep: keeps a function's locals off the stack of its caller's other branches, or has no frame. */
#if defined(__GNUC__)
#define PIPIT_I_OWN_FRAME __attribute__((noinline)) static
#define PIPIT_I_INLINE __attribute__((always_inline)) static inline
#else
#define PIPIT_I_OWN_FRAME static
#define PIPIT_I_INLINE static inline
#endif

/* Where request text goes. The generator always produces the whole request; the sink keeps the part that is wanted,
 * so a request longer than the buffer is sent in pieces, and a sink that keeps nothing measures. */
typedef struct {
    uint8_t *to;
    uint32_t skip;  /* bytes of the text that come before the wanted part */
    uint32_t room;  /* how many bytes are wanted at most */
    uint32_t total; /* bytes of the text so far */
} pipit_sink_t;

void pipit_i_put_byte(pipit_sink_t *sink, char c);
void pipit_i_put(pipit_sink_t *sink, const char *text);

/* Generic: the request of `client` as bytes. */
void pipit_i_request_write(const pipit_t *client, pipit_sink_t *sink);

/* What follows the head of a request, or stands in its query. */
enum { PIPIT_I_BODY_NONE, PIPIT_I_BODY_ADD, PIPIT_I_BODY_DELETE, PIPIT_I_QUERY_IDS };
void pipit_i_rules_body(const pipit_request_t *request, pipit_sink_t *sink);

/* X's endpoints: the one file that knows paths and names of parameters. */
enum { PIPIT_I_FILTER, PIPIT_I_SAMPLE, PIPIT_I_RULES };
const char *pipit_i_endpoint_path(uint8_t endpoint);
bool pipit_i_endpoint_is_stream(uint8_t endpoint);

/* The names of a stream's lists, one after another, each ended by a zero, in the order of pipit_request_t.lists. */
extern const char pipit_i_list_names[];

/* What pipit_offender() speaks of; its texts are in pipit_offender.c. */
enum {
    PIPIT_I_GOOD,
    PIPIT_I_BAD_EXPANSIONS, /* the lists, in the order of pipit_request_t.lists */
    PIPIT_I_BAD_MEDIA_FIELDS,
    PIPIT_I_BAD_PLACE_FIELDS,
    PIPIT_I_BAD_POLL_FIELDS,
    PIPIT_I_BAD_TWEET_FIELDS,
    PIPIT_I_BAD_USER_FIELDS,
    PIPIT_I_BAD_BACKFILL,
    PIPIT_I_BAD_RX,
    PIPIT_I_BAD_RX_LARGE,
    PIPIT_I_BAD_TOKENS,
    PIPIT_I_BAD_BEARER_ABSENT,
    PIPIT_I_BAD_BEARER,
    PIPIT_I_BAD_HOST,
    PIPIT_I_BAD_USER_AGENT,
    PIPIT_I_BAD_CLIENT,
    PIPIT_I_BAD_RULES,
    PIPIT_I_BAD_RULE_LENGTH,
    PIPIT_I_BAD_RULE_TEXT,
    PIPIT_I_BAD_IDS,
    PIPIT_I_BAD_ID
};
pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender);

/* How the body of an answer becomes text: client->framing. */
enum {
    PIPIT_I_LINES,    /* a stream: one text a line */
    PIPIT_I_WHOLE,    /* an error body: all of it is one text */
    PIPIT_I_ELEMENTS, /* a rules answer: one text an element */
    PIPIT_I_PIECES    /* as it comes */
};

/* Framers: take some of the payload rx[at .. at + len) into the text being put together.
 * @return how much was taken; *complete: whether a text is complete. */
uint32_t pipit_i_line_take(pipit_t *client, uint32_t at, uint32_t len, bool *complete);
uint32_t pipit_i_elements_take(pipit_t *client, uint32_t at, uint32_t len, bool *complete);

/* The text being put together: appended to, closed (what does not fit is cut off), begun anew behind the raw bytes
 * that were parsed. */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_text_close(pipit_t *client);
void pipit_i_text_clear(pipit_t *client);
bool pipit_i_text_oversize(const pipit_t *client);
uint32_t pipit_i_text_limit(const pipit_t *client);

/* Of the element that is complete: the event that it is, PIPIT_EV_NONE for members that nobody asks for. */
uint8_t pipit_i_elements_event(const pipit_t *client);

/* Begin a request on an idle client; client->request is filled. */
pipit_err_t pipit_i_start(pipit_t *client);

/* Parse json->text[0 .. json->len) with json->tokens. */
pipit_err_t pipit_i_json_parse(pipit_json_t *json, size_t token_count);

/* JSON, shared by its two files. */
bool pipit_i_utf8_scan(const char *text, size_t len, uint32_t *controls);
/* The character or byte at `text`, which is in a string and may be escaped, with how much of the text it takes (1 to
 * 12; 1: it is no escape): two numbers in one register. */
#define PIPIT_I_CHARACTER_CODE(character) ((character) >> 4)
#define PIPIT_I_CHARACTER_LENGTH(character) ((character)&15u)
uint32_t pipit_i_character_read(const char *text, size_t len);
size_t pipit_i_utf8_put(uint32_t c, char *out);
bool pipit_i_number_valid(const char *text, size_t len);

/* JSON, for X's words. Names are compared as they stand: X does not escape them. */
pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name);
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *out);
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value);
/* Of an address in *s only what stands behind the last slash. */
void pipit_i_last_segment(pipit_str_t *s);

#endif
