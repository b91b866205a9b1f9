/* SPDX-License-Identifier: MIT */
/* What the world's files share. */
#ifndef PIPIT_SIM_PARTS_H
#define PIPIT_SIM_PARTS_H

#include "pipit_sim.h"

typedef enum { LINK_CLOSED, LINK_DIALLING, LINK_OPEN, LINK_FAILED } pipit_sim_state_t;

/* ---- one direction of a connection (pipit_sim_pipe.c) ---- */

void pipit_sim_pipe_init(pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t size);
/* Empty, for the next connection. */
void pipit_sim_pipe_clear(pipit_sim_pipe_t *pipe);
/* @return bytes taken in; the sender may believe that they arrive. */
uint32_t pipit_sim_pipe_put(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len);
/* The last thing that arrives: PIPIT_SIM_FIN or PIPIT_SIM_RST. */
void pipit_sim_pipe_end(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t end);
/* Has the cut's byte passed? */
bool pipit_sim_pipe_is_cut(const pipit_sim_pipe_t *pipe);
/* When the first thing arrives, or has; PIPIT_SIM_NEVER. */
uint64_t pipit_sim_pipe_next_ms(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe);
/* @return bytes that have arrived, at most len; 0 if none have. */
uint32_t pipit_sim_pipe_get(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t len);
/* Has the end arrived, after all bytes? PIPIT_SIM_FIN, PIPIT_SIM_RST or 0. */
uint8_t pipit_sim_pipe_ended(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe);

/* ---- what goes wrong by itself (pipit_sim_weather.c) ---- */

void pipit_sim_weather_begin(pipit_sim_t *sim);
/* When something happens to all links. */
uint64_t pipit_sim_weather_next_ms(const pipit_sim_t *sim);
void pipit_sim_weather_happen(pipit_sim_t *sim);
bool pipit_sim_weather_is_out(const pipit_sim_t *sim);
/* What becomes of opening a link: a fault below PIPIT_SIM_FIN, or PIPIT_SIM_FAULTS. */
uint8_t pipit_sim_weather_dial(pipit_sim_t *sim);
/* When the next thing happens to a connection, and what. */
void pipit_sim_weather_foresee(pipit_sim_link_t *link);

#endif
