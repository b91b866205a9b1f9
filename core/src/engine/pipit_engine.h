/* SPDX-License-Identifier: MIT */
/* The interface of the engine for the rooms above: one request over one connection, as HTTP and lines. The engine knows
 * nothing of X; a driver (pipit_driver_t) makes a stream or a call of the steps below. */
#ifndef PIPIT_ENGINE_H
#define PIPIT_ENGINE_H

#include "../base/pipit_compile.h"
#include "../base/pipit_offender.h"
#include "pipit/client.h"

/* How the body of an answer becomes text: client->framing. */
enum {
    PIPIT_I_LINES,    /* a stream: each line is a text */
    PIPIT_I_WHOLE,    /* an error body, or a bearer token: the whole body is one text */
    PIPIT_I_ELEMENTS, /* the answer to a call: each element is a text */
    PIPIT_I_PIECES,   /* each piece that arrives is a text */
    PIPIT_I_ENCODED,  /* the body is compressed: it does not become text */
    PIPIT_I_SELECTED  /* a stream: the selected members of each line are a text */
};

/* ---- a request begins ---- */

/* Store which argument is wrong, for pipit_offender(). @return PIPIT_E_INVALID. */
pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender);
/* @return PIPIT_OK if a request can begin; PIPIT_E_STATE if one is running; PIPIT_E_INVALID if pipit_init() failed or a
 * token is needed and there is none. */
pipit_err_t pipit_i_ready(pipit_t *client, bool needs_token);
/* The first attempt begins after wait_ms. @return PIPIT_OK. */
pipit_err_t pipit_i_start(pipit_t *client, const pipit_driver_t *driver, uint32_t wait_ms);

/* ---- the request is written in pieces into the receive buffer, which is unused until the answer ---- */

/* The loop has begun to open the connection; n bytes of the piece were sent. @return true: write the next piece. */
bool pipit_i_opened(pipit_t *client);
bool pipit_i_sent(pipit_t *client, size_t n);
/* Before and after each run of the driver's write(). pipit_i_tx_end() returns true if all of the request was sent. */
void pipit_i_tx_begin(pipit_t *client);
bool pipit_i_tx_end(pipit_t *client);

/* ---- a turn, and its steps ---- */

/* Before the steps: advance the timers, end the views of the last event, apply pipit_stop().
 * @return how many milliseconds have passed for the request. */
uint32_t pipit_i_turn_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
/* After the steps. @return true: *event is an event. false: event->wait_ms is the time until the next call. */
bool pipit_i_turn_end(const pipit_t *client, pipit_event_t *event);

/* What a step returns to the driver. */
enum {
    PIPIT_I_STEP_NONE,     /* nothing to do before new I/O or more time */
    PIPIT_I_STEP_MORE,     /* progress: there may be an event, a piece, or a complete text */
    PIPIT_I_STEP_ANSWERED, /* the head is complete: call pipit_i_accept() or pipit_i_refuse() */
    PIPIT_I_STEP_OVER,     /* the body is complete: call pipit_i_end() or pipit_i_hang_up() */
    PIPIT_I_STEP_CLOSED    /* the connection is closed: call pipit_i_again(), pipit_i_reopen() or pipit_i_over() */
};
uint8_t pipit_i_step(pipit_t *client, pipit_event_t *event);

/* Read the body with this framing; or read it as the text of a PIPIT_EV_REQUEST_ERROR. */
void pipit_i_accept(pipit_t *client, uint8_t framing);
void pipit_i_refuse(pipit_t *client);
/* End the attempt, with an event or without one; the connection is closed next. pipit_i_end() returns true. */
bool pipit_i_end(pipit_t *client, pipit_event_t *event, uint8_t kind, pipit_err_t err);
void pipit_i_hang_up(pipit_t *client, pipit_err_t cause);
/* After PIPIT_I_STEP_CLOSED: make another attempt after a delay, or at once; or end the request. */
void pipit_i_again(pipit_t *client, uint32_t wait_ms);
void pipit_i_reopen(pipit_t *client);
void pipit_i_over(pipit_t *client);

/* ---- pieces: bytes of the body that the driver parses itself, after the engine has returned ---- */

bool pipit_i_has_piece(const pipit_t *client);
/* @return how many bytes there are from rx[raw] on. The driver increases raw by those that it uses. */
uint32_t pipit_i_piece_begin(pipit_t *client);
/* `end` is the end of the piece. Bytes that were not used will be in the next piece. */
void pipit_i_piece_end(pipit_t *client, uint32_t end);

/* ---- the text that is being collected: rx[text.at .. text.at + text.len) ---- */

/* Add rx[at .. at + len). This is done in two steps: count len more bytes; then copy as many of them as fit. */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len);
void pipit_i_text_count(pipit_t *client, uint32_t len);
void pipit_i_text_keep(pipit_t *client, uint32_t at, uint32_t len);
/* End the text: cut it to the longest text that is kept. */
void pipit_i_text_close(pipit_t *client);
/* Begin an empty text, after the bytes that were parsed. */
void pipit_i_text_clear(pipit_t *client);
/* @return whether the text is longer than the longest one that is kept; that length in bytes. */
bool pipit_i_text_oversize(const pipit_t *client);
uint32_t pipit_i_text_limit(const pipit_t *client);
/* End the text of a line: without the CR of its line end. */
void pipit_i_line_close(pipit_t *client);
/* Add the bytes of rx[raw .. raw + len) up to the end of the line. @return how many bytes were used. */
uint32_t pipit_i_line_take(pipit_t *client, uint32_t len);
/* Make an event of the text: of this kind; or PIPIT_EV_OVERSIZE; or of a line (`selection`: the text has only the
 * selected members, so the length of X's line does not matter). */
void pipit_i_text_show(pipit_t *client, pipit_event_t *event, uint8_t kind);
void pipit_i_text_oversize_show(pipit_t *client, pipit_event_t *event);
void pipit_i_line_complete(pipit_t *client, pipit_event_t *event, bool selection);

/* ---- the connection budget, as saved time ---- */

/* pipit_i_budget(): the largest budget. _advance(): add time that has passed. _take(): subtract one connect. _wait():
 * the time until one connect is possible. */
uint32_t pipit_i_budget(const pipit_t *client);
void pipit_i_budget_advance(pipit_t *client, uint32_t passed_ms);
void pipit_i_budget_take(pipit_t *client);
uint32_t pipit_i_budget_wait(const pipit_t *client);
/* @return the delay that the headers of the answer ask for, in ms; 0: none. */
uint32_t pipit_i_server_wait(const pipit_head_t *head);

/* ---- recovery and the filter against duplicates (pipit_recovery_use(), pipit_seen_use()) ---- */

/* Call recovery, if it is used: when a stream is started; when a turn begins (recovery may make an event); when there
 * is an event (recovery may change it). */
void pipit_i_follow_start(pipit_t *client);
void pipit_i_follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event);
void pipit_i_follow_event(pipit_t *client, pipit_event_t *event);
/* If the id of this message is already in the filter, drop the event. @return whether it was dropped. */
bool pipit_i_seen_drop(pipit_t *client, pipit_event_t *event);

/* The driver of a client that has no request yet. */
extern const pipit_driver_t pipit_i_idle_driver;

#endif
