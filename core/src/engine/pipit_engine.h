/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_ENGINE_H
#define PIPIT_ENGINE_H

#include "../base/pipit_compile.h"
#include "../base/pipit_offender.h"
#include "pipit/client.h"

/* How the body of an answer becomes text: client->framing. */
enum {
    PIPIT_I_LINES,    /* a stream: one text a line */
    PIPIT_I_WHOLE,    /* an error body, a secret: all of it is one text */
    PIPIT_I_ELEMENTS, /* the answer to a call: one text an element */
    PIPIT_I_PIECES,   /* as it comes */
    PIPIT_I_ENCODED,  /* not at all: it is compressed */
    PIPIT_I_SELECTED  /* a stream: the pieces of its lines that are wanted */
};

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

uint32_t pipit_i_line_take(pipit_t *client, uint32_t len);
pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender);
/* Can a request begin? */
pipit_err_t pipit_i_ready(pipit_t *client, bool needs_token);
pipit_err_t pipit_i_start(pipit_t *client, const pipit_driver_t *driver, uint32_t wait_ms);
/* What a step comes back with to the driver. */
enum {
    PIPIT_I_STEP_NONE,     /* nothing before new I/O or more time */
    PIPIT_I_STEP_MORE,     /* something happened, perhaps an event; a piece or a text may be there */
    PIPIT_I_STEP_ANSWERED, /* the head is complete: accept or refuse */
    PIPIT_I_STEP_OVER,     /* the body has ended in order */
    PIPIT_I_STEP_CLOSED    /* the link is gone after the end of an attempt: again, or not? */
};
extern const pipit_driver_t pipit_i_idle_driver;
/* What every driver does before and after its steps. @return how much time has passed for the request. */
uint32_t pipit_i_turn_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
bool pipit_i_turn_end(const pipit_t *client, pipit_event_t *event);
uint8_t pipit_i_step(pipit_t *client, pipit_event_t *event);
void pipit_i_accept(pipit_t *client, uint8_t framing);
void pipit_i_refuse(pipit_t *client);
void pipit_i_again(pipit_t *client, uint32_t wait_ms);
void pipit_i_reopen(pipit_t *client);
void pipit_i_over(pipit_t *client);
bool pipit_i_opened(pipit_t *client);
bool pipit_i_sent(pipit_t *client, size_t n);
void pipit_i_tx_begin(pipit_t *client);
bool pipit_i_tx_end(pipit_t *client);
bool pipit_i_has_piece(const pipit_t *client);
uint32_t pipit_i_piece_begin(pipit_t *client);
void pipit_i_piece_end(pipit_t *client, uint32_t end);
bool pipit_i_end(pipit_t *client, pipit_event_t *event, uint8_t kind, pipit_err_t err);
void pipit_i_hang_up(pipit_t *client, pipit_err_t cause);
void pipit_i_text_show(pipit_t *client, pipit_event_t *event, uint8_t kind);
void pipit_i_text_oversize_show(pipit_t *client, pipit_event_t *event);
void pipit_i_line_complete(pipit_t *client, pipit_event_t *event, bool selection);

/* The budget of connects, as time, and what the server itself asks to wait. */
uint32_t pipit_i_budget(const pipit_t *client);
void pipit_i_budget_advance(pipit_t *client, uint32_t passed_ms);
void pipit_i_budget_take(pipit_t *client);
uint32_t pipit_i_budget_wait(const pipit_t *client);
uint32_t pipit_i_server_wait(const pipit_head_t *head);

/* What a stream was told to use: a request begins; a turn, which may have an event at once; an event, which may go
 * away. */
void pipit_i_follow_start(pipit_t *client);
void pipit_i_follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event);
void pipit_i_follow_event(pipit_t *client, pipit_event_t *event);
bool pipit_i_is_seen(const pipit_t *client, const pipit_event_t *event);

#endif
