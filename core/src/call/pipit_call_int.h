/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_CALL_INT_H
#define PIPIT_CALL_INT_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"
#include "pipit/page.h"

enum { PIPIT_I_GET, PIPIT_I_POST, PIPIT_I_PUT, PIPIT_I_DELETE };

enum {
    PIPIT_I_ANSWER_RULES = 1,     /* its items are rules */
    PIPIT_I_ANSWER_NESTED = 2,    /* the items are in data.rules */
    PIPIT_I_ANSWER_SUMMARIES = 4, /* data is what meta is elsewhere */
    PIPIT_I_ANSWER_TOKEN = 8      /* a bearer token: one text, a secret; the request has none */
};

/* A body: what comes before the rows, and what comes after them. */
#define PIPIT_I_BODY(before, after) before "\0" after

/* A kind of call. Its rows are texts, or objects whose members are texts; they stand in the query or in the body. */
typedef struct pipit_i_call {
    const char *path;
    const char *query;   /* the names of the rows' parameters, "ids\0"; the last one takes all rows that are left; NULL:
                            none */
    const char *around;  /* PIPIT_I_BODY; NULL: none */
    const char *members; /* those of a row, PIPIT_I_TEXT ..; NULL: a row is a text */
    uint8_t method;
    uint8_t row_bytes; /* 0: the rows are pointers to texts */
    uint8_t answer;    /* what to make of it: a set of PIPIT_I_ANSWER_ */
} pipit_i_call_t;

/* Of a row's mark: it goes out. */
#define PIPIT_I_MARK_SEND 1u

/* Begin a call, unless `offender` is one. What only some calls have is filled in afterwards, which is soon enough. */
pipit_err_t pipit_i_call(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows, size_t count);
/* The same of one page of a list. */
pipit_err_t pipit_i_call_list(pipit_t *client, const pipit_i_call_t *call, const pipit_page_t *page,
                              uint16_t max_results);

uint32_t pipit_i_elements_take(pipit_t *client, uint32_t len);
/* Has the answer begun and not ended? */
bool pipit_i_elements_broken_off(const pipit_t *client);
/* Of the element that is complete: the event that it is, PIPIT_EV_NONE for members that nobody asks for. */
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
