/* SPDX-License-Identifier: MIT */
#include "climate.h"
#include <string.h>

#define MINUTE_S 60u
#define HOUR_S 3600u
#define DAY_S 86400u

/* Separate random numbers, so that a change of a world's properties does not change the events in it. */
static uint32_t draw(pipit_sim_t *dice, uint32_t n) {
    return pipit_sim_dice(dice, n);
}

static uint32_t one_of(pipit_sim_t *dice, const uint32_t *values, size_t count) {
    return values[draw(dice, (uint32_t)count)];
}

/* @return a mean time from one hour to one day; in many worlds 0 (never). */
static uint32_t every_s(pipit_sim_t *dice) {
    return draw(dice, 10) < 3 ? 0 : HOUR_S + draw(dice, DAY_S);
}

static uint32_t of_a_million(pipit_sim_t *dice, uint32_t most) {
    return draw(dice, 10) < 3 ? 0 : draw(dice, most);
}

static void weather_draw(pipit_sim_t *dice, pipit_sim_weather_t *weather) {
    static const uint32_t latencies[] = {0, 1, 50, 300, 2000};
    static const uint32_t segments[] = {0, 1, 7, 100, 536, 1460};
    weather->latency_ms = one_of(dice, latencies, 5);
    weather->segment_bytes = one_of(dice, segments, 6);
    weather->records = draw(dice, 2);
    weather->outage_ms = 1000u * (1u + draw(dice, draw(dice, 2) ? HOUR_S : 360));
    for (size_t fault = PIPIT_SIM_DNS; fault < PIPIT_SIM_FIN; fault++)
        weather->faults[fault] = of_a_million(dice, 100000);
    for (size_t fault = PIPIT_SIM_FIN; fault < PIPIT_SIM_FAULTS; fault++)
        weather->faults[fault] = every_s(dice);
}

static void x_draw(pipit_sim_t *dice, pipit_sim_x_config_t *x) {
    static const uint32_t paces_ms[] = {5000, 20000, 60000, 300000};
    x->post_every_ms = one_of(dice, paces_ms, 4);
    x->medium_percent = draw(dice, 2) ? 15 : 0;
    x->large_percent = draw(dice, 2) ? 5 : 0;
    x->no_backfill = draw(dice, 8) == 0;
    for (size_t trouble = 0; trouble < PIPIT_SIM_X_NOTICE; trouble++)
        x->troubles[trouble] = of_a_million(dice, 60000);
    x->troubles[PIPIT_SIM_X_UNAUTHORIZED] /= 10;
    x->troubles[PIPIT_SIM_X_NO_RULES] /= 10;
    x->troubles[PIPIT_SIM_X_USAGE_CAP] /= 10;
    for (size_t trouble = PIPIT_SIM_X_NOTICE; trouble < PIPIT_SIM_X_SLOW_READER; trouble++)
        x->troubles[trouble] = every_s(dice);
}

/* A world in which connections are short, so that rare events happen often together, also X's limits. */
static void restless_draw(pipit_sim_t *dice, climate_t *climate) {
    for (size_t end = PIPIT_SIM_X_NOTICE; end < PIPIT_SIM_X_SLOW_READER; end++)
        climate->x.troubles[end] = MINUTE_S / 6u + draw(dice, 5u * MINUTE_S);
    climate->weather.faults[PIPIT_SIM_RST] = MINUTE_S + draw(dice, HOUR_S / 2u);
    climate->away_every_s = draw(dice, 2) ? MINUTE_S + draw(dice, HOUR_S / 2u) : 0;
}

void climate_draw(climate_t *climate, uint64_t seed) {
    static const uint32_t sizes[] = {PIPIT_RX_MIN, 1024, 4096, 16384};
    static const uint32_t tokens[] = {PIPIT_TOKENS_MIN, 64, 256};
    static pipit_sim_t dice;
    memset(climate, 0, sizeof *climate);
    pipit_sim_init(&dice, ~seed, NULL);
    weather_draw(&dice, &climate->weather);
    x_draw(&dice, &climate->x);
    climate->rx_bytes = one_of(&dice, sizes, 4);
    climate->token_count = one_of(&dice, tokens, 3);
    climate->seen_count = draw(&dice, 4) ? 1024 : 0;
    climate->backfill_minutes = draw(&dice, 4) ? PIPIT_BACKFILL_AUTO : draw(&dice, 2) ? 5 : 0;
    climate->jitter_percent = draw(&dice, 2) ? 0 : PIPIT_JITTER_OFF;
    climate->kill_stale = draw(&dice, 2);
    climate->selects = draw(&dice, 4) == 0;
    climate->away_every_s = draw(&dice, 2) ? every_s(&dice) : 0;
    climate->stop_every_s = draw(&dice, 2) ? every_s(&dice) : 0;
    if (draw(&dice, 8) == 0) restless_draw(&dice, climate);
}
