/* SPDX-License-Identifier: MIT */
#include "pipit/stream.h"
#include "pipit_int.h"
#include <string.h>

#define MINUTES_MAX 5u

static bool is_name_byte(char c) {
    char letter = (char)(c | 0x20);
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static size_t name_length(const char *text) {
    size_t len = 0;
    while (is_name_byte(text[len]))
        len++;
    return len;
}

/* Names joined by commas; the empty list is one empty name. */
static bool list_valid(const char *list) {
    const char *name = list;
    size_t len = name_length(name);
    for (;; name += len + 1, len = name_length(name)) {
        for (const char *other = list; other < name; other += name_length(other) + 1) {
            if (name_length(other) == len && memcmp(other, name, len) == 0) return false;
        }
        if (len == 0) return false;
        if (name[len] != ',') return name[len] == '\0';
    }
}

static pipit_err_t stream_start(pipit_t *client, const pipit_stream_t *stream, uint8_t endpoint) {
    pipit_request_t *request = &client->request;
    if (pipit_running(client)) return PIPIT_E_STATE;
    memset(request, 0, sizeof *request);
    request->endpoint = endpoint;
    if (stream) {
        request->lists[0] = stream->expansions;
        request->lists[1] = stream->media_fields;
        request->lists[2] = stream->place_fields;
        request->lists[3] = stream->poll_fields;
        request->lists[4] = stream->tweet_fields;
        request->lists[5] = stream->user_fields;
        request->backfill_minutes = stream->backfill_minutes;
    }
    for (uint8_t i = 0; i < PIPIT_LISTS; i++) {
        if (request->lists[i] && !list_valid(request->lists[i]))
            return pipit_i_invalid(client, (uint8_t)(PIPIT_I_BAD_EXPANSIONS + i));
    }
    if (request->backfill_minutes > MINUTES_MAX) return pipit_i_invalid(client, PIPIT_I_BAD_BACKFILL);
    return pipit_i_start(client);
}

pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream) {
    return stream_start(client, stream, PIPIT_I_FILTER);
}

pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream) {
    return stream_start(client, stream, PIPIT_I_SAMPLE);
}
