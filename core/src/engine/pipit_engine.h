/* SPDX-License-Identifier: MIT */
/* What the engine shows to the rooms above: one request over one link, as HTTP and lines. It knows nothing of X; a
 * driver (pipit_driver_t) turns the steps below into a stream or a call. */
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

/* ---- a request begins ---- */

/* Keep what is wrong with an argument for pipit_offender(). @return PIPIT_E_INVALID. */
pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender);
/* @return PIPIT_OK if a request can begin; PIPIT_E_STATE if one is running; PIPIT_E_INVALID if pipit_init() failed or a
 * token is needed and there is none. */
pipit_err_t pipit_i_ready(pipit_t *client, bool needs_token);
/* The first attempt begins after wait_ms. @return PIPIT_OK. */
pipit_err_t pipit_i_start(pipit_t *client, const pipit_driver_t *driver, uint32_t wait_ms);

/* ---- the request is written, a piece at a time, into the idle receive buffer ---- */

/* The link is being opened; n bytes of the piece went out. @return true if the next piece is to be written. */
bool pipit_i_opened(pipit_t *client);
bool pipit_i_sent(pipit_t *client, size_t n);
/* Around each run of the driver's write(). pipit_i_tx_end() returns true when nothing is left: the answer comes next.
 */
void pipit_i_tx_begin(pipit_t *client);
bool pipit_i_tx_end(pipit_t *client);

/* ---- a turn, and its steps ---- */

/* Before the steps: time passes, the views of the last event end, pipit_stop() takes effect.
 * @return how many milliseconds have passed for the request. */
uint32_t pipit_i_turn_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
/* After the steps. @return true if *event is one; else event->wait_ms says when to call again. */
bool pipit_i_turn_end(const pipit_t *client, pipit_event_t *event);

/* What a step returns to the driver. */
enum {
    PIPIT_I_STEP_NONE,     /* nothing can happen before new I/O or more time */
    PIPIT_I_STEP_MORE,     /* something happened: perhaps an event, a piece, or a text that is shown */
    PIPIT_I_STEP_ANSWERED, /* the head is complete: pipit_i_accept() or pipit_i_refuse() */
    PIPIT_I_STEP_OVER,     /* the body has ended in order: pipit_i_end() or pipit_i_hang_up() */
    PIPIT_I_STEP_CLOSED    /* the attempt and its link are over: pipit_i_again(), pipit_i_reopen() or pipit_i_over() */
};
uint8_t pipit_i_step(pipit_t *client, pipit_event_t *event);

/* The body is read in this framing; or it is the text of a refusal, which is shown as PIPIT_EV_REQUEST_ERROR. */
void pipit_i_accept(pipit_t *client, uint8_t framing);
void pipit_i_refuse(pipit_t *client);
/* The attempt ends, with an event or without one; the link is closed next. pipit_i_end() returns true. */
bool pipit_i_end(pipit_t *client, pipit_event_t *event, uint8_t kind, pipit_err_t err);
void pipit_i_hang_up(pipit_t *client, pipit_err_t cause);
/* After PIPIT_I_STEP_CLOSED: another attempt after a wait, or at once; or the request is over. */
void pipit_i_again(pipit_t *client, uint32_t wait_ms);
void pipit_i_reopen(pipit_t *client);
void pipit_i_over(pipit_t *client);

/* ---- pieces: bytes of the body that the driver takes apart, where the stack is shallow ---- */

bool pipit_i_has_piece(const pipit_t *client);
/* @return how many bytes there are from rx[raw] on. The driver moves raw over those that it takes. */
uint32_t pipit_i_piece_begin(pipit_t *client);
/* `end` is where the piece ended: what was not taken comes again. */
void pipit_i_piece_end(pipit_t *client, uint32_t end);

/* ---- the text that is being put together: rx[text.at .. text.at + text.len) ---- */

/* rx[at .. at + len) is added; so many bytes more have come; they are kept as far as there is room. The first function
 * does what the two others do. */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_text_count(pipit_t *client, uint32_t len);
void pipit_i_text_keep(pipit_t *client, uint32_t at, uint32_t len);
/* What does not fit is cut off. */
void pipit_i_text_close(pipit_t *client);
/* An empty text, behind the raw bytes that were parsed. */
void pipit_i_text_clear(pipit_t *client);
bool pipit_i_text_oversize(const pipit_t *client);
uint32_t pipit_i_text_limit(const pipit_t *client);
/* rx[raw .. raw + len) as far as it is of one line. @return how many bytes were taken. */
uint32_t pipit_i_line_take(pipit_t *client, uint32_t len);
/* The text becomes an event: of this kind; PIPIT_EV_OVERSIZE; that of a line (`selection`: some of it was left out on
 * purpose). */
void pipit_i_text_show(pipit_t *client, pipit_event_t *event, uint8_t kind);
void pipit_i_text_oversize_show(pipit_t *client, pipit_event_t *event);
void pipit_i_line_complete(pipit_t *client, pipit_event_t *event, bool selection);

/* ---- the budget of connects, as time ---- */

/* All of it; time has passed; a connect is made; how long until there is enough for one. */
uint32_t pipit_i_budget(const pipit_t *client);
void pipit_i_budget_advance(pipit_t *client, uint32_t passed_ms);
void pipit_i_budget_take(pipit_t *client);
uint32_t pipit_i_budget_wait(const pipit_t *client);
/* How long the server asks to wait by its headers; 0: it does not. */
uint32_t pipit_i_server_wait(const pipit_head_t *head);

/* ---- what a stream was told to use (pipit_recovery_use(), pipit_seen_use()) ---- */

/* A stream is started; a turn begins, and perhaps has an event at once; an event is there, and may become another one.
 */
void pipit_i_follow_start(pipit_t *client);
void pipit_i_follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event);
void pipit_i_follow_event(pipit_t *client, pipit_event_t *event);
/* Drop a message that was here before: it gives no event. @return whether it was. */
bool pipit_i_seen_drop(pipit_t *client, pipit_event_t *event);

/* The driver of a client that has no request yet. */
extern const pipit_driver_t pipit_i_idle_driver;

#endif
