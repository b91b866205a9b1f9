/* SPDX-License-Identifier: MIT */
#include "pipit_sim_parts.h"

#define SECOND_MS 1000u
#define MILLION 1000000u
#define OUTAGE_MAX_MS 3600000u
#define OUTAGE_MIN_MS 30000u
#define CLOCK_BACK_MAX_MS 10000u
#define STALL_MAX_MS 22000u
#define DRIP_MAX_MS 120000u
#define NEAR_BYTES 400u /* the connection ends within this many bytes */
#define HALF_A_DAY_S 43200u

const pipit_sim_weather_t pipit_sim_bad_wifi = {
    .latency_ms = 200,
    .segment_bytes = 1460,
    .records = true,
    .faults = {[PIPIT_SIM_DNS] = 50000,
               [PIPIT_SIM_REFUSED] = 50000,
               [PIPIT_SIM_UNANSWERED] = 20000,
               [PIPIT_SIM_TLS] = 20000,
               [PIPIT_SIM_FIN] = HALF_A_DAY_S,
               [PIPIT_SIM_RST] = HALF_A_DAY_S,
               [PIPIT_SIM_SILENCE] = HALF_A_DAY_S,
               [PIPIT_SIM_DEAF] = HALF_A_DAY_S,
               [PIPIT_SIM_STALL] = HALF_A_DAY_S,
               [PIPIT_SIM_DRIP] = HALF_A_DAY_S,
               [PIPIT_SIM_OUTAGE] = HALF_A_DAY_S,
               [PIPIT_SIM_CLOCK_BACK] = HALF_A_DAY_S},
};

const char *pipit_sim_fault_name(uint8_t fault) {
    static const char *const names[PIPIT_SIM_FAULTS] = {
        [PIPIT_SIM_DNS] = "name without address",
        [PIPIT_SIM_REFUSED] = "connection refused",
        [PIPIT_SIM_UNANSWERED] = "connection not answered",
        [PIPIT_SIM_TLS] = "handshake broken",
        [PIPIT_SIM_FIN] = "connection ended",
        [PIPIT_SIM_RST] = "connection reset",
        [PIPIT_SIM_SILENCE] = "silence",
        [PIPIT_SIM_DEAF] = "silence towards the peer",
        [PIPIT_SIM_STALL] = "stall",
        [PIPIT_SIM_DRIP] = "slow drip",
        [PIPIT_SIM_OUTAGE] = "outage",
        [PIPIT_SIM_CLOCK_BACK] = "clock stepped back",
    };
    return fault < PIPIT_SIM_FAULTS ? names[fault] : "no fault";
}

/* @return a random time in the future; on average mean_s seconds from now. */
static uint64_t time_ms(pipit_sim_t *sim, uint32_t mean_s) {
    if (mean_s == 0) return PIPIT_SIM_NEVER;
    uint64_t seconds = pipit_sim_dice(sim, mean_s) + (uint64_t)pipit_sim_dice(sim, mean_s);
    return sim->now_ms + seconds * SECOND_MS + pipit_sim_dice(sim, SECOND_MS);
}

/* ---- all links ---- */

static void outage_foresee(pipit_sim_t *sim) {
    sim->outage_begins_ms = time_ms(sim, sim->weather.faults[PIPIT_SIM_OUTAGE]);
}

static void clock_foresee(pipit_sim_t *sim) {
    sim->clock_back_at_ms = time_ms(sim, sim->weather.faults[PIPIT_SIM_CLOCK_BACK]);
}

void pipit_sim_weather_begin(pipit_sim_t *sim) {
    outage_foresee(sim);
    clock_foresee(sim);
}

uint64_t pipit_sim_weather_next_ms(const pipit_sim_t *sim) {
    return sim->outage_begins_ms < sim->clock_back_at_ms ? sim->outage_begins_ms : sim->clock_back_at_ms;
}

bool pipit_sim_weather_is_out(const pipit_sim_t *sim) {
    return sim->now_ms < sim->outage_ends_ms;
}

static void outage_begin(pipit_sim_t *sim) {
    uint32_t most_ms = sim->weather.outage_ms > 0 ? sim->weather.outage_ms : OUTAGE_MAX_MS;
    sim->outage_ends_ms = sim->now_ms + OUTAGE_MIN_MS + pipit_sim_dice(sim, most_ms);
    for (pipit_sim_link_t *link = sim->links; link; link = link->next)
        link->to_client.lost = link->to_peer.lost = true;
    sim->counts[PIPIT_SIM_OUTAGE]++;
}

static void clock_step_back(pipit_sim_t *sim) {
    sim->clock_ms -= 1u + pipit_sim_dice(sim, CLOCK_BACK_MAX_MS);
    sim->counts[PIPIT_SIM_CLOCK_BACK]++;
}

void pipit_sim_weather_happen(pipit_sim_t *sim) {
    if (sim->outage_begins_ms <= sim->now_ms) {
        outage_begin(sim);
        outage_foresee(sim);
    }
    if (sim->clock_back_at_ms <= sim->now_ms) {
        clock_step_back(sim);
        clock_foresee(sim);
    }
}

/* ---- one link ---- */

uint8_t pipit_sim_weather_dial(pipit_sim_t *sim) {
    if (pipit_sim_weather_is_out(sim)) return pipit_sim_dice(sim, 2) ? PIPIT_SIM_DNS : PIPIT_SIM_UNANSWERED;
    for (size_t fault = PIPIT_SIM_DNS; fault < PIPIT_SIM_FIN; fault++) {
        if (pipit_sim_dice(sim, MILLION) < sim->weather.faults[fault]) return (uint8_t)fault;
    }
    return PIPIT_SIM_FAULTS;
}

void pipit_sim_weather_foresee(pipit_sim_link_t *link) {
    link->fault_ms = PIPIT_SIM_NEVER;
    for (size_t fault = PIPIT_SIM_FIN; fault < PIPIT_SIM_OUTAGE; fault++) {
        uint64_t at_ms = time_ms(link->sim, link->sim->weather.faults[fault]);
        if (at_ms >= link->fault_ms) continue;
        link->fault_ms = at_ms;
        link->fault = (uint8_t)fault;
    }
}

/* End the connection now, between two messages; or at a random byte of the next message. */
static void end_soon(pipit_sim_link_t *link, uint8_t fault) {
    uint8_t direction = pipit_sim_dice(link->sim, 8) ? PIPIT_SIM_TO_CLIENT : PIPIT_SIM_TO_PEER;
    const pipit_sim_pipe_t *pipe = direction == PIPIT_SIM_TO_CLIENT ? &link->to_client : &link->to_peer;
    bool now = pipit_sim_dice(link->sim, 2) || direction == PIPIT_SIM_TO_PEER;
    pipit_sim_cut(link, direction, fault, pipe->since_made + (now ? 0 : 1u + pipit_sim_dice(link->sim, NEAR_BYTES)));
}

void pipit_sim_fault(pipit_sim_link_t *link, uint8_t fault) {
    pipit_sim_t *sim = link->sim;
    switch (fault) {
    case PIPIT_SIM_FIN:
    case PIPIT_SIM_RST: end_soon(link, fault); break;
    case PIPIT_SIM_SILENCE: link->to_client.lost = true; break;
    case PIPIT_SIM_DEAF: link->to_peer.lost = true; break;
    case PIPIT_SIM_STALL: link->stalled_ms = sim->now_ms + 1u + pipit_sim_dice(sim, STALL_MAX_MS); break;
    case PIPIT_SIM_DRIP: link->drips_ms = sim->now_ms + 1u + pipit_sim_dice(sim, DRIP_MAX_MS); break;
    case PIPIT_SIM_OUTAGE: outage_begin(sim); return;
    case PIPIT_SIM_CLOCK_BACK: clock_step_back(sim); return;
    default: return;
    }
    sim->counts[fault]++;
}
