/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_CALL_INT_H
#define PIPIT_CALL_INT_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"
#include "pipit/page.h"

enum { PIPIT_I_GET, PIPIT_I_POST, PIPIT_I_PUT, PIPIT_I_DELETE };

/* How to read the answer to a call. */
enum {
    PIPIT_I_ANSWER_RULES = 1,     /* its items are rules */
    PIPIT_I_ANSWER_NESTED = 2,    /* its items are in data.rules */
    PIPIT_I_ANSWER_SUMMARIES = 4, /* `data` has the content that other answers have in `meta` */
    PIPIT_I_ANSWER_TOKEN = 8      /* a bearer token: the whole answer is one text, and secret; the request needs none */
};

/* A body: its text before the rows, and its text after them. */
#define PIPIT_I_BODY(before, after) before "\0" after

/* A kind of call. Its arguments are rows: texts, or structures of texts. They are sent in the query or in the body. */
typedef struct pipit_i_call {
    const char *path;
    const char *text; /* with a body: PIPIT_I_BODY; else the names of the rows' parameters, "ids\0", of which the last
                         one takes all rows that are left; NULL: neither */
    const char *members; /* the members of a row, PIPIT_I_TEXT ..; NULL: a row is a text */
    uint8_t method;
    uint8_t row_bytes; /* 0: the rows are pointers to texts */
    bool has_body;
    uint8_t answer; /* a set of PIPIT_I_ANSWER_ */
} pipit_i_call_t;

/* Value of a row's mark: send this row. */
#define PIPIT_I_MARK_SEND 1u

/* Start a call if `offender` is PIPIT_I_GOOD. The caller then fills the members of the request that only some calls
 * have; the request is written later. */
pipit_err_t pipit_i_call(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows, size_t count);
uint8_t pipit_i_page_offender(const pipit_page_t *page, uint16_t max_results);
/* The same for one page of a list. */
pipit_err_t pipit_i_call_list(pipit_t *client, const pipit_i_call_t *call, const pipit_page_t *page,
                              uint16_t max_results);

uint32_t pipit_i_elements_take(pipit_t *client, uint32_t len);
/* @return whether the answer ended inside its JSON text. */
bool pipit_i_elements_broken_off(const pipit_t *client);
/* @return the kind of event of the complete element; PIPIT_EV_NONE: it is a member that gives no event. */
uint8_t pipit_i_elements_event(const pipit_t *client);
PIPIT_I_INLINE bool pipit_i_answer_has(const pipit_t *client, uint8_t property) {
    return (client->request.of.call.kind->answer & property) != 0;
}
PIPIT_I_INLINE bool pipit_i_request_is_token(const pipit_t *client) {
    return pipit_i_answer_has(client, PIPIT_I_ANSWER_TOKEN);
}
void pipit_i_call_write(pipit_t *client);
extern const pipit_driver_t pipit_i_call_driver;

#endif
