/* SPDX-License-Identifier: MIT */
#include "pipit_sim.h"
#include "pipit_sim_parts.h"
#include <string.h>

#define DAY_MS 86400000u
#define PIECE_BYTES 512u

/* ---- dice: SplitMix64 ---- */

/* ---- the simulation and its links ---- */

void pipit_sim_init(pipit_sim_t *sim, uint64_t seed, const pipit_sim_weather_t *weather) {
    memset(sim, 0, sizeof *sim);
    sim->random = seed;
    if (weather) sim->weather = *weather;
    sim->clock_ms = pipit_sim_dice(sim, 2) ? 0u - pipit_sim_dice(sim, DAY_MS) : pipit_sim_dice(sim, UINT32_MAX);
    pipit_sim_weather_begin(sim);
}

uint64_t pipit_sim_now_ms(const pipit_sim_t *sim) {
    return sim->now_ms;
}

static uint32_t device_clock_ms(const pipit_sim_t *sim) {
    return sim->clock_ms + (uint32_t)sim->now_ms;
}

void pipit_sim_clock_set(pipit_sim_t *sim, uint32_t clock_ms) {
    sim->clock_ms += clock_ms - device_clock_ms(sim);
}

/* ---- events of a link ---- */

static void peer_tell_end(pipit_sim_link_t *link) {
    if (link->peer_told) return;
    link->peer_told = true;
    link->peer->ended(link->peer_io, link);
}

static void connected(pipit_sim_link_t *link) {
    link->state = LINK_OPEN;
    link->connection++;
    link->peer_told = false;
    link->wake_ms = PIPIT_SIM_NEVER;
    pipit_sim_weather_foresee(link);
    link->peer->connected(link->peer_io, link);
    pipit_sim_pipe_cut_if_due(link, &link->to_client);
    pipit_sim_pipe_cut_if_due(link, &link->to_peer);
}

static void dialled(pipit_sim_link_t *link) {
    link->dialled_ms = PIPIT_SIM_NEVER;
    link->news = true;
    if (link->outcome == PIPIT_OK) {
        connected(link);
    } else {
        link->state = LINK_FAILED;
        link->error = link->outcome;
    }
}

static void peer_receives(pipit_sim_link_t *link) {
    uint8_t bytes[PIECE_BYTES];
    uint32_t len = pipit_sim_pipe_get(link, &link->to_peer, bytes, sizeof bytes);
    if (link->to_peer.starved) link->news = true;
    link->to_peer.starved = false;
    if (len > 0) {
        link->peer->received(link->peer_io, link, bytes, len);
    } else if (pipit_sim_pipe_ended(link, &link->to_peer) != 0) {
        link->to_peer.lost = true; /* no bytes may follow the end */
        link->to_peer.end = 0;
        peer_tell_end(link);
    }
}

static void link_happen(pipit_sim_link_t *link) {
    const uint64_t now_ms = link->sim->now_ms;
    if (link->state == LINK_DIALLING && link->dialled_ms <= now_ms) dialled(link);
    if (link->state == LINK_OPEN && link->fault_ms <= now_ms) {
        pipit_sim_fault(link, link->fault);
        pipit_sim_weather_foresee(link);
    }
    if (pipit_sim_pipe_next_ms(link, &link->to_peer) <= now_ms) peer_receives(link);
    if (link->wake_ms <= now_ms) {
        link->wake_ms = PIPIT_SIM_NEVER;
        link->peer->woken(link->peer_io, link);
    }
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* @return the time of the next event on the link, if the client does nothing. */
static uint64_t link_next_ms(const pipit_sim_link_t *link) {
    uint64_t at_ms = earlier(link->wake_ms, pipit_sim_pipe_next_ms(link, &link->to_peer));
    if (link->state == LINK_DIALLING) return earlier(at_ms, link->dialled_ms);
    return link->state == LINK_OPEN ? earlier(at_ms, link->fault_ms) : at_ms;
}

/* @return the time at which the client can send or receive; 0: now. */
static uint64_t link_ready_ms(const pipit_sim_link_t *link) {
    if (link->news || link->state == LINK_FAILED) return 0;
    return link->state == LINK_OPEN ? pipit_sim_pipe_next_ms(link, &link->to_client) : PIPIT_SIM_NEVER;
}

static uint64_t next_ms(const pipit_sim_t *sim) {
    uint64_t at_ms = pipit_sim_weather_next_ms(sim);
    for (const pipit_sim_link_t *link = sim->links; link; link = link->next)
        at_ms = earlier(at_ms, link_next_ms(link));
    return at_ms;
}

static void happen(pipit_sim_t *sim) {
    pipit_sim_weather_happen(sim);
    for (pipit_sim_link_t *link = sim->links; link; link = link->next)
        link_happen(link);
}

/* ---- time ---- */

static uint64_t ready_ms(const pipit_sim_t *sim, const pipit_sim_link_t *only) {
    if (only) return link_ready_ms(only);
    uint64_t at_ms = PIPIT_SIM_NEVER;
    for (const pipit_sim_link_t *link = sim->links; link; link = link->next)
        at_ms = earlier(at_ms, link_ready_ms(link));
    return at_ms;
}

/* Advance the time to `until_ms`, or until a client can send or receive. */
static void sleep_until(pipit_sim_t *sim, const pipit_sim_link_t *only, uint64_t until_ms) {
    while (ready_ms(sim, only) > sim->now_ms) {
        uint64_t at_ms = earlier(next_ms(sim), earlier(ready_ms(sim, only), until_ms));
        if (at_ms > sim->now_ms) sim->now_ms = at_ms;
        happen(sim);
        if (sim->now_ms >= until_ms) return;
    }
}

void pipit_sim_pass(pipit_sim_t *sim, uint64_t ms) {
    const uint64_t until_ms = sim->now_ms + ms;
    while (next_ms(sim) <= until_ms) {
        sim->now_ms = next_ms(sim) > sim->now_ms ? next_ms(sim) : sim->now_ms;
        happen(sim);
    }
    sim->now_ms = until_ms;
}

void pipit_sim_wait(void *sim, uint32_t max_ms) {
    pipit_sim_t *world = (pipit_sim_t *)sim;
    sleep_until(world, NULL, world->now_ms + max_ms);
}

/* ---- the port ---- */

static int32_t link_open(void *io, const char *host, uint16_t port) {
    pipit_sim_link_t *link = (pipit_sim_link_t *)io;
    pipit_sim_t *sim = link->sim;
    static const int8_t outcomes[] = {[PIPIT_SIM_DNS] = PIPIT_E_DNS,
                                      [PIPIT_SIM_REFUSED] = PIPIT_E_CONNECT,
                                      [PIPIT_SIM_UNANSWERED] = PIPIT_OK,
                                      [PIPIT_SIM_TLS] = PIPIT_E_TLS};
    const uint8_t fault = pipit_sim_weather_dial(sim);
    (void)host;
    (void)port;
    pipit_sim_pipe_clear(&link->to_client);
    pipit_sim_pipe_clear(&link->to_peer);
    link->state = LINK_DIALLING;
    link->news = false;
    link->outcome = fault < PIPIT_SIM_FIN ? outcomes[fault] : PIPIT_OK;
    link->dialled_ms = sim->now_ms + pipit_sim_dice(sim, 4u * sim->weather.latency_ms + 1u);
    link->stalled_ms = link->drips_ms = 0;
    if (fault < PIPIT_SIM_FIN) sim->counts[fault]++;
    if (fault == PIPIT_SIM_UNANSWERED) link->dialled_ms = PIPIT_SIM_NEVER;
    if (link->dialled_ms == sim->now_ms) dialled(link);
    return link->state == LINK_FAILED ? link->error : 0;
}

static int32_t link_send(void *io, const void *bytes, size_t len) {
    pipit_sim_link_t *link = (pipit_sim_link_t *)io;
    const uint32_t most = len < PIPIT_SIM_TO_PEER_BYTES ? (uint32_t)len : PIPIT_SIM_TO_PEER_BYTES;
    link->news = false;
    if (link->state == LINK_DIALLING) return 0;
    if (link->state != LINK_OPEN) return link->error;
    uint32_t n = pipit_sim_pipe_put(link, &link->to_peer, bytes, most);
    pipit_sim_pipe_cut_if_due(link, &link->to_peer);
    return (int32_t)n;
}

static int32_t link_recv(void *io, void *bytes, size_t len) {
    pipit_sim_link_t *link = (pipit_sim_link_t *)io;
    const uint32_t most = len < PIPIT_SIM_TO_CLIENT_BYTES ? (uint32_t)len : PIPIT_SIM_TO_CLIENT_BYTES;
    link->news = false;
    if (link->state == LINK_DIALLING) return 0;
    if (link->state != LINK_OPEN) return link->error;
    uint32_t n = pipit_sim_pipe_get(link, &link->to_client, bytes, most);
    uint8_t end = pipit_sim_pipe_ended(link, &link->to_client);
    if (n > 0 && link->to_client.starved) {
        link->to_client.starved = false;
        link->peer->woken(link->peer_io, link);
    }
    if (n > 0 || end == 0) return (int32_t)n;
    link->state = LINK_FAILED;
    link->error = end == PIPIT_SIM_FIN ? PIPIT_E_CLOSED : PIPIT_E_RESET;
    return link->error;
}

static void link_close(void *io) {
    pipit_sim_link_t *link = (pipit_sim_link_t *)io;
    bool heard = link->connection > 0 && !link->to_peer.lost;
    if (link->state == LINK_CLOSED) return;
    if (link->state == LINK_OPEN || link->error == PIPIT_E_CLOSED || link->error == PIPIT_E_RESET) {
        link->closed_ms = link->sim->now_ms;
        link->wake_ms = PIPIT_SIM_NEVER;
        if (heard) peer_tell_end(link);
    }
    pipit_sim_pipe_clear(&link->to_client);
    pipit_sim_pipe_clear(&link->to_peer);
    link->state = LINK_CLOSED;
    link->error = PIPIT_E_IO;
    link->news = false;
}

static uint32_t link_now(void *io) {
    return device_clock_ms(((pipit_sim_link_t *)io)->sim);
}

static void link_wait(void *io, uint32_t max_ms) {
    const pipit_sim_link_t *link = (const pipit_sim_link_t *)io;
    sleep_until(link->sim, link, link->sim->now_ms + max_ms);
}

pipit_port_t pipit_sim_port(pipit_sim_link_t *link, pipit_sim_t *sim, const pipit_sim_peer_t *peer, void *peer_io) {
    const pipit_port_t port = {.io = link,
                               .detail = &link->detail,
                               .open = link_open,
                               .send = link_send,
                               .recv = link_recv,
                               .close = link_close,
                               .now = link_now,
                               .wait = link_wait};
    memset(link, 0, sizeof *link);
    link->sim = sim;
    link->peer = peer;
    link->peer_io = peer_io;
    link->error = PIPIT_E_IO;
    link->dialled_ms = link->wake_ms = link->fault_ms = PIPIT_SIM_NEVER;
    pipit_sim_pipe_init(&link->to_client, link->to_client_bytes, PIPIT_SIM_TO_CLIENT_BYTES);
    pipit_sim_pipe_init(&link->to_peer, link->to_peer_bytes, PIPIT_SIM_TO_PEER_BYTES);
    link->next = sim->links;
    sim->links = link;
    return port;
}

uint64_t pipit_sim_received(const pipit_sim_link_t *link) {
    return link->to_client.taken;
}

/* ---- for peers ---- */

uint32_t pipit_sim_connection(const pipit_sim_link_t *link) {
    return link->connection;
}

static bool is_present(const pipit_sim_link_t *link, uint32_t connection) {
    return link->state == LINK_OPEN && link->connection == connection;
}

size_t pipit_sim_send(pipit_sim_link_t *link, uint32_t connection, const void *bytes, size_t len) {
    if (!is_present(link, connection)) return len;
    const uint32_t most = len < PIPIT_SIM_TO_CLIENT_BYTES ? (uint32_t)len : PIPIT_SIM_TO_CLIENT_BYTES;
    uint32_t n = pipit_sim_pipe_put(link, &link->to_client, bytes, most);
    pipit_sim_pipe_cut_if_due(link, &link->to_client);
    return n;
}

uint64_t pipit_sim_sent(const pipit_sim_link_t *link) {
    return link->to_client.sent;
}

void pipit_sim_end(pipit_sim_link_t *link, uint32_t connection, bool reset) {
    if (!is_present(link, connection)) return;
    link->peer_told = true;
    pipit_sim_pipe_end(link, &link->to_client, reset ? PIPIT_SIM_RST : PIPIT_SIM_FIN);
}

void pipit_sim_wake(pipit_sim_link_t *link, uint64_t at_ms) {
    link->wake_ms = at_ms;
}

uint64_t pipit_sim_closed_ms(const pipit_sim_link_t *link) {
    return link->closed_ms;
}
