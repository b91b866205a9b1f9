/* SPDX-License-Identifier: MIT */
/* Recover missed Posts: backfill, gaps, stale connections; and measure the age of Posts. */
#include "../base/pipit_time.h"
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_policy.h"
#include "../x/pipit_x.h"
#include "pipit/recovery.h"
#include "pipit/stream.h"
#include "pipit_stream_int.h"
#include <string.h>

#define DAY_S 86400
#define MINUTE_MS 60000u
#define FIRST_TWEET_S 1142974214u /* 2006-03-21 20:50:14: the time of a server whose clock is before it is ignored */
#define MINUTES_MAX 5u
#define BACKFILL_MAX_MS (MINUTES_MAX * MINUTE_MS)
#define MARGIN_MS 45000u /* Posts that were on their way when the connection ended; until X handles the request */
#define KEEP_ALIVE_MAX_MS 23000u /* longest normal time between two keep-alives */
#define KILL_EVERY 4u
#define STATUS_BAD_REQUEST 400u
#define STATUS_FORBIDDEN 403u

/* ---- how much is missing ---- */

static bool is_automatic(const pipit_t *client) {
    return client->request.of.stream.backfill_minutes == PIPIT_BACKFILL_AUTO;
}

/* The age of the last Post when it arrived, at most 5 minutes: the stream was that late, so Posts of this time may be
 * missing too. */
static uint32_t lag_ms(const pipit_t *client) {
    int32_t lag = client->stats.lag_ms;
    if (lag <= 0) return 0;
    return lag < (int32_t)BACKFILL_MAX_MS ? (uint32_t)lag : BACKFILL_MAX_MS;
}

static uint32_t missing_ms(const pipit_t *client) {
    return pipit_i_sum_ms(client->recovery->missing_ms, MARGIN_MS + lag_ms(client));
}

static uint8_t minutes(const pipit_t *client) {
    if (!is_automatic(client)) return client->request.of.stream.backfill_minutes;
    if (!client->recovery->streamed || client->recovery->is_backfill_refused) return 0;
    uint32_t most = (missing_ms(client) - 1u) / MINUTE_MS + 1u;
    return (uint8_t)(most < MINUTES_MAX ? most : MINUTES_MAX);
}

/* Advance the time for which lines may be missing: since the last line or, before the first stream is open, since the
 * request was sent. */
static void missing_advance(pipit_t *client, uint32_t passed_ms) {
    pipit_recovery_t *recovery = client->recovery;
    if (!recovery->streamed && client->state != PIPIT_I_HEAD) {
        recovery->missing_ms = 0;
        return;
    }
    recovery->missing_ms = pipit_i_sum_ms(recovery->missing_ms, passed_ms);
    if (client->state != PIPIT_I_BODY) return;
    recovery->drained_ms = pipit_i_sum_ms(recovery->drained_ms, passed_ms);
    recovery->quiet_ms = pipit_i_sum_ms(recovery->quiet_ms, passed_ms);
    if (!recovery->received) return;
    uint32_t gap_ms = recovery->heard ? recovery->quiet_ms : recovery->missing_ms;
    if (gap_ms > client->stats.longest_gap_ms) client->stats.longest_gap_ms = gap_ms;
    recovery->quiet_ms = 0;
    recovery->heard = true;
}

/* A line ends the time for which lines may be missing, with two exceptions: a young stream may still send backfill, and
 * after a pause of the program the line may have waited in the socket. */
static void missing_end(const pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    if (client->http.in.uptime_ms < client->config.uptime_ms) return;
    recovery->missing_ms = recovery->drained_ms > KEEP_ALIVE_MAX_MS ? recovery->drained_ms : 0;
}

/* ---- gaps ---- */

/* @return whether more is missing now than the request asked for. This happens if the program was suspended after the
 * request was written. */
static bool asked_too_little(const pipit_t *client) {
    if (!is_automatic(client) || client->backfill_minutes == 0) return false;
    return missing_ms(client) > client->backfill_minutes * MINUTE_MS + MARGIN_MS;
}

/* @return whether more is missing than backfill can recover, and a replay can recover it. */
static bool is_gap(const pipit_t *client) {
    bool long_enough = client->recovery->streamed && (missing_ms(client) > BACKFILL_MAX_MS || asked_too_little(client));
    bool known = client->http.in.date_s >= FIRST_TWEET_S && client->http.in.date_s != PIPIT_HEAD_ABSENT;
    bool replay = (client->request.of.stream.endpoint->features & PIPIT_ENDPOINT_REPLAY) != 0;
    return long_enough && known && replay;
}

/* Round to whole seconds outwards, so that Posts at the ends of the range are sent twice rather than not at all. */
static void gap_keep(const pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    recovery->has_gap = is_gap(client);
    recovery->gap.start_s = client->http.in.date_s - missing_ms(client) / 1000u - 1u;
    recovery->gap.end_s = client->http.in.date_s - client->backfill_minutes * (MINUTE_MS / 1000u) + 1u;
}

static void gap_tell(const pipit_t *client, pipit_event_t *event) {
    if (client->state != PIPIT_I_BODY || !client->recovery->has_gap) return;
    client->recovery->has_gap = false;
    event->kind = PIPIT_EV_GAP;
}

bool pipit_gap_read(const pipit_t *client, const pipit_event_t *event, pipit_gap_t *out) {
    PIPIT_ASSERT(client && event && out);
    memset(out, 0, sizeof *out);
    if (event->kind != PIPIT_EV_GAP || !client->recovery) return false;
    *out = client->recovery->gap;
    return true;
}

/* ---- lag ---- */

static void lag_take(pipit_t *client, pipit_str_t created_at) {
    int32_t days;
    int32_t clock_ms;
    if (pipit_i_time_read(created_at.ptr, created_at.len, &days, &clock_ms) != PIPIT_OK) return;
    int64_t passed_s = (int64_t)client->http.in.date_s - (int64_t)days * DAY_S;
    int64_t lag_ms = passed_s * 1000 + client->http.in.uptime_ms - clock_ms;
    if (lag_ms > INT32_MIN && lag_ms <= INT32_MAX) client->stats.lag_ms = (int32_t)lag_ms;
}

PIPIT_I_OWN_FRAME void lag_read(pipit_t *client, const pipit_json_t *json) {
    if (client->http.in.date_s == PIPIT_HEAD_ABSENT || json->count == 0) return;
    pipit_node_t data = pipit_i_member(json, PIPIT_NODE_ROOT, "data");
    lag_take(client, pipit_i_content(json, pipit_i_member(json, data, "created_at")));
}

/* ---- stale connections ---- */

/* After the first refusal and then after each fourth, because X allows 25 of these calls in 15 minutes. */
static void refused(pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    if (client->cause != PIPIT_E_TOO_MANY_CONNECTIONS) return;
    if (client->counts[PIPIT_I_LADDER_CONFLICT] == 0) recovery->refusals = 0;
    if (recovery->refusals++ % KILL_EVERY != 0) return;
    if (!recovery->kill_stale || !client->request.of.stream.endpoint->connections_id) return;
    PIPIT_ASSERT(pipit_i_word_fits(client->request.of.stream.endpoint->connections_id, PIPIT_I_IDS, PIPIT_I_IDS_MAX));
    recovery->driver = client->driver;
    client->driver = recovery->kill_stale;
}

/* ---- X refused backfill: the plan does not include it ---- */

static void disconnected(pipit_t *client, pipit_event_t *event) {
    const bool is_refused = client->status == STATUS_BAD_REQUEST || client->status == STATUS_FORBIDDEN;
    if (!is_refused || client->cause == PIPIT_E_STOPPED || !is_automatic(client) || client->backfill_minutes == 0)
        return;
    client->recovery->is_backfill_refused = true;
    event->wait_ms = pipit_i_budget_wait(client);
    pipit_i_stream_retry(client, event);
}

/* ---- the functions that a stream calls ---- */

static void connected(pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    gap_keep(client);
    recovery->streamed = true;
    recovery->drained_ms = 0;
    recovery->quiet_ms = 0;
    recovery->heard = false;
    recovery->received = false;
}

static void follow_start(pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    recovery->streamed = false;
    recovery->is_backfill_refused = false;
    recovery->had_event = false;
    recovery->missing_ms = 0;
    recovery->has_gap = false;
    if (is_automatic(client)) client->backfill_minutes = 0;
}

static void follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event) {
    pipit_recovery_t *recovery = client->recovery;
    if (client->state == PIPIT_I_BODY) {
        if (!recovery->had_event && !recovery->received) recovery->drained_ms = 0; /* the last turn had no bytes */
        recovery->received = client->raw != client->raw_end;
    }
    recovery->had_event = false;
    missing_advance(client, passed_ms);
    gap_tell(client, event);
    if (!client->linked) client->backfill_minutes = minutes(client);
}

static void follow_event(pipit_t *client, pipit_event_t *event) {
    client->recovery->had_event = true;
    switch (event->kind) {
    case PIPIT_EV_CONNECT: connected(client); break;
    case PIPIT_EV_LINE:
        missing_end(client);
        if (event->has_data) lag_read(client, &event->json);
        break;
    case PIPIT_EV_KEEP_ALIVE: missing_end(client); break;
    case PIPIT_EV_REQUEST_ERROR: refused(client); break;
    case PIPIT_EV_DISCONNECT: disconnected(client, event); break;
    default: break;
    }
}

pipit_err_t pipit_recovery_use(pipit_t *client, pipit_recovery_t *recovery) {
    static const pipit_follower_t follower = {follow_start, follow_turn, follow_event};
    const pipit_err_t err = pipit_i_ready(client, false);
    if (err != PIPIT_OK) return err;
    if (recovery && recovery->client && recovery->client != client) return PIPIT_E_STATE;
    if (client->recovery) client->recovery->client = NULL;
    if (recovery) {
        recovery->client = client;
        recovery->follower = &follower;
    }
    client->recovery = recovery;
    return PIPIT_OK;
}
