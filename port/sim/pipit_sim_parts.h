/* SPDX-License-Identifier: MIT */
/* Shared by the files of the simulation. */
#ifndef PIPIT_SIM_PARTS_H
#define PIPIT_SIM_PARTS_H

#include "pipit_sim.h"

typedef enum { LINK_CLOSED, LINK_DIALLING, LINK_OPEN, LINK_FAILED } pipit_sim_state_t;

/* ---- one direction of a connection (pipit_sim_pipe.c) ---- */

void pipit_sim_pipe_init(pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t size);
/* Empty the pipe for the next connection. */
void pipit_sim_pipe_clear(pipit_sim_pipe_t *pipe);
/* @return bytes accepted from the sender; they may be lost. */
uint32_t pipit_sim_pipe_put(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len);
/* Add the end of the connection after all bytes: PIPIT_SIM_FIN or PIPIT_SIM_RST. */
void pipit_sim_pipe_end(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t end);
/* @return whether the byte of pipit_sim_cut() was sent. */
bool pipit_sim_pipe_is_cut(const pipit_sim_pipe_t *pipe);
/* If it was sent: what pipit_sim_cut() asked for happens. */
void pipit_sim_pipe_cut_if_due(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe);
/* @return when the first bytes or the end arrive, or have arrived; PIPIT_SIM_NEVER: nothing is under way. */
uint64_t pipit_sim_pipe_next_ms(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe);
/* @return bytes that have arrived, at most len; 0 if none have. */
uint32_t pipit_sim_pipe_get(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t len);
/* @return PIPIT_SIM_FIN or PIPIT_SIM_RST if the end has arrived after all bytes, else 0. */
uint8_t pipit_sim_pipe_ended(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe);

/* ---- random faults (pipit_sim_weather.c) ---- */

void pipit_sim_weather_begin(pipit_sim_t *sim);
/* @return the time of the next fault of all links. */
uint64_t pipit_sim_weather_next_ms(const pipit_sim_t *sim);
void pipit_sim_weather_happen(pipit_sim_t *sim);
bool pipit_sim_weather_is_out(const pipit_sim_t *sim);
/* @return the fault of opening a link, below PIPIT_SIM_FIN; PIPIT_SIM_FAULTS: none. */
uint8_t pipit_sim_weather_dial(pipit_sim_t *sim);
/* Choose the next fault of a connection and its time. */
void pipit_sim_weather_foresee(pipit_sim_link_t *link);

#endif
