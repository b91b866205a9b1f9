/* SPDX-License-Identifier: MIT */
/* Recover missed Posts: backfill, gaps, stale connections; and measure the age of Posts. */
#include "../base/pipit_layout.h"
#include "../base/pipit_time.h"
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_policy.h"
#include "../x/pipit_x.h"
#include "pipit/recovery.h"
#include "pipit/replay.h"
#include "pipit/stream.h"
#include "pipit_stream_int.h"
#include <string.h>

#define DAY_S 86400u
#define DAYS_MAX 49709u /* since 1970, in 32 bits of seconds */
#define LAG_MAX_S 2000000
#define MINUTE_MS 60000u
#define FIRST_TWEET_S 1142974214u /* 2006-03-21 20:50:14: the time of a server whose clock is before it is ignored */
#define MINUTES_MAX 5u
#define BACKFILL_MAX_MS (MINUTES_MAX * MINUTE_MS)
#define MARGIN_MS 45000u /* Posts that were on their way when the connection ended; until X handles the request */
#define KEEP_ALIVE_MAX_MS 23000u /* longest normal time between two keep-alives */
#define KILL_EVERY 4u
#define REST_MIN_S 60u      /* a replay whose last Post is so much older than its end may have ended early */
#define SLOW_SECOND_MS 999u /* so wrong may the clock of the machine be */
#define ASLEEP_MAX_S (UINT32_MAX / 1000u)

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

/* @return whether the answer, or a line of it, may be waiting for this program. */
static bool is_asking(const pipit_t *client) {
    return client->state == PIPIT_I_HEAD || client->state == PIPIT_I_BODY;
}

/* @return for how long the bytes that are read now may have waited; 0 if the loop looked for them all the time. */
static uint32_t waited_ms(const pipit_recovery_t *recovery) {
    return recovery->drained_ms > KEEP_ALIVE_MAX_MS ? recovery->drained_ms : 0;
}

PIPIT_I_IN_ORDER(pipit_recovery_t, silent_ms, quiet_ms, 5);

static void times_advance(pipit_recovery_t *recovery, uint32_t passed_ms) {
    char *at = PIPIT_I_AT(recovery, pipit_recovery_t, silent_ms);
    char *const last = PIPIT_I_AT(recovery, pipit_recovery_t, quiet_ms);
    for (; at <= last; at += sizeof(uint32_t)) {
        uint32_t *time_ms = (void *)at;
        *time_ms = pipit_i_sum_ms(*time_ms, passed_ms);
    }
}

/* Lines may be missing since the last line or, before the first stream is open, since the request was sent. */
static void missing_advance(pipit_t *client, uint32_t passed_ms) {
    pipit_recovery_t *recovery = client->recovery;
    times_advance(recovery, passed_ms);
    if (!is_asking(client)) recovery->drained_ms = 0;
    if (!recovery->streamed && client->state != PIPIT_I_HEAD) recovery->missing_ms = 0;
    if (client->state != PIPIT_I_BODY || client->raw == client->raw_end) return;
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
    recovery->missing_ms = waited_ms(recovery);
}

/* ---- gaps ---- */

static bool is_dated(const pipit_t *client) {
    return client->http.in.date_s >= FIRST_TWEET_S && client->http.in.date_s != PIPIT_HEAD_ABSENT;
}

/* @return for how many ms lines may be missing without a gap. If the program was suspended after the request was
 * written, more may be missing now than it asked for. */
static uint32_t backfill_ms(const pipit_t *client) {
    const uint32_t asked = client->backfill_minutes;
    return is_automatic(client) && asked - 1u < MINUTES_MAX - 1u ? asked * MINUTE_MS + MARGIN_MS : BACKFILL_MAX_MS;
}

/* @return whether a replay can recover what is missing. A replay itself begins again at its start. */
static bool is_replayable(const pipit_t *client) {
    return client->recovery->streamed && !client->request.of.stream.replay &&
           (client->request.of.stream.endpoint->features & PIPIT_ENDPOINT_REPLAY) != 0;
}

/* Round to whole seconds outwards, so that Posts at the ends of the range are sent twice rather than not at all. */
static void gap_keep(const pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    const uint32_t missing = missing_ms(client);
    recovery->has_gap = is_dated(client) && is_replayable(client) && missing > backfill_ms(client);
    recovery->gap.start_s = client->http.in.date_s - missing / 1000u - 1u;
    recovery->gap.end_s = client->http.in.date_s - client->backfill_minutes * (MINUTE_MS / 1000u) + 1u;
}

/* The clocks of small machines stop in light sleep, and sum up their error for days. By the server's clock more time
 * may have passed since its last answer: for that time lines may be missing too. */
static void dates_compare(const pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    const uint32_t date_s = client->http.in.date_s;
    uint32_t asleep_s = date_s - recovery->date_s - recovery->since_ms / SLOW_SECOND_MS - 1u;
    if (!is_dated(client)) return;
    if (asleep_s > INT32_MAX || recovery->date_s == 0 || recovery->since_ms == UINT32_MAX) asleep_s = 0;
    if (asleep_s > ASLEEP_MAX_S) asleep_s = ASLEEP_MAX_S;
    recovery->missing_ms = pipit_i_sum_ms(recovery->missing_ms, asleep_s * 1000u);
    recovery->date_s = date_s;
    recovery->since_ms = waited_ms(recovery);
}

static void gap_tell(const pipit_t *client, pipit_event_t *event) {
    if (!client->recovery->has_gap || client->stop) return;
    client->recovery->has_gap = false;
    event->kind = PIPIT_EV_GAP;
    if (client->state == PIPIT_I_CLOSE) event->err = PIPIT_E_REPLAY_DONE;
}

/* A replay has ended in order. Whether its last Posts are missing, only the time of the last one can show. */
PIPIT_I_OWN_FRAME void replay_end(const pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    const uint32_t last_s = recovery->created_s;
    if (last_s == 0 ||
        !pipit_i_time_s(client->request.of.stream.replay->end_time, PIPIT_TIME_BYTES, &recovery->gap.end_s))
        return;
    recovery->gap.start_s = last_s;
    recovery->has_gap = recovery->gap.end_s > last_s && recovery->gap.end_s - last_s > REST_MIN_S;
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
    pipit_recovery_t *recovery = client->recovery;
    int32_t days;
    int32_t clock_ms;
    if (pipit_i_time_read(created_at.ptr, created_at.len, &days, &clock_ms) != PIPIT_OK || (uint32_t)days > DAYS_MAX)
        return;
    const uint32_t created_s = (uint32_t)days * DAY_S + (uint32_t)(clock_ms / 1000);
    if (created_s > recovery->created_s) recovery->created_s = created_s;
    const int32_t lag_s = (int32_t)(client->http.in.date_s + recovery->since_ms / 1000u - created_s);
    if (client->http.in.date_s == PIPIT_HEAD_ABSENT || (uint32_t)(lag_s + LAG_MAX_S) > 2u * LAG_MAX_S) return;
    const int32_t lag_ms = lag_s * 1000 + (int32_t)(recovery->since_ms % 1000u) - clock_ms % 1000;
    client->stats.lag_ms = lag_ms;
    if (lag_ms < 0) /* the Post is younger than the clock says: the clock stood still */
        recovery->since_ms = pipit_i_sum_ms(recovery->since_ms, (uint32_t)-lag_ms);
}

PIPIT_I_OWN_FRAME void lag_read(pipit_t *client, const pipit_json_t *json) {
    client->recovery->silent_ms = 0;
    if (json->count == 0) return;
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
    if (client->cause != PIPIT_E_BAD_REQUEST && client->cause != PIPIT_E_FORBIDDEN) return;
    if (!is_automatic(client) || client->backfill_minutes == 0) return;
    client->recovery->is_backfill_refused = true;
    event->wait_ms = pipit_i_budget_wait(client);
    pipit_i_stream_retry(client, event);
}

/* ---- the functions that a stream calls ---- */

static void connected(pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    dates_compare(client);
    gap_keep(client);
    recovery->streamed = true;
    recovery->quiet_ms = 0;
    recovery->heard = false;
}

static void follow_start(pipit_t *client) {
    pipit_recovery_t *recovery = client->recovery;
    const size_t begin = offsetof(pipit_recovery_t, silent_ms);
    memset((char *)recovery + begin, 0, offsetof(pipit_recovery_t, refusals) - begin);
    if (is_automatic(client)) client->backfill_minutes = 0;
}

static void follow_turn(pipit_t *client, uint32_t passed_ms, pipit_event_t *event) {
    pipit_recovery_t *recovery = client->recovery;
    if (recovery->is_empty) recovery->drained_ms = 0;
    recovery->is_empty = client->looked && client->raw == client->raw_end;
    client->looked = false;
    missing_advance(client, passed_ms);
    gap_tell(client, event);
    if (!client->linked) client->backfill_minutes = minutes(client);
}

static void follow_event(pipit_t *client, pipit_event_t *event) {
    client->recovery->is_empty = false; /* there may be more */
    switch (event->kind) {
    case PIPIT_EV_CONNECT: connected(client); break;
    case PIPIT_EV_OVERSIZE: client->recovery->silent_ms = 0; break;
    case PIPIT_EV_LINE:
    case PIPIT_EV_KEEP_ALIVE:
        missing_end(client);
        if (event->has_data) lag_read(client, &event->json);
        break;
    case PIPIT_EV_CLOSED:
        if (event->err == PIPIT_E_REPLAY_DONE) replay_end(client);
        break;
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
