/* SPDX-License-Identifier: MIT */
#include "../base/pipit_time.h"
#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/select.h"
#include "pipit/stream.h"
#include "pipit_stream_int.h"
#include <stddef.h>
#include <string.h>

#define MINUTES_MAX 5u

/* The lists are copied at once. */
typedef char lists_come_first_t[offsetof(pipit_stream_t, start_time) == PIPIT_LISTS * sizeof(const char *) ? 1 : -1];

static uint8_t lists_offender(const pipit_request_t *request) {
    for (uint8_t i = 0; i < PIPIT_LISTS; i++) {
        const char *list = request->of.stream.lists[i];
        if (!list) continue;
        if (!(request->endpoint->lists >> i & 1)) return (uint8_t)(PIPIT_I_UNKNOWN_EXPANSIONS + i);
        if (!pipit_i_list_fits(list)) return (uint8_t)(PIPIT_I_BAD_EXPANSIONS + i);
    }
    return PIPIT_I_GOOD;
}

static uint8_t minutes_offender(const pipit_request_t *request) {
    if (request->backfill_minutes == 0) return PIPIT_I_GOOD;
    if (!(request->endpoint->features & PIPIT_ENDPOINT_BACKFILL)) return PIPIT_I_UNKNOWN_BACKFILL;
    bool valid = request->backfill_minutes <= MINUTES_MAX || request->backfill_minutes == PIPIT_BACKFILL_AUTO;
    return valid ? PIPIT_I_GOOD : PIPIT_I_BAD_BACKFILL;
}

static uint8_t partition_offender(const pipit_request_t *request) {
    uint8_t partitions = request->endpoint->partitions;
    if (partitions == 0) return request->partition == 0 ? PIPIT_I_GOOD : PIPIT_I_UNKNOWN_PARTITION;
    return request->partition >= 1 && request->partition <= partitions ? PIPIT_I_GOOD : PIPIT_I_BAD_PARTITION;
}

static uint8_t path_offender(const char *path) {
    if (path[0] != '/') return PIPIT_I_BAD_PATH;
    while (*path > ' ' && *path <= '~')
        path++;
    return *path == '\0' ? PIPIT_I_GOOD : PIPIT_I_BAD_PATH;
}

#if PIPIT_CFG_RECOVERY
/* From a text or from seconds. @return whether it is one of both, or none. */
static bool time_read(const char *text, uint32_t *seconds) {
    return !text || (*seconds == 0 && pipit_i_time_s(text, strlen(text), seconds));
}

static uint8_t window_offender(pipit_request_t *request, const pipit_stream_t *stream) {
    uint32_t start_s = stream->start_s;
    uint32_t end_s = stream->end_s;
    if (!time_read(stream->start_time, &start_s)) return PIPIT_I_BAD_START;
    if (!time_read(stream->end_time, &end_s)) return PIPIT_I_BAD_END;
    request->of.stream.start_s = start_s;
    request->of.stream.end_s = end_s;
    if (start_s == 0 && end_s == 0) return PIPIT_I_GOOD;
    if (!(request->endpoint->features & PIPIT_ENDPOINT_REPLAY))
        return start_s != 0 ? PIPIT_I_UNKNOWN_START : PIPIT_I_UNKNOWN_END;
    return end_s == 0 || end_s > start_s ? PIPIT_I_GOOD : PIPIT_I_BAD_END;
}
#else
static uint8_t window_offender(pipit_request_t *request, const pipit_stream_t *stream) {
    (void)request;
    bool asked = stream->start_time || stream->end_time || stream->start_s != 0 || stream->end_s != 0;
    return asked ? PIPIT_I_NO_REPLAY : PIPIT_I_GOOD;
}
#endif

static uint8_t request_offender(pipit_request_t *request, const pipit_stream_t *stream) {
    uint8_t offender = path_offender(request->endpoint->path);
    if (offender == PIPIT_I_GOOD && stream) offender = window_offender(request, stream);
    if (offender == PIPIT_I_GOOD) offender = lists_offender(request);
    if (offender == PIPIT_I_GOOD) offender = partition_offender(request);
    if (offender == PIPIT_I_GOOD) offender = minutes_offender(request);
    if (offender == PIPIT_I_GOOD && request->flag && !(request->endpoint->features & PIPIT_ENDPOINT_CAMEL_CASE))
        offender = PIPIT_I_UNKNOWN_LOCAL_DC;
    return offender;
}

pipit_err_t pipit_stream_start(pipit_t *client, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream) {
    pipit_request_t *request = &client->request;
    if (pipit_running(client)) return PIPIT_E_STATE;
    memset(request, 0, sizeof *request);
    request->endpoint = endpoint;
    if (stream) {
        memcpy(request->of.stream.lists, stream, sizeof request->of.stream.lists);
        request->partition = stream->partition;
        request->backfill_minutes = stream->backfill_minutes;
        request->flag = stream->local_dc_only;
    }
    uint8_t offender = request_offender(request, stream);
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    pipit_err_t err = pipit_i_ready(client, true);
    if (err != PIPIT_OK) return err;
    const pipit_driver_t *driver = client->select ? client->select->driver : &pipit_i_stream_driver;
    return pipit_i_start(client, driver, pipit_i_budget_wait(client)); /* a stop and a start are no way around it */
}

pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream) {
    return pipit_stream_start(client, &pipit_endpoint_filter, stream);
}

pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream) {
    return pipit_stream_start(client, &pipit_endpoint_sample, stream);
}
