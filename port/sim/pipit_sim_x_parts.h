/* SPDX-License-Identifier: MIT */
/* Shared by the files of the model of X. */
#ifndef PIPIT_SIM_X_PARTS_H
#define PIPIT_SIM_X_PARTS_H

#include "pipit_sim_x.h"

/* ---- requests of a client (pipit_sim_x_request.c) ---- */

typedef enum {
    ASKS_NOTHING_YET,
    ASKS_NONSENSE,
    ASKS_STREAM,
    ASKS_RULES,
    ASKS_RULES_CHANGE,
    ASKS_KILL
} pipit_sim_x_ask_t;

typedef struct {
    pipit_sim_x_ask_t what;
    bool authorized;
    uint32_t backfill_minutes;
    uint32_t start_s; /* of a replay, Unix seconds; 0: none */
    uint32_t end_s;
    const char *body;
} pipit_sim_x_question_t;

/* Read the bytes that have arrived, which end with a zero. */
pipit_sim_x_question_t pipit_sim_x_request_read(const char *request, const char *token);
/* Change the rules as the body says. @return how many were created; *deleted receives how many were deleted. */
uint32_t pipit_sim_x_rules_change(pipit_sim_x_t *x, const char *body, uint32_t *deleted);

/* ---- texts of X (pipit_sim_x_text.c), written to x->message ---- */

typedef enum {
    SAYING_NOTHING,
    SAYING_STREAM_HEAD,
    SAYING_POST,
    SAYING_KEEP_ALIVE,
    SAYING_NOTICE,
    SAYING_LAST_CHUNK,
    SAYING_HALF_A_POST,
    SAYING_REFUSAL, /* connection->answer is its fault */
    SAYING_NO_BACKFILL,
    SAYING_RULES,
    SAYING_RULES_CHANGED,
    SAYING_KILLED
} pipit_sim_x_saying_t;

/* Write the words of all Posts into x->words. Call this once, before the first Post. */
void pipit_sim_x_words_write(pipit_sim_x_t *x);
/* Write the present message of a connection to x->message. */
void pipit_sim_x_say(pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection);
/* @return how many streams may still be opened in this window; *reset_s receives its end in Unix seconds. */
uint32_t pipit_sim_x_remaining(const pipit_sim_x_t *x, uint32_t *reset_s);
/* @return a number below n that depends only on the seed and on `of`. */
uint32_t pipit_sim_x_fate(const pipit_sim_x_t *x, uint64_t of, uint32_t n);

#endif
