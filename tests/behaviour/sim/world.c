/* SPDX-License-Identifier: MIT */
#include "world.h"
#include "bench.h"
#include "climate.h"
#include "guard.h"
#include <stdio.h>
#include <string.h>

#define DAY_MS 86400000u
#define AWAY_MAX_MS 200000u
#define PAUSE_MAX_MS 600000u
#define CALL_EVERY_MS 21600000u
#define RX_MAX 16384u
#define TOKENS_MAX 256u
#define SEEN_MAX 1024u
#define CANARY_BYTES 64u
#define CANARY 0x5A
#define WINDOW_MS 900000u
#define CONNECTS_MAX 50u

/* ---- memory; after each part a pattern that must not change ---- */

typedef struct {
    uint8_t rx[RX_MAX + CANARY_BYTES];
    pipit_token_t tokens[TOKENS_MAX + 1];
    uint64_t seen_ids[SEEN_MAX];
    uint16_t seen_slots[PIPIT_SEEN_SLOTS(SEEN_MAX)];
    pipit_seen_t seen;
    pipit_select_t select;
    pipit_recovery_t recovery;
    pipit_t client;
} memory_t;

typedef struct {
    uint8_t rx[4096];
    pipit_token_t tokens[128];
    pipit_t client;
    pipit_port_t port;
    pipit_sim_link_t link;
    uint64_t next_ms;
    uint32_t items;
    uint32_t turn;
    bool adds;
    uint64_t calls;
    uint64_t done;
} caller_t;

typedef struct {
    climate_t climate;
    referee_rules_t rules;
    referee_t referee;
    pipit_sim_t sim;
    pipit_sim_x_t x;
    pipit_sim_link_t link;
    pipit_port_t port;
    memory_t memory;
    caller_t caller;
    pipit_stream_t stream;
    uint64_t away_ms;
    uint64_t stop_ms;
    uint64_t away;
    uint64_t stops;
} world_t;

static world_t world;

static uint64_t around_s(uint32_t mean_s) {
    if (mean_s == 0) return PIPIT_SIM_NEVER;
    return pipit_sim_now_ms(&world.sim) + 1000u * (1u + (uint64_t)pipit_sim_dice(&world.sim, 2u * mean_s));
}

/* ---- set-up ---- */

static pipit_config_t config_make(void) {
    const climate_t *climate = &world.climate;
    memory_t *memory = &world.memory;
    return (pipit_config_t){.rx = memory->rx,
                            .rx_bytes = climate->rx_bytes,
                            .tokens = memory->tokens,
                            .token_count = climate->token_count,
                            .bearer_token = PIPIT_SIM_X_TOKEN,
                            .seed = pipit_sim_dice(&world.sim, UINT32_MAX),
                            .jitter_percent = climate->jitter_percent};
}

static void rules_make(void) {
    const climate_t *climate = &world.climate;
    const uint32_t every_ms = WINDOW_MS / (CONNECTS_MAX - CONNECTS_MAX / 2u) + 1u;
    world.rules = (referee_rules_t){.dedupe = climate->seen_count > 0,
                                    .recovers = climate->backfill_minutes > 0 && !climate->x.no_backfill,
                                    .selects = climate->selects,
                                    .line_max = climate->rx_bytes - PIPIT_RX_SLACK,
                                    .jitter_percent = climate->jitter_percent == 0 ? 25 : 0,
                                    .budget_wait_ms = every_ms,
                                    .uptime_ms = 20000,
                                    .kills = climate->kill_stale,
                                    .forbidden = climate->backfill_minutes == 5 && climate->x.no_backfill};
}

static void caller_make(void) {
    caller_t *caller = &world.caller;
    const pipit_config_t config = {.rx = caller->rx,
                                   .rx_bytes = sizeof caller->rx,
                                   .tokens = caller->tokens,
                                   .token_count = sizeof caller->tokens / sizeof caller->tokens[0],
                                   .bearer_token = PIPIT_SIM_X_TOKEN,
                                   .wait_on_rate_limit = true};
    caller->port = pipit_sim_port(&caller->link, &world.sim, &pipit_sim_x_peer, &world.x);
    (void)pipit_init(&caller->client, &config);
    caller->next_ms = pipit_sim_dice(&world.sim, CALL_EVERY_MS);
}

static void memory_make(void) {
    static const char *const paths[] = {"data.id", "data.text", "data.created_at", "matching_rules.id"};
    memory_t *memory = &world.memory;
    memset(memory->rx, CANARY, sizeof memory->rx);
    memset(memory->tokens, CANARY, sizeof memory->tokens);
    pipit_seen_init(&memory->seen, memory->seen_ids, memory->seen_slots, SEEN_MAX);
    pipit_seen_clear(&memory->seen);
    memory->select = (pipit_select_t){.paths = paths, .path_count = sizeof paths / sizeof paths[0]};
}

static bool world_make(uint64_t seed) {
    memset(&world, 0, sizeof world);
    climate_draw(&world.climate, seed);
    pipit_sim_init(&world.sim, seed, &world.climate.weather);
    memory_make();
    rules_make();
    world.climate.x.sent = referee_sent;
    world.climate.x.opened = referee_opened;
    world.climate.x.io = &world.referee;
    pipit_sim_x_init(&world.x, &world.sim, &world.climate.x);
    const pipit_port_t port = pipit_sim_port(&world.link, &world.sim, &pipit_sim_x_peer, &world.x);
    world.port = referee_init(&world.referee, &world.rules, &world.x, &world.memory.client, &world.link, port);
    caller_make();
    const pipit_config_t config = config_make();
    world.stream = (pipit_stream_t){.backfill_minutes = world.climate.backfill_minutes};
    world.away_ms = around_s(world.climate.away_every_s);
    world.stop_ms = around_s(world.climate.stop_every_s);
    memory_t *memory = &world.memory;
    memory->recovery.kill_stale = world.climate.kill_stale ? &pipit_kill_stale : NULL;
    return pipit_init(&memory->client, &config) == PIPIT_OK &&
           pipit_select_use(&memory->client, world.climate.selects ? &memory->select : NULL) == PIPIT_OK &&
           pipit_seen_use(&memory->client, world.climate.seen_count > 0 ? &memory->seen : NULL) == PIPIT_OK &&
           pipit_recovery_use(&memory->client, &memory->recovery) == PIPIT_OK;
}

/* ---- the application ---- */

static void stream_start(void) {
    referee_started(&world.referee);
    if (pipit_filter(&world.memory.client, &world.stream) != PIPIT_OK) referee_fail(&world.referee, "cannot start");
}

static void canaries_check(void) {
    const memory_t *memory = &world.memory;
    const uint8_t *token = (const uint8_t *)&memory->tokens[world.climate.token_count];
    for (size_t i = 0; i < CANARY_BYTES; i++) {
        if (memory->rx[world.climate.rx_bytes + i] != CANARY) referee_fail(&world.referee, "written behind rx");
    }
    for (size_t i = 0; i < sizeof(pipit_token_t); i++) {
        if (token[i] != CANARY) referee_fail(&world.referee, "written behind the tokens");
    }
}

static void token_check(void) {
    static const char secret[] = "sim-token"; /* the beginning of PIPIT_SIM_X_TOKEN; no Post contains it */
    const uint8_t *rx = world.memory.rx;
    for (size_t i = 0; i + sizeof secret - 1u <= world.climate.rx_bytes; i++) {
        if (rx[i] == 's' && memcmp(rx + i, secret, sizeof secret - 1u) == 0)
            referee_fail(&world.referee, "the token is still in the buffer");
    }
}

bool world_trace;

static void trace(const pipit_event_t *event) {
    static const char *const names[] = {
        "none",          "connect", "line", "keep-alive", "oversize", "closed", "connection error",
        "request error", "retry",   "item", "item error", "meta",     "body",   "disconnect",
        "gap",           "kill"};
    uint64_t now_ms = pipit_sim_now_ms(&world.sim);
    pipit_event_t copy = *event;
    pipit_tweet_t tweet;
    printf("%10llu.%03llu  %-16s", (unsigned long long)now_ms / 1000u, (unsigned long long)now_ms % 1000u,
           names[event->kind % WORLD_EVENTS]);
    if (event->status != 0) printf(" status %u", event->status);
    if (event->err != PIPIT_OK) printf(" %s", pipit_err_name(event->err));
    if (event->kind == PIPIT_EV_RETRY) printf(" wait %lu ms", (unsigned long)event->wait_ms);
    if (event->kind == PIPIT_EV_LINE && pipit_tweet_read(&copy, &tweet))
        printf(" Post %llu", (unsigned long long)(tweet.id_number - PIPIT_SIM_X_FIRST_ID));
    putchar('\n');
}

static void on_event(const pipit_event_t *event) {
    referee_event(&world.referee, event);
    if (world_trace) trace(event);
    if (event->kind == PIPIT_EV_RETRY || event->kind == PIPIT_EV_CONNECT || event->kind == PIPIT_EV_DISCONNECT) {
        canaries_check();
        token_check();
    }
}

/* At random: the program pauses, or stops and restarts the stream. */
static void on_whim(void) {
    uint64_t now_ms = pipit_sim_now_ms(&world.sim);
    if (world.away_ms <= now_ms) {
        pipit_sim_pass(&world.sim, 1u + pipit_sim_dice(&world.sim, AWAY_MAX_MS));
        referee_away(&world.referee);
        world.away_ms = around_s(world.climate.away_every_s);
        world.away++;
    }
    if (world.stop_ms <= now_ms) {
        if (pipit_running(&world.memory.client)) referee_stopped(&world.referee);
        pipit_stop(&world.memory.client);
        world.stop_ms = around_s(world.climate.stop_every_s);
        world.stops++;
    }
}

/* ---- rules calls, while the stream runs ---- */

static uint32_t rules_there(void) {
    uint32_t count = 0;
    for (size_t i = 0; i < PIPIT_SIM_X_RULES; i++)
        count += world.x.rules[i][0] != '\0' ? 1u : 0u;
    return count;
}

static void call_start(caller_t *caller) {
    static const pipit_rule_spec_t rule = {.value = "\"small birds\" has:images", .tag = "birds"};
    caller->items = 0;
    caller->calls++;
    caller->next_ms += CALL_EVERY_MS;
    caller->adds = rules_there() < PIPIT_SIM_X_RULES && caller->turn++ % 8u == 0;
    pipit_err_t err =
        caller->adds ? pipit_rules_add(&caller->client, &rule, 1, false) : pipit_rules_list(&caller->client, NULL);
    if (err != PIPIT_OK) referee_fail(&world.referee, "a call cannot start: %s", pipit_err_name(err));
}

static void call_event(caller_t *caller, const pipit_event_t *event) {
    if (event->kind == PIPIT_EV_ITEM) caller->items++;
    if (event->kind != PIPIT_EV_DISCONNECT || event->err != PIPIT_OK) return;
    caller->done++;
    if (caller->adds ? caller->items != 1 : caller->items != rules_there())
        referee_fail(&world.referee, "%lu rules were listed of %lu", (unsigned long)caller->items,
                     (unsigned long)rules_there());
}

/* @return the time until the next turn, in ms. */
static uint32_t caller_turn(caller_t *caller) {
    pipit_event_t event;
    uint64_t now_ms = pipit_sim_now_ms(&world.sim);
    if (!pipit_running(&caller->client) && caller->next_ms <= now_ms) call_start(caller);
    if (!pipit_running(&caller->client)) return (uint32_t)(caller->next_ms - now_ms);
    while (pipit_poll(&caller->client, &caller->port, &event))
        call_event(caller, &event);
    return pipit_running(&caller->client) ? event.wait_ms : 0;
}

/* ---- time ---- */

static uint32_t less(uint32_t ms, uint64_t at_ms) {
    uint64_t now_ms = pipit_sim_now_ms(&world.sim);
    uint64_t left = at_ms > now_ms ? at_ms - now_ms : 0;
    return left < ms ? (uint32_t)left : ms;
}

static void turn(uint64_t end_ms) {
    pipit_event_t event;
    if (pipit_poll(&world.memory.client, &world.port, &event)) {
        on_event(&event);
        return;
    }
    if (!pipit_running(&world.memory.client)) {
        pipit_sim_pass(&world.sim, 1u + pipit_sim_dice(&world.sim, PAUSE_MAX_MS));
        referee_away(&world.referee);
        stream_start();
        return;
    }
    referee_idle(&world.referee, event.wait_ms);
    uint32_t caller_ms = caller_turn(&world.caller);
    uint32_t wait_ms = event.wait_ms < caller_ms ? event.wait_ms : caller_ms;
    wait_ms = less(less(less(wait_ms, world.away_ms), world.stop_ms), end_ms);
    if (wait_ms > 0) pipit_sim_wait(&world.sim, wait_ms);
    on_whim();
}

static void world_judge(uint64_t allocations) {
    const pipit_stats_t *stats = pipit_stats(&world.memory.client);
    referee_count(&world.referee);
    canaries_check();
    if (allocations > 0) referee_fail(&world.referee, "%llu allocations", (unsigned long long)allocations);
    if (guard_stack_bytes() > GUARD_STACK_BYTES)
        referee_fail(&world.referee, "%zu bytes of stack", guard_stack_bytes());
    if (world.x.over_limit > 0) referee_fail(&world.referee, "more than %u connects in 15 minutes", CONNECTS_MAX);
    if (world.x.unreadable > 0) referee_fail(&world.referee, "a request was none");
    if (stats->rx_high_bytes > world.climate.rx_bytes) referee_fail(&world.referee, "stats.rx_high_bytes");
    if (stats->tokens_high > world.climate.token_count) referee_fail(&world.referee, "stats.tokens_high");
}

/* ---- totals ---- */

static void totals_of_world(totals_t *totals, uint64_t allocations) {
    const referee_t *referee = &world.referee;
    memset(totals, 0, sizeof *totals);
    totals->worlds = 1;
    totals->simulated_ms = pipit_sim_now_ms(&world.sim);
    memcpy(totals->faults, world.sim.counts, sizeof totals->faults);
    memcpy(totals->troubles, world.x.troubles, sizeof totals->troubles);
    memcpy(totals->events, referee->events, sizeof totals->events);
    totals->away = world.away;
    totals->stops = world.stops;
    totals->posts_written = pipit_sim_x_posts(&world.x);
    totals->posts = referee->posts;
    totals->oversize = referee->oversize;
    totals->duplicates = referee->duplicates;
    totals->backfills = referee->checked_backfills;
    totals->streams = world.x.streams;
    totals->bytes = referee->bytes;
    totals->calls = world.caller.calls;
    totals->calls_done = world.caller.done;
    totals->longest_wait_ms = referee->longest_wait_ms;
    totals->stack_bytes = guard_stack_bytes();
    totals->allocations = allocations;
}

bool world_run(uint64_t seed, uint64_t days, totals_t *totals, char *why, size_t why_bytes) {
    const uint64_t before = bench_allocations();
    const uint64_t end_ms = days * DAY_MS;
    totals_t of_this;
    if (!world_make(seed)) {
        (void)snprintf(why, why_bytes, "%s", pipit_offender(&world.memory.client));
        return false;
    }
    stream_start();
    while (pipit_sim_now_ms(&world.sim) < end_ms && !referee_failed(&world.referee))
        turn(end_ms);
    const uint64_t allocations = bench_allocations() - before;
    world_judge(allocations);
    totals_of_world(&of_this, allocations);
    totals_add(totals, &of_this);
    if (!referee_failed(&world.referee)) return true;
    (void)snprintf(why, why_bytes, "at %llu.%03llu s: %s", (unsigned long long)world.referee.failure_ms / 1000u,
                   (unsigned long long)world.referee.failure_ms % 1000u, world.referee.failure);
    return false;
}
