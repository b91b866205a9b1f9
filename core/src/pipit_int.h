/* SPDX-License-Identifier: MIT */
/* Shared between the files of core, never by others: what one stage hands to the next. */
#ifndef PIPIT_INT_H
#define PIPIT_INT_H

#include "pipit/client.h"
#include "pipit/page.h"

/* Where the stack is deep: keeps a function's locals off the stack of its caller's other branches, or has no frame. */
#if defined(__GNUC__)
#define PIPIT_I_OWN_FRAME __attribute__((noinline)) static
#define PIPIT_I_INLINE __attribute__((always_inline)) static inline
#else
#define PIPIT_I_OWN_FRAME static
#define PIPIT_I_INLINE static inline
#endif

/* Where request text goes: client->io.sink. The generator always produces the whole request; the sink keeps the part
 * that is wanted, so a request longer than the buffer is sent in pieces, and a sink without room measures. */
void pipit_i_put_byte(pipit_t *client, char c);
void pipit_i_put(pipit_t *client, const char *text);
void pipit_i_put_u32(pipit_t *client, uint32_t value);

/* Generic: the request of `client` as bytes. */
void pipit_i_request_write(pipit_t *client);

void pipit_i_put_percent(pipit_t *client, const char *text);
void pipit_i_put_basic(pipit_t *client, const char *user, const char *password);
void pipit_i_put_json(pipit_t *client, const char *text);
/* An object of texts, which are left out where they are NULL: "a\0{in\0b\0}\0" is {"a":text,"in":{"b":text}}. */
void pipit_i_put_object(pipit_t *client, const char *members, const char *const *texts);

/* `c` as it stands in a URI (RFC 3986 section 2): as it is when it is unreserved or `also`, else percent-encoded.
 * @return how many bytes of `out` it takes, 1 or 3. */
size_t pipit_i_percent(char c, char also, char *out);

/* X's part of it: "GET ", "/2/path?query", whether a body follows, and that. */
const char *pipit_i_request_method(const pipit_t *client);
void pipit_i_request_target(pipit_t *client);
bool pipit_i_request_has_body(const pipit_t *client);
void pipit_i_request_body(pipit_t *client);

enum { PIPIT_I_GET, PIPIT_I_POST, PIPIT_I_PUT, PIPIT_I_DELETE };

/* A kind of call. Its rows are texts, or objects whose members are texts; they stand in the query or in the body. */
typedef struct pipit_i_call {
    const pipit_endpoint_t *endpoint;
    const char *query;   /* names of the rows' parameters, each ended by a zero; the last one takes all rows that are
                            left; NULL: none */
    const char *around;  /* of a body: what comes before the rows, a zero, what comes after them; NULL: none */
    const char *members; /* as pipit_i_put_object() takes them; NULL: a row is a text */
    uint8_t method;
    uint8_t row_bytes; /* 0: the rows are pointers to texts */
} pipit_i_call_t;

/* Of a row's mark: it goes out. */
#define PIPIT_I_MARK_SEND 1u

/* Begin a call, unless `offender` is one. What only some calls have is filled in afterwards, which is soon enough. */
pipit_err_t pipit_i_call(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows, size_t count);
/* The same of one page of a list. */
pipit_err_t pipit_i_call_list(pipit_t *client, const pipit_i_call_t *call, const pipit_page_t *page,
                              uint16_t max_results);

/* Is this a text of 1 to `most` bytes out of `set`; of characters in UTF-8; are these names joined by commas? */
bool pipit_i_word_fits(const char *text, const char *set, size_t most);
bool pipit_i_words_fit(const char *const *texts, size_t count, const char *set, size_t most);
bool pipit_i_text_fits(const char *text, size_t most);
bool pipit_i_list_fits(const char *list);
/* Sets, each with those below it. */
extern const char pipit_i_bytes[];
#define PIPIT_I_NAMES pipit_i_bytes         /* '.' */
#define PIPIT_I_IDS (pipit_i_bytes + 1)     /* '-' '_' and letters */
#define PIPIT_I_DIGITS (pipit_i_bytes + 55) /* digits */
#define PIPIT_I_DIGITS_MAX 19u              /* of a number of X's */

/* What to make of the answer to a call: private bits of pipit_endpoint_t.features. */
enum {
    PIPIT_I_CALL_RULES = 16,     /* its items are rules */
    PIPIT_I_CALL_TOKEN = 32,     /* it asks for a bearer token, and has none; the answer is one text, a secret */
    PIPIT_I_CALL_NESTED = 64,    /* the items are in data.rules */
    PIPIT_I_CALL_SUMMARIES = 128 /* data is what meta is elsewhere */
};

/* Paths of calls; those of streams are in pipit/endpoint.h. */
extern const pipit_endpoint_t pipit_i_endpoint_rules;
extern const pipit_endpoint_t pipit_i_endpoint_rules_all;
extern const pipit_endpoint_t pipit_i_endpoint_rules_counts;
extern const pipit_endpoint_t pipit_i_endpoint_powerstream_rules;
extern const pipit_endpoint_t pipit_i_endpoint_powerstream_rules_deletion;
extern const pipit_endpoint_t pipit_i_endpoint_connections;
extern const pipit_endpoint_t pipit_i_endpoint_subscriptions;
extern const pipit_endpoint_t pipit_i_endpoint_token;

PIPIT_I_INLINE bool pipit_i_endpoint_is_stream(const pipit_endpoint_t *endpoint) {
    return (endpoint->features & PIPIT_ENDPOINT_CALL) == 0;
}

PIPIT_I_INLINE bool pipit_i_request_is_token(const pipit_t *client) {
    return (client->request.endpoint->features & PIPIT_I_CALL_TOKEN) != 0;
}

/* The names of a stream's lists, one after another, each ended by a zero, in the order of pipit_request_t. */
extern const char pipit_i_list_names[];

/* What pipit_offender() speaks of; its texts are in pipit_offender.c. */
enum {
    PIPIT_I_GOOD,
    PIPIT_I_BAD_EXPANSIONS, /* the lists, in the order of pipit_request_t */
    PIPIT_I_BAD_MEDIA_FIELDS,
    PIPIT_I_BAD_PLACE_FIELDS,
    PIPIT_I_BAD_POLL_FIELDS,
    PIPIT_I_BAD_TWEET_FIELDS,
    PIPIT_I_BAD_USER_FIELDS,
    PIPIT_I_BAD_LIKE_FIELDS,
    PIPIT_I_UNKNOWN_EXPANSIONS, /* lists that the stream does not take, in the same order */
    PIPIT_I_UNKNOWN_MEDIA_FIELDS,
    PIPIT_I_UNKNOWN_PLACE_FIELDS,
    PIPIT_I_UNKNOWN_POLL_FIELDS,
    PIPIT_I_UNKNOWN_TWEET_FIELDS,
    PIPIT_I_UNKNOWN_USER_FIELDS,
    PIPIT_I_UNKNOWN_LIKE_FIELDS,
    PIPIT_I_UNKNOWN_BACKFILL,
    PIPIT_I_UNKNOWN_PARTITION,
    PIPIT_I_UNKNOWN_START,
    PIPIT_I_UNKNOWN_END,
    PIPIT_I_UNKNOWN_LOCAL_DC,
    PIPIT_I_BAD_PARTITION,
    PIPIT_I_BAD_GROUP,
    PIPIT_I_BAD_START,
    PIPIT_I_BAD_END,
    PIPIT_I_BAD_PATH,
    PIPIT_I_NO_REPLAY,
    PIPIT_I_BAD_BACKFILL,
    PIPIT_I_BAD_RX,
    PIPIT_I_BAD_RX_LARGE,
    PIPIT_I_BAD_TOKENS,
    PIPIT_I_BAD_BEARER_ABSENT,
    PIPIT_I_BAD_BEARER,
    PIPIT_I_BAD_CONNECTS,
    PIPIT_I_BAD_HOST,
    PIPIT_I_BAD_USER_AGENT,
    PIPIT_I_BAD_SELECT,
    PIPIT_I_BAD_CLIENT,
    PIPIT_I_BAD_RULES,
    PIPIT_I_BAD_RULE_LENGTH,
    PIPIT_I_BAD_RULE_TEXT,
    PIPIT_I_BAD_IDS,
    PIPIT_I_BAD_ID,
    PIPIT_I_BAD_RULE_TWICE,
    PIPIT_I_BAD_SYNC_MEMORY,
    PIPIT_I_BAD_SYNC_RAW,
    PIPIT_I_BAD_PAGE,
    PIPIT_I_BAD_STATUS,
    PIPIT_I_BAD_ENDPOINTS,
    PIPIT_I_BAD_CONNECTION_FIELDS,
    PIPIT_I_BAD_KILL_ENDPOINT,
    PIPIT_I_BAD_UUIDS,
    PIPIT_I_BAD_EVENT_TYPE,
    PIPIT_I_BAD_USER_ID,
    PIPIT_I_BAD_KEYWORD,
    PIPIT_I_BAD_DIRECTION,
    PIPIT_I_BAD_TAG,
    PIPIT_I_BAD_WEBHOOK_ID,
    PIPIT_I_BAD_SUBSCRIPTION,
    PIPIT_I_BAD_UPDATE,
    PIPIT_I_BAD_KEY
};
pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender);

/* How the body of an answer becomes text: client->framing. */
enum {
    PIPIT_I_LINES,    /* a stream: one text a line */
    PIPIT_I_WHOLE,    /* an error body, a secret: all of it is one text */
    PIPIT_I_ELEMENTS, /* the answer to a call: one text an element */
    PIPIT_I_PIECES    /* as it comes */
};

/* Framers: take some of the payload rx[raw .. raw + len) into the text being put together, and say in
 * client->http.in.complete whether that is all of it. @return how much was taken. */
uint32_t pipit_i_line_take(pipit_t *client, uint32_t len);
uint32_t pipit_i_elements_take(pipit_t *client, uint32_t len);
PIPIT_I_INLINE bool pipit_i_selects(const pipit_t *client) {
    return PIPIT_CFG_SELECT && client->config.select != NULL;
}

#if PIPIT_CFG_SELECT
/* config.select: are these paths good; the bytes rx[raw .. raw + len) as far as they are of one line;
 * raw is behind them then. */
bool pipit_i_select_valid(const struct pipit_select *select);
void pipit_i_select_take(pipit_t *client, uint32_t len);
/* Is the text another than the line? Then: was something cut; its tokens. */
bool pipit_i_is_selection(const pipit_t *client);
bool pipit_i_select_is_cut(const pipit_t *client);
pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json);
#else
#define pipit_i_select_valid(select) false
#define pipit_i_is_selection(client) false
#define pipit_i_select_is_cut(client) false
#define pipit_i_select_end(client, json) PIPIT_E_JSON
#define pipit_i_select_take(client, len) ((void)0)
#endif
/* Has the answer begun and not ended? */
bool pipit_i_elements_broken_off(const pipit_t *client);

/* The text being put together: appended to, closed (what does not fit is cut off), begun anew behind the raw bytes
 * that were parsed. */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_text_close(pipit_t *client);
void pipit_i_text_clear(pipit_t *client);
/* Both halves of that: so many bytes more have come; they are kept as far as there is room. */
void pipit_i_text_count(pipit_t *client, uint32_t len);
void pipit_i_text_keep(pipit_t *client, uint32_t at, uint32_t len);
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
#define PIPIT_I_CHARACTER_CODE(character) ((character) / 16u)
#define PIPIT_I_CHARACTER_LENGTH(character) ((character) % 16u)
uint32_t pipit_i_character_read(const char *text, size_t len);
/* The length of the character there, escaped or not; 0 if it is not all there. */
uint32_t pipit_i_character_length(const char *text, size_t len);
/* Is a name, as it stands in its quotes, this one after unescaping? */
bool pipit_i_name_is(pipit_str_t raw, const char *name, size_t len);
size_t pipit_i_utf8_put(uint32_t c, char *out);
/* @return how many bytes `c` has in UTF-8 if `text` begins with them, else 0. */
size_t pipit_i_utf8_begins(uint32_t c, const char *text, size_t len);
/* What a text is that is neither string nor container: PIPIT_JSON_NONE when it is neither number nor literal. */
uint8_t pipit_i_primitive_kind(const char *text, size_t len);

/* JSON, for X's words. Names are compared as they stand: X does not escape them. */
pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name);
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *out);
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value);
/* Members that are numbers, or arrays of so many elements, in the order of `names`, each ended by a zero; 0 where there
 * is none. */
void pipit_i_counts(const pipit_json_t *json, pipit_node_t object, const char *names, uint32_t *out);
bool pipit_i_flag(const pipit_json_t *json, pipit_node_t object, const char *name);
bool pipit_i_event_is(const pipit_event_t *event, uint8_t kind);
/* The number of the word in a member (pipit_word.h), of an address its last segment, of a sentence its first word; 0 if
 * the member is not there. Read from the raw text: asking does not decode what may be handed out raw later. */
uint32_t pipit_i_word_in(const pipit_json_t *json, pipit_node_t object, const char *name);
/* Has this entry of errors[] one of these words as its type or its title? */
bool pipit_i_error_is(const pipit_json_t *json, uint32_t type, uint32_t title);
/* Is it about a rule that is there already? */
bool pipit_i_rule_existed(const pipit_json_t *json);
/* Is this the name of a member of messages that announce an end (pipit_word.h)? */
bool pipit_i_notice_has(uint32_t word);
/* Of an address in *s only what stands behind the last slash. */
void pipit_i_last_segment(pipit_str_t *s);

#endif
