/* SPDX-License-Identifier: MIT */
/* The properties of a simulated world. They are drawn from its seed. */
#ifndef CLIMATE_H
#define CLIMATE_H

#include "pipit/pipit.h"
#include "pipit_sim_x.h"

typedef struct {
    pipit_sim_weather_t weather;
    pipit_sim_x_config_t x;
    uint32_t rx_bytes;
    uint32_t token_count;
    uint32_t seen_count;      /* 0: none */
    uint8_t backfill_minutes; /* 0 or 5 or PIPIT_BACKFILL_AUTO */
    uint8_t jitter_percent;
    bool kill_stale;
    bool selects;
    uint32_t away_every_s; /* mean time between two pauses of the program; 0: never */
    uint32_t stop_every_s; /* mean time between stops and restarts by the application; 0: never */
} climate_t;

void climate_draw(climate_t *climate, uint64_t seed);

#endif
