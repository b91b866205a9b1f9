/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/replay.h"
#include "pipit/select.h"
#include "pipit/stream.h"
#include "pipit_stream_int.h"
#include <stddef.h>
#include <string.h>

#define MINUTES_MAX 5u

/* pipit_stream_start() copies all members of pipit_stream_t with one memcpy(), so both structures must have the same
 * order. */
#define BEHIND_ENDPOINT(member)                                                                                        \
    (offsetof(pipit_request_t, of.stream.member) - offsetof(pipit_request_t, of.stream.lists))
typedef char same_order_t[BEHIND_ENDPOINT(replay) == offsetof(pipit_stream_t, replay) &&
                                  BEHIND_ENDPOINT(partition) == offsetof(pipit_stream_t, partition) &&
                                  BEHIND_ENDPOINT(backfill_minutes) == offsetof(pipit_stream_t, backfill_minutes) &&
                                  BEHIND_ENDPOINT(local_dc_only) == offsetof(pipit_stream_t, local_dc_only) &&
                                  sizeof(pipit_request_t) >= sizeof(const pipit_endpoint_t *) + sizeof(pipit_stream_t)
                              ? 1
                              : -1];

static uint8_t lists_offender(const pipit_request_t *request) {
    for (uint8_t i = 0; i < PIPIT_LISTS; i++) {
        const char *list = request->of.stream.lists[i];
        if (!list) continue;
        if (!(request->of.stream.endpoint->lists >> i & 1)) return (uint8_t)(PIPIT_I_UNKNOWN_EXPANSIONS + i);
        if (!pipit_i_list_fits(list)) return (uint8_t)(PIPIT_I_BAD_EXPANSIONS + i);
    }
    return PIPIT_I_GOOD;
}

static uint8_t minutes_offender(const pipit_request_t *request) {
    if (request->of.stream.backfill_minutes == 0) return PIPIT_I_GOOD;
    if (!(request->of.stream.endpoint->features & PIPIT_ENDPOINT_BACKFILL)) return PIPIT_I_UNKNOWN_BACKFILL;
    bool valid = request->of.stream.backfill_minutes <= MINUTES_MAX ||
                 request->of.stream.backfill_minutes == PIPIT_BACKFILL_AUTO;
    return valid ? PIPIT_I_GOOD : PIPIT_I_BAD_BACKFILL;
}

static uint8_t partition_offender(const pipit_request_t *request) {
    uint8_t partitions = request->of.stream.endpoint->partitions;
    if (partitions == 0) return request->of.stream.partition == 0 ? PIPIT_I_GOOD : PIPIT_I_UNKNOWN_PARTITION;
    return request->of.stream.partition >= 1 && request->of.stream.partition <= partitions ? PIPIT_I_GOOD
                                                                                           : PIPIT_I_BAD_PARTITION;
}

static uint8_t path_offender(const char *path) {
    PIPIT_ASSERT(path);
    if (path[0] != '/') return PIPIT_I_BAD_PATH;
    while (*path > ' ' && *path <= '~')
        path++;
    return *path == '\0' ? PIPIT_I_GOOD : PIPIT_I_BAD_PATH;
}

static uint8_t replay_offender(const pipit_request_t *request) {
    const pipit_replay_t *replay = request->of.stream.replay;
    if (!replay) return PIPIT_I_GOOD;
    if (!(request->of.stream.endpoint->features & PIPIT_ENDPOINT_REPLAY)) return PIPIT_I_UNKNOWN_REPLAY;
    return replay->start_time[0] == '\0' && replay->end_time[0] == '\0' ? PIPIT_I_BAD_REPLAY : PIPIT_I_GOOD;
}

static uint8_t request_offender(const pipit_request_t *request) {
    uint8_t offender = path_offender(request->of.stream.endpoint->path);
    if (offender == PIPIT_I_GOOD) offender = replay_offender(request);
    if (offender == PIPIT_I_GOOD) offender = lists_offender(request);
    if (offender == PIPIT_I_GOOD) offender = partition_offender(request);
    if (offender == PIPIT_I_GOOD) offender = minutes_offender(request);
    if (offender == PIPIT_I_GOOD && request->of.stream.local_dc_only &&
        !(request->of.stream.endpoint->features & PIPIT_ENDPOINT_CAMEL_CASE))
        offender = PIPIT_I_UNKNOWN_LOCAL_DC;
    return offender;
}

pipit_err_t pipit_stream_start(pipit_t *client, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream) {
    PIPIT_ASSERT(client);
    pipit_request_t *request = &client->request;
    pipit_err_t err = pipit_i_ready(client, true);
    if (err != PIPIT_OK) return err;
    if (!endpoint) return pipit_i_invalid(client, PIPIT_I_BAD_PATH);
    memset(request, 0, sizeof *request);
    request->of.stream.endpoint = endpoint;
    if (stream) memcpy((char *)request + offsetof(pipit_request_t, of.stream.lists), stream, sizeof *stream);
    uint8_t offender = request_offender(request);
    if (offender == PIPIT_I_GOOD && request->of.stream.backfill_minutes == PIPIT_BACKFILL_AUTO && !client->recovery)
        offender = PIPIT_I_NO_RECOVERY;
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    const pipit_driver_t *driver = client->select ? client->select->driver : &pipit_i_stream_driver;
    client->backfill_minutes = request->of.stream.backfill_minutes;
    pipit_i_follow_start(client);
    return pipit_i_start(client, driver, pipit_i_budget_wait(client)); /* the budget also holds after a stop */
}

pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream) {
    return pipit_stream_start(client, &pipit_endpoint_filter, stream);
}

pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream) {
    return pipit_stream_start(client, &pipit_endpoint_sample, stream);
}
