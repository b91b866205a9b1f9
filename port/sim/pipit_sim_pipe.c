/* SPDX-License-Identifier: MIT */
#include "pipit_sim_parts.h"
#include <string.h>

#define DRIP_BYTES 3u
#define DRIP_MS 400u

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

void pipit_sim_pipe_init(pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t size) {
    memset(pipe, 0, sizeof *pipe);
    pipe->bytes = bytes;
    pipe->size = size;
    pipe->cut_at = PIPIT_SIM_NEVER;
}

void pipit_sim_pipe_clear(pipit_sim_pipe_t *pipe) {
    pipe->first = pipe->used = 0;
    pipe->segment_first = pipe->segment_count = 0;
    pipe->sent = pipe->taken = 0;
    pipe->end = 0;
    pipe->end_ms = 0;
    pipe->lost = false;
    pipe->starved = false;
}

/* ---- the sender's side ---- */

static void ring_put(pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len) {
    uint32_t at = (pipe->first + pipe->used) % pipe->size;
    uint32_t straight = least(len, pipe->size - at);
    memcpy(pipe->bytes + at, bytes, straight);
    memcpy(pipe->bytes, bytes + straight, len - straight);
    pipe->used += len;
}

static uint64_t last_ms(const pipit_sim_pipe_t *pipe, uint64_t now_ms) {
    if (pipe->segment_count == 0) return now_ms;
    uint64_t at_ms = pipe->segments[(pipe->segment_first + pipe->segment_count - 1u) % PIPIT_SIM_SEGMENTS].at_ms;
    return at_ms > now_ms ? at_ms : now_ms;
}

static bool drips(const pipit_sim_link_t *link) {
    return link->drips_ms > link->sim->now_ms;
}

static uint64_t arrival_ms(pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe) {
    pipit_sim_t *sim = link->sim;
    uint64_t last = last_ms(pipe, sim->now_ms);
    if (drips(link)) return last + 1u + pipit_sim_dice(sim, DRIP_MS);
    uint64_t at_ms =
        sim->now_ms + (sim->weather.latency_ms > 0 ? pipit_sim_dice(sim, sim->weather.latency_ms + 1u) : 0);
    return at_ms > last ? at_ms : last;
}

static uint32_t segment_len(pipit_sim_link_t *link, uint32_t left) {
    const pipit_sim_weather_t *weather = &link->sim->weather;
    if (weather->records) return left;
    if (drips(link)) return least(left, 1u + pipit_sim_dice(link->sim, DRIP_BYTES));
    if (weather->segment_bytes == 0) return left;
    return least(left, 1u + pipit_sim_dice(link->sim, weather->segment_bytes));
}

static void segment_put(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len) {
    uint32_t place = (pipe->segment_first + pipe->segment_count) % PIPIT_SIM_SEGMENTS;
    pipe->segments[place] = (pipit_sim_segment_t){arrival_ms(link, pipe), len};
    pipe->segment_count++;
    ring_put(pipe, bytes, len);
}

static uint32_t segments_put(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len) {
    uint32_t most = least(len, pipe->size - pipe->used);
    uint32_t done = 0;
    while (done < most && pipe->segment_count < PIPIT_SIM_SEGMENTS) {
        uint32_t n = segment_len(link, most - done);
        segment_put(link, pipe, bytes + done, n);
        done += n;
    }
    return done;
}

bool pipit_sim_pipe_is_cut(const pipit_sim_pipe_t *pipe) {
    return pipe->since_made == pipe->cut_at;
}

uint32_t pipit_sim_pipe_put(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, const uint8_t *bytes, uint32_t len) {
    uint64_t left = pipe->cut_at - pipe->since_made;
    uint32_t passing = left < len ? (uint32_t)left : len;
    bool broken_record = link->sim->weather.records && passing < len;
    uint32_t done = passing;
    if (pipe->lost || pipe->end != 0) {
        done = len;
    } else if (!broken_record) {
        done = segments_put(link, pipe, bytes, passing);
    }
    pipe->sent += done;
    pipe->since_made += done;
    pipe->starved = done < len;
    return done;
}

void pipit_sim_pipe_end(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t end) {
    if (pipe->end != 0 || pipe->lost) return;
    pipe->end = end;
    pipe->end_ms = arrival_ms(link, pipe);
}

/* ---- the receiver's side ---- */

static uint64_t not_before(uint64_t at_ms, uint64_t stalled_ms) {
    return at_ms > stalled_ms ? at_ms : stalled_ms;
}

uint64_t pipit_sim_pipe_next_ms(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe) {
    if (pipe->segment_count > 0) return not_before(pipe->segments[pipe->segment_first].at_ms, link->stalled_ms);
    return pipe->end != 0 ? not_before(pipe->end_ms, link->stalled_ms) : PIPIT_SIM_NEVER;
}

static void ring_get(pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t len) {
    uint32_t straight = least(len, pipe->size - pipe->first);
    memcpy(bytes, pipe->bytes + pipe->first, straight);
    memcpy(bytes + straight, pipe->bytes, len - straight);
    pipe->first = (pipe->first + len) % pipe->size;
    pipe->used -= len;
}

static uint32_t segment_get(pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t len) {
    pipit_sim_segment_t *segment = &pipe->segments[pipe->segment_first];
    uint32_t n = least(len, segment->len);
    ring_get(pipe, bytes, n);
    segment->len -= n;
    if (segment->len > 0) return n;
    pipe->segment_first = (pipe->segment_first + 1u) % PIPIT_SIM_SEGMENTS;
    pipe->segment_count--;
    return n;
}

uint32_t pipit_sim_pipe_get(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe, uint8_t *bytes, uint32_t len) {
    uint32_t done = 0;
    while (done < len && pipe->segment_count > 0 && pipit_sim_pipe_next_ms(link, pipe) <= link->sim->now_ms) {
        done += segment_get(pipe, bytes + done, len - done);
        if (link->sim->weather.records) break;
    }
    pipe->taken += done;
    return done;
}

uint8_t pipit_sim_pipe_ended(const pipit_sim_link_t *link, const pipit_sim_pipe_t *pipe) {
    bool arrived = pipe->segment_count == 0 && pipit_sim_pipe_next_ms(link, pipe) <= link->sim->now_ms;
    return arrived ? pipe->end : 0;
}

/* A fault of the network ends the connection: both sides see the end. */
static void both_end(pipit_sim_link_t *link, uint8_t fault) {
    pipit_sim_pipe_end(link, &link->to_client, fault);
    pipit_sim_pipe_end(link, &link->to_peer, fault);
}

void pipit_sim_pipe_cut_if_due(pipit_sim_link_t *link, pipit_sim_pipe_t *pipe) {
    if (link->state != LINK_OPEN || !pipit_sim_pipe_is_cut(pipe)) return;
    pipe->cut_at = PIPIT_SIM_NEVER;
    if (pipe->cut == PIPIT_SIM_FIN || pipe->cut == PIPIT_SIM_RST) {
        both_end(link, pipe->cut);
    } else {
        pipe->lost = true;
    }
}

void pipit_sim_cut(pipit_sim_link_t *link, uint8_t direction, uint8_t fault, uint64_t at_byte) {
    pipit_sim_pipe_t *pipe = direction == PIPIT_SIM_TO_CLIENT ? &link->to_client : &link->to_peer;
    pipe->cut = fault;
    pipe->cut_at = at_byte < pipe->since_made ? PIPIT_SIM_NEVER : at_byte;
    pipit_sim_pipe_cut_if_due(link, pipe);
}
