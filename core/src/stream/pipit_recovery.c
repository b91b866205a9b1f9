/* SPDX-License-Identifier: MIT */
/* What was missed, and how it comes back: backfill, replay, duplicates; and how late the present is. */
#include "pipit_recovery.h"
#include "../base/pipit_time.h"
#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_policy.h"
#include "../x/pipit_x.h"
#include "pipit/seen.h"
#include "pipit/stream.h"
#include "pipit_stream_int.h"

#define DAY_S 86400
#define MINUTE_MS 60000u
#define MINUTES_MAX 5u
#define BACKFILL_MAX_MS (MINUTES_MAX * MINUTE_MS)
#define MARGIN_MS 45000u /* what was on its way when the link broke, and until the server looks at the request */
#define KILL_EVERY 4u
#define KILLED_WAIT_MS 1000u
#define STATUS_BAD_REQUEST 400u
#define STATUS_FORBIDDEN 403u

bool pipit_gap_read(const pipit_event_t *event, pipit_gap_t *out) {
    bool gap = event->kind == PIPIT_EV_GAP;
    out->start_s = gap ? event->attempt : 0;
    out->end_s = gap ? event->total_bytes : 0;
    return gap;
}

#if PIPIT_CFG_RECOVERY
static bool is_automatic(const pipit_t *client) {
    return client->request.backfill_minutes == PIPIT_BACKFILL_AUTO;
}

/* The last Post was so old when it came: the next ones are missing since then. */
static uint32_t lag_ms(const pipit_t *client) {
    int32_t lag = client->stats.lag_ms;
    if (lag <= 0) return 0;
    return lag < (int32_t)BACKFILL_MAX_MS ? (uint32_t)lag : BACKFILL_MAX_MS;
}

static uint32_t missing_ms(const pipit_t *client) {
    uint32_t more_ms = MARGIN_MS + lag_ms(client);
    return client->missing_ms < UINT32_MAX - more_ms ? client->missing_ms + more_ms : UINT32_MAX;
}

uint8_t pipit_i_recovery_minutes(const pipit_t *client) {
    if (!is_automatic(client)) return client->request.backfill_minutes;
    if (!client->streamed || client->backfill_refused) return 0;
    uint32_t minutes = (missing_ms(client) - 1u) / MINUTE_MS + 1u;
    return (uint8_t)(minutes < MINUTES_MAX ? minutes : MINUTES_MAX);
}

bool pipit_i_recovery_without_backfill(pipit_t *client) {
    bool refused = client->status == STATUS_BAD_REQUEST || client->status == STATUS_FORBIDDEN;
    if (!refused || !is_automatic(client) || client->backfill_minutes == 0) return false;
    client->backfill_refused = true;
    return true;
}

/* The request asked for less than is missing now: the program was away before it went out. */
static bool asked_too_little(const pipit_t *client) {
    if (!is_automatic(client) || client->backfill_minutes == 0) return false;
    return missing_ms(client) > client->backfill_minutes * MINUTE_MS + MARGIN_MS;
}

uint32_t pipit_i_recovery_gap_s(const pipit_t *client) {
    bool long_enough = client->streamed && (missing_ms(client) > BACKFILL_MAX_MS || asked_too_little(client));
    bool known = client->http.in.date_s != PIPIT_HEAD_ABSENT;
    bool replay = (client->request.endpoint->features & PIPIT_ENDPOINT_REPLAY) != 0;
    return long_enough && known && replay ? missing_ms(client) / 1000u : 0;
}

/* Whole seconds around what is missing, so that the edges come twice rather than not at all. */
void pipit_i_recovery_gap_tell(const pipit_t *client, uint32_t gap_s, pipit_event_t *event) {
    event->kind = PIPIT_EV_GAP;
    event->attempt = client->http.in.date_s - gap_s - 1u;
    event->total_bytes = client->http.in.date_s - client->backfill_minutes * (MINUTE_MS / 1000u) + 1u;
}

/* At the first refusal, then at each fourth: X allows 25 kills in 15 minutes. */
bool pipit_i_recovery_kills(const pipit_t *client) {
    return client->cause == PIPIT_E_TOO_MANY_CONNECTIONS && client->config.kill_stale &&
           client->request.endpoint->connections_id && client->counts[PIPIT_I_LADDER_CONFLICT] % KILL_EVERY == 0;
}

uint32_t pipit_i_recovery_killed_wait(void) {
    return KILLED_WAIT_MS;
}

static pipit_str_t digits(const pipit_json_t *json, pipit_node_t node) {
    pipit_str_t raw = pipit_json_raw(json, node);
    if (raw.len >= 2 && raw.ptr[0] == '"') {
        raw.ptr++;
        raw.len -= 2;
    }
    return raw;
}

PIPIT_I_OWN_FRAME pipit_str_t message_id(const pipit_json_t *json, pipit_node_t data) {
    pipit_node_t id = pipit_i_member(json, data, "id");
    if (id == PIPIT_NODE_NONE) id = pipit_i_member(json, data, "event_uuid");
    return digits(json, id);
}

bool pipit_i_recovery_is_new(const pipit_t *client, const pipit_json_t *json, pipit_node_t data) {
    if (!client->config.seen) return true;
    pipit_str_t id = message_id(json, data);
    return id.len == 0 || pipit_seen_add_text(client->config.seen, id);
}

static void lag_take(pipit_t *client, pipit_str_t created_at) {
    int32_t days;
    int32_t clock_ms;
    if (pipit_i_time_read(created_at.ptr, created_at.len, &days, &clock_ms) != PIPIT_OK) return;
    int64_t passed_s = (int64_t)client->http.in.date_s - (int64_t)days * DAY_S;
    int64_t lag_ms = passed_s * 1000 + client->http.in.uptime_ms - clock_ms;
    if (lag_ms > INT32_MIN && lag_ms <= INT32_MAX) client->stats.lag_ms = (int32_t)lag_ms;
}

void pipit_i_recovery_lag(pipit_t *client, const pipit_json_t *json, pipit_node_t data) {
    if (client->http.in.date_s == PIPIT_HEAD_ABSENT) return;
    lag_take(client, digits(json, pipit_i_member(json, data, "created_at")));
}
#endif
