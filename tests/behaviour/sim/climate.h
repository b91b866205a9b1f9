/* SPDX-License-Identifier: MIT */
/* What a simulated world is like: drawn from its seed. */
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
    uint32_t away_every_s; /* the program does something else; 0: never */
    uint32_t stop_every_s; /* the application stops the stream, and starts it again; 0: never */
} climate_t;

void climate_draw(climate_t *climate, uint64_t seed);

#endif
